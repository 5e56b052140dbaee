"""The tree of errors that is written down is the one that there is."""

import re

from catalogue.domain import errors
from catalogue.domain.errors import CatalogueError

LINE = re.compile(r"^    (?P<bars>[│├└─ ]*)(?P<name>[A-Z]\w+)(?: {2,}|$)", re.MULTILINE)


def written() -> dict[str, str]:
    """The name of each error in the docstring, with that of its parent."""
    above: list[str] = []
    found = {}
    for line in LINE.finditer(errors.__doc__ or ""):
        depth = len(line["bars"]) // 4
        above[depth:] = [line["name"]]
        found[line["name"]] = above[depth - 1] if depth else ""
    return found


def there(kind: type[CatalogueError]) -> dict[str, str]:
    """The same of the errors of the module."""
    found = {}
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            found |= {child.__name__: kind.__name__, **there(child)}
    return found


def test_the_tree_names_every_error_below_its_parent() -> None:
    assert written() == {"CatalogueError": "", **there(CatalogueError)}
