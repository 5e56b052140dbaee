"""What validation found in all stored descriptions when they came, as verdicts and by cause."""

from collections.abc import Iterator
from typing import Any

from catalogue.domain.causes import Cause
from catalogue.domain.record import Record, State
from catalogue.domain.verdict import Located, Verdict
from catalogue.services.verdicts import Words
from catalogue.store.base import RecordStore, Selection, walk

_STATES = frozenset(State) - {State.WITHDRAWN}


def of_all(store: RecordStore) -> Iterator[Verdict]:
    """The verdict on the newest revision of every description that is not withdrawn, without places.

    A place needs the description itself (see `checking.verdict_on`), and an instance has a hundred thousand.
    """
    return map(_of, walk(store, Selection(limit=500, states=_STATES)))


def _of(record: Record) -> Verdict:
    report = record.head.report
    findings = tuple(map(Located, report.findings))
    return Verdict(record.source or "", record.iri, "", report.profile, report.level, findings)


def cause_object(cause: Cause, words: Words) -> dict[str, Any]:
    """A cause for `json.dumps`, with its counts and the IRIs of examples."""
    told = words.explain(Located(cause.finding))
    return {
        "severity": str(cause.severity),
        "class": cause.focus_class,
        "path": cause.path,
        "component": cause.component,
        "value": cause.value,
        "findings": cause.findings,
        "descriptions": cause.descriptions,
        "examples": list(dict.fromkeys(iri for iri, _ in cause.examples)),
        "field": told.field,
        "message": told.message,
        "mend": told.mend,
        "example": told.example,
        "rule": told.rule,
    }
