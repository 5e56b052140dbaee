"""The register's pages: what is in it, one entry with its form, and what uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Response, redirect, request, url_for
from rdflib import URIRef
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, NotFound
from catalogue.domain.forms import FormNode, InputError, apply, put_back, read
from catalogue.domain.people import Permission
from catalogue.domain.register import RegisterEntry
from catalogue.domain.sentences import Sentence
from catalogue.services.entry_drafts import EntryDraft, is_empty
from catalogue.services.section_checks import Section
from catalogue.services.verdicts import Words
from catalogue.web import errors, languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import pages
from catalogue.web.workspace import subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.faults import Faults, faults, nodes, unplaced
from catalogue.web.workspace.pickers import Pickers, Search
from catalogue.web.workspace.sheets import Sheet

PAGE: Final = 50
LONGEST: Final = 200
_STAYING: Final = ("add", "remove", "up", "down", "find", "keep")
DONE: Final = {
    "created": Sentence("The entry is in the register. Descriptions can name it now."),
    "saved": Sentence("Saved. No description uses it yet."),
    "unchanged": Sentence("There was nothing to save: nothing has changed."),
    "discarded": Sentence("What was not saved is gone."),
    "removed": Sentence("The entry was removed."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be described in the register, for the reader."""

    class_iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list: what it is, whose it is, and how many descriptions use it."""

    entry: RegisterEntry
    url: str
    kind: str
    holder: str
    count: int


@workspace.get("/register")
def register() -> Response:
    """The agents and contacts that can be named, and what descriptions tell of besides."""
    question, kind = request.args.get("q", "").strip()[:LONGEST], request.args.get("kind", "")
    found = services().register.entries(actor(), kind, question)
    last = max(-(-len(found) // PAGE), 1)
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    return page(
        "register.html",
        question=question,
        kind=kind,
        kinds=[(kind, _register_name(kind)) for kind in services().profile.registers],
        lines=_lines(found[(number - 1) * PAGE : number * PAGE]),
        total=len(found),
        pages=pages(
            number,
            last,
            lambda to: url_for("workspace.register", q=question or None, kind=kind or None, page=to),
        ),
        classes=classes(),
        holders=holders(),
        told=subjects.done(DONE),
    )


@workspace.post("/register")
def begin_entry() -> AnyResponse:
    """A new entry: its form."""
    begun = services().entry_drafts.begin(
        actor(), request.form.get("class", ""), request.form.get("organisation", "")
    )
    return to_entry(begun.draft.iri)


@workspace.get("/register/entry")
def entry() -> Response:
    """One entry: its form, who uses it, and what else can be done with it."""
    return show(services().entry_drafts.open(actor(), iri_asked()))


@workspace.post("/register/entry")
def keep_entry() -> AnyResponse:
    """What was typed is kept first, whatever the button; then the button does what it says."""
    typed = services().entry_drafts.open(actor(), iri_asked())
    services().register.demand(actor(), typed.draft.organisation)
    posted = request.form.to_dict(flat=False)
    root = URIRef(typed.draft.iri)
    applied = apply(typed.draft.graph, root, posted, services().profile, languages.current())
    if applied.changed:
        services().entry_drafts.keep(actor(), typed)
    if applied.unkept:
        return show(typed, HTTPStatus.UNPROCESSABLE_ENTITY, unkept=applied.unkept)
    verb, _, name = request.form.get("action", "save").partition(":")
    if verb == "find":
        return to_entry(typed.draft.iri, find=name, q=request.form.get(f"q:{name}", "")[:LONGEST])
    if verb in _STAYING:
        return to_entry(typed.draft.iri, focus=applied.focus)
    return _save(services().entry_drafts.open(actor(), typed.draft.iri))


@workspace.post("/register/discard")
def discard_entry() -> AnyResponse:
    """Let go of what was typed and not saved."""
    services().entry_drafts.drop(actor(), iri_asked())
    try:
        services().register.entry(actor(), iri_asked())
    except NotFound:
        return redirect(url_for("workspace.register", done="discarded"), HTTPStatus.SEE_OTHER)
    return to_entry(iri_asked(), done="discarded")


@workspace.post("/register/remove")
def remove_entry() -> AnyResponse:
    """Remove an entry that nobody uses."""
    services().register.remove(actor(), iri_asked())
    return redirect(url_for("workspace.register", done="removed"), HTTPStatus.SEE_OTHER)


def _save(typed: EntryDraft) -> AnyResponse:
    """Store a new entry; what descriptions use is first shown with what would become of them."""
    draft = typed.draft
    if _mistaken(typed) or is_empty(draft):
        return show(typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    if typed.entry is not None and not typed.is_changed:
        return to_entry(draft.iri, done="unchanged")
    try:
        if typed.entry is None:
            services().register.create(actor(), draft)
        elif services().register.concerned(typed.entry):
            return redirect(url_for("workspace.entry_effects", iri=draft.iri), HTTPStatus.SEE_OTHER)
        else:
            services().register.save(actor(), draft, typed.version)
    except CatalogueError as error:
        return show(typed, errors.status_of(error), trouble=errors.say(error))
    services().entry_drafts.drop(actor(), draft.iri)
    return to_entry(draft.iri, done="saved" if typed.entry else "created")


def show(
    typed: EntryDraft,
    status: int = HTTPStatus.OK,
    /,
    *,
    trouble: str = "",
    unkept: Sequence[InputError] = (),
) -> Response:
    """The page of an entry; `unkept` are texts that could not be kept, and stand in their fields all the same.

    Who could not save it is told what must be there and is not.
    """
    draft = typed.draft
    form, lost = put_back(_form(typed), unkept)
    words = Words(services().profile, services().vocabularies, languages.current())
    told = _faults(typed, form, words, missing=status != HTTPStatus.OK and not unkept)
    organisation, kind = draft.organisation, class_name(draft.class_iri)
    parts = (services().choosing, actor(), organisation, languages.reader().languages)
    asked = Search(request.args.get("find", "")[:LONGEST], request.args.get("q", "")[:LONGEST])
    tags = services().settings.languages
    sheet = Sheet(
        form,
        words,
        Pickers(*parts, form, asked=asked),
        tuple(sorted(tags, key=lambda tag: tag != languages.current())),
        told,
        focus=request.args.get("focus", "")[:LONGEST],
    )
    return page(
        "entry.html",
        status,
        typed=typed,
        draft=draft,
        form=form,
        sheet=sheet,
        heading=typed.entry.name if typed.entry else gettext("New: %(what)s") % {"what": kind},
        kind=kind,
        holder=holder_name(organisation),
        summary=[*map(unplaced, lost), *told.refusing()] if status != HTTPStatus.OK else [],
        lost=lost,
        hints=told.hinting(),
        blank=typed.entry is None and is_empty(draft),
        trouble=trouble,
        may_edit=may_edit(organisation),
        told=subjects.done(DONE),
        **_around(typed),
    )


def _around(typed: EntryDraft) -> dict[str, Any]:
    """What is known of a stored entry: its uses, what it can be merged into, what became of it."""
    entry = typed.entry
    if entry is None:
        return {"uses": [], "count": 0, "partners": [], "changes": [], "versions": [], "into": None}
    given, who = services(), actor()
    uses = given.register.uses(who, entry.iri)
    into = given.register.known(entry.merged_into) if entry.merged_into else None
    return {
        "uses": [(subjects.address(record), subjects.title(record)) for record in uses[:PAGE]],
        "count": len(uses),
        "partners": given.merging.partners(who, entry) if not entry.merged_into else [],
        "changes": given.spreading.changes(entry.iri)[:5],
        "versions": given.register.versions(who, entry.iri),
        "into": into,
    }


def _form(typed: EntryDraft) -> FormNode:
    level = next(iter(services().profile.levels))
    return read(typed.draft.graph, URIRef(typed.draft.iri), services().profile, level)


def _mistaken(typed: EntryDraft) -> bool:
    form = _form(typed)
    return any(value.problem for node, _ in nodes(form) for ask in node.fields for value in ask.values)


def _faults(typed: EntryDraft, form: FormNode, words: Words, *, missing: bool) -> Faults:
    level = next(iter(services().profile.levels))
    section = Section(URIRef(typed.draft.iri), typed.draft.class_iri, "", level)
    looked = services().section_checks.look(typed.draft.graph, section)
    return faults(form, (*looked.findings, *looked.hints), words, missing=missing)


def _lines(entries: Any) -> list[Line]:
    counts = services().register.counts(entries)
    return [
        Line(
            each,
            url_for("workspace.entry", iri=each.iri),
            class_name(services().register.class_of(each)),
            holder_name(each.organisation),
            counts.get(each.iri, 0),
        )
        for each in entries
    ]


def to_entry(iri: str, **parameters: str) -> AnyResponse:
    """To the page of an entry."""
    told = {name: value for name, value in parameters.items() if value}
    return redirect(url_for("workspace.entry", iri=iri, **told), HTTPStatus.SEE_OTHER)  # type: ignore[arg-type]


def iri_asked() -> str:
    """The IRI of the entry that is asked for."""
    return request.args.get("iri", "")


def may_edit(organisation: str) -> bool:
    """Whether one may change entries of an organisation, or the shared ones."""
    return actor().may(Permission.EDIT if organisation else Permission.MANAGE_INSTANCE, organisation)


def classes() -> list[Kind]:
    """What can be described in the register."""
    return [Kind(iri, class_name(iri)) for iri in services().profile.register]


def _register_name(kind: str) -> str:
    return services().profile.register_name(kind, languages.current())


def class_name(iri: str) -> str:
    return services().profile.name(iri, languages.current())


def holders() -> list[tuple[str, str]]:
    """The organisations for which one may describe entries, by name; the shared ones last."""
    named = [(each.id, each.name) for each in services().accounts.organisations(actor()) if may_edit(each.id)]
    return [*named, *([("", holder_name(""))] if may_edit("") else [])]


def holder_name(organisation: str) -> str:
    """Whose an entry is, in words."""
    if not organisation:
        return gettext("Shared by all")
    names = {each.id: each.name for each in services().accounts.organisations(actor())}
    return names.get(organisation, organisation)
