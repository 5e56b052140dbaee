"""A request of a program that is sent again under its idempotency key is answered as before, and does nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from catalogue.bootstrap import Services
from catalogue.services.answering import KEPT
from catalogue.store.base import Selection
from catalogue.store.holder_base import KeptAnswer
from tests.conftest import dataset
from tests.web.programs import DATASETS, NORTH, Program, make_program
from tests.web.shelf import Shelf

ONCE = {"Idempotency_Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture
def program(services: Services, library: Shelf) -> Program:
    vars(services).update(validator=library.services.validator)
    return make_program(services)


def blank(title: str) -> str:
    return f"""[] a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "{title}" ."""


def test_the_same_request_has_the_same_answer_and_makes_one_record(
    program: Program, services: Services
) -> None:
    first = program.post(DATASETS, dataset(), **ONCE)
    again = program.post(DATASETS, dataset(), **ONCE)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert services.store.count(Selection()) == 1


def test_a_refusal_is_repeated_too(program: Program) -> None:
    first = program.post(DATASETS, "nothing", **ONCE)
    again = program.post(DATASETS, "nothing", **ONCE)
    assert (again.status_code, again.mimetype, again.data) == (400, first.mimetype, first.data)


@pytest.mark.parametrize(
    ("url", "body", "type_"),
    [
        (DATASETS, dataset("http://example.org/2"), "text/turtle"),
        (f"{DATASETS}?publish=true", dataset(), "text/turtle"),
        ("/api/v1/batch", dataset(), "text/turtle"),
        (DATASETS, dataset(), "application/trig"),
    ],
)
def test_another_request_under_the_same_key_is_refused(
    program: Program, services: Services, url: str, body: str, type_: str
) -> None:
    program.post(DATASETS, dataset(), **ONCE)
    answer = program.post(url, body, Content_Type=type_, **ONCE)
    assert answer.status_code == 422
    assert answer.json["type"] == "urn:x-catalogue:problem:repeated-differently"
    assert services.store.count(Selection()) == 1


def test_keys_of_two_programs_have_nothing_to_do_with_each_other(
    program: Program, services: Services
) -> None:
    other = make_program(services, NORTH)
    assert program.post(DATASETS, blank("One"), **ONCE).status_code == 201
    assert other.post(DATASETS, blank("Two"), **ONCE).status_code == 201


def test_of_the_same_requests_at_once_one_is_done(program: Program, services: Services) -> None:
    answers = program.at_once(6, lambda own, _: own.post(DATASETS, dataset(), **ONCE))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert all(answer.json["type"].endswith("being-answered") for answer in waiting)
    assert all(answer.headers["Retry-After"] for answer in waiting)
    assert services.store.count(Selection()) == 1
    assert program.post(DATASETS, dataset(), **ONCE).status_code == 201


def test_what_went_wrong_here_may_be_sent_again(program: Program, services: Services) -> None:
    """A request of a process that ended in the middle is claimed by nobody for ever."""
    who = program.get("/api/v1/whoami").json["id"]
    now = datetime.now(UTC)
    gone = KeptAnswer(who, ONCE["Idempotency_Key"], "0" * 64, now - timedelta(seconds=1))
    assert services.store.claim_answer(gone, now - timedelta(minutes=20)) is None
    assert program.post(DATASETS, dataset(), **ONCE).status_code == 201


def test_answers_are_kept_for_a_day(program: Program, services: Services) -> None:
    program.post(DATASETS, dataset(), **ONCE)
    assert services.answering.purge() == 0
    assert services.store.purge_answers(datetime.now(UTC) + KEPT) == 1


def test_a_key_that_is_none_is_refused(program: Program) -> None:
    for name in ("", "x" * 256):
        assert program.post(DATASETS, dataset(), Idempotency_Key=name).status_code == 400


def test_publishing_twice_under_one_key_is_done_once(program: Program, services: Services) -> None:
    record = program.created(dataset())
    first = program.post(f"{record['url']}/submit", **ONCE)
    again = program.post(f"{record['url']}/submit", **ONCE)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
