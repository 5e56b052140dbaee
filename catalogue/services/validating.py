"""Validating what is not ours, and is not kept: files, folders, addresses with all their pages, and bodies."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from catalogue.domain.errors import CatalogueError, NoDescription, OtherThings
from catalogue.domain.harvest import Source
from catalogue.domain.record import Kind
from catalogue.domain.terms import shorten
from catalogue.domain.verdict import Verdict
from catalogue.rdf import listing
from catalogue.rdf.formats import Format
from catalogue.rdf.splitting import Gathered, Mint, Split, split
from catalogue.rdf.statements import Statements
from catalogue.services import inputs
from catalogue.services.checking import Asked, Checks
from catalogue.services.importing import Tell, say_nothing
from catalogue.services.inputs import ReadAs, Readers
from harvesters.base import Harvester

__all__ = ["Checks", "Limits", "Validating", "Verdicts"]

_NAMED: Final = 5
# What a list on the web is not there for: how it is told, and loose parts.
_NOT_LISTED: Final = (Kind.CATALOG, Kind.OTHER)

Given = tuple[bytes | Path, str, Format | None, str | None]  # as `read` takes it
# What is found, one after the other: a description, or the verdict on what could not be read.
Found = Iterator[Asked | Verdict]


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
    """Verdicts, made as they are asked for.

    `notes` tells what was read and is not checked on its own; it grows with them, as does `known`, the number of
    descriptions that were met so far.
    """

    def __init__(self, make: "Callable[[_Met], Iterator[Verdict]]") -> None:
        self._met = _Met()
        self._made = make(self._met)

    def __next__(self) -> Verdict:
        return next(self._made)

    @property
    def notes(self) -> list[str]:
        return self._met.notes

    @property
    def known(self) -> int:
        return self._met.known


@dataclass(slots=True)
class _Met:
    notes: list[str] = field(default_factory=list)
    known: int = 0


class Validating:
    """Validates descriptions where they are. `mint` names what has no IRI, `open_reader` reads addresses."""

    def __init__(self, mint: Mint, open_reader: OpenReader) -> None:
        self._mint = mint
        self._open_reader = open_reader

    def files(
        self,
        names: Sequence[str],
        checks: Checks,
        tell: Tell = say_nothing,
        read_as: ReadAs = ReadAs(),  # noqa: B008 - it never changes
    ) -> Verdicts:
        """Files, folders, addresses with all their pages, and the standard input (`-`).

        What cannot be read gives a verdict with an error, and the rest goes on.
        """

        def make(met: _Met) -> Iterator[Verdict]:
            readers: Readers[Asked | Verdict] = Readers(
                lambda path: self._file(path, checks, met, read_as),
                partial(_broken, checks, met),
                lambda name: self._address(name, checks, met, None),
            )
            found = (each for name in names for each in inputs.walk(name, readers, met.notes))
            for done, verdict in enumerate(checks.all(found), 1):
                yield verdict
                tell(done, met.known)

        return Verdicts(make)

    def body(self, data: bytes | Path, source: str, form: Format | None, checks: Checks) -> Verdicts:
        """What a body or file says; without `form` its content decides. Iteration raises BadInput."""
        return Verdicts(lambda met: checks.all(self._body((data, source, form, None), checks, met)))

    def address(self, url: str, checks: Checks, limits: Limits | None = None) -> Verdicts:
        """What an address gives, with all pages that follow.

        Without limits the address is trusted, as one that the operator typed. Iteration raises Unreachable or
        BadInput; what came before stands.
        """
        return Verdicts(lambda met: checks.all(self._address(url, checks, met, limits)))

    def _file(self, path: Path, checks: Checks, met: _Met, read_as: ReadAs) -> Found:
        with inputs.opened(path, read_as) as statements:
            yield from self._descriptions(statements, checks, met)

    def _body(self, given: Given, checks: Checks, met: _Met) -> Found:
        with inputs.statements(*given) as statements:
            yield from self._descriptions(statements, checks, met)

    def _descriptions(self, statements: Statements, checks: Checks, met: _Met) -> Found:
        source = statements.source
        found = self._split(statements)
        met.known += found.count
        met.notes.extend(found.notes)
        for gathered in found.gathered:
            yield gathered, source
        yield from (checks.error(source, reason, iri) for iri, reason in found.refused)

    def _split(self, statements: Statements) -> Split:
        try:
            return split(statements, self._mint)
        except NoDescription:
            classes = [shorten(iri) for iri in listing.classes(statements)]
            if not classes:
                raise
            found = ", ".join(classes[:_NAMED]) + (", …" if len(classes) > _NAMED else "")
            raise OtherThings(source=statements.source, found=found) from None

    def _address(self, url: str, checks: Checks, met: _Met, limits: Limits | None) -> Found:
        alone: Asked | None = None  # the first of what is no member of a list, should there be no member
        listed = False
        for page in self._open_reader(limits).pages(Source(url, url)):
            met.notes.extend(page.notes)
            members, others = _sorted(page.gathered)
            listed = listed or bool(members or page.refused)
            alone = alone or next(((each, page.url) for each in others), None)
            met.known += len(members) + len(page.refused)
            yield from ((each, page.url) for each in members)
            yield from (checks.error(page.url, reason, iri) for iri, reason in page.refused)
        if not listed and alone is None:
            raise NoDescription(source=url)
        if not listed and alone:
            met.known += 1
            yield alone


def _sorted(gathered: Iterable[Gathered]) -> tuple[list[Gathered], list[Gathered]]:
    """The members of a list, and what else a page of it is about when it has none."""
    members: list[Gathered] = []
    others: list[Gathered] = []
    for each in gathered:
        (others if each.kind in _NOT_LISTED else members).append(each)
    return members, others


def _broken(checks: Checks, met: _Met, source: str, error: CatalogueError) -> Verdict:
    met.known += 1
    return checks.error(source, error)
