"""The history of a description for its readers: the versions that they have had, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from flask import Blueprint, Response, make_response, render_template, url_for

from catalogue.domain import compared
from catalogue.domain.compared import Change
from catalogue.domain.errors import Crowded
from catalogue.domain.labels import FieldLabels, spoken
from catalogue.domain.record import Record, Revision
from catalogue.domain.telling import Language
from catalogue.rdf.formats import SERVED
from catalogue.services.differing import Comparison
from catalogue.services.public_history import PATIENCE
from catalogue.web import atom, dataset, frame, languages, moments, parameters
from catalogue.web.context import services
from catalogue.web.languages import gettext, ngettext
from catalogue.web.paging import pages

SIZE: Final = 20  # versions of a page
FIELDS: Final = 6  # that are named of a version
MOST: Final = 200  # fields that a comparison shows
LARGE: Final = 10_000  # statements that are not compared while somebody waits for a list


@dataclass(frozen=True, slots=True)
class Version:
    """A version as the list shows it: `changed` names fields, `more` counts further ones; both None if not compared.

    `previous` is the number of the version before, 0 for the first that readers had.
    """

    number: int
    at: datetime
    day: str
    is_current: bool
    previous: int
    changed: tuple[str, ...] | None = None
    more: int = 0


def register(pages: Blueprint) -> None:
    """Give the pages those of the history of each dataset."""
    pages.add_url_rule("/dataset/<id>/history", "history", page)
    pages.add_url_rule("/dataset/<id>/history.atom", "history_feed", feed)
    pages.add_url_rule("/dataset/<id>/history/compare", "versions", compare)


def page(id: str) -> Response:
    """All versions that readers have had, the newest first."""
    record = dataset.published(id)
    found = services().public_history.versions(record)
    last = max(1, -(-len(found) // SIZE))
    asked = parameters.positive("page")
    number = min(asked, last)
    here = url_for("pages.history", id=id)
    html = render_template(
        "history.html",
        record=record,
        name=dataset.title_of(record),
        versions=[(each, said(each)) for each in _listed(record, found, (number - 1) * SIZE)],
        all=[(each.number, _moment(each)) for each in found[:MOST]],
        pages=pages(asked, last, lambda at: f"{here}?page={at}"),
        count=len(found),
        formats=SERVED,
    )
    return make_response(html)


def compare(id: str) -> Response:
    """What differs between two versions, field by field."""
    record = dataset.published(id)
    expected = gettext("the number of a version")
    before, after = (parameters.required(name, expected) for name in ("before", "after"))
    with services().public_history.turn(PATIENCE):
        found = services().public_history.compare(record, before, after)
    given = services()
    language = Language(given.profile, given.vocabularies, languages.reader())
    shown = list(compared.told(found.differences[:MOST], found.graphs, record.iri, language))
    html = render_template(
        "versions.html",
        record=record,
        name=dataset.title_of(record),
        before=(before, _moment(found.before)),
        after=(after, _moment(found.after)),
        changes=_Changes([_Row(each) for each in shown], len(found.differences)),
    )
    return make_response(html)


def feed(id: str) -> Response:
    """The versions as an Atom feed (RFC 4287)."""
    record = dataset.published(id)
    listed = _listed(record, services().public_history.versions(record), 0)
    here = frame.absolute(url_for("pages.history", id=record.id))
    made = atom.feed(
        f"{here}.atom",
        gettext("Versions of “%(name)s”") % {"name": dataset.title_of(record)},
        (listed[0].at if listed else record.changed).isoformat(),
        (("self", f"{here}.atom"), ("alternate", here)),
    )
    for version in listed:
        _add(made, record, version)
    return atom.answer(made)


@dataclass(frozen=True, slots=True)
class _Row:
    change: Change


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the macro of comparisons shows."""

    rows: list[_Row]
    count: int


def _listed(record: Record, found: Sequence[Revision], start: int) -> list[Version]:
    listed = []
    for place in range(start, min(start + SIZE, len(found))):
        before = found[place + 1] if place + 1 < len(found) else None
        listed.append(_version(record, found[place], before))
    return listed


def _version(record: Record, each: Revision, before: Revision | None) -> Version:
    assert each.published is not None
    assert record.published is not None
    ways = None if before is None else _changed(record, before, each)
    return Version(
        each.number,
        each.published,
        _moment(each),
        each.number == record.published.number,
        before.number if before else 0,
        None if ways is None else tuple(ways[:FIELDS]),
        0 if ways is None else max(0, len(ways) - FIELDS),
    )


def _changed(record: Record, before: Revision, after: Revision) -> list[str] | None:
    """What a version changed, by the names of fields; None of large ones, and while too many others compare."""
    sizes = (services().public_history.size(record, each) for each in (before, after))
    if any(size > LARGE for size in sizes):
        return None
    try:
        with services().public_history.turn():
            found = services().public_history.compare(record, before.number, after.number)
    except Crowded:
        return None
    return _ways(found)


def _ways(found: Comparison) -> list[str]:
    profile = services().profile
    labels = FieldLabels(profile, spoken(profile, languages.current())[0])
    return list(dict.fromkeys(labels.way(each.place, each.owner, each.path) for each in found.differences))


def _moment(version: Revision) -> str:
    """When readers got a version, and its number: several may have come within a minute."""
    assert version.published is not None
    told = {"when": moments.moment(version.published), "number": version.number}
    return gettext("%(when)s (no. %(number)s)") % told


def said(version: Version) -> str:
    """What a version changed, in a sentence."""
    if not version.previous:
        return gettext("The first version known here.")
    if version.changed is None:
        return ""
    if not version.changed:
        return gettext("It says the same as the one before.")
    more = version.more
    also = ngettext("and %(num)s more field", "and %(num)s more fields", more) % {"num": more} if more else ""
    return gettext("Changed: %(fields)s") % {"fields": ", ".join(filter(None, (*version.changed, also)))}


def _add(feed: Element, record: Record, version: Version) -> None:
    entry = SubElement(feed, "entry")
    base = f"{services().settings.base_url}/dataset/{record.id}/version/{version.number}"
    atom.text(entry, "id", base)
    atom.text(entry, "title", gettext("Version of %(when)s") % {"when": version.day})
    atom.text(entry, "updated", version.at.isoformat())
    atom.text(entry, "summary", said(version))
    atom.turtle(entry, f"{base}.ttl")
