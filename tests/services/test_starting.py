"""What descriptions begin from: templates, other descriptions, files."""

from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, FOAF, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NoDescription,
    NotFound,
    Stale,
    TooLarge,
    Unreadable,
)
from catalogue.domain.languages import Reader
from catalogue.domain.people import OPERATOR, Actor, Organisation, Role
from catalogue.domain.record import Description, Publish, Record
from catalogue.domain.sentences import Sentence
from catalogue.domain.sheets.errors import NoSpreadsheet
from catalogue.rdf import graphs
from catalogue.services.handing_in import Way
from catalogue.services.records import Intake
from tests.conftest import dataset, described

EDITOR = Actor("ed", "Ed", roles={"north": frozenset({Role.EDITOR})})
OTHER = Actor("so", "So", roles={"south": frozenset({Role.EDITOR})})
IRI = "http://127.0.0.1:8000/dataset/first"
MORE = f"""dct:issued "2020-01-01" ; dct:publisher <http://127.0.0.1:8000/dataset/first#holder> ;
    <http://www.w3.org/ns/dcat#version> "7" ; dct:spatial <http://example.org/x> ;
    <http://www.w3.org/ns/dcat#distribution> <{IRI}/csv>, [ a <http://www.w3.org/ns/dcat#Distribution> ;
        dct:title "Two"@en ; <http://www.w3.org/ns/dcat#byteSize> 5 ;
        <http://spdx.org/rdf/terms#checksum> [ <http://spdx.org/rdf/terms#checksumValue> "ab" ] ] .
    <{IRI}#holder> a <{FOAF.Agent}> ; <{FOAF.name}> "Hospital"@en ; dct:identifier "ror" .
    <{IRI}/csv> a <http://www.w3.org/ns/dcat#Distribution> ; dct:title "One"@en ; dct:modified "2021" """


@pytest.fixture
def services(services: Services) -> Services:
    for name in ("north", "south"):
        services.store.save_organisation(Organisation(name, name.title()))
    return services


@pytest.fixture
def first(services: Services) -> Record:
    [description] = described(dataset(IRI, "First", MORE))
    return services.editing.take(EDITOR, "north", description, "")


def graph(services: Services, record: Record) -> Graph:
    return graphs.graph(services.store.ntriples([record.head.hash])[record.head.hash])


def test_a_copy_has_names_of_its_own_and_none_of_the_dates_of_the_first(
    services: Services, first: Record
) -> None:
    copy = services.starting.duplicate(EDITOR, first.id, "north")
    said, root = graph(services, copy), URIRef(copy.iri)
    assert copy.iri != first.iri
    assert copy.organisation == "north"
    assert list(said.objects(root, DCTERMS.identifier)) == [Literal(copy.iri)]
    assert list(said.objects(root, DCTERMS.title)) == [Literal("First (2)", lang="en")]
    assert not [term for triple in said for term in triple if str(term).startswith(first.iri)]
    gone = (DCTERMS.issued, DCTERMS.modified, URIRef(f"{DCAT}version"), DCAT.byteSize)
    assert not [path for path in gone if (None, path, None) in said]
    assert not [path for path in said.predicates() if "spdx" in str(path)]
    assert {str(title) for title in said.objects(None, DCTERMS.title)} == {"First (2)", "One", "Two"}
    holder = URIRef(f"{copy.iri}#holder")
    assert (root, DCTERMS.publisher, holder) in said
    assert (holder, DCTERMS.identifier, Literal("ror")) in said


