"""The results of a search as files, and as a feed."""

import csv
from collections.abc import Iterator
from io import StringIO
from xml.etree.ElementTree import Element, fromstring

import pytest
from rdflib import DCAT, RDF, Graph, URIRef

from catalogue.domain.languages import Reader
from catalogue.services.exporting import Exporting
from tests.conftest import dataset
from tests.services.asked_index import AskedIndex
from tests.web.conftest import index
from tests.web.markup import Html
from tests.web.shelf import Shelf, graph_of

ATOM = "{http://www.w3.org/2005/Atom}"


def rows(shelf: Shelf, query: str, language: str = "en") -> list[dict[str, str]]:
    response = shelf.get(f"/{language}/datasets.csv?{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.DictReader(StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def feed(shelf: Shelf, query: str = "") -> Element:
    response = shelf.get(f"/en/datasets.atom?{query}")
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    return fromstring(response.data)


def links(made: Element) -> dict[str, str]:
    return {each.get("rel", ""): each.get("href", "") for each in made.findall(f"{ATOM}link")}


def test_a_table_has_the_results_with_their_figures(library: Shelf) -> None:
    [row] = rows(library, "q=hba1c")
    assert row["title"] == "Diabetes disease management programme, Auental Fund"
    assert (row["access"], row["people"], row["first_year"], row["last_year"]) == (
        "Not public, on request",
        "118700",
        "2006",
        "",
    )
    assert library.get(row["page"], "text/html").status_code == 200
    assert rows(library, "q=hba1c", "fr")[0]["access"] != row["access"]


def test_a_table_has_all_results_in_the_order_that_is_asked_for_whatever_the_page(shelf: Shelf) -> None:
    shelf.add(
        "".join(dataset(f"http://example.org/{number}", f"Cohort {number:03}") for number in range(520))
    )
    index(shelf)
    titles = [row["title"] for row in rows(shelf, "q=cohort&sort=title&page=2&view=table")]
    assert titles == [f"Cohort {number:03}" for number in range(520)]


def test_no_cell_is_run_as_a_formula(shelf: Shelf) -> None:
    shelf.add(dataset("http://example.org/1", "=HYPERLINK(1)"))
    index(shelf)
    assert [row["title"] for row in rows(shelf, "")] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "nt"])
def test_the_descriptions_of_the_results_are_one_document(library: Shelf, extension: str) -> None:
    response = library.get(f"/en/datasets.{extension}?q=hba1c")
    assert response.headers["Content-Disposition"] == f'attachment; filename="datasets.{extension}"'
    [found] = graph_of(response).subjects(RDF.type, DCAT.Dataset)
    assert library.services.reading.find(iri=str(found)) is not None
    everything = graph_of(library.get(f"/en/datasets.{extension}"))
    assert len(set(everything.subjects(RDF.type, DCAT.Dataset))) == 3


def test_a_file_of_nothing_is_whole(library: Shelf) -> None:
    assert rows(library, "q=zzzz") == []
    assert len(Graph().parse(data=library.get("/en/datasets.ttl?q=zzzz").data, format="turtle")) == 0
    assert library.get("/en/datasets.jsonld?q=zzzz").get_json(force=True)["@graph"] == []


@pytest.mark.parametrize("name", ["datasets.csv", "datasets.ttl"])
def test_beyond_two_files_at_once_one_is_asked_to_come_again(shelf: Shelf, name: str) -> None:
    shelf.add(dataset())
    index(shelf)
    held = [shelf.client.get("/en/datasets.nt", buffered=False) for _ in range(2)]
    refused = shelf.get(f"/en/{name}", "text/html")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert "Others are taking large files at this moment." in Html(refused).read
    held[0].close()
    assert shelf.get(f"/en/{name}").status_code == 200
    held[1].close()


def test_no_turn_is_lost_by_what_was_asked_wrongly_or_for_its_head_only(shelf: Shelf) -> None:
    for _ in range(3):
        assert shelf.get("/en/datasets.csv?people_min=few").status_code == 400
        assert shelf.client.head("/en/datasets.csv").status_code == 200
    assert rows(shelf, "") == []


def test_drafts_and_what_was_withdrawn_are_in_no_file(shelf: Shelf) -> None:
    shelf.add(dataset("http://example.org/1") + dataset("http://example.org/2"))
    index(shelf)
    shelf.withdraw("http://example.org/1")  # the index does not know it yet
    graph = graph_of(shelf.get("/en/datasets.ttl"))
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == {URIRef("http://example.org/2")}


@pytest.mark.parametrize("name", ["datasets.csv", "datasets.ttl", "datasets.atom"])
def test_what_cannot_be_meant_is_told_before_a_file_begins(library: Shelf, name: str) -> None:
    assert library.get(f"/en/{name}?people_min=few", "text/html").status_code == 400


def test_a_feed_tells_what_changed_last(shelf: Shelf) -> None:
    shelf.add(dataset("http://example.org/1", "First"))
    shelf.add(dataset("http://example.org/2", "Second"))
    index(shelf)
    made = feed(shelf, "sort=title&q=first second&access=")
    assert made.findtext(f"{ATOM}title", "").startswith("“first second” – ")
    newest = feed(shelf)
    assert [each.findtext(f"{ATOM}title") for each in newest.iter(f"{ATOM}entry")] == ["Second", "First"]
    for entry in newest.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}id")
        assert entry.findtext(f"{ATOM}updated")
        for link in entry.findall(f"{ATOM}link"):
            assert shelf.get(link.get("href", "")).status_code == 200


def test_a_feed_goes_on_in_pages(shelf: Shelf) -> None:
    shelf.add("".join(dataset(f"http://example.org/{number}", f"Cohort {number}") for number in range(60)))
    index(shelf)

    def titles() -> Iterator[str]:
        query = "q=cohort"
        while query:
            page = feed(shelf, query)
            yield from (each.findtext(f"{ATOM}title", "") for each in page.iter(f"{ATOM}entry"))
            query = links(page).get("next", "").partition("?")[2]

    assert sorted(titles()) == sorted(f"Cohort {number}" for number in range(60))


def test_the_page_links_its_files_and_its_feed(library: Shelf) -> None:
    html = Html(library.get("/en/datasets?q=hba1c&access=NON_PUBLIC", "text/html"))
    found = [each.get("href", "") for each in html.one("p", class_="files").iter() if each.get("href")]
    [alternate] = [each.get("href", "") for each in html.all("link", type="application/atom+xml")]
    assert len(found) == 3
    for url in (*found, alternate):
        assert "q=hba1c" in url
        assert "access=NON_PUBLIC" in url
        assert library.get(url).status_code == 200


def test_files_ask_for_no_passages_and_count_no_filters(shelf: Shelf) -> None:
    shelf.add("".join(dataset(f"http://example.org/{n}", f"Cohort {n:03}") for n in range(520)))
    index(shelf)
    own = shelf.services
    heard = AskedIndex(own.index)
    exporting = Exporting(own.searching, heard, own.store, own.feeds)
    assert len(list(exporting.hits({"q": ["cohort"]}, Reader("en", ("en",))))) == 520
    first, second = heard.queries
    assert (first.highlights, second.highlights) == (False, False)
    assert (first.counted, second.counts) == ((), False)
