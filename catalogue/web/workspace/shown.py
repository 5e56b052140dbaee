"""A version that readers do not have, on the page that they would have: the very same, in a frame that says so."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response, make_response, render_template
from rdflib import Graph

from catalogue.domain.record import Record
from catalogue.rdf.formats import SERVED
from catalogue.web import dataset, languages


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a version's page is, and its variables, and with an extension its data; the page to go back to.

    `said` tells which version it is.
    """

    here: str
    variables: str
    data: Callable[[str], str]
    back: str
    said: str


def page(record: Record, graph: Graph, frame: Frame) -> Response:
    """The page of a version, with the record as it would be."""
    told = as_public(record)
    entry = dataset.entry(told, graph, languages.reader())
    data = [(form.label, frame.data(form.extension)) for form in SERVED]
    links = dataset.Links(frame.here, frame.variables, frame.back, data)
    context = dataset.context_of(told, entry, links)
    return make_response(render_template("workspace/version.html", frame=frame, **context))


def variables(record: Record, graph: Graph) -> Response:
    """The variables of a version as CSV."""
    told = as_public(record)
    return dataset.variables_file(told, dataset.entry(told, graph, languages.reader()).page)


def as_public(record: Record) -> Record:
    """The record as if its newest revision were what readers get."""
    return replace(record, published=record.head, listed=record.listed or record.head.at)