def test_why_there_is_a_draft_is_told_in_the_language_of_who_begins_it(
    services: Services, first: Record
) -> None:
    ed = replace(EDITOR, language="fr")
    assert services.starting.duplicate(ed, first.id, "north").head.reason == f"Une copie de {IRI}"
    assert services.starting.duplicate(EDITOR, first.id, "north").head.reason == f"A copy of {IRI}"
    template = services.starting.save_template(ed, first.id, "Registre", "north")
    begun = services.starting.template(ed, template.id, "north")
    assert begun.head.reason == "À partir du modèle «\u00a0Registre\u00a0»"
    text = "".join(dataset(f"http://example.org/{number}") for number in (1, 2))
    text += "<urn:x-loose> <urn:x-says> 1 ."
    received = services.handing_in.receive(ed, text.encode(), "notes.ttl", "north")
    [note] = services.handing_in.open(ed, received.id).notes
    assert isinstance(note, Sentence)
    taken = services.handing_in.take(ed, received.id, {}, {})
    reasons = [each.record.head.reason for each in taken if each.record]
    assert reasons == ["À partir du fichier notes.ttl"] * 2


def test_a_copy_of_a_copy_counts_on(services: Services, first: Record) -> None:
    copy = services.starting.duplicate(EDITOR, first.id, "north")
    again = services.starting.duplicate(EDITOR, copy.id, "north")
    assert list(graph(services, again).objects(URIRef(again.iri), DCTERMS.title)) == [
        Literal("First (3)", lang="en")
    ]


def test_who_may_not_read_a_description_cannot_copy_it(services: Services, first: Record) -> None:
    with pytest.raises(NotFound):
        services.starting.duplicate(OTHER, first.id, "south")
    with pytest.raises(Forbidden):
        services.starting.duplicate(EDITOR, first.id, "south")


def test_a_template_is_kept_and_begun_from(services: Services, first: Record) -> None:
    template = services.starting.save_template(EDITOR, first.id, " Cohorts ", "north")
    assert [each.name for each in services.starting.templates(EDITOR)] == ["Cohorts"]
    assert services.starting.templates(OTHER) == []
    one, two = (services.starting.template(EDITOR, template.id, "north") for _ in range(2))
    assert one.iri != two.iri
    said = graph(services, one)
    assert list(said.objects(URIRef(one.iri), DCTERMS.identifier)) == [Literal(one.iri)]
    assert (URIRef(f"{one.iri}#holder"), FOAF.name, Literal("Hospital", lang="en")) in said
    assert "urn:x-template" not in services.store.ntriples([one.head.hash])[one.head.hash]
    with pytest.raises(NotFound):
        services.starting.template(OTHER, template.id, "south")
    services.starting.remove_template(EDITOR, template.id)
    assert services.starting.templates(EDITOR) == []


def test_only_the_administrator_keeps_templates_for_all(services: Services, first: Record) -> None:
    with pytest.raises(Forbidden):
        services.starting.save_template(EDITOR, first.id, "All", "")
    services.starting.save_template(OPERATOR, first.id, "All", "")
    assert [each.name for each in services.starting.templates(OTHER)] == ["All"]
    with pytest.raises(BadInput):
        services.starting.save_template(EDITOR, first.id, " ", "north")


def test_a_harvested_description_is_copied_with_a_link_to_where_it_came_from(services: Services) -> None:
    descriptions = described(dataset("http://elsewhere.org/d", "Theirs"))
    services.records.take_in(descriptions, Intake(Publish.ALWAYS, "a source"), services.judge)
    record = services.records.named("http://elsewhere.org/d")
    own = services.starting.harvested(EDITOR, record.id, "north")
    said = graph(services, own)
    assert (own.source, own.organisation) == (None, "north")
    assert list(said.objects(URIRef(own.iri), DCTERMS.source)) == [URIRef("http://elsewhere.org/d")]
    assert list(said.objects(URIRef(own.iri), DCTERMS.identifier)) == [Literal(own.iri)]


def test_a_draft_of_others_is_no_start(services: Services, first: Record) -> None:
    with pytest.raises(NotFound):
        services.starting.harvested(OTHER, first.id, "south")


TURTLE = dataset("http://elsewhere.org/a", "A").encode() + dataset("http://elsewhere.org/b", "B").encode()


