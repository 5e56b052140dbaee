"""Putting today's entries of the lists in place of former ones, in stored descriptions, when somebody asks for it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from catalogue.domain.errors import CatalogueError
from catalogue.domain.record import Description, Outcome, OutcomeKind, Publish, Record, State
from catalogue.domain.report import Report, Severity
from catalogue.rdf.concepts import Use, with_values
from catalogue.rdf.splitting import CLASSES
from catalogue.services.judging import Judge, Judgement
from catalogue.services.records import Intake, Records
from catalogue.services.vocabularies import VocabularyCheck, Wrong, newest
from catalogue.store.base import RecordStore

_NAMED: Final = 3  # values that the reason of a revision names
_OBJECT: Final = re.compile(r" <([^>]*)> \.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mended:
    """What would change, or has changed, in one description.

    `outcome` is None as long as nothing was asked to be stored; UPDATED is published, DRAFT is not.
    """

    record: Record
    values: tuple[Wrong, ...]
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What to mend: `guesses` takes what is only close to an entry, too; `apply` stores it, as `author`."""

    apply: bool = False
    guesses: bool = False
    author: str = ""


class Mending:
    """Mends the newest revisions of descriptions; each becomes a new revision, with what was replaced as its reason."""

    def __init__(self, check: VocabularyCheck, store: RecordStore, records: Records, judge: Judge) -> None:
        self._check = check
        self._store = store
        self._records = records
        self._judge = judge

    def run(self, names: Iterable[str], wish: Wish) -> Iterator[Mended]:
        """Mend the descriptions of these IRIs or ids, or all of them; those that need nothing are left out.

        Raises NotFound before anything is changed.
        """
        chosen = [self._records.named(name) for name in dict.fromkeys(names)]
        for record, text in newest(self._store, chosen or None):
            values = tuple(each for each in self._check.wrong(text) if _is_wished(each, wish))
            if values:
                before = Description(record.iri, record.kind, text, record.head.hash)
                outcome = self._mend(before, record, values, wish)
                yield Mended(record, values, outcome)

    def _mend(
        self, before: Description, record: Record, values: tuple[Wrong, ...], wish: Wish
    ) -> Outcome | None:
        """Store the mended description as long as nothing speaks against it."""
        reason = _why_not(record)
        if reason:
            return Outcome(OutcomeKind.REFUSED, record.iri, reason)
        if not wish.apply:
            return None
        try:
            return self._store_mended(before, record, values, wish.author)
        except CatalogueError as error:
            return Outcome(OutcomeKind.REFUSED, record.iri, str(error))

    def _store_mended(
        self, before: Description, record: Record, values: tuple[Wrong, ...], author: str
    ) -> Outcome:
        named = replace(before, mentions=self._mentions(before))
        after = with_values(named, {each.use: each.misuse.today for each in values})
        now = self._judge.judge([after])[0]
        is_public = record.state is State.PUBLISHED and not record.has_draft
        if is_public and self._is_worse(now, named, record):
            reason = "it is published, and would have more violations than before"
            return Outcome(OutcomeKind.REFUSED, record.iri, reason)
        publish = Publish.ALWAYS if is_public else Publish.NEVER
        return self._records.revise(record, after, Intake(publish, None, author, _reason(values)), now)

    def _is_worse(self, now: Judgement, before: Description, record: Record) -> bool:
        """Whether there are more violations than before, by today's rules where those of then were fewer."""
        count = _violations(now.report)
        return count > _violations(record.head.report) and count > _violations(
            self._judge.judge([before])[0].report
        )

    def _mentions(self, description: Description) -> tuple[tuple[str, str], ...]:
        """The other descriptions of the catalogue that this one names, with their classes."""
        named = set(_OBJECT.findall(description.ntriples)) - {description.iri}
        records: Mapping[str | int, Record] = self._store.find("iri", named)
        return tuple(
            sorted((each.iri, CLASSES[each.kind]) for each in records.values() if each.kind in CLASSES)
        )


def _is_wished(wrong: Wrong, wish: Wish) -> bool:
    return bool(wrong.misuse.today) and (wish.guesses or wrong.misuse.certain)


def _why_not(record: Record) -> str:
    if record.source:
        return f"it comes from the source {record.source}, which must mend it: the next run would undo a change here"
    if record.state is State.WITHDRAWN:
        return "it was withdrawn"
    return "it is in review" if record.state is State.IN_REVIEW else ""


def _violations(report: Report) -> int:
    return sum(finding.severity is Severity.VIOLATION for finding in report.findings)


def _reason(values: Iterable[Wrong]) -> str:
    """What stands in the history: the first values by name, the others by their number."""
    replaced = list(dict.fromkeys(_replaced(each.use, each.misuse.today) for each in values))
    more = f" and {len(replaced) - _NAMED} more" if len(replaced) > _NAMED else ""
    return f"vocabulary: {', '.join(replaced[:_NAMED])}{more}"


def _replaced(use: Use, today: str) -> str:
    return f"{use.value[:200]} → {today}"
