"""Suggestions while somebody types, in groups."""

from typing import Any

import jsonschema
import pytest

from tests.web.shelf import Shelf

SUGGEST = "/api/v1/suggestions"


def groups(shelf: Shelf, query: str) -> dict[str, list[dict[str, Any]]]:
    response = shelf.get(f"{SUGGEST}?{query}", "application/json")
    assert response.status_code == 200, response.get_data(as_text=True)
    return {each["kind"]: each["suggestions"] for each in response.get_json()["groups"]}


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("diab", "title", "Diabetes disease management programme, Auental Fund"),
        ("disease man", "title", "Diabetes disease management programme, Auental Fund"),
        ("germ", "concept", "Germany"),
        ("auent", "organisation", "Auental Health Insurance Fund"),
        ("hba", "variable", "hba1c"),
    ],
)
def test_a_beginning_is_completed_by_kind(library: Shelf, typed: str, kind: str, text: str) -> None:
    found = groups(library, f"q={typed}&lang=en")
    assert text in [each["text"] for each in found[kind]]


def test_a_keyword_is_a_topic_and_no_organisation(library: Shelf) -> None:
    found = groups(library, "q=diabetes&lang=en")
    assert ("diabetes", "Keyword") in [(each["text"], each["label"]) for each in found["concept"]]
    assert "organisation" not in found


@pytest.mark.parametrize("typed", ["diab", "diabetes_", "hba", "birth"])
def test_names_of_variables_are_no_codes(library: Shelf, typed: str) -> None:
    assert "code" not in groups(library, f"q={typed}&lang=en")


def test_a_beginning_is_completed_with_codes_of_classifications(library: Shelf) -> None:
    assert "e11" in [each["text"] for each in groups(library, "q=E1&lang=en")["code"]]


def test_every_suggestion_leads_to_what_it_says(library: Shelf) -> None:
    for typed in ("diab", "germ", "hba", "can", "E11"):
        for some in groups(library, f"q={typed}&lang=en").values():
            for each in some:
                page = library.get(each["url"], "text/html")
                assert page.status_code == 200
                assert "Nothing was found." not in page.get_data(as_text=True), each


def test_concepts_speak_the_language_that_is_asked_for_and_accents_need_not_be_typed(library: Shelf) -> None:
    assert groups(library, "q=alle&lang=fr")["concept"][0]["text"] == "Allemagne"
    assert groups(library, "q=ALLEMAGNE&lang=fr")["concept"][0]["label"] == "Pays ou région"
    assert "concept" not in groups(library, "q=alle&lang=en")


@pytest.mark.parametrize(
    "typed", ["", "d", "%20d%20", "…", "d" * 2000, "' OR 1=1", "[[", "\U0001f600\U0001f600"]
)
def test_what_says_nothing_suggests_nothing(library: Shelf, typed: str) -> None:
    assert groups(library, f"q={typed}&lang=en") == {}


def test_answers_are_as_the_document_says(library: Shelf) -> None:
    document: dict[str, Any] = library.client.get("/api/v1/openapi.json").get_json()
    schema = {**document["components"]["schemas"]["Groups"], "components": document["components"]}
    body = library.get(f"{SUGGEST}?q=di", "application/json").get_json()
    assert body["groups"]
    jsonschema.Draft202012Validator(schema).validate(body)


def test_a_language_that_is_not_spoken_here_is_told(library: Shelf) -> None:
    assert library.get(f"{SUGGEST}?q=di&lang=xx").status_code == 400
