"""Importing files, folders and addresses: everything gets an outcome, and one broken file stops nothing."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from catalogue.domain.errors import BadInput, CatalogueError, TooAlike
from catalogue.domain.harvest import Source
from catalogue.domain.record import Description, Outcome, OutcomeKind, Summary
from catalogue.rdf import formats
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import Gathered, split
from catalogue.services import inputs
from catalogue.services.identities import Identities
from catalogue.services.judging import Judgement
from catalogue.services.records import Intake, Plan, Records
from harvesters.base import Harvester

Asked = TypeVar("Asked")
Told = TypeVar("Told")

BATCH = 50
_IN_FLIGHT = 4  # batches that are being judged while the next are read


def say_nothing(_done: int, _known: int) -> None:
    """For who does not look on."""


class Judges(Protocol):
    """Where descriptions are validated: here, or in processes of their own."""

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]": ...


class Workers(Judges, Protocol):
    """Judges who can be given other work, too."""

    def apply(self, work: Callable[[Asked], Told], asked: Asked) -> "Future[Told]": ...


# How far an import is: called with the descriptions that are done and those known of, which grow as files open.
Tell = Callable[[int, int], None]


@dataclass(slots=True)
class _Run:
    intake: Intake
    judges: Workers
    tell: Tell
    summary: Summary = field(default_factory=Summary)
    done: int = 0
    known: int = 0
    # What was met in this run by IRI, both as short digests, so that a large file does not fill the memory.
    met: dict[int, int] = field(default_factory=dict)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.summary.add(outcome)
            self.done += 1
        self.tell(self.done, self.known)


class Importing:
    """Imports what the command line names. `harvester` reads addresses, with all their pages."""

    def __init__(self, records: Records, identities: Identities, harvester: Harvester) -> None:
        self._records = records
        self._identities = identities
        self._harvester = harvester

    def run(
        self,
        names: Sequence[str],
        intake: Intake,
        judges: Workers,
        tell: Tell = say_nothing,
    ) -> Summary:
        """Import files, folders and addresses; the summary has an outcome for every description and file."""
        run = _Run(intake, judges, tell)
        waiting: deque[tuple[Plan, Future[list[Judgement]]]] = deque()
        for batch in _batches(self._once(self._describe(self._read_all(names, run), run), run)):
            plan = self._records.plan(batch, intake)
            run.add(plan.settled)
            waiting.append((plan, judges.submit(plan.descriptions)))
            if len(waiting) > _IN_FLIGHT:
                self._finish(*waiting.popleft(), run)
        while waiting:
            self._finish(*waiting.popleft(), run)
        return run.summary

    def _finish(self, plan: Plan, judged: "Future[list[Judgement]]", run: _Run) -> None:
        run.add(self._records.carry_out(plan, judged.result()))

    def _once(self, descriptions: Iterator[Description], run: _Run) -> Iterator[Description]:
        """Each IRI once; a second, different description of it is refused and not stored in turns."""
        for description in descriptions:
            digest = hash(description.hash)
            before = run.met.get(hash(description.iri))
            if before is None:
                run.met[hash(description.iri)] = digest
                yield description
            elif before == digest:
                run.add([Outcome(OutcomeKind.UNCHANGED, description.iri)])
            else:
                reason = "it is described a second time, and differently; the first was taken"
                run.add([Outcome(OutcomeKind.REFUSED, description.iri, reason)])

    def _describe(self, gathered: Iterator[Gathered | Description], run: _Run) -> Iterator[Description]:
        """The descriptions in their stored form, each batch brought into it by a worker."""
        waiting: deque[Future[list[Description | Outcome]]] = deque()
        for batch in _batches(gathered):
            waiting.append(run.judges.apply(_described, batch))
            if len(waiting) > _IN_FLIGHT:
                yield from _taken(waiting.popleft(), run)
        while waiting:
            yield from _taken(waiting.popleft(), run)

    def _read_all(self, names: Sequence[str], run: _Run) -> Iterator[Gathered | Description]:
        for name in names:
            if inputs.is_address(name):
                yield from self._read_address(name, run)
            else:
                for path in _files(name, run):
                    yield from self._read_file(path, run)

    def _read_file(self, path: Path, run: _Run) -> Iterator[Gathered]:
        try:
            with read(path, str(path), formats.by_extension(path.suffix)) as statements:
                found = split(statements, self._identities.mint)
                run.known += found.count
                run.summary.notes.extend(found.notes)
                yield from found.gathered
                run.add([Outcome(OutcomeKind.REFUSED, name, reason) for name, reason in found.refused])
        except CatalogueError as error:
            _refuse(run, str(path), str(error))

    def _read_address(self, url: str, run: _Run) -> Iterator[Description]:
        try:
            for page in self._harvester.pages(Source(url, url)):
                run.known += len(page.descriptions) + len(page.refused)
                run.add([Outcome(OutcomeKind.REFUSED, name, reason) for name, reason in page.refused])
                run.summary.notes.extend(page.notes)
                yield from page.descriptions
        except CatalogueError as error:
            _refuse(run, url, str(error))


def _refuse(run: _Run, name: str, reason: str) -> None:
    run.known += 1
    run.add([Outcome(OutcomeKind.REFUSED, name, reason)])


def _files(name: str, run: _Run) -> Iterator[Path]:
    """The file, or the RDF files of a folder by name; other files in it are counted in a note."""
    try:
        inputs.check_name(name)
        found = inputs.find(Path(name))
    except BadInput as error:
        _refuse(run, name, str(error))
        return
    yield from found.files
    if found.others:
        run.summary.notes.append(f"{name}: {found.others} file(s) of other kinds were left out")


def _batches(items: Iterator[Asked]) -> Iterator[list[Asked]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def _described(gathered: Sequence[Gathered | Description]) -> list[Description | Outcome]:
    """Each in its stored form, or refused."""
    return [_form(each) for each in gathered]


def _form(gathered: Gathered | Description) -> Description | Outcome:
    if isinstance(gathered, Description):
        return gathered
    try:
        return gathered.description()
    except TooAlike as error:
        return Outcome(OutcomeKind.REFUSED, gathered.iri, str(error))


def _taken(described: "Future[list[Description | Outcome]]", run: _Run) -> Iterator[Description]:
    for each in described.result():
        if isinstance(each, Description):
            yield each
        else:
            run.add([each])
