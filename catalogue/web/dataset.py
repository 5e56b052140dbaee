"""The page of a dataset, and its variables as a table to take away."""

import json
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Final

from flask import Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup
from rdflib import DCTERMS, Graph, Literal, URIRef

from catalogue.domain import page as model
from catalogue.domain.citation import Citation
from catalogue.domain.errors import Gone, NotFound
from catalogue.domain.languages import Reader, choose
from catalogue.domain.page import Page
from catalogue.domain.record import Record
from catalogue.domain.report import Severity
from catalogue.domain.telling import Language
from catalogue.domain.wording import Explanation, explain
from catalogue.rdf.formats import SERVED
from catalogue.services import citing, schema_org
from catalogue.services.demonstration import is_demonstration
from catalogue.web import citing as citations
from catalogue.web import coverage, frame, languages, origin, related, variable_table
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.leading import leading

KEPT: Final = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as a model, how it is cited, and the description as schema.org sees it, ready for a script element."""

    page: Page
    structured: Markup
    cited: Citation


class Kept:
    """The last pages as models, so that a reader who looks through variables does not wait for each page."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()

    def entry(self, record: Record, reader: Reader) -> Entry:
        """A record's page for a reader."""
        assert record.published is not None
        key = (record.id, record.published.hash, record.changed, record.checked, reader.languages)
        with self._lock:
            found = self._entries.pop(key, None)
        found = found or self._build(record, reader)
        with self._lock:
            self._entries[key] = found
            while len(self._entries) > KEPT:
                self._entries.popitem(last=False)
        return found

    def count(self) -> int:
        """How many are kept now."""
        return len(self._entries)

    def _build(self, record: Record, reader: Reader) -> Entry:
        graph = services().reading.graph(record)
        made = entry(record, graph, reader)
        return replace(made, page=leading(made.page, record, graph))


def entry(record: Record, graph: Graph, reader: Reader) -> Entry:
    """A description as the page of a record for a reader."""
    own = services()
    language = Language(own.profile, own.vocabularies, reader)
    harvested = record.source is not None and not is_demonstration(record.source)
    page = model.page(record, graph, language, harvested=harvested)
    return Entry(page, _structured(graph, record), citations.cited(record, graph))


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads: to itself, its variables as CSV, how it conforms, and the description as data."""

    here: str
    variables: str
    conformance: str
    data: list[tuple[str, str]]
    citations: list[tuple[str, str]] = field(default_factory=list)
    history: str = ""


def _links(record: Record) -> Links:
    data = [(each.label, f"{request.script_root}/dataset/{record.id}.{each.extension}") for each in SERVED]
    here, variables_, conformance = (
        url_for(f"pages.{name}", id=record.id) for name in ("dataset", "variables", "conformance")
    )
    history = url_for("pages.history", id=record.id)
    return Links(here, variables_, conformance, data, citations.links(record), history)


def dataset(id: str) -> Response:
    """The page of a record by the id in its address. Raises NotFound, or Gone for one that was withdrawn."""
    return render(published(id))


def published(id: str) -> Record:
    """The record that readers get. Raises NotFound, or Gone with the date and the reason."""
    record = services().reading.find(id=id)
    if record is None or record.listed is None:
        raise NotFound(name=id)
    if record.published is None:
        reason = record.withdrawal_reason or gettext("no reason was given.")
        raise Gone(name=title_of(record), date=record.withdrawn or record.changed, reason=reason)
    return record


def title_of(record: Record) -> str:
    """What a dataset is called in the revision that readers have, or had before it was withdrawn."""
    graph = services().reading.public_graph(record)
    titles = graph.objects(URIRef(record.iri), DCTERMS.title)
    found = choose((title for title in titles if isinstance(title, Literal)), languages.reader().languages)
    return str(found[0]) if found else record.id


def render(record: Record) -> Response:
    """The page of a published record in the language of this answer."""
    frame.place("pages.dataset", id=record.id)
    entry = kept().entry(record, languages.reader())
    near = related.neighbours(record)
    context = {**context_of(record, entry, _links(record)), "related": near}
    return make_response(render_template("dataset.html", **context))


def variables(id: str) -> Response:
    """All variables of a dataset as CSV."""
    record = published(id)
    page = kept().entry(record, languages.reader()).page
    return variables_file(record, page)


def citation(id: str, form: str) -> Response:
    """How a dataset is cited, as a file for reference managers."""
    record = published(id)
    return citations.file(record, kept().entry(record, languages.reader()).cited, form)


def variables_file(record: Record, page: Page) -> Response:
    """The variables of a page as CSV."""
    response = Response(variable_table.csv_of(page.variables), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{record.id}-variables.csv"'
    return response


def kept() -> Kept:
    """The kept pages of this application."""
    found: Kept = current_app.extensions["catalogue.pages"]
    return found


def context_of(record: Record, entry: Entry, links: Links) -> dict[str, Any]:
    """What the template has to show a page."""
    page, quality = model.apart(entry.page, model.QUALITY)
    return {
        "page": page,
        "record": record,
        "here": links.here,
        "links": links,
        "canonical": frame.absolute(links.here),
        "also": [other for other in frame.alternates() if _is_other(other.language, page)],
        "summary": _summary(page),
        "formats": SERVED,
        "structured": entry.structured,
        "findings": _findings(record),
        "table": variable_table.table(page, links.here),
        "coverage": coverage.drawn(page),
        "quality": quality,
        "origin": origin.of(record, page),
        "citation": citing.text(entry.cited, languages.reader()),
        "citations": links.citations,
        "related": (),
        "demonstration": is_demonstration(record.source),
        "technical": request.args.get("view") == "technical",
    }


def _is_other(language: str, page: Page) -> bool:
    return language != languages.current() and language in page.languages


def _summary(page: Page) -> str:
    """The beginning of the description, for search engines and link previews."""
    text = " ".join(page.description[0].text.split()) if page.description else page.title.text
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + "…"


def _structured(graph: Graph, record: Record) -> Markup:
    """The description as schema.org sees it; no text of it can end the script element."""
    text = json.dumps(
        schema_org.of(graph, record.iri, languages.current(), _site(record)), ensure_ascii=False
    )
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _site(record: Record) -> schema_org.Site:
    wanted = languages.reader().languages

    def label(iri: str) -> str:
        found = services().vocabularies.label(iri, wanted)
        return found[0] if found else ""

    settings = services().settings
    page = frame.absolute(url_for("pages.dataset", id=record.id))
    return schema_org.Site(languages.text(settings.title), settings.base_url, page, label)


def _findings(record: Record) -> list[Explanation]:
    """What does not conform, in plain words; nothing for a description that does."""
    assert record.published is not None
    own, language = services(), languages.current()
    wrong = (each for each in record.published.report.findings if each.severity is Severity.VIOLATION)
    return list(dict.fromkeys(explain(each, own.profile, language, own.vocabularies) for each in wrong))
