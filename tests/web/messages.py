"""Every message that the pages can show, found where it is written."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from babel.messages.extract import extract_from_dir, extract_from_file
from jinja2.ext import babel_extract

from catalogue import resources, services
from catalogue.domain.errors import CatalogueError
from catalogue.domain.ranges import RANGES
from catalogue.domain.traits import TRAITS

CODE = [Path(__file__).parents[2] / name for name in ("catalogue", "harvesters")]
# `say` is what modules that speak to a reader call the reader's gettext; a `Sentence` is put into words later.
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "Sentence": None}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}

Message = str | tuple[str, ...]


def in_templates() -> Iterator[Message]:
    """The messages of the shipped themes."""
    for path in sorted(resources.folder("themes").glob("*/templates/**/*.html")):
        for _, message, _, _ in extract_from_file(babel_extract, path, keywords=KEYWORDS, options=OPTIONS):
            yield message


def in_code() -> Iterator[Message]:
    """The messages of the modules."""
    for folder in CODE:
        found = extract_from_dir(
            folder,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=(),
            directory_filter=None,
        )
        yield from (message for _, _, message, _, _ in found)


def of_errors(kind: type[CatalogueError] = CatalogueError) -> Iterator[Message]:
    """The sentences of all errors."""
    yield kind.message
    for child in kind.__subclasses__():
        yield from of_errors(child)


def _of_traits() -> Iterator[Message]:
    for trait in TRAITS:
        yield from (trait.label, *trait.values.values())


def all_messages() -> set[Message]:
    """All of them, a plural as the tuple of its forms; what is only made of fields has no words."""
    for module in iter_modules(services.__path__, "catalogue.services."):
        import_module(module.name)  # an error is known when its module is
    found = {*in_templates(), *in_code(), *of_errors(), *(each.label for each in RANGES), *_of_traits()}
    return {message for message in found if message not in ("%(reason)s", "")}