def test_a_file_is_shown_and_taken_as_somebody_says(services: Services) -> None:
    received = services.handing_in.receive(EDITOR, TURTLE, "two.ttl", "north")
    handed = services.handing_in.open(EDITOR, received.id)
    assert [item.titles for item in handed.items] == [{"en": "A"}, {"en": "B"}]
    assert services.editing.mine(EDITOR).total == 0
    kept, new = services.handing_in.take(EDITOR, received.id, {1: Way.NEW}, {})
    assert kept.record is not None
    assert new.record is not None
    assert kept.record.iri == "http://elsewhere.org/a"
    assert new.record.iri.startswith("http://127.0.0.1:8000/dataset/")
    assert list(graph(services, new.record).objects(URIRef(new.record.iri), DCTERMS.title)) == [
        Literal("B", lang="en")
    ]
    with pytest.raises(NotFound):
        services.handing_in.open(EDITOR, received.id)


def test_what_is_left_out_is_not_taken(services: Services) -> None:
    received = services.handing_in.receive(EDITOR, TURTLE, "two.ttl", "north")
    services.handing_in.take(EDITOR, received.id, {0: Way.LEAVE}, {})
    assert [entry.titles for entry in services.editing.mine(EDITOR).entries] == [{"en": "B"}]


def test_a_file_is_nobody_elses(services: Services) -> None:
    received = services.handing_in.receive(EDITOR, TURTLE, "two.ttl", "north")
    with pytest.raises(NotFound):
        services.handing_in.open(OTHER, received.id)
    with pytest.raises(Forbidden):
        services.handing_in.receive(EDITOR, TURTLE, "two.ttl", "south")


def test_a_description_of_ones_own_becomes_its_next_version(services: Services, first: Record) -> None:
    received = services.handing_in.receive(EDITOR, dataset(IRI, "Changed").encode(), "one.ttl", "north")
    [item] = services.handing_in.open(EDITOR, received.id).items
    assert item.ways[0] is Way.REVISE
    [taken] = services.handing_in.take(EDITOR, received.id, {}, {0: 1})
    assert taken.record is not None
    assert (taken.record.iri, taken.record.head.number) == (IRI, 2)


def test_a_version_that_somebody_has_saved_meanwhile_is_not_overwritten(
    services: Services, first: Record
) -> None:
    received = services.handing_in.receive(EDITOR, dataset(IRI, "Changed").encode(), "one.ttl", "north")
    services.editing.replace(EDITOR, first.id, described(dataset(IRI, "Other"))[0], 1, "")
    [taken] = services.handing_in.take(EDITOR, received.id, {}, {0: 1})
    assert taken.record is None
    assert "was changed since it was read" in str(taken.error)
    assert services.handing_in.open(EDITOR, received.id)


def test_a_version_is_not_made_on_top_of_one_that_was_not_seen(services: Services, first: Record) -> None:
    received = services.handing_in.receive(EDITOR, dataset(IRI, "Changed").encode(), "one.ttl", "north")
    [taken] = services.handing_in.take(EDITOR, received.id, {}, {})
    assert isinstance(taken.error, Stale)
    assert services.records.named(IRI).head.number == 1


def test_what_was_taken_of_a_file_is_not_taken_again(services: Services, first: Record) -> None:
    data = TURTLE + dataset(IRI, "Changed").encode()
    received = services.handing_in.receive(EDITOR, data, "three.ttl", "north")
    taken = services.handing_in.take(EDITOR, received.id, {}, {})
    failed = [each for each in taken if each.error]
    assert [each.item.description.iri for each in failed] == [IRI]
    assert [item.description.iri for item in services.handing_in.open(EDITOR, received.id).items] == [IRI]
    [again] = services.handing_in.take(EDITOR, received.id, {}, {0: 1})
    assert again.record is not None
    with pytest.raises(NotFound):
        services.handing_in.take(EDITOR, received.id, {}, {0: 1})
    assert services.editing.mine(EDITOR).total == 3


