"""What validation found in the stored descriptions when they came, as verdicts and by cause."""

from collections.abc import Iterator
from typing import Any

from rdflib import Graph, URIRef

from catalogue.domain.causes import Cause
from catalogue.domain.ordering import name, said
from catalogue.domain.places import Places
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record, State
from catalogue.domain.verdict import Located, Verdict
from catalogue.services.verdicts import Words
from catalogue.store.base import RecordStore, Selection, walk

_STATES = frozenset(State) - {State.WITHDRAWN}


def of_all(store: RecordStore) -> Iterator[Verdict]:
    """The verdict on the newest revision of every description that is not withdrawn, without places.

    A place needs the description itself, and an instance has a hundred thousand.
    """
    for record in walk(store, Selection(limit=500, states=_STATES)):
        yield _verdict(record, "", tuple(Located(each) for each in record.head.report.findings))


def of_one(record: Record, graph: Graph, profile: Profile) -> Verdict:
    """The verdict on the newest revision of a description, whose graph it is, with the places of its findings."""
    places = Places(graph, record.iri, profile)
    found = record.head.report.findings
    located = (Located(each, places.of(each.focus, each.path, each.value)) for each in found)
    return _verdict(record, name(said(graph, URIRef(record.iri))), tuple(located))


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


def _verdict(record: Record, title: str, findings: tuple[Located, ...]) -> Verdict:
    report = record.head.report
    return Verdict(record.source or "", record.iri, title, report.profile, report.level, findings)
