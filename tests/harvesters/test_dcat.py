import json
from collections.abc import Iterator

import pytest

from catalogue.domain.errors import CatalogueError, NotAbsolute, NoText, Unreachable, Unreadable
from catalogue.domain.harvest import PageState, Source
from catalogue.domain.record import Description, Kind
from catalogue.rdf import formats
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.rdf.writing import body
from catalogue.settings import Settings
from harvesters.base import HarvestedPage, Tombstone
from harvesters.dcat import DcatHarvester
from harvesters.fetching import Fetcher
from tests.harvesters.pages import PREFIXES, dataset, iri, page, tombstone
from tests.harvesters.site import Handler, Site


def without_waiting(settings: Settings, url: str) -> Fetcher:
    return Fetcher(settings, url, attempts=2, sleep=lambda _seconds: None)


@pytest.fixture
def harvester(bounds: Settings) -> DcatHarvester:
    return DcatHarvester(bounds, without_waiting)


@pytest.fixture
def source(site: Site) -> Source:
    return Source("demo", site.url + "/catalog")


def harvest(harvester: DcatHarvester, source: Source) -> list[HarvestedPage]:
    return list(harvester.pages(source))


def until_it_breaks(pages: Iterator[HarvestedPage]) -> tuple[list[HarvestedPage], CatalogueError]:
    """What came before the source broke off, and what it broke off with."""
    read = []
    try:
        for part in pages:
            read.append(part)
    except CatalogueError as error:
        return read, error
    raise AssertionError("it came to its end")


def described(pages: list[HarvestedPage]) -> list[str]:
    return [description.iri for part in pages for description in part.descriptions]


def states(pages: list[HarvestedPage]) -> dict[str, PageState]:
    return {part.url: part.state for part in pages if part.state}


def alone(turtle: str) -> Description:
    """A description by itself, as it should come out of any page."""
    with read((PREFIXES + turtle).encode(), "alone", formats.TURTLE) as statements:
        return next(split(statements, str).descriptions)


# Paging


def test_one_document_is_a_source(site: Site, harvester: DcatHarvester, source: Source) -> None:
    site.give("/catalog", page(["a", "b"]), etag='"1"')
    pages = harvest(harvester, source)
    assert described(pages) == [iri("a"), iri("b")]
    assert states(pages) == {source.url: PageState('"1"', "", (iri("a"), iri("b")), None)}


def test_hydra_next_is_followed(site: Site, harvester: DcatHarvester, source: Source) -> None:
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page(["a", "b"], source.url, second))
    site.give("/catalog?page=2", page(["c"], second))
    pages = harvest(harvester, source)
    assert described(pages) == [iri("a"), iri("b"), iri("c")]
    assert list(states(pages)) == [source.url, second]


@pytest.mark.parametrize(
    "view",
    [
        '<#view> a hydra:PagedCollection ; hydra:nextPage "?page=2" .',
        "<https://proxy.example/catalog> a hydra:PartialCollectionView ; hydra:next <?page=2> .",
        "[] a hydra:PartialCollectionView ; hydra:next <?page=2> .",
    ],
)
def test_other_ways_of_naming_the_next_page_are_understood(
    site: Site, harvester: DcatHarvester, source: Source, view: str
) -> None:
    site.give("/catalog", page(["a"], more=view))
    site.give("/catalog?page=2", page(["b"]))
    assert described(harvest(harvester, source)) == [iri("a"), iri("b")]


def test_a_link_header_is_followed_where_there_is_no_hydra(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    site.give("/catalog", page(["a"]), link='<?page=2>; rel="next"')
    site.give("/catalog?page=2", page(["b"]))
    assert described(harvest(harvester, source)) == [iri("a"), iri("b")]


def test_a_page_without_any_description_is_a_page(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page([], source.url, second))
    site.give("/catalog?page=2", PREFIXES + f"<{second}> a hydra:PagedCollection .")
    pages = harvest(harvester, source)
    assert described(pages) == []
    assert states(pages)[source.url].next == second


def test_pages_in_a_circle_are_noticed(site: Site, harvester: DcatHarvester, source: Source) -> None:
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page(["a"], source.url, second))
    site.give("/catalog?page=2", page(["b"], second, source.url))
    pages, error = until_it_breaks(harvester.pages(source))
    assert described(pages) == [iri("a"), iri("b")]
    assert "its pages lead in a circle" in str(error)
    assert len(site.asked) == 2