def test_a_file_that_is_being_taken_is_taken_once(services: Services) -> None:
    received = services.handing_in.receive(EDITOR, TURTLE, "two.ttl", "north")
    place = f"file:{received.id}"
    assert services.store.drop_pending(EDITOR.id, place)
    assert not services.store.drop_pending(EDITOR.id, place)


def test_a_description_of_others_can_only_be_begun_from(services: Services, first: Record) -> None:
    received = services.handing_in.receive(OTHER, dataset(IRI, "Stolen").encode(), "one.ttl", "south")
    [item] = services.handing_in.open(OTHER, received.id).items
    assert (item.held, item.record, item.ways) == (True, None, (Way.NEW, Way.LEAVE))
    [taken] = services.handing_in.take(OTHER, received.id, {0: Way.REVISE}, {})
    assert taken.record is not None
    assert taken.record.iri != IRI
    assert services.records.named(IRI).head.number == 1


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"<broken", "a.ttl", Unreadable),
        (b"", "a.ttl", Unreadable),
        (b"<a:a> <a:b> <a:c> .", "a.nt", NoDescription),
        (b"PK\x03\x04nonsense", "a.xlsx", NoSpreadsheet),
        (b" " * (21 * 2**20), "a.ttl", TooLarge),
    ],
)
def test_what_cannot_be_read_is_told(
    services: Services, data: bytes, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        services.handing_in.receive(EDITOR, data, name, "north")


def exported(services: Services, record: Record) -> bytes:
    text = services.store.ntriples([record.head.hash])[record.head.hash]
    description = Description(record.iri, record.kind, text, record.head.hash)
    return services.spreadsheets.export(description, Reader("en", ("en",)), "PUBLIC", record.head.number)


def retitled(data: bytes, title: str) -> bytes:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    column = next(cell.column for cell in book["Dataset"][1] if cell.value == "dct:title@en")
    book["Dataset"].cell(6, column).value = title
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_that_comes_back_is_kept_unsaved(services: Services, first: Record) -> None:
    received = services.handing_in.receive(
        EDITOR, retitled(exported(services, first), "New"), "a.xlsx", "north"
    )
    assert received.record == first
    draft = services.editing.open(EDITOR, first.id)
    assert (draft.is_changed, draft.base) == (True, 1)
    assert list(draft.graph.objects(draft.root, DCTERMS.title)) == [Literal("New", lang="en")]
    saved = services.editing.save(EDITOR, first.id, draft.version)
    assert saved.record.head.number == 2


def test_a_spreadsheet_of_an_older_version_meets_the_newer_one(services: Services, first: Record) -> None:
    data = retitled(exported(services, first), "New")
    services.editing.replace(EDITOR, first.id, described(dataset(IRI, "Theirs", MORE))[0], 1, "")
    services.handing_in.receive(EDITOR, data, "a.xlsx", "north")
    assert services.editing.open(EDITOR, first.id).is_stale
    assert [clash.path for clash in services.editing.conflict(EDITOR, first.id).clashes] == [
        str(DCTERMS.title)
    ]


def test_a_spreadsheet_does_not_push_aside_what_is_not_saved(services: Services, first: Record) -> None:
    data = retitled(exported(services, first), "New")
    services.handing_in.receive(EDITOR, data, "a.xlsx", "north")
    with pytest.raises(Conflict):
        services.handing_in.receive(EDITOR, retitled(data, "Newer"), "a.xlsx", "north")


def test_a_spreadsheet_without_a_change_changes_nothing(services: Services, first: Record) -> None:
    services.handing_in.receive(EDITOR, exported(services, first), "a.xlsx", "north")
    assert not services.editing.open(EDITOR, first.id).is_changed


def test_the_spreadsheet_of_others_begins_a_new_description(services: Services, first: Record) -> None:
    received = services.handing_in.receive(OTHER, exported(services, first), "a.xlsx", "south")
    [item] = services.handing_in.open(OTHER, received.id).items
    assert item.held
