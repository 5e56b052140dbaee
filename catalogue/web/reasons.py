"""Reasons inside error messages, in the reader's language: why a fetch failed, or a file could not be read.

Layers below the web say reasons in English, with what they saw filled in. Those that a visitor of a public page can
bring about are listed here as templates, found again by their words, and said in the reader's language. What a
parser says of its grammar stays as it is.
"""

import re
from collections.abc import Iterator
from functools import cache

from catalogue.domain.errors import CatalogueError
from catalogue.web.languages import gettext

say = str  # marks a text for translation, and leaves it as it is

TEMPLATES = (
    say("%(number)s MB"),
    say("it leads to an address that is not public"),
    say("only http and https addresses are fetched"),
    say("it is no address that can be asked"),
    say("it names no host"),
    say("there is no host of that name"),
    say("nothing answers there (the connection was refused)"),
    say("no answer came for %(seconds)s seconds"),
    say("it was still busy after %(seconds)s seconds"),
    say("it is not read to its end after %(seconds)s seconds"),
    say("the time for it is over"),
    say("it answers too slowly (less than %(bytes)s bytes a second)"),
    say("it answers %(status)s and asks to come back in %(seconds)s seconds"),
    say("it answers with a web page (HTML) where RDF is expected"),
    say("it answers in the encoding “%(encoding)s”, which was not asked for"),
    say("it answers %(status)s"),
    say("it redirects more than %(count)s times"),
    say("its certificate is not to be trusted"),
    say("no secure connection could be made"),
    say("the proxy does not let it through"),
    say("what it sends is not compressed as it says"),
    say("the connection broke off (%(kind)s)"),
    say("its pages lead in a circle: this one was read already"),
    say("it says the same as the page before, and has no end"),
    say("the file is empty"),
    say("no statement in this %(format)s file"),
    say("it is not understood from here on"),
    say("it is nested more than %(count)s levels deep"),
    say("it names a JSON-LD context on another server, and none is fetched; write the context into the file"),
    say("an IRI is relative and the file has no base; write it in full"),
    say("it quotes a triple (RDF-star)"),
    say("the entity %(name)s is external"),
    say("the entity %(name)s grows when it is used"),
)
_FIELD = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def translate(text: str) -> str:
    """A reason, or a whole sentence of an error, in the language of this answer where its words are known."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return gettext(template) % {name: translate(value) for name, value in found.groupdict().items()}
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    templates = (*TEMPLATES, *(message for message in _messages(CatalogueError) if message != "%(reason)s"))
    return tuple((_pattern(template), template) for template in templates)


def _messages(kind: type[CatalogueError]) -> Iterator[str]:
    yield kind.message
    for child in kind.__subclasses__():
        yield from _messages(child)


def _pattern(template: str) -> re.Pattern[str]:
    escaped = re.escape(template)
    return re.compile(_FIELD.sub(lambda found: f"(?P<{found[1] or found[2]}>.+)", escaped), re.DOTALL)
