"""The words of other languages: English source texts are the keys of `catalogue/translations/<language>.po`."""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from catalogue.domain.sentences import Sentence

FOLDER = Path(__file__).parents[1] / "translations"


@cache
def translations(language: str) -> NullTranslations:
    """The messages of a language; those of English are the keys themselves. There are no compiled files."""
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


@lru_cache(maxsize=100)
def colon(language: str) -> str:
    """What stands between a label and what it is of, with the spaces that the language has there."""
    say = translations(language.partition("-")[0]).gettext
    return say("%(label)s:") % {"label": ""} + " "


def told(sentence: Sentence, language: str) -> str:
    """A sentence in the language of who acts, to be kept as what they said; in English where none is known."""
    return str(sentence.worded(translations(language or "en").gettext))
