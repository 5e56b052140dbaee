"""The search page, and the overview of the catalogue that other pages show."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import request, url_for
from rdflib import DCTERMS

from catalogue.domain import values
from catalogue.domain.errors import BadParameter, Unavailable
from catalogue.domain.languages import Reader, best, foreign, pick
from catalogue.domain.record import Kind
from catalogue.domain.search import Pairs, Sort
from catalogue.domain.telling import Value
from catalogue.services.search_page import FacetView, Found, Offer, Option, RangeView, Reason, SearchPage
from catalogue.web import facets, languages, parameters, search_views
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import pages
from catalogue.web.reasons import worded
from catalogue.web.search_views import View

REASONS: Final = 3  # told of one result, beside title and description
_DOORS: Final = ("category", "theme")  # facets that the home page opens with
_TITLE, _DESCRIPTION = str(DCTERMS.title), str(DCTERMS.description)

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it is set: texts in pieces of (text, whether it matches), each with its language if foreign.

    `in_other_words` are the reasons in title and description that say the question in other words.
    """

    url: str
    level: str
    access: str
    title: Pieces
    title_language: str
    byline: tuple[Value, ...]
    summary: Pieces
    summary_language: str
    why: tuple[Reason, ...]
    in_other_words: tuple[Reason, ...]
    facts: tuple[tuple[str, str], ...]
    id: str = ""
    is_series: bool = False


def search() -> dict[str, Any]:
    """What the search page shows for this request. What cannot be meant of it is left out, and told in `wrong`."""
    reader = languages.reader()
    (view, found), wrong = parameters.without_wrong(
        lambda given: (search_views.asked(given), services().searching.search(given, reader))
    )

    def at(parameters: Pairs) -> str:
        return address((*parameters, *view.kept))

    return {
        "found": found,
        "wrong": misasked(wrong, found.ranges),
        "places": ["q", "sort", *(f"{each.id}_{end}" for each in found.ranges for end in ("min", "max"))],
        "view": view,
        "files": files(found),
        "saving": urlencode(found.at(1)) if services().saved_searches.is_offered else None,
        "views": _views(found, view),
        "rows": [search_views.row(hit, reader) for hit in found.hits] if view.is_table else [],
        "results": [result(hit, reader) for hit in found.hits],
        "also": [result(hit, reader) for hit in found.also],
        **facets.folded(found.facets),
        "tags": [(tag, at(tag.parameters)) for tag in found.tags],
        "reliefs": [(relief, at(relief.parameters)) for relief in found.reliefs],
        "understood": _understood(found.understood, at) if found.understood else None,
        "meant": (found.meant, at(found.meant.parameters)) if found.meant else None,
        "remove_all": at((("q", found.query.text),) if found.query.text else ()),
        "in_variables": _in_variables(found),
        "sorts": _sorts(found),
        "page_links": pages(found.asked, found.pages, lambda number: at(found.at(number))),
    }


def _understood(offer: Offer, at: Callable[[Pairs], str]) -> dict[str, Any]:
    """Filters that the words speak of: where all of them are and, of several, where each alone is."""
    readings = [(reading.label, at(reading.parameters)) for reading in offer.readings]
    return {
        "labels": [label for label, _ in readings],
        "total": offer.total,
        "url": at(offer.parameters),
        "alone": readings if len(readings) > 1 else [],
    }


def misasked(wrong: Iterable[BadParameter], ranges: Iterable[RangeView] = ()) -> dict[str, tuple[str, str]]:
    """By parameter what was typed, and what is wrong with it, said with the labels of the page."""
    ends = {"min": gettext("from"), "max": gettext("to")}
    own, reader = services().search_labels, languages.reader()
    labels = {name: own.name(name, reader) for name in own.filters}
    labels |= {f"{each.id}_{end}": f"{each.label}, {said}" for each in ranges for end, said in ends.items()}
    labels["q"] = gettext("Search text")
    told = {}
    for error in wrong:
        name = str(error.fields["name"])
        sentence = worded(error.message, {**error.fields, "name": labels.get(name, name)})
        told[name] = (" ".join(request.args.getlist(name)), sentence)
    return told


def overview(newest: int) -> dict[str, Any]:
    """The catalogue in numbers, ways into it, and its newest descriptions."""
    reader = languages.reader()
    try:
        found = services().searching.search({"sort": [Sort.UPDATED]}, reader)
    except Unavailable:
        # What a page says beside its numbers does not depend on the search.
        return {
            "total": None,
            "series": 0,
            "holders": 0,
            "places": 0,
            "doors": [],
            "access": (),
            "newest": [],
            "changed": "",
        }
    views = {view.id: view for view in found.facets}
    return {
        "total": found.total,
        "series": found.series,
        "holders": len(views["holder"].options) if "holder" in views else 0,
        "places": len(views["country"].options) if "country" in views else 0,
        "doors": [views[name] for name in _DOORS if name in views],
        "access": _access(views.get("access"), reader),
        "newest": [result(hit, reader) for hit in found.hits[:newest]],
        "changed": found.hits[0].card["changed"] if found.hits else "",
    }


