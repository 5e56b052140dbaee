"""A dataset's page as a model: what a reader sees, in which order, in words. The theme only sets it.

Labels, order and groups are those of the profile; nothing here knows a property but those that decide the
frame of the page (title, description, dates, access, variables).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef

from catalogue.domain import values
from catalogue.domain.access import Access, Body, access, contacts, holder
from catalogue.domain.facts import Fact, Span, facts, spans
from catalogue.domain.languages import Reader, base, pick
from catalogue.domain.profile import Obligation
from catalogue.domain.record import Record
from catalogue.domain.telling import Language, Part, Row, Teller, Value
from catalogue.domain.terms import DQV, HEALTHDCATAP
from catalogue.domain.variables import Variable, notes, variables

PERIODS = str(DCTERMS.temporal)
PLACES = str(DCTERMS.spatial)
QUALITY = str(DQV.hasQualityAnnotation)  # the label of Article 78 of Regulation (EU) 2025/327
_FRAME = frozenset(map(str, (DCTERMS.title, DCTERMS.description, HEALTHDCATAP.hasVariables)))


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the profile: what is said in it, and what is expected at this level but not reported.

    `lead` is the description itself, in the group that it belongs to.
    """

    id: str
    label: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...] = ()
    lead: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a description, kept apart; empty where one is not known."""

    issued: str
    updated: str
    listed: str
    changed: str
    harvested: str
    checked: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of a dataset shows.

    `notes` are about the tables of variables; `other` is what the profile does not know, told last.
    """

    iri: str
    title: Value
    languages: tuple[str, ...]
    description: tuple[Value, ...]
    holder: Value | None
    theme: Value | None
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    access: Access
    contacts: tuple[Body, ...]
    sections: tuple[Section, ...]
    variables: tuple[Variable, ...]
    notes: tuple[Part, ...]
    dates: Dates
    other: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list of datasets shows of one: what it is, and by whom it is asked for."""

    title: Value
    holder: Value | None
    access: Access
    contacts: tuple[Body, ...]


def brief(record: Record, graph: Graph, language: Language) -> Brief:
    """The same as on the page of a record, without the work for all else of it."""
    dataset = URIRef(record.iri)
    teller = _teller(dataset, graph, language)
    return Brief(
        _title(teller, dataset), holder(teller, dataset), access(teller, dataset), contacts(teller, dataset)
    )


def page(record: Record, graph: Graph, language: Language, *, harvested: bool = False) -> Page:
    """The page of a record's description for a reader; `harvested` says that it came from another catalogue."""
    dataset = URIRef(record.iri)
    teller = _teller(dataset, graph, language)
    own = teller.reader
    owner = teller.class_of(dataset, None) or str(DCAT.Dataset)
    description = teller.values(teller.objects(dataset, DCTERMS.description))
    sections = tuple(_sections(teller, dataset, owner, description))
    return Page(
        iri=record.iri,
        title=_title(teller, dataset),
        languages=_title_languages(graph, dataset),
        description=description,
        holder=holder(teller, dataset),
        theme=_theme(sections),
        facts=facts(teller, dataset, owner, "" if harvested else _day(record.checked, own)),
        spans=spans(graph, dataset),
        access=access(teller, dataset),
        contacts=contacts(teller, dataset),
        sections=sections,
        variables=variables(teller, dataset),
        notes=notes(teller, dataset),
        dates=_dates(teller, dataset, record, harvested),
        other=teller.others(),
    )


def _teller(dataset: URIRef, graph: Graph, language: Language) -> Teller:
    own = language.reader.also(_languages(graph, dataset))
    return Teller(graph, Language(language.profile, language.vocabularies, own), dataset)


def _title(teller: Teller, dataset: URIRef) -> Value:
    found = teller.values(teller.objects(dataset, DCTERMS.title))
    return found[0] if found else Value(teller.reader.gettext("Untitled dataset"))


def apart(page: Page, path: str) -> tuple[Page, Row | None]:
    """The page without a field, and the field, for who shows it in a place of its own."""
    found = next((row for section in page.sections for row in section.rows if row.path == path), None)
    if found is None:
        return page, None
    sections = (
        replace(section, rows=tuple(row for row in section.rows if row is not found))
        for section in page.sections
    )
    return replace(page, sections=tuple(sections)), found


def _sections(teller: Teller, dataset: URIRef, owner: str, lead: tuple[Value, ...]) -> list[Section]:
    level = teller.profile.level_of(teller.graph, str(dataset))
    told = teller.profile.field(owner, str(DCTERMS.description))
    home = told.group if told else ""
    fields = [field for field in teller.profile.fields(owner) if field.path not in _FRAME]
    sections = []
    for group in sorted(teller.profile.groups, key=lambda group: group.order):
        mine = [(field, teller.row(dataset, field)) for field in fields if field.group == group.id]
        missing = [
            row.label
            for field, row in mine
            if not row.values
            and field.obligations.get(level) in (Obligation.MANDATORY, Obligation.RECOMMENDED)
        ]
        label = pick(group.label, (teller.reader.language,))
        rows = tuple(row for _, row in mine if row.values)
        own_lead = lead if group.id == home else ()
        if rows or missing or own_lead:
            sections.append(Section(group.id, label, rows, tuple(missing), own_lead))
    return sections


def _theme(sections: tuple[Section, ...]) -> Value | None:
    """The most telling concept under which the search finds the dataset: the first with a facet."""
    return next(
        (value for section in sections for row in section.rows for value in row.values if value.filter), None
    )


def _languages(graph: Graph, dataset: URIRef) -> list[str]:
    """The languages of the dataset itself, from the codes of the EU's language table (`FRA` gives `fr`)."""
    codes = [str(node).rpartition("/")[2].lower() for node in graph.objects(dataset, DCTERMS.language)]
    return sorted(values.short_code(code) for code in codes)


def _title_languages(graph: Graph, dataset: URIRef) -> tuple[str, ...]:
    titles = (title for title in graph.objects(dataset, DCTERMS.title) if isinstance(title, Literal))
    tags = {base(title.language) for title in titles if title.language}
    return tuple(sorted(tags))


def _dates(teller: Teller, dataset: URIRef, record: Record, harvested: bool) -> Dates:
    def said(path: URIRef) -> str:
        days = sorted(map(str, teller.graph.objects(dataset, path)))
        return values.day(days[-1], teller.reader, short=True) if days else ""

    checked = _day(record.checked, teller.reader)
    return Dates(
        issued=said(DCTERMS.issued),
        updated=said(DCTERMS.modified),
        listed=_day(record.listed, teller.reader),
        changed=_day(record.changed, teller.reader),
        harvested=_day(record.checked or record.changed, teller.reader) if harvested else "",
        checked="" if harvested else checked,
    )


def _day(when: datetime | None, reader: Reader) -> str:
    return values.day(when, reader, short=True) if when else ""
