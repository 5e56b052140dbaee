"""The key facts of a dataset, and the years that it covers."""

from dataclasses import dataclass
from math import isinf

from rdflib import DCAT, DCTERMS, Graph, URIRef
from rdflib.term import Node

from catalogue.domain import ranges, values
from catalogue.domain.languages import pick
from catalogue.domain.profile import Field
from catalogue.domain.telling import Teller
from catalogue.domain.terms import HEALTHDCATAP

_ELSEWHERE = frozenset(map(str, (HEALTHDCATAP.maxTypicalAge, DCTERMS.accessRights)))
_YOUNGEST, _OLDEST = str(HEALTHDCATAP.minTypicalAge), str(HEALTHDCATAP.maxTypicalAge)


@dataclass(frozen=True, slots=True)
class Fact:
    """A key fact. `value` is empty where nothing is reported."""

    label: str
    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that the data cover, in years and parts of years; `end` None for one that goes on."""

    start: float
    end: float | None


def facts(teller: Teller, dataset: URIRef, owner: str, checked: str) -> tuple[Fact, ...]:
    """The strip of key facts: what the profile calls one, then the day on which the holder last checked."""
    fields = [field for field in teller.profile.fields(owner) if field.fact and field.path not in _ELSEWHERE]
    return (
        *(_fact(teller, dataset, field) for field in fields),
        Fact(teller.reader.gettext("Checked by holder"), checked),
    )


def _fact(teller: Teller, dataset: URIRef, field: Field) -> Fact:
    label = pick(field.label, (teller.reader.language,))
    if field.path == _YOUNGEST:
        return Fact(teller.reader.gettext("Ages"), _ages(teller, dataset))
    if field.path == str(DCTERMS.temporal):
        return Fact(teller.reader.gettext("Years"), _years(teller, dataset))
    found = teller.values(teller.graph.objects(dataset, URIRef(field.path)), field)
    told = [value for value in found if value.text]
    return Fact(label, _some([value.text for value in told]), told[0].language if told else "")


def _some(texts: list[str]) -> str:
    """The first two, and how many more there are."""
    return ", ".join(texts[:2]) + (f" +{len(texts) - 2}" if len(texts) > 2 else "")


def _ages(teller: Teller, dataset: URIRef) -> str:
    youngest, oldest = (
        next(iter(teller.values(teller.graph.objects(dataset, URIRef(path)))), None)
        for path in (_YOUNGEST, _OLDEST)
    )
    say = teller.reader.gettext
    if youngest and oldest:
        return say("%(first)s to %(last)s") % {"first": youngest.text, "last": oldest.text}
    if youngest:
        return say("%(age)s and over") % {"age": youngest.text}
    return say("up to %(age)s") % {"age": oldest.text} if oldest else ""


def _years(teller: Teller, dataset: URIRef) -> str:
    pair = ranges.years(teller.graph, dataset)
    first, last = ("" if end is None or isinf(end) else f"{end:.0f}" for end in pair or (None, None))
    return values.years(first, last, teller.reader)


def _ends(graph: Graph, node: Node) -> tuple[str, str]:
    start, end = (next(map(str, graph.objects(node, path)), "") for path in (DCAT.startDate, DCAT.endDate))
    return start, end


def spans(graph: Graph, dataset: URIRef) -> tuple[Span, ...]:
    """The periods that have a start, the earliest first."""
    found = []
    for node in graph.objects(dataset, DCTERMS.temporal):
        start, end = (values.year_and_part(text) for text in _ends(graph, node))
        if start is not None and (end is None or end >= start):
            found.append(Span(start, end))
    return tuple(sorted(found, key=lambda span: span.start))