def _access(view: FacetView | None, reader: Reader) -> list[tuple[Option, str]]:
    """The access levels with what each means, in the order of the profile."""
    levels = services().profile.levels
    options = {option.value: option for option in view.options} if view else {}
    return [
        (options[name], pick(level.help, (reader.language,)))
        for name, level in levels.items()
        if name in options
    ]


def words(iris: list[str]) -> list[Value]:
    """IRIs of the settings as they are read."""
    reader = languages.reader()
    said = (
        (iri, services().vocabularies.label(iri, reader.languages), values.link(iri, reader)) for iri in iris
    )
    return [Value(label[0] if label else text, href=href, term=iri) for iri, label, (text, href) in said]


def address(parameters: Pairs) -> str:
    """The address of a search."""
    path = url_for("pages.datasets")
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _in_variables(found: SearchPage) -> str:
    """The same question asked of variables."""
    asked = urlencode([pair for pair in found.query.parameters() if pair[0] != "sort"])
    return f"{url_for('pages.variable_search')}?{asked}" if asked else url_for("pages.variable_search")


def result(hit: Found, reader: Reader) -> Result:
    """A result in the words and the languages of its reader."""
    card = hit.card
    title, title_language = best(card["titles"], reader.languages)
    summary, summary_language = best(card["descriptions"], reader.languages)
    marked = {(reason.field, reason.language): reason for reason in hit.reasons}
    in_title = marked.pop((_TITLE, title_language), None)
    in_summary = marked.pop((_DESCRIPTION, summary_language), None)
    return Result(
        url=url_for("pages.dataset", id=card["id"]),
        level=card["access"] or card["level"],
        access=hit.access,
        title=in_title.pieces if in_title else ((title or gettext("Untitled dataset"), False),),
        title_language=foreign(title_language, reader.language),
        byline=_byline(hit, reader),
        summary=in_summary.pieces if in_summary else ((summary, False),),
        summary_language=foreign(summary_language, reader.language),
        why=tuple(marked.values())[:REASONS],
        in_other_words=tuple(each for each in (in_title, in_summary) if each and each.said),
        facts=tuple(_facts(card, reader)),
        id=card["id"],
        is_series=card["kind"] == Kind.SERIES,
    )


def _byline(hit: Found, reader: Reader) -> tuple[Value, ...]:
    holder, language = services().search_labels.holder(hit.card, reader)
    places = ", ".join(hit.places[:3]) + ("…" if len(hit.places) > 3 else "")
    parts = (Value(holder, language), Value(places))
    return tuple(part for part in parts if part.text)


def _facts(card: Mapping[str, Any], reader: Reader) -> list[tuple[str, str]]:
    """The figures that decide, as far as they are told."""
    first, last = ("" if end is None else str(end) for end in card["years"] or (None, None))
    facts = (
        (gettext("People"), values.number(card["people"], reader) if card["people"] else ""),
        (gettext("Ages"), _ages(card["ages"])),
        (gettext("Years"), values.years(first, last, reader)),
        (gettext("Variables"), values.number(card["variables"], reader) if card["variables"] else ""),
        (gettext("Checked"), values.day(card["checked"][:7], reader, short=True) if card["checked"] else ""),
    )
    return [(label, said) for label, said in facts if said]


def _ages(ages: tuple[int | None, int | None] | None) -> str:
    first, last = ages or (None, None)
    if first is not None and last is not None:
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    return gettext("%(age)s and over") % {"age": first} if first is not None else ""


def files(found: SearchPage) -> dict[str, str]:
    """Where all the results are, by what reads them."""
    pairs = found.at(1)
    path, tail = url_for("pages.datasets"), f"?{urlencode(pairs)}" if pairs else ""
    size = urlencode([*pairs, ("lang", found.query.language), ("page_size", "100")])
    return {
        "CSV": f"{path}.csv{tail}",
        "JSON": f"{url_for('api.search')}?{size}",
        "Turtle": f"{path}.ttl{tail}",
        "Atom": f"{path}.atom{tail}",
    }


def _views(found: SearchPage, chosen: View) -> list[tuple[View, str, str]]:
    """The ways to see the results: each with its label and the address of this page in it; "" for the chosen one."""
    labels = {search_views.LIST: gettext("List"), search_views.TABLE: gettext("Table view")}
    shown = ((View(name), label) for name, label in labels.items())
    pairs = found.at(found.query.page)
    return [(view, label, "" if view == chosen else address((*pairs, *view.kept))) for view, label in shown]


def _sorts(found: SearchPage) -> list[tuple[str, str, bool]]:
    labels = {
        Sort.RELEVANCE: gettext("Best match"),
        Sort.UPDATED: gettext("Last changed"),
        Sort.TITLE: gettext("Title"),
        Sort.PEOPLE: gettext("Most people"),
    }
    return [(str(sort), label, sort is found.query.sort) for sort, label in labels.items()]
