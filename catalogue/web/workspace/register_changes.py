"""What a change of the register does to descriptions: shown before, carried out, and told after."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, NotFound
from catalogue.domain.people import Permission
from catalogue.domain.record import Record
from catalogue.domain.register import Action, Change, Effect, Item, reached
from catalogue.services.adopting import Found
from catalogue.services.spreading import Progress
from catalogue.web import errors
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.registers import class_name, holder_name, holders, iri_asked, show, to_entry

SECONDS: Final = 2.0  # that a request works on a change; the worker does the rest
FORESEEN: Final = 20  # descriptions of which is told beforehand what becomes of them
MOST: Final = 500  # outcomes on a page


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one description, in words; `url` is empty for what one may not see."""

    title: str
    url: str
    effect: Effect
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the register lacks: how it is reached, in how many descriptions it is, and the newest of these."""

    key: str
    name: str
    kind: str
    addresses: tuple[str, ...]
    count: int
    title: str
    url: str


@workspace.get("/register/effects")
def entry_effects() -> AnyResponse:
    """What saving an entry would do to the descriptions that use it."""
    typed = services().entry_drafts.open(actor(), iri_asked())
    if typed.entry is None or not typed.is_changed:
        return to_entry(iri_asked())
    try:
        change, after = services().register.intended(actor(), typed.draft)
    except CatalogueError as error:
        return show(typed, errors.status_of(error), trouble=errors.say(error))
    concerned = services().register.concerned(typed.entry)
    records = concerned[:FORESEEN]
    items = services().spreading.foresee(change, after, records)
    return page(
        "effects.html",
        typed=typed,
        entry=typed.entry,
        after=after,
        outcomes=outcomes(items, records),
        total=len(concerned),
        more=len(concerned) - len(records),
        publishes=change.publishes,
    )


@workspace.post("/register/effects")
def save_entry() -> AnyResponse:
    """Save an entry, and bring it to the descriptions that use it."""
    typed = services().entry_drafts.open(actor(), iri_asked())
    try:
        change = services().register.save(actor(), typed.draft, typed.version)
    except CatalogueError as error:
        return show(typed, errors.status_of(error), trouble=errors.say(error))
    services().entry_drafts.drop(actor(), iri_asked())
    return _go(change)


@workspace.post("/register/merge")
def merge_entry() -> AnyResponse:
    """Let another entry take the place of one."""
    other = request.form.get("other", "")
    if not other:
        return to_entry(iri_asked())
    return _go(services().merging.merge(actor(), iri_asked(), other))


@workspace.post("/register/unmerge")
def unmerge_entry() -> AnyResponse:
    """Bring back an entry that was merged."""
    return _go(services().merging.undo(actor(), iri_asked()))


@workspace.get("/register/found")
def found_entries() -> Response:
    """What the descriptions of an organisation tell of and the register lacks; of the only one if none is asked."""
    own = [id for id, _ in holders() if id]
    organisation = request.args.get("organisation", "") or (own[0] if len(own) == 1 else "")
    offers = services().adopting.offers(actor(), organisation)
    return page(
        "found.html",
        organisation=organisation,
        holder=holder_name(organisation),
        offers=[_offer(each) for each in offers],
        several=len(holders()) > 1,
    )


def _offer(found: Found) -> Offer:
    return Offer(
        found.key,
        found.name,
        class_name(found.class_iri),
        reached(found.graph, found.node),
        len(found.records),
        subjects.title(found.record),
        subjects.address(found.record),
    )


@workspace.post("/register/found")
def adopt_entry() -> AnyResponse:
    """Take something into the register that descriptions tell of."""
    organisation, key = request.form.get("organisation", ""), request.form.get("key", "")
    return _go(services().adopting.take(actor(), organisation, key))


@workspace.get("/register/changes/<id>")
def register_change(id: str) -> Response:
    """What became of the descriptions that a change concerns, as far as it has come."""
    progress = _progress(id)
    change = progress.change
    done = [item for item in progress.items if item.effect is not Effect.WAITING]
    records = services().spreading.records(done[:MOST])
    entry = services().register.entry(actor(), change.iri)
    return page(
        "change.html",
        change=change,
        entry=entry,
        heading=_heading(change.action) % {"name": entry.name},
        progress=progress,
        finished=change.finished is not None,
        outcomes=outcomes(done[:MOST], records),
        more=len(done) - len(done[:MOST]),
    )


@workspace.post("/register/changes/<id>")
def go_on(id: str) -> AnyResponse:
    """Go on with a change for a moment."""
    change = _progress(id).change
    services().register.demand(actor(), change.organisation)
    return _go(change)


def _progress(id: str) -> Progress:
    """How far a change is, for who may see its entry. Raises NotFound."""
    progress = services().spreading.progress(id)
    if progress is None:
        raise NotFound(name=id)
    services().register.entry(actor(), progress.change.iri)
    return progress


def _go(change: Change) -> AnyResponse:
    services().spreading.run(change, SECONDS)
    return redirect(url_for("workspace.register_change", id=change.id), HTTPStatus.SEE_OTHER)


def outcomes(items: list[Item], records: list[Record]) -> list[Outcome]:
    """What becomes of descriptions, by title."""
    known = {record.number: record for record in records}
    told = [_outcome(item, known[item.record]) for item in items if item.record in known]
    return sorted(told, key=lambda each: each.title.casefold())


def _outcome(item: Item, record: Record) -> Outcome:
    may_see = record.listed is not None or actor().may(Permission.READ, record.organisation)
    title = subjects.title(record) if may_see else gettext("A description of another organisation")
    url = subjects.address(record) if may_see else ""
    return Outcome(title, url, item.effect, effect_words(item))


def effect_words(item: Item) -> str:
    """What becomes of a description, in words."""
    words = {
        Effect.WAITING: gettext("waits"),
        Effect.PUBLISHED: gettext("published again"),
        Effect.DRAFT: gettext("changed in its draft"),
        Effect.BOTH: gettext("published again, and changed in its draft"),
        Effect.KEPT: gettext("kept as a draft: it would have more violations (%(count)s)")
        % {"count": item.violations},
        Effect.UNCHANGED: gettext("unchanged"),
        Effect.FAILED: gettext("not changed: somebody was saving it; try again"),
    }
    return words[item.effect]


def _heading(action: Action) -> str:
    return {
        Action.CHANGE: gettext("“%(name)s” has changed"),
        Action.MERGE: gettext("“%(name)s” is merged"),
        Action.UNDO: gettext("The merge of “%(name)s” is undone"),
        Action.ADOPT: gettext("“%(name)s” is in the register"),
    }[action]
