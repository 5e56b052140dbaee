"""What people say about a description, as its pages show it: by field, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import Literal, URIRef

from catalogue.domain.labels import FieldLabels, spoken
from catalogue.domain.languages import pick
from catalogue.domain.ordering import in_order, name, said
from catalogue.domain.places import Step
from catalogue.domain.record import Record
from catalogue.domain.review import Comment, Place, place_to_text
from catalogue.rdf.working import WorkingGraph
from catalogue.services.commenting import Thread
from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.workspace import mending

_MOST: Final = 300  # fields of parts that can be chosen
_PARTS: Final = 20  # parts of one property whose fields can be chosen


@dataclass(frozen=True, slots=True)
class Remark:
    """A thread as it is shown: which field it is about, in words, and where that is."""

    thread: Thread
    field: str
    url: str
    place: str

    @property
    def comments(self) -> Sequence[Comment]:
        return (self.thread.first, *self.thread.answers)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that something can be said about, as the option of a list."""

    value: str
    label: str


def remarks(record: Record, threads: Sequence[Thread]) -> list[Remark]:
    """Threads with the fields that they are about."""
    return [_remark(record, thread) for thread in threads]


def _remark(record: Record, thread: Thread) -> Remark:
    place = thread.first.place
    return Remark(thread, way(place), mending.field_url(record, place), place_to_text(place))


def way(place: Place) -> str:
    """A place in words; empty for the whole."""
    if not place:
        return ""
    profile = services().profile
    labels = FieldLabels(profile, spoken(profile, languages.current())[0])
    return labels.way(place[:-1], place[-1].owner, place[-1].path)


def choices(record: Record, chosen: Place = ()) -> list[tuple[str, list[Choice]]]:
    """The fields of a description by section; one that is chosen already, and in none, comes first."""
    graph = WorkingGraph(services().reading.ntriples(record, draft=True))
    profile, language = services().profile, (languages.current(),)
    owner = mending.owner_of(record)
    groups = []
    known: set[str] = set()
    for group in sorted(profile.groups, key=lambda each: each.order):
        fields = [field for field in profile.fields(owner) if field.group == group.id]
        places = [place for field in fields for place in _places(graph, record, owner, field.path)]
        listed = [Choice(place_to_text(place), way(place)) for place in places[:_MOST]]
        known |= {choice.value for choice in listed}
        if listed:
            groups.append((pick(group.label, language), listed))
    wanted = place_to_text(chosen)
    return groups if not wanted or wanted in known else [("", [Choice(wanted, way(chosen))]), *groups]


def _places(graph: WorkingGraph, record: Record, owner: str, path: str) -> Iterator[Place]:
    """The place of a field, and those of the fields that its parts have."""
    yield (Step(owner, path),)
    field = services().profile.field(owner, path)
    found = said(graph, URIRef(record.iri)).get(URIRef(path), [])
    values = [value for value in found if not isinstance(value, Literal)]
    if field is None or not field.parts or len(values) > _PARTS:
        return
    facts = {value: said(graph, value) for value in values}
    for position, value in enumerate(in_order(values, facts.__getitem__), 1):
        step = Step(owner, path, position if len(values) > 1 else 0, name(facts[value]))
        parts = services().profile.fields(field.parts)
        yield from (
            (step, Step(each.owner, each.path)) for each in parts if URIRef(each.path) in facts[value]
        )
