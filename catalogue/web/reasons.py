"""Sentences about what went wrong, in the reader's language: those of errors, and the reasons inside them.

Their templates are keys of the translation files. What a parser says of its grammar stays as it is.
"""

from collections.abc import Mapping

from catalogue.domain import values
from catalogue.domain.sentences import Sentence
from catalogue.services.public_checks import PASTED
from catalogue.web import languages
from catalogue.web.languages import gettext

say = str  # marks a text for translation, and leaves it as it is


def translate(text: str) -> str:
    """A text in the language of this answer where it is a sentence of ours; any other as it is."""
    return worded(text.template, text.fields) if isinstance(text, Sentence) else text


def worded(template: str, fields: Mapping[str, object]) -> str:
    """The sentence of a template in the language of this answer, its dates as people write them."""
    return gettext(template) % {name: _field(name, value) for name, value in fields.items()}


def _field(name: str, value: object) -> object:
    if isinstance(value, Sentence):
        return translate(value)
    if name == "date":
        return values.day(str(value), languages.reader())
    if name in ("count", "most"):
        return values.number(str(value), languages.reader())
    if name == "source" and value == PASTED:
        return gettext("The pasted text")
    return value
