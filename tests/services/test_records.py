"""Publishing, withdrawing and removing single records; finding them again."""

from collections.abc import Callable

import pytest
from rdflib import DCTERMS

from catalogue.bootstrap import Services
from catalogue.domain.errors import Gone, NotFound
from catalogue.domain.record import Description, OutcomeKind, Publish, State
from catalogue.rdf.formats import RDF_XML
from catalogue.rdf.writing import body
from catalogue.services.records import Intake
from tests.conftest import dataset, described

IRI = "http://example.org/1"
TakeIn = Callable[..., list[Description]]


def test_a_withdrawn_record_keeps_reason_and_date(services: Services, take_in: TakeIn) -> None:
    take_in(dataset())
    record = services.records.withdraw(IRI, "consent was revoked", "Ada")
    assert (record.state, record.withdrawal_reason) == (State.WITHDRAWN, "consent was revoked")
    with pytest.raises(Gone, match="consent was revoked"):
        services.records.withdraw(IRI, "again")


def test_a_draft_can_be_published_by_hand(services: Services, take_in: TakeIn) -> None:
    take_in(dataset(), Publish.NEVER)
    assert services.records.publish(IRI).state is State.PUBLISHED


def test_removing_leaves_nothing_to_find(services: Services, take_in: TakeIn) -> None:
    take_in(dataset())
    services.records.remove(IRI)
    assert services.store.find("iri", [IRI]) == {}
    with pytest.raises(NotFound, match=r"example\.org"):
        services.records.remove(IRI)


def test_a_description_that_was_removed_since_it_was_found_is_told_as_that(
    services: Services, take_in: TakeIn
) -> None:
    take_in(dataset())
    record = services.store.find("iri", [IRI])[IRI]
    services.records.remove(IRI)
    with pytest.raises(NotFound, match=r"example\.org"):
        services.reading.graph(record)


def test_an_iri_that_no_database_can_index_is_refused(services: Services) -> None:
    long = described(dataset(f"http://example.org/{'é' * 1000}"))
    [outcome] = services.records.take_in(long, Intake(), services.judge)
    assert outcome.kind is OutcomeKind.REFUSED
    assert "larger than the limit of 2,000 bytes" in outcome.reason


@pytest.mark.parametrize("escape", ["\\u0000", "\\u0001", "\\u000B", "\\u000C", "\\uFFFE"])
def test_a_character_that_xml_cannot_say_is_refused(services: Services, escape: str) -> None:
    [outcome] = services.records.take_in(
        described(dataset(title=f"A{escape}cohort")), Intake(), services.judge
    )
    assert outcome.kind is OutcomeKind.REFUSED
    assert f"<{DCTERMS.title}> holds the character U+{escape[2:]}" in outcome.reason


@pytest.mark.parametrize("title", ["C:\\\\u0000", "two\\r\\nlines", "\\U0001F600 and \\u00e9"])
def test_every_other_character_is_taken_and_said_in_all_forms(
    services: Services, take_in: TakeIn, title: str
) -> None:
    take_in(dataset(title=title))
    record = services.store.find("iri", [IRI])[IRI]
    ntriples = services.store.ntriples([record.head.hash])[record.head.hash]
    assert b"rdf:RDF" in body(ntriples, RDF_XML)


@pytest.mark.parametrize("iri", ["javascript:alert(2)", "Data:text/html,hello", "file:///etc/passwd"])
def test_a_program_of_browsers_names_no_description(services: Services, iri: str) -> None:
    [outcome] = services.records.take_in(described(dataset(iri)), Intake(), services.judge)
    assert outcome.kind is OutcomeKind.REFUSED
    assert "cannot name a description" in outcome.reason


def test_readers_see_a_change_within_the_poll(services: Services, take_in: TakeIn) -> None:
    assert services.reading.find(iri=IRI) is None
    take_in(dataset())
    record = wait_for(services, lambda: services.reading.find(iri=IRI))
    assert record is services.reading.find(iri=IRI)
    assert services.reading.find(id=record.id) == record


def wait_for(services: Services, find: Callable[[], object]) -> "object":
    import time

    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(services.settings.poll)
    raise AssertionError("it was not found")


def test_ids_of_ours_are_the_end_of_the_iri_and_others_are_made_from_it(services: Services) -> None:
    ours = services.identities
    assert ours.id("http://127.0.0.1:8000/dataset/diabetes") == "diabetes"
    foreign = ours.id("dataset:123")
    assert foreign == ours.id("dataset:123")
    assert foreign.isalnum()
    assert ours.id("http://127.0.0.1:8000/dataset/a/b") != "a/b"


def test_the_demonstration_comes_goes_and_is_published(services: Services) -> None:
    summary = services.demonstration.load(services.judge)
    created = summary.counts["created"]  # type: ignore[index]
    assert created >= 30
    assert summary.told == []
    again = services.demonstration.load(services.judge)
    assert again.counts["unchanged"] == created  # type: ignore[index]
    assert services.demonstration.remove() == created
    assert services.demonstration.remove() == 0
