"""What is to mend in a version before it can be published: findings in words, each with a link to its field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import current_app, url_for
from rdflib import RDF, BNode, Graph, URIRef

from catalogue.domain.forms.names import field_name
from catalogue.domain.hints import hints
from catalogue.domain.labels import properties
from catalogue.domain.places import in_sequence
from catalogue.domain.record import Record
from catalogue.domain.report import Finding, Severity
from catalogue.domain.review import Place
from catalogue.domain.verdict import Located, Verdict
from catalogue.rdf import graphs
from catalogue.services.checking import verdict_on
from catalogue.services.verdicts import Words
from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.workspace.tasks import group_of

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the field, what is wrong and how to mend it, and where that is done (or nothing)."""

    field: str
    message: str
    url: str


@dataclass(frozen=True, slots=True)
class ToMend:
    """The first things to mend, and how many there are."""

    faults: Sequence[Fault]
    count: int


def of_head(record: Record) -> ToMend:
    """What is to mend in the newest revision, as it was found when it was saved."""
    description = services().reading.description(record, draft=True)
    return of(record, verdict_on(description, record.head.report, services().profile))


def of(record: Record, verdict: Verdict) -> ToMend:
    """What is to mend by a verdict, in the order of the form."""
    words = _words()
    wrong = [each for each in verdict.findings if each.finding.severity is Severity.VIOLATION]
    return _told(record, words.worth_telling(replace(verdict, findings=tuple(wrong))), words)


def hints_of(record: Record, graph: Graph, findings: Iterable[Finding]) -> ToMend:
    """What is worth another look in a version beside what was found, in the order of the form."""
    return _told(record, hints(graph, URIRef(record.iri), services().profile, findings), _words())


def _words() -> Words:
    return Words(services().profile, services().vocabularies, languages.current())


def _told(record: Record, found: Iterable[Located], words: Words) -> ToMend:
    told = sorted(found, key=lambda located: in_sequence(located.place, words.profile))
    owner = owner_of(record)
    return ToMend([_fault(record, owner, located, words) for located in told[:MOST]], len(told))


def _fault(record: Record, owner: str, located: Located, words: Words) -> Fault:
    explained = words.explain(located)
    return Fault(explained.field, explained.message, _url(record, owner, located))


def _url(record: Record, owner: str, located: Located) -> str:
    """The section of the form where something is mended, at the field."""
    group = group_of(services().profile, owner, located)
    if not group or "workspace.section" not in current_app.view_functions:
        return ""
    focus, paths = located.finding.focus, properties(located.finding.path)
    node = BNode(focus.removeprefix("_:")) if focus.startswith("_:") else URIRef(focus)
    anchor = field_name(node, paths[0]) if paths else None
    return url_for("workspace.section", id=record.id, group=group, check=1, _anchor=anchor)


def field_url(record: Record, place: Place) -> str:
    """The section of the form that has the field of a place."""
    for step in place[:1]:
        field = services().profile.field(step.owner, step.path)
        if field and "workspace.section" in current_app.view_functions:
            anchor = field_name(URIRef(record.iri), step.path)
            return url_for("workspace.section", id=record.id, group=field.group, _anchor=anchor)
    return ""


def owner_of(record: Record) -> str:
    """The class of the profile by which the newest revision is described, without reading all of it."""
    types = graphs.values(services().reading.ntriples(record, draft=True), record.iri, str(RDF.type))
    return next((iri for iri in services().profile.classes if iri in types), "")
