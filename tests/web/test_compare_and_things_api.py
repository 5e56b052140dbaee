"""Comparisons and lists of things for programs."""

import pytest

from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.shelf import Shelf

TWO = "d=diabetes-programme-auental&d=lysenberg-cancer-registry"


def test_programs_compare_as_the_page_does(library: Shelf) -> None:
    told = library.get(f"/api/v1/compare?{TWO}&lang=fr").get_json()
    assert [each["id"] for each in told["datasets"]] == [
        "diabetes-programme-auental",
        "lysenberg-cancer-registry",
    ]
    facts = {each["label"]: each for each in told["groups"][0]["properties"]}
    assert facts["Nombre de personnes"]["agreement"] == "different"
    assert facts["Nombre de personnes"]["values"][0] == ["118\u202f700"]
    assert told["variables"]["counts"] == [26, 37]
    assert told["missing"] == []


def test_what_is_missing_is_told_beside_what_is_there(library: Shelf) -> None:
    told = library.get("/api/v1/compare?d=diabetes-programme-auental&d=nothing").get_json()
    assert [(each["id"], each["withdrawn"]) for each in told["missing"]] == [("nothing", False)]


@pytest.mark.parametrize(
    ("query", "status"), [("", 400), ("d=", 400), ("d=1&d=2&d=3&d=4&d=5", 400), ("d=nothing", 404)]
)
def test_what_cannot_be_compared_is_a_problem(library: Shelf, query: str, status: int) -> None:
    response = library.get(f"/api/v1/compare?{query}")
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["detail"]


def test_things_are_listed_with_their_counts_and_pages(library: Shelf) -> None:
    first = library.get("/api/v1/holders?page_size=2&lang=en").get_json()
    assert (first["total"], len(first["results"])) == (3, 2)
    assert first["results"][0]["count"] == 1
    assert first["results"][0]["filter"] == "holder"
    following = library.get(first["links"]["next"]).get_json()
    assert len(following["results"]) == 1
    assert following["links"]["next"] is None
    page = library.get(first["results"][0]["url"], "text/html")
    assert page.status_code == 200


@pytest.mark.parametrize("kind", ["themes", "holders", "access-bodies", "dataset-series", "keywords"])
def test_every_kind_is_in_the_document_of_the_interface(library: Shelf, kind: str) -> None:
    paths = library.get("/api/v1/openapi.json").get_json()["paths"]
    assert "get" in paths[f"/api/v1/{kind}"]
    assert library.get(f"/api/v1/{kind}").status_code == 200


def test_a_thing_finds_its_datasets_by_its_filter(library: Shelf) -> None:
    [theme, *_] = library.get("/api/v1/themes?lang=en").get_json()["results"]
    query = "&".join(f"{theme['filter']}={value}" for value in theme["values"])
    assert library.get(f"/api/v1/datasets?{query}").get_json()["total"] == theme["count"]


def test_a_page_that_cannot_be_meant_is_a_problem(library: Shelf) -> None:
    assert library.get("/api/v1/themes?page=0").status_code == 400
    assert library.get("/api/v1/themes?page_size=1000").status_code == 400
    assert library.get("/api/v1/themes?page=99").get_json()["results"] == []


def test_series_are_counted_by_their_members(shelf: Shelf) -> None:
    shelf.add(dataset("http://example.org/series", "Rounds").replace("dcat:Dataset", "dcat:DatasetSeries"))
    shelf.add(dataset("http://example.org/1", "First", "dcat:inSeries <http://example.org/series>"))
    index(shelf)
    [series] = shelf.get("/api/v1/dataset-series").get_json()["results"]
    assert (series["label"], series["count"], series["filter"]) == ("Rounds", 1, None)
    assert series["values"] == ["http://example.org/series"]
