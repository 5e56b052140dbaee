"""The language that a page speaks, from its address or from what the reader's program asks for.

English source texts stand in the templates; `services.translating` has the words of the other languages.
"""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from flask import Flask, Request, g, has_request_context, request
from werkzeug.routing import BaseConverter

from catalogue.domain.languages import Reader, base, order
from catalogue.services.translating import FOLDER, translations
from catalogue.web.context import services

__all__ = ["FOLDER", "translations"]


def register(app: Flask, tags: list[str]) -> None:
    """Give routes the converter `language`, which takes the languages of the instance and nothing else."""
    converter = type("Languages", (BaseConverter,), {"regex": "|".join(map(re.escape, tags))})
    app.url_map.converters["language"] = converter


def preferred(request: Request) -> str:
    """The language of the instance that suits `Accept-Language`; its first one when none does.

    A variant suits as well (French to who asks for Belgian French), before what is less wished for.
    """
    languages = services().settings.languages
    for tag, quality in request.accept_languages:
        suits = [each for each in languages if base(each) == base(tag)]
        if suits and quality:
            return next((each for each in suits if each.lower() == tag.lower()), suits[0])
    return languages[0]


def of_path() -> str | None:
    """The language that the address names, if it names one."""
    first = request.path.split("/", 2)[1]
    return first if first in services().settings.languages else None


def current() -> str:
    """The language that this answer speaks: that of the address, else the preferred one."""
    return reader().language if has_request_context() else "en"


def speak(language: str) -> None:
    """Make this answer speak a language."""
    g.reader = _reader(language)


def reader() -> Reader:
    """Whom the page is made for."""
    # Asked for each number and each message of a page: by the object itself, which its proxy takes thrice as long for.
    kept = g._get_current_object()
    known: Reader | None = kept.get("reader")
    if known is None:
        known = kept.reader = _reader(of_path() or preferred(request))
    return known


def _reader(language: str) -> Reader:
    accepted = [tag for tag, _ in request.accept_languages if tag != "*"]
    languages = order([language], accepted, services().settings.languages)
    words = translations(language)
    return Reader(language, languages, words.gettext, words.ngettext)


def gettext(message: str) -> str:
    """A message in the language of this answer."""
    return str(translations(current()).gettext(message))


def ngettext(one: str, many: str, count: int) -> str:
    """A message in the form that the count asks for, in the language of this answer."""
    return str(translations(current()).ngettext(one, many, count))


@cache
def own_name(language: str) -> str:
    """A language by its own name: `Français`."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]


def text(texts: Mapping[str, str]) -> str:
    """A text of the instance (its title, a label) in the language of this answer."""
    return texts.get(current()) or texts.get("") or texts.get("en") or next(iter(texts.values()), "")
