"""Turning descriptions into another release's form: those of files and addresses, and those that are stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.domain.errors import CatalogueError, TooAlike
from catalogue.domain.harvest import Source
from catalogue.domain.record import Description, Outcome, OutcomeKind, Publish
from catalogue.domain.report import Severity
from catalogue.domain.verdict import Located, Verdict
from catalogue.rdf.conversion.rest import Told, rest
from catalogue.rdf.converting import Conversion, Converter
from catalogue.rdf.formats import Format
from catalogue.rdf.splitting import Gathered, Mint, split
from catalogue.services import inputs
from catalogue.services.checking import Checker
from catalogue.services.importing import Tell, say_nothing
from catalogue.services.inputs import ReadAs
from catalogue.services.judging import Judge
from catalogue.services.reading import Reading
from catalogue.services.records import Intake, Records
from harvesters.base import Harvester


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One description before and after, what was done to it, and what the verdict on it is now.

    `verdict` is None for what a file says beside its descriptions, which is converted, but held to nothing.
    """

    source: str
    before: Description
    conversion: Conversion
    verdict: Verdict | None

    @property
    def after(self) -> Description:
        return self.conversion.description

    @property
    def to_add(self) -> tuple[Located, ...]:
        """What a person must still add or mend: the violations that are left."""
        findings = self.verdict.findings if self.verdict else ()
        return tuple(each for each in findings if each.finding.severity is Severity.VIOLATION)


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, or told apart, and why."""

    source: str
    error: CatalogueError | str
    iri: str = ""


Item = Upgrade | Unread


class Upgrading:
    """Upgrades by one converter; `checker` holds what comes out to the profile that it leads to.

    `notes` tells what was read besides, after `files` has come to its end. `mint` names what has no IRI, and
    `harvester` reads addresses.
    """

    def __init__(self, converter: Converter, checker: Checker, mint: Mint, harvester: Harvester) -> None:
        self.checker = checker
        self.notes: list[str] = []
        self._converter = converter
        self._mint = mint
        self._harvester = harvester

    def upgrade(self, description: Description, source: str) -> Upgrade:
        """One description in its new form, and what it still lacks."""
        conversion = self._converter.convert(description)
        return Upgrade(source, description, conversion, self.checker.check(conversion.description, source))

    def files(
        self, names: Sequence[str], form: Format | None = None, tell: Tell = say_nothing
    ) -> Iterator[Item]:
        """Everything in files, folders, addresses and the standard input (`-`, in the serialisation `form`).

        What a file says beside its descriptions comes after them. What cannot be read is told, and the rest
        goes on.
        """
        readers = inputs.Readers(lambda path: self._file(path, ReadAs(form)), _unread, self._address)
        items = (item for name in names for item in inputs.walk(name, readers, self.notes))
        for done, item in enumerate(items, 1):
            yield item
            tell(done, done)

    def _file(self, path: Path, read_as: ReadAs) -> Iterator[Item]:
        with inputs.opened(path, read_as) as statements:
            found = split(statements, self._mint)
            told = Told()
            for part in found.gathered:
                yield self._part(part, str(path), told)
            yield from (Unread(str(path), reason, iri) for iri, reason in found.refused)
            left = rest(statements, told)
            if left:
                yield Upgrade(str(path), left, self._converter.convert(left), None)

    def _part(self, part: Gathered, source: str, told: Told) -> Item:
        try:
            upgraded = self.upgrade(part.description(), source)
        except TooAlike as error:
            told.refuse(part)
            return Unread(source, error, part.iri)
        told.add(part)
        return upgraded

    def _address(self, url: str) -> Iterator[Item]:
        met = False
        for page in self._harvester.pages(Source(url, url)):
            met = met or bool(page.descriptions)
            self.notes.extend(page.notes)
            yield from (self.upgrade(description, page.url) for description in page.descriptions)
            yield from (Unread(page.url, reason, iri) for iri, reason in page.refused)
        if not met:
            yield Unread(url, f"{url} describes no dataset.")


@dataclass(frozen=True, slots=True)
class Stored:
    """Upgrades descriptions of the catalogue itself: as drafts, which somebody reads before publishing them."""

    upgrading: Upgrading
    reading: Reading
    records: Records
    judge: Judge

    def upgrade(self, name: str, author: str, reason: str) -> tuple[Upgrade, Outcome]:
        """The newest revision of an IRI or id in its new form, stored as a new draft unless nothing changes.

        Raises NotFound, and Stale when somebody has changed it meanwhile.
        """
        record = self.records.named(name)
        text = self.reading.ntriples(record, draft=True)
        before = Description(record.iri, record.kind, text, record.head.hash)
        upgrade = self.upgrading.upgrade(before, record.iri)
        if upgrade.after.hash == before.hash:
            return upgrade, Outcome(OutcomeKind.UNCHANGED, record.iri)
        intake = Intake(Publish.NEVER, None, author, reason)
        [judgement] = self.judge.judge([upgrade.after])
        return upgrade, self.records.revise(record, upgrade.after, intake, judgement)


def _unread(source: str, error: CatalogueError) -> Item:
    return Unread(source, error)
