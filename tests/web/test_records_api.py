"""What programs do with the descriptions of their organisation, over HTTP."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Actor, Role
from catalogue.domain.record import Kind, Record, State
from catalogue.rdf import writing
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import FORMATS, SERVED, TURTLE
from catalogue.rdf.reading import read
from catalogue.services.submitting import Submitting
from catalogue.store.base import Selection
from tests.conftest import dataset, described
from tests.web.programs import DATASETS, NORTH, PROBLEM, SOUTH, Program, make_program, whole
from tests.web.shelf import Shelf, digest

TITLE = "<http://example.org/1> <http://purl.org/dc/terms/title>"


@pytest.fixture
def program(services: Services, library: Shelf) -> Program:
    vars(services).update(
        validator=library.services.validator
    )  # to read the shapes takes longer than most tests
    return make_program(services)


@pytest.fixture
def reader(services: Services) -> Program:
    return make_program(services, NORTH, Role.READER)


@pytest.fixture
def stranger(services: Services) -> Program:
    return make_program(services, SOUTH)


@pytest.fixture
def published(program: Program) -> dict:
    record = program.created(whole().ntriples, "?publish=true")
    assert record["state"] == "published"
    return record


@pytest.fixture(scope="module")
def hold(library: Shelf) -> Callable[[str, object], None]:
    """Holds an answer to a schema of the document."""
    document = library.client.get("/api/v1/openapi.json").json

    def check(name: str, body: object) -> None:
        schema = {**document["components"]["schemas"][name], "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(body)

    return check


def problem(answer: TestResponse, status: int, kind: str) -> dict:
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM), answer.text
    told: dict = answer.json
    assert told["type"] == f"urn:x-catalogue:problem:{kind}"
    assert told["status"] == status
    assert told["detail"]
    return told


# Who asks


def test_an_editors_key_describes_and_sends_in_and_somebody_else_publishes(
    program: Program, services: Services
) -> None:
    editor = make_program(services, NORTH, Role.EDITOR)
    record = editor.created(whole().ntriples, "?publish=true")
    assert (record["state"], record["published"]) == ("draft", None)
    problem(editor.post(f"{record['url']}/publish"), 403, "forbidden")
    assert editor.post(f"{record['url']}/submit").json["record"]["stage"] == "in-review"
    assert "publish" not in editor.get("/api/v1/whoami").json["permissions"]
    assert program.post(f"{record['url']}/publish").json["record"]["state"] == "published"


def test_a_key_says_who_it_is_in_either_header(program: Program, hold: Callable[[str, object], None]) -> None:
    told = program.get("/api/v1/whoami").json
    hold("Program", told)
    assert (told["organisation"], told["role"]) == (NORTH, "provider")
    assert "publish" in told["permissions"]
    bearer = program.client.get("/api/v1/whoami", headers={"Authorization": f"Bearer {program.secret}"})
    assert bearer.json == told


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "hc_nothing"}, {"Authorization": "Basic YTpi"}])
def test_without_a_key_nothing_is_answered(program: Program, headers: dict[str, str]) -> None:
    answer = program.client.get("/api/v1/series", headers=headers)
    assert (answer.status_code, answer.mimetype) == (401, PROBLEM)
    assert "key" in answer.json["detail"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_key_is_told_so(services: Services, program: Program) -> None:
    services.keys.revoke(OPERATOR, program.get("/api/v1/whoami").json["id"])
    answer = program.get(DATASETS)
    assert answer.status_code == 401
    assert "revoked" in answer.json["detail"]


def test_a_session_of_a_person_opens_nothing_here(services: Services, program: Program) -> None:
    answer = program.client.post(
        DATASETS, data=dataset(), headers={"Cookie": "catalogue_session=anything"}, content_type="text/turtle"
    )
    assert answer.status_code == 401
    assert services.store.count(Selection()) == 0


def test_what_a_program_gets_is_kept_nowhere(program: Program) -> None:
    for answer in (program.get(DATASETS), program.post(DATASETS, dataset()), program.get("/api/v1/whoami")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_a_reader_reads_and_changes_nothing(program: Program, reader: Program) -> None:
    record = program.created(dataset())
    assert reader.get(record["url"]).status_code == 200
    assert [each["id"] for each in reader.get(DATASETS).json["items"]] == [record["id"]]
    match = {"If_Match": record["etag"]}
    refused = [
        reader.post(DATASETS, dataset("http://example.org/2")),
        reader.put(record["url"], dataset(title="x"), **match),
        reader.patch(record["url"], f'A {TITLE} "x" .', **match),
        reader.delete(record["url"], **match),
        reader.post("/api/v1/batch", dataset("http://example.org/2")),
        *(reader.post(f"{record['url']}/{step}") for step in ("submit", "publish", "withdraw", "check")),
    ]
    assert {answer.status_code for answer in refused} == {403}
    assert program.get(record["url"]).headers["ETag"].startswith('"1-')


def test_another_organisation_does_not_find_a_draft(program: Program, stranger: Program) -> None:
    record = program.created(dataset())
    match = {"If_Match": "*"}
    answers = [
        stranger.get(record["url"]),
        stranger.get(f"{record['url']}/revisions"),
        stranger.put(record["url"], dataset(title="x"), **match),
        stranger.delete(record["url"], **match),
        stranger.post(f"{record['url']}/publish"),
    ]
    for answer in answers:
        problem(answer, 404, "not-found")
    assert stranger.get(DATASETS).json["items"] == []


def test_another_organisation_reads_what_is_published_and_changes_nothing(
    program: Program, stranger: Program, published: dict
) -> None:
    text = whole().ntriples.replace("Chaleur", "Froid")
    program.put(published["url"], text, If_Match=published["etag"])
    assert digest(stranger.get(published["url"])) == whole().hash
    for query in ("?version=head", "/revisions", "/revisions/2"):
        problem(stranger.get(published["url"] + query), 403, "forbidden")
    problem(stranger.put(published["url"], text, If_Match="*"), 403, "forbidden")
    assert stranger.post(f"{published['url']}/withdraw", '{"reason": "x"}').status_code in (403, 404)
    assert program.get(f"{published['url']}", Accept="application/json").json["state"] == "published"


# Create and read


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_description_comes_in_every_serialisation(program: Program, form: object) -> None:
    with read(dataset().encode(), "a test", TURTLE) as statements:
        text = canonical(statements.find())[0]
    body = writing.body(text, form) if form in SERVED else text  # N-Triples are TriG and N-Quads, too
    answer = program.post(DATASETS, body, Content_Type=form.media_type)
    assert answer.status_code == 201, answer.text
    assert digest(program.get(answer.json["record"]["url"])) == canonical_hash(dataset())


def canonical_hash(turtle: str) -> str:
    with read(turtle.encode(), "a test", TURTLE) as statements:
        return canonical(statements.find())[1]


def test_a_new_description_is_a_draft_with_an_address_and_a_verdict(
    program: Program, hold: Callable[[str, object], None]
) -> None:
    answer = program.post(f"{DATASETS}?reason=First", dataset(title="Cohort"))
    assert answer.status_code == 201
    told = answer.json
    hold("Delivered", told)
    assert (told["outcome"], told["verdict"]["conforms"]) == ("created", False)
    assert (told["record"]["state"], told["record"]["title"]) == ("draft", "Cohort")
    assert answer.headers["Location"] == told["record"]["url"]
    assert answer.headers["ETag"] == told["record"]["etag"]
    [revision] = program.get(f"{told['record']['url']}/revisions").json["items"]
    assert (revision["reason"], revision["author"]) == ("First", "north provider")


def test_a_draft_is_seen_by_nobody_else(program: Program, services: Services) -> None:
    record = program.created(dataset())
    visitor = create_app(services=services).test_client()
    for url in (
        f"/dataset/{record['id']}",
        f"/dataset/{record['id']}.ttl",
        "/resource?iri=http://example.org/1",
    ):
        assert visitor.get(url).status_code == 404
    assert b"example.org/1" not in visitor.get("/catalog.ttl").data


def test_a_blank_node_gets_an_address_of_ours_that_stays(program: Program, stranger: Program) -> None:
    body = dataset().replace("<http://example.org/1>", "[]", 1)
    record = program.created(body)
    assert record["iri"] == f"http://127.0.0.1:8000/dataset/{record['id']}"
    problem(program.post(DATASETS, body), 409, "there-already")
    assert stranger.created(body)["id"] != record["id"]


def test_the_same_graph_is_read_in_every_form(program: Program) -> None:
    record = program.created(whole().ntriples)
    for form in SERVED:
        answer = program.get(record["url"], Accept=form.media_type)
        assert answer.mimetype == form.media_type
        assert digest(answer) == whole().hash
        assert answer.headers["ETag"] == f'{record["etag"][:-1]}.{form.extension}"'
        known = program.get(record["url"], Accept=form.media_type, If_None_Match=answer.headers["ETag"])
        assert known.status_code == 304


def test_what_the_catalogue_knows_is_read_as_json(
    program: Program, hold: Callable[[str, object], None]
) -> None:
    record = program.created(dataset())
    answer = program.get(record["url"], Accept="application/json")
    hold("Record", answer.json)
    assert answer.json == record
    problem(program.get(record["url"], Accept="image/png"), 406, "not-acceptable")


def test_the_published_version_is_read_beside_a_draft(program: Program, published: dict) -> None:
    changed = whole().ntriples.replace("Chaleur", "Froid")
    program.put(published["url"], changed, If_Match=published["etag"])
    assert digest(program.get(f"{published['url']}?version=published")) == whole().hash
    assert digest(program.get(published["url"])) != whole().hash
    assert program.get(f"{published['url']}?version=other").status_code == 400


# List


def test_a_list_goes_on_where_it_ended(program: Program, hold: Callable[[str, object], None]) -> None:
    ids = [program.created(dataset(f"http://example.org/{number}"))["id"] for number in range(5)]
    met, url = [], f"{DATASETS}?limit=2&state=draft"
    while url:
        page = program.get(url)
        hold("Records", page.json)
        met += [each["id"] for each in page.json["items"]]
        url = page.json["next"]
        assert (f'<{url}>; rel="next"' == page.headers.get("Link")) if url else "Link" not in page.headers
        program.created(dataset(f"http://example.org/more-{len(met)}")) if len(met) < 5 else None
    assert met[:5] == ids
    assert len(set(met)) == len(met)


def test_a_list_has_one_state_kind_and_time(program: Program, published: dict) -> None:
    draft = program.created(dataset())

    def ids(query: str) -> list[str]:
        return [each["id"] for each in program.get(f"{DATASETS}?{query}").json["items"]]

    assert ids("state=published") == [published["id"]]
    assert ids("state=draft") == [draft["id"]]
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert ids(f"changed_since={soon}") == []
    assert ids("changed_since=2020-01-01") == [published["id"], draft["id"]]
    assert program.get("/api/v1/series").json["items"] == []


@pytest.mark.parametrize("query", ["q=cohort", "access=PUBLIC", "people_min=5", "page=1", "lang=fr"])
def test_a_key_with_a_parameter_of_the_search_is_answered_as_anybody(
    program: Program, services: Services, query: str
) -> None:
    program.created(dataset(title="Cohort"))
    services.indexing.catch_up()
    answer = program.get(f"{DATASETS}?{query}")
    assert answer.status_code == 200
    assert answer.json["results"] == []  # a draft is no dataset that anybody finds
    assert [each["title"] for each in program.get(DATASETS).json["items"]] == ["Cohort"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=x",
        "after=-1",
        "state=secret",
        "changed_since=soon",
        "colour=red",
        "state=draft&state=draft",
    ],
)
def test_a_wrong_parameter_of_a_list_is_told(program: Program, query: str) -> None:
    answer = program.get(f"{DATASETS}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


# Replace, patch, delete


def test_a_replacement_says_of_which_version(program: Program) -> None:
    record = program.created(dataset())
    problem(program.put(record["url"], dataset(title="x")), 428, "no-precondition")
    answer = program.put(record["url"], dataset(title="Two"), If_Match=record["etag"])
    assert (answer.status_code, answer.json["outcome"]) == (200, "updated")
    told = problem(program.put(record["url"], dataset(title="Three"), If_Match=record["etag"]), 412, "stale")
    assert told["etag"] == answer.headers["ETag"]
    assert "Two" in program.get(record["url"]).text


@pytest.mark.parametrize("match", ["*", '"0-0000000000000000", {}', "{ttl}"])
def test_a_version_is_named_in_all_ways_of_the_standard(program: Program, match: str) -> None:
    record = program.created(dataset())
    given = match.replace("{ttl}", f'{record["etag"][:-1]}.ttl"').replace("{}", record["etag"])
    assert program.put(record["url"], dataset(title="x"), If_Match=given).status_code == 200


@pytest.mark.parametrize("match", ['"1"', '"1-0000000000000000"', '"other", W/"1"', "W/{}"])
def test_another_version_is_not_taken_for_it(program: Program, match: str) -> None:
    record = program.created(dataset())
    given = match.replace("{}", record["etag"])
    told = problem(program.put(record["url"], dataset(title="x"), If_Match=given), 412, "stale")
    assert "not 1" not in told["detail"]


@pytest.mark.parametrize("match", ["1", "nonsense", '"open', '"1" "2"', '*, "1"'])
def test_what_is_no_etag_is_told_as_that(program: Program, match: str) -> None:
    record = program.created(dataset())
    told = problem(
        program.put(record["url"], dataset(title="x"), If_Match=match), 400, "malformed-precondition"
    )
    assert "If-Match" in told["detail"]


def test_the_same_again_is_no_change_at_all(program: Program) -> None:
    record = program.created(dataset())
    answer = program.put(record["url"], dataset(), If_Match=record["etag"])
    assert (answer.json["outcome"], answer.headers["ETag"]) == ("unchanged", record["etag"])
    assert len(program.get(f"{record['url']}/revisions").json["items"]) == 1


def test_a_relative_address_and_a_blank_node_mean_the_description_that_is_replaced(program: Program) -> None:
    record = program.created(dataset())
    etag = record["etag"]
    for number, node in enumerate(("<>", "[]")):
        body = dataset(title=f"New {number}").replace("<http://example.org/1>", node, 1)
        answer = program.put(record["url"], body, If_Match=etag)
        assert answer.status_code == 200, answer.text
        etag = answer.headers["ETag"]
        assert answer.json["record"]["iri"] == "http://example.org/1"


@pytest.mark.parametrize("step", ["submit", "publish", "withdraw", "check"])
def test_a_step_is_taken_with_the_version_that_if_match_names_and_with_no_later_one(
    program: Program, published: dict, services: Services, step: str
) -> None:
    """Somebody saves in the moment between the question which version there is and the step."""

    class Racing(Submitting):
        def __init__(self) -> None:
            vars(self).update(vars(services.submitting))

        def find(self, actor: Actor, kind: Kind, id: str) -> Record:
            record = super().find(actor, kind, id)
            [description] = described(dataset(record.iri, "Faster"))
            services.editing.replace(OPERATOR, id, description, None, "")
            return record

    vars(services)["submitting"] = Racing()
    said = '{"reason": "x"}' if step == "withdraw" else ""
    answer = program.post(f"{published['url']}/{step}", said, If_Match=published["etag"])
    problem(answer, 412, "stale")
    [record] = services.store.select(Selection(limit=2))
    assert (record.state, record.head.number, record.checked) == (State.PUBLISHED, 2, None)
    assert record.published.number == 1


def test_of_several_who_replace_at_once_one_does_and_the_others_are_stale(program: Program) -> None:
    record = program.created(dataset())
    answers = program.at_once(
        4,
        lambda own, number: own.put(record["url"], dataset(title=f"Title {number}"), If_Match=record["etag"]),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert len(program.get(f"{record['url']}/revisions").json["items"]) == 2


def test_a_patch_changes_single_statements(program: Program) -> None:
    record = program.created(dataset(title="Cohrot"))
    patch = f'TX .\nD {TITLE} "Cohrot"@en .\nA {TITLE} "Cohort"@en .\nTC .\n'
    problem(program.patch(record["url"], patch), 428, "no-precondition")
    answer = program.patch(record["url"], patch, If_Match=record["etag"])
    assert answer.json["record"]["title"] == "Cohort"
    again = program.patch(record["url"], patch, If_Match=answer.headers["ETag"])
    assert problem(again, 409, "does-not-apply")["line"] == 2


def test_a_patch_that_cannot_be_read_says_where(program: Program) -> None:
    record = program.created(dataset())
    broken = program.patch(record["url"], f"\nA {TITLE} nothing .", If_Match=record["etag"])
    assert problem(broken, 400, "unreadable")["line"] == 2
    other = program.patch(
        record["url"], "INSERT DATA {}", If_Match=record["etag"], Content_Type="application/sparql-update"
    )
    problem(other, 415, "unknown-patch")
    assert other.headers["Accept-Patch"] == "application/rdf-patch"


def test_a_patch_does_not_take_away_what_is_described(program: Program) -> None:
    record = program.created(dataset())
    patch = (
        "D <http://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<http://www.w3.org/ns/dcat#Dataset> ."
    )
    problem(program.patch(record["url"], patch, If_Match=record["etag"]), 422, "other-description")
    assert len(program.get(f"{record['url']}/revisions").json["items"]) == 1


def test_a_draft_is_deleted_and_what_was_published_is_not(program: Program, published: dict) -> None:
    record = program.created(dataset())
    problem(program.delete(record["url"]), 428, "no-precondition")
    answer = program.delete(record["url"], If_Match=record["etag"])
    assert (answer.status_code, answer.data) == (204, b"")
    problem(program.get(record["url"]), 404, "not-found")
    assert program.delete(published["url"], If_Match=published["etag"]).status_code == 409
    assert program.get(published["url"]).status_code == 200


# Steps


def test_a_whole_description_is_published_and_stands_in_the_catalogue(
    program: Program, services: Services, hold: Callable[[str, object], None]
) -> None:
    record = program.created(whole().ntriples)
    answer = program.post(f"{record['url']}/publish", If_Match=record["etag"])
    assert answer.status_code == 200, answer.text
    hold("Change", answer.json)
    assert (answer.json["record"]["state"], answer.json["record"]["published"]) == ("published", 1)
    visitor = create_app(services=services).test_client()
    assert digest(visitor.get(f"/dataset/{record['id']}.ttl")) == whole().hash
    assert whole().iri.encode() in visitor.get("/catalog.nt").data


def test_publishing_is_refused_with_what_must_be_mended(
    program: Program, hold: Callable[[str, object], None]
) -> None:
    record = program.created(dataset())
    told = problem(program.post(f"{record['url']}/publish"), 422, "not-publishable")
    hold("Problem", told)
    assert {each["severity"] for each in told["findings"]} == {"Violation"}
    french = program.post(f"{record['url']}/publish", Accept_Language="fr").json
    assert french["findings"][0]["message"] != told["findings"][0]["message"]
    kept = program.post(f"{DATASETS}?publish=true", dataset("http://example.org/2"))
    assert (kept.status_code, kept.json["record"]["state"]) == (201, "draft")


def test_what_is_published_stays_while_its_next_version_is_made(
    program: Program, services: Services, published: dict
) -> None:
    changed = whole().ntriples.replace("Chaleur", "Froid")
    answer = program.put(published["url"], changed, If_Match=published["etag"])
    record = answer.json["record"]
    assert (record["state"], record["revision"], record["published"]) == ("published", 2, 1)
    visitor = create_app(services=services).test_client()
    assert digest(visitor.get(f"/dataset/{published['id']}.ttl")) == whole().hash
    problem(program.post(f"{published['url']}/publish", If_Match=published["etag"]), 412, "stale")
    record = program.post(f"{published['url']}/publish", If_Match=record["etag"]).json["record"]
    assert record["published"] == 2


def test_a_withdrawal_has_a_reason_and_can_be_undone(
    program: Program, stranger: Program, published: dict
) -> None:
    url = published["url"]
    for body in ("", "{}", '{"reason": ""}', '{"reason": "x", "more": 1}', "[]", "no json"):
        answer = program.post(f"{url}/withdraw", body, Content_Type="application/json")
        assert (answer.status_code, answer.mimetype) == (400, PROBLEM), body
    answer = program.post(
        f"{url}/withdraw", '{"reason": "Consent has ended."}', Content_Type="application/json"
    )
    record = answer.json["record"]
    assert (record["state"], record["withdrawal_reason"]) == ("withdrawn", "Consent has ended.")
    assert problem(stranger.get(url), 410, "gone")["detail"].endswith("Consent has ended.")
    assert program.get(url).status_code == 200
    record = program.post(f"{url}/undo-withdrawal").json["record"]
    assert (record["state"], record["withdrawn"]) == ("published", None)
    assert digest(stranger.get(url)) == whole().hash


def test_a_description_is_sent_in_for_review(program: Program) -> None:
    record = program.created(dataset())
    answer = program.post(f"{record['url']}/submit")
    assert answer.status_code == 200, answer.text
    assert answer.json["record"]["stage"] == "in-review"


def test_a_description_is_confirmed_for_another_year(program: Program, published: dict) -> None:
    answer = program.post(
        f"{published['url']}/check", '{"note": "Still true."}', Content_Type="application/json"
    )
    assert answer.status_code == 200, answer.text
    assert answer.json["record"]["checked"]


def test_every_revision_can_be_read(program: Program, hold: Callable[[str, object], None]) -> None:
    record = program.created(dataset(title="One"))
    program.put(record["url"], dataset(title="Two"), If_Match=record["etag"])
    told = program.get(f"{record['url']}/revisions").json
    hold("Revisions", told)
    assert [each["number"] for each in told["items"]] == [1, 2]
    assert "One" in program.get(told["items"][0]["url"]).text
    problem(program.get(f"{record['url']}/revisions/3"), 404, "not-found")


def test_the_audit_log_names_the_key(program: Program, services: Services, published: dict) -> None:
    actions = {(event.action, event.actor) for event in services.auditing.all(OPERATOR)}
    assert ("published", "north provider") in actions


# Bad input


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"", "text/turtle", 400),
        (b'<http://x.example/1> "', "text/turtle", 400),
        (b"{", "application/ld+json", 400),
        (b"\xff\xfe\x00", "text/turtle", 400),
        (dataset("relative").encode(), "text/turtle", 400),
        (b"x", "image/png", 415),
        (b"<!doctype html><html></html>", "text/html", 415),
        (b"<http://x.example/a> <http://x.example/b> 1 .", "text/turtle", 422),
        ((dataset() + dataset("http://example.org/2")).encode(), "text/turtle", 422),
        (dataset("http://127.0.0.1:8000/catalog").encode(), "text/turtle", 422),
        (dataset("http://127.0.0.1:8000/dataset/a/b").encode(), "text/turtle", 422),
        (dataset().replace("Dataset", "DatasetSeries").encode(), "text/turtle", 422),
        (
            dataset().encode() + b'<http://127.0.0.1:8000/catalog> <http://purl.org/dc/terms/title> "x" .',
            "",
            422,
        ),
    ],
)
def test_what_cannot_be_taken_is_told(
    program: Program, services: Services, body: bytes, type_: str, status: int
) -> None:
    answer = program.post(DATASETS, body, Content_Type=type_)
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM), answer.text
    assert services.store.count(Selection()) == 0


def test_broken_rdf_is_told_with_its_line_and_column(
    program: Program, hold: Callable[[str, object], None]
) -> None:
    told = problem(program.post(DATASETS, "\n\n<http://x.example/1> nothing ."), 400, "unreadable")
    hold("Problem", told)
    assert told["line"] == 3
    assert told["column"] > 1


def test_another_description_does_not_replace_one(program: Program) -> None:
    record = program.created(dataset())
    answer = program.put(record["url"], dataset("http://example.org/2"), If_Match=record["etag"])
    problem(answer, 422, "other-description")
    assert len(program.get(f"{record['url']}/revisions").json["items"]) == 1


def test_an_address_of_another_organisation_is_not_taken(
    program: Program, stranger: Program, published: dict
) -> None:
    told = problem(stranger.post(DATASETS, dataset(whole().iri)), 409, "held-elsewhere")
    assert NORTH not in json.dumps(told)
    more = f'\n<{whole().iri}> <http://purl.org/dc/terms/title> "Mine now" .'
    beside = dataset("http://example.org/9", more=f"dct:relation <{whole().iri}>") + more
    problem(stranger.post(DATASETS, beside), 409, "held-elsewhere")


def test_what_is_too_large_is_refused_before_it_is_read(make_services: Callable[..., Services]) -> None:
    program = make_program(make_services(description_limit=1))
    answer = program.post(DATASETS, dataset(title="x" * 2**20))
    problem(answer, 413, "too-large")


def test_a_program_that_asks_too_often_is_told_when_to_come_again(
    program: Program, services: Services
) -> None:
    who = program.get("/api/v1/whoami").json["id"]
    for item, names in services.limiting.program(who):
        services.limiting._limiter.hit(item, *names, cost=item.amount)
    answer = program.get(DATASETS)
    problem(answer, 429, "too-many-attempts")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_the_document_says_what_a_request_that_is_repeated_may_get(library: Shelf) -> None:
    paths = library.client.get("/api/v1/openapi.json").json["paths"]
    repeatable = [
        operation["responses"]
        for operations in paths.values()
        for operation in operations.values()
        if any(each["name"] == "Idempotency-Key" for each in operation["parameters"])
    ]
    assert len(repeatable) == 7
    assert all({"400", "401", "403", "409", "422", "429"} <= set(responses) for responses in repeatable)
