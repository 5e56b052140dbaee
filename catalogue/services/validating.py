"""Validating what is not ours, and is not kept: files, folders, addresses with all their pages, and bodies."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from catalogue.domain.errors import BadInput, CatalogueError
from catalogue.domain.harvest import Source
from catalogue.domain.record import Description, Kind
from catalogue.domain.verdict import Verdict
from catalogue.rdf import formats
from catalogue.rdf.formats import Format
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import Mint, split
from catalogue.services import inputs
from catalogue.services.checking import Checker
from catalogue.services.importing import Tell
from harvesters.base import Harvester


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked of each description; see `Checker.check`. `say` translates sentences about errors."""

    checker: Checker
    level: str | None = None
    complete: bool = False
    say: Callable[[str], str] = str

    def of(self, description: Description, source: str) -> Verdict:
        return self.checker.check(description, source, self.level, self.complete)

    def error(self, source: str, reason: CatalogueError | str, iri: str = "") -> Verdict:
        """The verdict on what could not be read."""
        error = reason if isinstance(reason, str) else self.say(reason.message) % reason.fields
        return Verdict(source, iri, "", self.checker.profile.id, "", error=error)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an address may cost that a visitor names: seconds for all its pages, and megabytes for each.

    `private` lets it lead into private networks.
    """

    seconds: float = 60.0
    pages: int = 100
    megabytes: int = 10
    private: bool = False


OpenReader = Callable[[Limits | None], Harvester]


class Verdicts(Iterator[Verdict]):
    """Verdicts, made one by one as they are asked for.

    `notes` tells what was read and is not checked on its own; it grows with them, as does `known`, the number of
    descriptions that were met so far.
    """

    def __init__(self, make: "Callable[[Verdicts], Iterator[Verdict]]") -> None:
        self.notes: list[str] = []
        self.known = 0
        self._made = make(self)

    def __next__(self) -> Verdict:
        return next(self._made)


class Validating:
    """Validates descriptions where they are. `mint` names what has no IRI, `open_reader` reads addresses."""

    def __init__(self, mint: Mint, open_reader: OpenReader) -> None:
        self._mint = mint
        self._open_reader = open_reader

    def files(
        self, names: Sequence[str], checks: Checks, tell: Tell = lambda *_: None, form: Format | None = None
    ) -> Verdicts:
        """Files, folders, addresses and the standard input (`-`, in the serialisation `form`).

        What cannot be read gives a verdict with an error, and the rest goes on.
        """

        def make(verdicts: Verdicts) -> Iterator[Verdict]:
            found = (verdict for name in names for verdict in self._name(name, checks, verdicts, form))
            for done, verdict in enumerate(found, 1):
                yield verdict
                tell(done, verdicts.known)

        return Verdicts(make)

    def body(self, data: bytes | Path, source: str, form: Format | None, checks: Checks) -> Verdicts:
        """What a body or file says; without `form` its content decides. Iteration raises BadInput."""
        return Verdicts(lambda verdicts: self._body((data, source, form), checks, verdicts))

    def address(self, url: str, checks: Checks, limits: Limits | None = None) -> Verdicts:
        """What an address gives, with all pages that follow.

        Without limits the address is trusted, as one that the operator typed. Iteration raises Unreachable or
        BadInput; what came before stands.
        """
        return Verdicts(lambda verdicts: self._address(url, checks, verdicts, limits))

    def _name(self, name: str, checks: Checks, verdicts: Verdicts, form: Format | None) -> Iterator[Verdict]:
        if inputs.is_address(name):
            yield from _telling(self._address(name, checks, verdicts, None), name, checks, verdicts)
            return
        try:
            found = inputs.Found([Path(name)]) if name == inputs.STANDARD_INPUT else inputs.find(Path(name))
        except BadInput as error:
            verdicts.known += 1
            yield checks.error(name, error)
            return
        verdicts.notes.extend(_left_out(name, found))
        for path in found.files:
            yield from _telling(self._file(path, checks, verdicts, form), str(path), checks, verdicts)

    def _file(self, path: Path, checks: Checks, verdicts: Verdicts, form: Format | None) -> Iterator[Verdict]:
        standard = str(path) == inputs.STANDARD_INPUT
        opened: AbstractContextManager[Path] = inputs.standard_input() if standard else nullcontext(path)
        with opened as file:
            form = form if standard else formats.by_extension(path.suffix)
            yield from self._body((file, str(path), form), checks, verdicts)

    def _body(
        self, given: tuple[bytes | Path, str, Format | None], checks: Checks, verdicts: Verdicts
    ) -> Iterator[Verdict]:
        source = given[1]
        with read(*given) as statements:
            found = split(statements, self._mint)
            verdicts.known += found.count
            verdicts.notes.extend(found.notes)
            for description in found.descriptions:
                yield checks.of(description, source)
            yield from (checks.error(source, reason, iri) for iri, reason in found.refused)

    def _address(
        self, url: str, checks: Checks, verdicts: Verdicts, limits: Limits | None
    ) -> Iterator[Verdict]:
        pages = self._open_reader(limits).pages(Source(url, url))
        held: list[tuple[str, Description]] = []
        met = 0
        for page in pages:
            verdicts.notes.extend(page.notes)
            members, others = _sorted(page.descriptions)
            held += [(page.url, each) for each in others]
            met += len(members)
            verdicts.known += len(members) + len(page.refused)
            yield from (checks.of(each, page.url) for each in members)
            yield from (checks.error(page.url, reason, iri) for iri, reason in page.refused)
            held = [] if met else held[:1]
        if not met:
            yield from self._only(held, url, checks)

    def _only(self, held: list[tuple[str, Description]], url: str, checks: Checks) -> Iterator[Verdict]:
        """A catalogue or a part on its own, at an address that has nothing else."""
        if not held:
            raise BadInput(reason=f"{url} describes no dataset.")
        for source, each in held:
            yield checks.of(each, source)


def _sorted(descriptions: Iterable[Description]) -> tuple[list[Description], list[Description]]:
    """The descriptions of a list's members, and the others: of the list itself on an empty page, of loose parts."""
    members, others = [], []
    for each in descriptions:
        (others if each.kind in (Kind.CATALOG, Kind.OTHER) else members).append(each)
    return members, others


def _telling(made: Iterator[Verdict], source: str, checks: Checks, verdicts: Verdicts) -> Iterator[Verdict]:
    """The verdicts, and at the end the one on why there are no more, if that is so."""
    try:
        yield from made
    except CatalogueError as error:
        verdicts.known += 1
        yield checks.error(source, error)


def _left_out(name: str, found: inputs.Found) -> Iterator[str]:
    if found.others:
        yield f"{name}: {found.others} file(s) of other kinds were left out"
