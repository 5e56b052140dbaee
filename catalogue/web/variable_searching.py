"""The page where variables are searched across datasets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import request, url_for

from catalogue.domain.languages import Reader, best, foreign
from catalogue.domain.search import Pairs
from catalogue.domain.telling import Value
from catalogue.services.variable_search import GROUPS, PARAMETER, Group, HasVariables, Match, VariablePage
from catalogue.web import facets, languages, parameters, searching
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import pages

_LONGEST: Final = 500  # characters of an input


@dataclass(frozen=True, slots=True)
class Box:
    """An input of the question, with the address of the page without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Row:
    """A variable: where its dataset shows it, and the question that asks for it too ("" where it does)."""

    match: Match
    url: str
    adding: str

    @property
    def needs_meaning(self) -> bool:
        """Whether name and title do not tell why it is here."""
        match = self.match
        return not match.title or not any(is_match for _, is_match in (*match.name, *match.title))


@dataclass(frozen=True, slots=True)
class Part:
    """What a dataset has of one thing that was asked for; `url` leads to all of it."""

    group: Group
    rows: tuple[Row, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """A dataset as it is set. `with_these` is the question for the very variables it has, "" where it is this one."""

    url: str
    title: Value
    holder: Value
    level: str
    access: str
    parts: tuple[Part, ...]
    with_these: str


def search() -> dict[str, Any]:
    """What the page shows for this request."""
    reader = languages.reader()
    found, wrong = parameters.without_wrong(lambda given: services().variable_searching.search(given, reader))
    # What was typed stays, whether it can be asked or not.
    typed = found.texts or tuple(dict.fromkeys(filter(None, request.args.getlist(PARAMETER))))[:GROUPS]
    ends = [f"{each.id}_{end}" for each in found.ranges for end in ("min", "max")]
    inputs = {"page", *ends, *(view.id for view in found.facets)}
    return {
        "found": found,
        "wrong": searching.misasked(wrong, found.ranges),
        "places": ends,
        **facets.folded(found.facets),
        "boxes": [Box(text, address(found.asking(_without(typed, text)))) for text in typed],
        "has_room": len(found.texts) < GROUPS,
        "longest": _LONGEST,
        "kept": [pair for pair in found.query.parameters() if pair[0] not in inputs],
        "results": [_result(hit, found, reader) for hit in found.hits],
        "tags": [(tag, address(tag.parameters)) for tag in found.tags],
        "remove_all": address(tuple((PARAMETER, text) for text in found.texts)),
        "reliefs": [(relief, address(relief.parameters)) for relief in found.reliefs],
        "in_descriptions": searching.address(_in_descriptions(found)),
        "page_links": pages(found.asked, found.pages, lambda number: address(found.at(number))),
    }


def address(parameters: Pairs) -> str:
    """The address of a search of variables."""
    path = url_for("pages.variable_search")
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _in_descriptions(found: VariablePage) -> Pairs:
    text = " ".join(found.texts)
    words = ((PARAMETER, text),) if text and len(text) <= _LONGEST else ()
    return (*words, *found.query.parameters())


def _result(hit: HasVariables, found: VariablePage, reader: Reader) -> Result:
    url = url_for("pages.dataset", id=hit.card["id"])
    same = tuple((PARAMETER, text) for text in found.texts)
    return Result(
        url=url,
        title=_value(hit.card["titles"], reader, gettext("Untitled dataset")),
        holder=Value(*services().search_labels.holder(hit.card, reader)),
        level=hit.card["access"] or hit.card["level"],
        access=hit.access,
        parts=tuple(_part(group, url, found) for group in hit.groups),
        with_these="" if hit.with_these == same else address((*hit.with_these, *found.query.parameters())),
    )


def _part(group: Group, url: str, found: VariablePage) -> Part:
    asked = {"variable": group.finds} if group.finds else {"variables": "1"}
    return Part(group, tuple(_rows(group, url, found)), f"{url}?{urlencode(asked)}#variables")


def _rows(group: Group, url: str, found: VariablePage) -> Iterator[Row]:
    for match in group.matches:
        name = match.said.name
        is_asked = not name or name in found.texts or len(found.texts) >= GROUPS
        adding = "" if is_asked else address(found.asking((*found.texts, name)))
        shown = urlencode({"variable": name} if name else {"variables": "1"})
        yield Row(match, f"{url}?{shown}#variables", adding)


def _without(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(each for each in texts if each != text)


def _value(texts: dict[str, str], reader: Reader, otherwise: str = "") -> Value:
    text, language = best(texts, reader.languages)
    return Value(text or otherwise, foreign(language, reader.language))