def endless(names: Iterator[str]):
    def behaviour(handler: Handler) -> None:
        number = int(handler.path.partition("=")[2] or 1)
        url = handler.server.site.url + handler.path
        following = f"{handler.server.site.url}/catalog?page={number + 1}"
        handler.server.site.behaviours[f"/catalog?page={number + 1}"] = behaviour
        handler.answer(page([next(names)], url, following).encode(), content_type="text/turtle")

    return behaviour


def test_pages_for_ever_end_at_the_bound(site: Site, harvester: DcatHarvester, source: Source) -> None:
    site.behave("/catalog", endless(f"d{number}" for number in range(1000)))
    pages, error = until_it_breaks(harvester.pages(source))
    assert len(described(pages)) == 20
    assert "goes on after 20 pages (CATALOGUE_FETCH_PAGES)" in str(error)


def test_the_same_page_for_ever_is_noticed(site: Site, harvester: DcatHarvester, source: Source) -> None:
    site.behave("/catalog", endless(iter(["a", "b", *["b"] * 1000])))
    pages, error = until_it_breaks(harvester.pages(source))
    assert described(pages) == [iri("a"), iri("b"), iri("b")]
    assert "it says the same as the page before" in str(error)


# What a page holds


@pytest.mark.parametrize("form", formats.SERVED, ids=lambda form: form.name)
def test_every_serialisation_gives_the_same_descriptions(
    site: Site, harvester: DcatHarvester, source: Source, form: formats.Format
) -> None:
    with read(page(["a", "b"]).encode(), "page", formats.TURTLE) as statements:
        ntriples = "".join(f"{triple} .\n" for triple in statements.find())
    site.give("/catalog", body(ntriples, form), form.media_type)
    pages = harvest(harvester, source)
    assert [d for part in pages for d in part.descriptions] == [alone(dataset("a")), alone(dataset("b"))]


