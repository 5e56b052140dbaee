"""Many descriptions of a program at once, with an outcome for each."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from rdflib import FOAF, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.people import Organisation, Role
from catalogue.store.base import Selection
from tests.conftest import dataset
from tests.services.signed_in import actor
from tests.web.programs import DATASETS, NORTH, PROBLEM, SOUTH, Program, make_program, whole
from tests.web.shelf import Shelf

AGENT = str(FOAF.Agent)
BATCH = "/api/v1/batch"
LINES = {"Content_Type": "application/jsonl"}


@pytest.fixture
def program(services: Services, library: Shelf) -> Program:
    vars(services).update(validator=library.services.validator)
    return make_program(services)


@pytest.fixture
def run(program: Program, library: Shelf) -> Callable[..., dict[str, Any]]:
    """Sends a batch, and holds its answer to the schema."""
    document = library.client.get("/api/v1/openapi.json").json
    schema = {**document["components"]["schemas"]["Batch"], "components": document["components"]}

    def send(body: str, query: str = "", **headers: str) -> dict[str, Any]:
        answer = program.post(BATCH + query, body, **headers)
        assert answer.status_code == 200, answer.text
        jsonschema.Draft202012Validator(schema).validate(answer.json)
        told: dict[str, Any] = answer.json
        return told

    return send


def many(*numbers: int, title: str = "A dataset") -> str:
    return "".join(dataset(f"http://example.org/{number}", title) for number in numbers)


def line(description: object, **more: str) -> str:
    return json.dumps({"description": description, **more})


def test_every_description_has_an_outcome(run: Callable[..., dict[str, Any]], program: Program) -> None:
    told = run(many(1, 2, 3))
    assert [(each["position"], each["outcome"], each["status"]) for each in told["items"]] == [
        (1, "created", 201),
        (2, "created", 201),
        (3, "created", 201),
    ]
    assert told["created"] == 3
    assert all(each["violations"] > 0 for each in told["items"])
    assert len(program.get(DATASETS).json["items"]) == 3


def test_what_is_there_is_replaced_only_on_wish(run: Callable[..., dict[str, Any]]) -> None:
    run(many(1, 2))
    changed = many(1, title="New") + many(2)
    told = run(changed)
    assert [each["outcome"] for each in told["items"]] == ["refused", "unchanged"]
    assert told["items"][0]["problem"]["type"].endswith("there-already")
    told = run(changed, "?replace=true&reason=Nightly")
    assert [each["outcome"] for each in told["items"]] == ["updated", "unchanged"]
    assert told["items"][0]["record"]["revision"] == 2


def test_the_same_again_is_unchanged_though_the_register_adds_to_it(
    run: Callable[..., dict[str, Any]], services: Services
) -> None:
    services.store.save_organisation(Organisation(NORTH, "North"))
    rita = actor(services, role=Role.EDITOR)
    draft = services.register.draft(rita, AGENT, NORTH)
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Hospital", lang="en")))
    entry = services.register.create(rita, draft)
    body = dataset("http://example.org/1", "A cohort", f"dct:publisher <{entry.iri}>")
    assert [each["outcome"] for each in run(body)["items"]] == ["created"]
    [again] = run(body, "?replace=true")["items"]
    assert (again["outcome"], again["record"]["revision"]) == ("unchanged", 1)


def test_what_conforms_is_published_on_wish(run: Callable[..., dict[str, Any]]) -> None:
    told = run(whole().ntriples + "\n" + many(1), "?publish=true", Content_Type="application/trig")
    states = {each["iri"]: each["record"]["state"] for each in told["items"]}
    assert states == {whole().iri: "published", "http://example.org/1": "draft"}
    assert told["published"] == 1


def test_what_belongs_to_somebody_else_is_refused_and_the_rest_is_taken(
    run: Callable[..., dict[str, Any]], services: Services
) -> None:
    make_program(services, SOUTH).created(dataset("http://example.org/1"))
    told = run(many(1, 2) + dataset("http://127.0.0.1:8000/catalog"), "?replace=true")
    outcomes = {each["iri"]: (each["outcome"], each["status"]) for each in told["items"]}
    assert outcomes["http://example.org/1"] == ("refused", 409)
    assert outcomes["http://example.org/2"] == ("created", 201)
    assert outcomes["http://127.0.0.1:8000/catalog"] == ("refused", 422)
    assert (told["created"], told["refused"]) == (1, 2)


def test_lines_of_json_have_a_description_each(run: Callable[..., dict[str, Any]]) -> None:
    ld = {"@id": "http://example.org/2", "@type": "http://www.w3.org/ns/dcat#Dataset"}
    ld |= {"http://purl.org/dc/terms/title": "In JSON-LD"}
    body = "\n".join(
        [
            line(dataset("http://example.org/1")),
            "",
            line(ld),
            line("<http://example.org/3> <http://x.example/y> 1 ."),
            line('<http://example.org/4> "'),
            line(many(5, 6)),
            line("x", type="image/png"),
            "no json",
            '{"descriptions": 1}',
            line(dataset("http://example.org/9")),
        ]
    )
    told = run(body, **LINES)
    assert [(each["outcome"], each["status"]) for each in told["items"]] == [
        ("created", 201),
        ("created", 201),
        ("refused", 422),
        ("refused", 400),
        ("refused", 400),
        ("refused", 415),
        ("refused", 400),
        ("refused", 400),
        ("created", 201),
    ]
    assert told["items"][3]["problem"]["line"] == 1
    assert "line 5" in told["items"][3]["problem"]["detail"]


def test_a_line_names_the_version_that_it_replaces(run: Callable[..., dict[str, Any]]) -> None:
    [first] = run(line(dataset()), **LINES)["items"]
    etag = first["record"]["etag"]
    told = run(line(dataset(title="Two"), if_match=etag), **LINES)
    assert told["items"][0]["outcome"] == "updated"
    told = run(line(dataset(title="Three"), if_match=etag), **LINES)
    assert (told["items"][0]["status"], told["items"][0]["problem"]["type"]) == (
        412,
        "urn:x-catalogue:problem:stale",
    )
    assert run(line(dataset(title="Three"), if_match="*"), **LINES)["updated"] == 1


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        ("", "text/turtle", 400),
        ("", "application/jsonl", 422),
        ("broken", "text/turtle", 400),
        ("<http://x.example/a> <http://x.example/b> 1 .", "text/turtle", 422),
        ("x", "image/png", 415),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(
    program: Program, services: Services, body: str, type_: str, status: int
) -> None:
    answer = program.post(BATCH, body, Content_Type=type_)
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM), answer.text
    assert services.store.count(Selection()) == 0


def test_too_many_are_refused_before_any_is_taken(
    make_services: Callable[..., Services], library: Shelf
) -> None:
    services = make_services(batch_descriptions=2)
    vars(services).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    program = make_program(services)
    answer = program.post(BATCH, many(1, 2, 3))
    assert (answer.status_code, answer.json["type"]) == (413, "urn:x-catalogue:problem:too-many")
    assert services.store.count(Selection()) == 0


def test_series_and_services_are_taken_with_their_datasets(
    run: Callable[..., dict[str, Any]], program: Program
) -> None:
    body = many(1) + dataset("http://example.org/s").replace("dcat:Dataset", "dcat:DatasetSeries")
    assert run(body)["created"] == 2
    assert [each["iri"] for each in program.get("/api/v1/series").json["items"]] == ["http://example.org/s"]


def test_a_line_that_is_no_json_is_told_with_its_number(run: Callable[..., dict[str, Any]]) -> None:
    told = run('\n{"description": oops}\n', **LINES)
    assert told["items"][0]["problem"]["detail"].startswith("line 2 of the batch: Invalid JSON")
