"""The search for programs: the parameters of the page, and answers in JSON."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest

from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.shelf import Shelf

SEARCH = "/api/v1/datasets"


def ask(shelf: Shelf, query: str = "", status: int = 200, /, **headers: str) -> dict[str, Any]:
    response = shelf.get(f"{SEARCH}?{query}", "application/json", **headers)
    assert response.status_code == status, response.get_data(as_text=True)
    body: dict[str, Any] = response.get_json()
    return body


def test_words_find_datasets_with_the_texts_that_match(library: Shelf) -> None:
    found = ask(library, "q=hba1c&lang=en")
    assert found["total"] == 1
    [result] = found["results"]
    assert result["title"] == "Diabetes disease management programme, Auental Fund"
    assert result["access"] == "NON_PUBLIC"
    assert result["score"] > 0
    assert result["translated"] is False
    assert any("hba1c" in each["text"] and each["label"] == "Variables" for each in result["highlights"])
    assert shelf_has(library, result["url"])


def shelf_has(shelf: Shelf, url: str) -> bool:
    return shelf.get(url, "text/html").status_code == 200


def test_answers_are_as_the_document_says(library: Shelf) -> None:
    document: dict[str, Any] = library.client.get("/api/v1/openapi.json").get_json()
    for query in ("", "q=hba1c", "q=diabtes", "q=zzz&access=PUBLIC", "q=hba1c since 2006 in Germany"):
        schema = {**document["components"]["schemas"]["Search"], "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(ask(library, query))


def test_labels_speak_the_language_that_is_asked_for(library: Shelf) -> None:
    def label(query: str, **headers: str) -> str:
        facets = ask(library, query, 200, **headers)["facets"]
        return str(next(each["label"] for each in facets if each["id"] == "country"))

    assert label("lang=fr") == "Pays ou région"
    assert label("", Accept_Language="fr") == "Pays ou région"
    assert label("lang=en", Accept_Language="fr") == "Country or region"


def test_facets_count_and_keep_what_is_selected(library: Shelf) -> None:
    facets = {each["id"]: each for each in ask(library, "access=NON_PUBLIC&q=hba1c")["facets"]}
    values = {each["value"]: each for each in facets["access"]["values"]}
    assert values["NON_PUBLIC"] == {
        "value": "NON_PUBLIC",
        "label": "Not public, on request",
        "language": "",
        "count": 1,
        "selected": True,
        "broader": None,
    }


def test_pages_are_linked_with_everything_that_was_asked(shelf: Shelf) -> None:
    shelf.add("".join(dataset(f"http://example.org/{number}", f"Cohort {number}") for number in range(5)))
    index(shelf)
    first = ask(shelf, "q=cohort&sort=title&page_size=2&lang=en")
    assert (first["total"], len(first["results"]), first["links"]["previous"]) == (5, 2, None)
    following = first["links"]["next"]
    assert parse_qs(urlsplit(following).query) == {
        "q": ["cohort"],
        "sort": ["title"],
        "page": ["2"],
        "page_size": ["2"],
        "lang": ["en"],
    }
    titles = [each["title"] for each in first["results"]]
    while following:
        page = shelf.get(following, "application/json").get_json()
        titles += [each["title"] for each in page["results"]]
        following = page["links"]["next"]
    assert titles == [f"Cohort {number}" for number in range(5)]


def test_a_translation_is_told(shelf: Shelf) -> None:
    shelf.add(dataset("http://example.org/1", "Heart attack"))
    index(shelf)
    [result] = ask(shelf, "q=infarctus du myocarde&lang=fr")["results"]
    assert result["translated"] is True
    assert {each["said"] for each in result["highlights"]} == {"translation"}


def test_a_translation_with_a_word_like_a_typed_one_is_told(shelf: Shelf) -> None:
    french = dataset("http://example.org/1", "Dons d’organes en France").replace("@en", "@fr")
    shelf.add(french)
    shelf.add(dataset("http://example.org/2", "Organ donation in France"))
    index(shelf)
    found = ask(shelf, "q=organ donation&lang=en")["results"]
    assert {each["title"]: each["translated"] for each in found} == {
        "Dons d’organes en France": True,
        "Organ donation in France": False,
    }


def test_what_may_have_been_meant_is_told(library: Shelf) -> None:
    meant = ask(library, "q=diabtes&lang=en")["did_you_mean"]
    assert (meant["text"], meant["total"]) == ("diabetes", 1)
    assert library.get(meant["url"], "application/json").get_json()["total"] == 1
    assert ask(library, "q=diabetes")["did_you_mean"] is None


def test_what_has_some_of_the_words_stands_apart_from_the_results(library: Shelf) -> None:
    whole, some = ask(library, "q=diabetes&lang=en"), ask(library, "q=diabetes unicorns&lang=en")
    assert (some["total"], some["results"]) == (0, [])
    assert {each["iri"] for each in whole["results"]} <= {each["iri"] for each in some["also"]}
    meant = ask(library, "q=diabtes&lang=en")
    assert [each["iri"] for each in meant["also"]] == [each["iri"] for each in whole["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=101",
        "page_size=x",
        "page=0",
        "page=501",
        "sort=best",
        "people_min=few",
        "lang=xx",
        "kind=foo",
        "conformance=maybe",
        "variables=no",
        "variables=yes&variables=no",
    ],
)
def test_what_cannot_be_meant_is_a_problem_that_names_it(library: Shelf, query: str) -> None:
    response = library.get(f"{SEARCH}?{query}", "application/json")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert query.partition("=")[0] in response.get_json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/datasets", "/api/v1/variables"])
def test_the_document_has_every_filter_that_an_answer_may_name(library: Shelf, path: str) -> None:
    document: dict[str, Any] = library.client.get("/api/v1/openapi.json").get_json()
    parameters = {each["name"]: each["schema"] for each in document["paths"][path]["get"]["parameters"]}
    answered = [each["id"] for each in ask(library)["facets"]]
    assert "country" in answered
    assert all(parameters[name]["type"] == "array" for name in answered)
    assert parameters["lang"]["enum"] == ["en", "fr"]


def test_unknown_parameters_and_values_break_nothing(library: Shelf) -> None:
    assert ask(library, "utm_source=mail&colour=blue")["total"] == ask(library)["total"] > 0
    assert ask(library, "country=NOWHERE")["total"] == 0


def test_scripts_of_any_site_may_ask_and_ask_again_cheaply(library: Shelf) -> None:
    response = library.get(f"{SEARCH}?q=hba1c")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, no-cache"
    again = library.get(f"{SEARCH}?q=hba1c", If_None_Match=response.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_a_key_that_is_not_known_is_refused(library: Shelf) -> None:
    assert ask(library, "q=hba1c", 401, X_API_Key="nonsense")["title"]


def test_what_the_words_say_of_filters_is_told_with_where_it_is_applied(library: Shelf) -> None:
    found = ask(library, "q=hba1c since 2006 in Germany&lang=en&page_size=5")
    understood = found["understood"]
    assert understood["total"] == 1
    assert [(each["text"], each["label"], each["parameters"]) for each in understood["filters"]] == [
        ("since 2006", "Years covered: 2006 or later", {"years_min": ["2006"]}),
        ("in Germany", "Country or region: Germany", {"country": ["DEU"]}),
    ]
    assert parse_qs(urlsplit(understood["url"]).query) == {
        "q": ["hba1c"],
        "country": ["DEU"],
        "years_min": ["2006"],
        "lang": ["en"],
        "page_size": ["5"],
    }
    assert library.get(understood["url"], "application/json").get_json()["total"] == 1
    assert ask(library, "q=hba1c")["understood"] is None
