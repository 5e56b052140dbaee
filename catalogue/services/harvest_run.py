"""One run over one source: what its pages give is taken in, and what it no longer lists is withdrawn.

Nothing is withdrawn because of what was not read. Descriptions are taken in page by page, a page is remembered
only when all of it was, and withdrawals come last; so a run that ends anywhere, however hard, can be repeated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from catalogue.domain.errors import CatalogueError
from catalogue.domain.harvest import PageState, Run, RunState, Source
from catalogue.domain.record import Description, Outcome, OutcomeKind, State
from catalogue.services.records import Records
from catalogue.store.base import RecordStore, Selection, walk
from harvesters.base import HarvestedPage

# Tombstones of a source are believed up to this many, or a tenth of it, whichever is more.
FEW: Final = 10
_NAMED: Final = 20
_NOTES: Final = 50
_LIVE: Final = frozenset(State) - {State.WITHDRAWN}


@dataclass(slots=True)
class Progress:
    """How far a run is: what it knows of the source's pages, and what it met.

    `met` maps the IRIs that the source lists to the hash of their description, "" where a page did not change.
    `pending` are pages that are remembered once the withdrawals that they tell of are done, `again` those that are
    not: what was refused of them may be taken the next time.
    """

    run: Run
    pages: dict[str, PageState] = field(default_factory=dict)
    pending: dict[str, PageState] = field(default_factory=dict)
    met: dict[str, str] = field(default_factory=dict)
    tombstones: dict[str, str] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self.run.summary.add(outcome)

    def note(self, text: str) -> None:
        notes = self.run.summary.notes
        if len(notes) < _NOTES and text not in notes:
            notes.append(text)


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """What a run does at each step: `pages` reads a source, `take_in` stores what came from a URL, `tell` hears."""

    pages: Callable[[Source], Iterator[HarvestedPage]]
    take_in: Callable[[Sequence[Description], str], Sequence[Outcome]]
    tell: Tell


@dataclass(frozen=True, slots=True)
class Following:
    """Follows a source once. `confirm` withdraws what is gone from it, however much that is."""

    source: Source
    steps: Steps
    store: RecordStore
    records: Records
    confirm: bool = False

    def follow(self, progress: Progress) -> None:
        """Read the source to its end, or to where it breaks off, and say in the run how it went."""
        run = progress.run
        held = self._held()
        try:
            self._read(progress, held)
        except CatalogueError as error:
            run.state = RunState.PARTIAL if progress.met or progress.pages else RunState.FAILED
            run.message = str(error)
        else:
            run.state = RunState.COMPLETE
        self._withdraw(progress, held)

    def _held(self) -> set[str]:
        """The IRIs that we hold from this source, but for withdrawn ones."""
        ours = Selection(limit=1000, states=_LIVE, source=self.source.id)
        return {record.iri for record in walk(self.store, ours)}

    def _read(self, progress: Progress, held: set[str]) -> None:
        # Only where all that a page named is held may it answer that it did not change.
        known = {url: state for url, state in self.source.pages.items() if held.issuperset(state.members)}
        for page in self.steps.pages(replace(self.source, pages=known)):
            self._take(page, progress)
            self.steps.tell(progress)

    def _take(self, page: HarvestedPage, progress: Progress) -> None:
        for note in page.notes:
            progress.note(note)
        fresh = [description for description in page.descriptions if _is_first(description, page, progress)]
        taken = self.steps.take_in(fresh, page.url)
        progress.add(taken)
        progress.met |= {iri: "" for iri, _ in page.refused}
        progress.add([Outcome(OutcomeKind.REFUSED, iri, reason) for iri, reason in page.refused])
        if page.unchanged and page.state:
            self._take_unchanged(page.state, progress)
        progress.tombstones |= {tombstone.iri: tombstone.reason for tombstone in page.tombstones}
        if any(outcome.kind is OutcomeKind.REFUSED for outcome in taken):
            progress.again.add(page.url)
        if page.state and page.url not in progress.again:
            (progress.pending if page.tombstones else progress.pages)[page.url] = page.state

    def _take_unchanged(self, state: PageState, progress: Progress) -> None:
        fresh = [iri for iri in state.members if iri not in progress.met]
        progress.met |= dict.fromkeys(fresh, "")
        progress.add([Outcome(OutcomeKind.UNCHANGED, iri) for iri in fresh])

    def _withdraw(self, progress: Progress, held: set[str]) -> None:
        """Withdraw what the source says is gone, and, where all was read, what it no longer lists."""
        gone = {
            iri: reason
            for iri, reason in progress.tombstones.items()
            if iri in held and iri not in progress.met
        }
        vanished: set[str] = set()
        if progress.run.state is RunState.COMPLETE:
            vanished = held - progress.met.keys() - gone.keys()
        if not self.confirm and _is_too_much(gone, vanished, held):
            _hold(progress.run, gone, vanished, held)
            return
        unlisted = f"no longer listed by {self.source.url}"
        for iri in sorted(gone.keys() | vanished):
            progress.add([self._withdraw_one(iri, gone.get(iri, unlisted) or "withdrawn by its source")])
        progress.pages |= progress.pending

    def _withdraw_one(self, iri: str, reason: str) -> Outcome:
        record = self.store.find("iri", [iri])[iri]
        try:
            if record.listed is None:
                # Nobody has ever seen it: a tombstone would be the first that is heard of it.
                self.records.remove(iri)
            else:
                self.records.withdraw(iri, reason, f"harvest of {self.source.id}")
        except CatalogueError as error:
            return Outcome(OutcomeKind.REFUSED, iri, str(error))
        return Outcome(OutcomeKind.WITHDRAWN, iri, reason)


def _is_first(description: Description, page: HarvestedPage, progress: Progress) -> bool:
    """Whether this is the first description of its IRI in this run: taking two in turn, it would never rest."""
    if description.iri not in progress.met:
        progress.met[description.iri] = description.hash
        return True
    if progress.met[description.iri] != description.hash:
        progress.note(
            f"{description.iri} is described again, and differently, at {page.url}; the first was taken"
        )
    return False


def _is_too_much(gone: dict[str, str], vanished: set[str], held: set[str]) -> bool:
    return len(gone) > max(FEW, len(held) // 10) or (bool(vanished) and len(vanished) * 10 >= len(held))


def _hold(run: Run, gone: dict[str, str], vanished: set[str], held: set[str]) -> None:
    """Say what is to be confirmed."""
    named = sorted(gone.keys() | vanished)
    listed = ", ".join(named[:_NAMED]) + (", …" if len(named) > _NAMED else "")
    if run.state is RunState.COMPLETE:
        run.state = RunState.HELD
    message = (
        f"of {len(held)} descriptions, the source no longer lists {len(vanished)} and says that {len(gone)} were "
        f"withdrawn; nothing was withdrawn here until you confirm it (catalogue harvest run {run.source} --confirm): "
        f"{listed}"
    )
    run.message = f"{run.message} {message}".strip()
