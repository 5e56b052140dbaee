"""The demonstration descriptions: fictitious, minted below the instance's own address, marked as such."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from catalogue.domain.record import Description, Outcome, OutcomeKind, Publish, Summary
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.identities import Identities
from catalogue.services.judging import Judge
from catalogue.services.records import Intake, Records
from catalogue.store.base import RecordStore, Selection

SOURCE: Final = "demonstration"
FOLDER: Final = Path(__file__).parent.parent / "demonstration"
_INTAKE: Final = Intake(Publish.CONFORMING, SOURCE, author=SOURCE, reason="demonstration")


class Demonstration:
    """Loads and removes the demonstration descriptions. `base` is the address they are resolved against."""

    def __init__(self, store: RecordStore, records: Records, identities: Identities, base: str) -> None:
        self._store = store
        self._records = records
        self._identities = identities
        self._base = f"{base}/"

    def load(self, judge: Judge) -> Summary:
        """Take them in; a second time changes nothing."""
        summary = Summary()
        for outcome in self._records.take_in(list(self.descriptions()), _INTAKE, judge):
            summary.add(outcome)
        return summary

    def descriptions(self) -> Iterator[Description]:
        """The descriptions as they are for this address; a series stands in the file of each of its datasets."""
        met: set[str] = set()
        for path in sorted(FOLDER.glob("*.ttl")):
            with read(path, path.name, TURTLE, self._base) as statements:
                for description in split(statements, self._identities.mint).descriptions:
                    if description.iri not in met:
                        yield description
                    met.add(description.iri)

    def remove(self) -> int:
        """Delete them without a trace, since they never were anybody's data; gives how many there were."""
        count = 0
        while rows := self._store.select(Selection(source=SOURCE)):
            for record in rows:
                self._records.remove(record.iri)
                count += 1
        return count


def is_demonstration(source: str | None) -> bool:
    """Whether a record's source says that it is one of these."""
    return source == SOURCE


def refused(summary: Summary) -> list[Outcome]:
    """What should not happen: demonstration descriptions that are not published."""
    return [outcome for outcome in summary if outcome.kind in (OutcomeKind.DRAFT, OutcomeKind.REFUSED)]
