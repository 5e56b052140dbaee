"""Pages of what datasets have in common: a list of each kind, and a page of each thing with its datasets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for

from catalogue.domain.things import FACETS, Thing, ThingKind
from catalogue.services.things import letter
from catalogue.web import frame, languages, parameters, searching, thing_words
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import pages as page_links

WHOLE: Final = 300  # things that stand on one page
FEW: Final = 60  # things that need no headings of letters
FREQUENT: Final = 100  # of more than that, those that are shown before a letter is chosen
NEWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """Things under one heading: a letter, or a filter."""

    heading: str
    things: list[Thing]


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages a list and a page for each kind."""
    for kind in ThingKind:
        pages.add_url_rule(f"/{kind}", "things", show_all, defaults={"kind": str(kind)})
        pages.add_url_rule(f"/{kind}/<name>", "thing", show, defaults={"kind": str(kind)})


def show_all(kind: str) -> Response:
    """All things of a kind with their counts; of very many those that are frequent, and the others by letter."""
    wanted = ThingKind(kind)
    listed = services().things.listed(wanted, languages.reader())
    chosen = request.args.get("letter", "").strip()[:1].upper()
    letters = list(dict.fromkeys(map(letter, listed))) if len(listed) > WHOLE else []
    context = {
        "kind": kind,
        "heading": thing_words.headings()[wanted],
        "lead": thing_words.leads()[wanted],
        "total": len(listed),
        "shelves": _shelves(wanted, listed, chosen, letters),
        "letters": letters,
        "letter": chosen,
        "canonical": frame.absolute(url_for("pages.things", kind=kind, letter=chosen or None)),
    }
    return make_response(render_template("things.html", **context))


def _shelves(kind: ThingKind, listed: Sequence[Thing], chosen: str, letters: Sequence[str]) -> list[Shelf]:
    if chosen or not letters:
        some = [each for each in listed if not chosen or letter(each) == chosen]
        return _by_facet(kind, some) if len(FACETS[kind]) > 1 else _by_letter(some)
    frequent = sorted(listed, key=lambda each: -each.count)[:FREQUENT]
    return [Shelf(gettext("The most frequent"), services().things.counted(frequent))]


def _by_facet(kind: ThingKind, things: Sequence[Thing]) -> list[Shelf]:
    shelves = []
    for facet in FACETS[kind]:
        some = [each for each in things if each.facet == facet]
        if some:
            label = services().things.label(facet, languages.reader())
            shelves.append(Shelf(label, services().things.counted(some)))
    return shelves


def _by_letter(things: Sequence[Thing]) -> list[Shelf]:
    if 0 < len(things) <= FEW:
        return [Shelf(gettext("From A to Z"), services().things.counted(things))]
    by_letter: dict[str, list[Thing]] = defaultdict(list)
    for each in things:
        by_letter[letter(each)].append(each)
    return [Shelf(name, services().things.counted(some)) for name, some in by_letter.items()]


def show(kind: str, name: str) -> Response:
    """A thing: what is known of it, and its datasets. Raises NotFound."""
    wanted, reader = ThingKind(kind), languages.reader()
    thing = services().things.find(wanted, name, reader)
    number = parameters.positive("page")
    members = services().things.members(thing, reader, number, NEWEST)
    results = [searching.result(hit, reader) for hit in members.hits]
    context = {
        "kind": kind,
        "thing": thing,
        "heading": thing_words.headings()[wanted],
        "what": thing_words.what(thing),
        "about": thing_words.about(thing, members.hits),
        "members": members,
        "results": results,
        "search": _search(thing),
        "feed": _feed(thing),
        "page_links": page_links(number, members.pages, lambda page: _page(thing, page)),
        "canonical": frame.absolute(_page(thing, min(number, members.pages))),
    }
    return make_response(render_template("thing.html", **context))


def address(thing: Thing) -> str:
    """The page of a thing."""
    return url_for("pages.thing", kind=str(thing.kind), name=thing.slug)


def _page(thing: Thing, page: int) -> str:
    return f"{address(thing)}?page={page}" if page > 1 else address(thing)


def _search(thing: Thing) -> str:
    """The search with its datasets; "" for a series, which is no filter."""
    return searching.address(_pairs(thing)) if thing.facet else ""


def _feed(thing: Thing) -> str:
    return f"{url_for('pages.datasets_feed')}?{urlencode(_pairs(thing))}" if thing.facet else ""


def _pairs(thing: Thing) -> tuple[tuple[str, str], ...]:
    return tuple((thing.facet, value) for value in thing.values)