def test_the_paging_is_no_part_of_the_only_description_of_a_page(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    view = f"<{source.url}> a hydra:PartialCollectionView ; hydra:totalItems 1 ."
    site.give("/catalog", PREFIXES + dataset("a") + view)
    (description,) = harvest(harvester, source)[0].descriptions
    assert description == alone(dataset("a"))


def test_relative_iris_are_those_of_the_page(site: Site, harvester: DcatHarvester, source: Source) -> None:
    site.behave("/catalog", lambda handler: handler.answer(status=301, location="/data/catalog.ttl"))
    site.give("/data/catalog.ttl", PREFIXES + '<a> a dcat:Dataset ; dct:title "A" . <> a dcat:Catalog .')
    assert described(harvest(harvester, source)) == [site.url + "/data/a"]


def test_a_dataset_without_iri_gets_one_that_stays_and_is_of_its_source(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    nameless = '[] a dcat:Dataset ; dct:identifier "n" ; dct:title "{}" .'
    site.give("/catalog", page(["a"], more=nameless.format("Before")))
    before = described(harvest(harvester, source))
    site.give("/catalog", page(["a"], more=nameless.format("After")))
    after = described(harvest(harvester, source))
    other = described(harvest(harvester, Source("other", source.url)))
    assert before == after != other
    assert [name for name in after if name.startswith("http://127.0.0.1:8000/dataset/demo-")]


def test_series_and_services_are_harvested_and_catalogues_are_not(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    more = f"""<{iri("s")}> a dcat:DatasetSeries ; dct:title "S" . <{iri("v")}> a dcat:DataService ; dct:title "V" .
      <{iri("c")}> a dcat:Catalog ; dct:title "Another" ."""
    site.give("/catalog", page(["a"], more=more))
    kinds = {d.kind for part in harvest(harvester, source) for d in part.descriptions}
    assert kinds == {Kind.DATASET, Kind.SERIES, Kind.SERVICE}


@pytest.mark.parametrize(
    "status",
    [
        "http://purl.org/adms/status/Withdrawn",
        "http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN",
        "http://purl.org/adms/changetype/deleted",
    ],
)
def test_a_record_may_say_that_a_dataset_was_withdrawn(
    site: Site, harvester: DcatHarvester, source: Source, status: str
) -> None:
    site.give("/catalog", page(["a"], more=tombstone("b", "Retracted", status)))
    pages = harvest(harvester, source)
    assert described(pages) == [iri("a")]
    assert pages[-1].tombstones == (Tombstone(iri("b"), "Retracted"),)


def test_a_record_of_any_other_status_withdraws_nothing(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    more = tombstone("a", "", "http://purl.org/adms/status/Completed")
    more += f"<{iri('b')}> adms:status <http://purl.org/adms/status/Withdrawn> ."
    site.give("/catalog", page(["a", "b"], more=more))
    assert harvest(harvester, source)[-1].tombstones == ()


def test_a_large_page_is_handed_over_in_parts(site: Site, bounds: Settings, source: Source) -> None:
    names = [f"d{number:04}" for number in range(1100)]
    site.give("/catalog", page(names))
    pages = harvest(DcatHarvester(bounds, without_waiting), source)
    assert [len(part.descriptions) for part in pages] == [500, 500, 100, 0]
    assert [part.state is None for part in pages] == [True, True, True, False]
    assert len(states(pages)[source.url].members) == 1100


# What did not change


def test_a_page_that_did_not_change_keeps_its_members_and_its_next(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    second = site.url + "/catalog?page=2"
    site.behave(
        "/catalog", lambda handler: handler.answer(status=304 if handler.headers["If-None-Match"] else 500)
    )
    site.give("/catalog?page=2", page(["b"]))
    known = PageState('"1"', "", (iri("a"),), second)
    pages = harvest(harvester, Source("demo", source.url, pages={source.url: known}))
    assert pages[0] == HarvestedPage(source.url, known, unchanged=True)
    assert described(pages) == [iri("b")]


# What goes wrong half way


def test_a_change_of_serialisation_half_way_does_not_matter(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page(["a"], source.url, second))
    found = [
        {"@id": iri("b"), "@type": "http://www.w3.org/ns/dcat#Dataset", "http://purl.org/dc/terms/title": "B"}
    ]
    site.give("/catalog?page=2", json.dumps(found), "application/ld+json")
    assert described(harvest(harvester, source)) == [iri("a"), iri("b")]


HTML = b"<!DOCTYPE html><title>Maintenance</title>"
BROKEN = {
    "a web page": ("text/html", HTML, Unreachable, "a web page"),
    "a web page in disguise": ("text/turtle", HTML, Unreachable, "a web page"),
    "no RDF": ("application/pdf", b"%PDF-1.7 \x00\x01", NoText, "no text"),
    "nothing": ("text/turtle", b"", Unreadable, "empty"),
    "half a page": ("text/turtle", page(["b"]).encode()[:-40], Unreadable, "line"),
    "another encoding": ("text/turtle", page(["b"]).replace("b", "é").encode("latin-1"), Unreadable, "line"),
    "a remote context": (
        "application/ld+json",
        b'{"@context": "https://example.org/c.json"}',
        Unreadable,
        "context",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_came_before_a_broken_page_stands(
    site: Site, harvester: DcatHarvester, source: Source, case: str
) -> None:
    content_type, content, kind, said = BROKEN[case]
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page(["a"], source.url, second))
    site.give("/catalog?page=2", content, content_type)
    pages, error = until_it_breaks(harvester.pages(source))
    assert described(pages) == [iri("a")]
    assert list(states(pages)) == [source.url]
    assert isinstance(error, kind)
    assert said in str(error)
    assert "/catalog?page=2" in str(error)


def test_a_page_that_breaks_off_breaks_the_run_off(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    second = site.url + "/catalog?page=2"
    site.give("/catalog", page(["a"], source.url, second))
    site.give("/catalog?page=2", page(["b"]), content_length="100000")
    pages, error = until_it_breaks(harvester.pages(source))
    assert described(pages) == [iri("a")]
    assert "broke off" in str(error)


def test_a_next_page_at_a_private_address_is_not_asked_for(
    site: Site, other_site: Site, harvester: DcatHarvester, source: Source
) -> None:
    site.give("/catalog", page(["a"], source.url, other_site.give("/admin", page(["b"]))))
    pages, error = until_it_breaks(harvester.pages(source))
    assert described(pages) == [iri("a")]
    assert "no public address" in str(error)
    assert other_site.asked == []


def test_an_iri_that_stays_relative_is_refused_by_name(
    site: Site, harvester: DcatHarvester, source: Source
) -> None:
    site.give("/catalog", "<a b> a <http://www.w3.org/ns/dcat#Dataset> .")
    with pytest.raises((Unreadable, NotAbsolute), match="line 1"):
        harvest(harvester, source)
