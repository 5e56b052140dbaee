"""What a dataset covers, as drawings with their text; where its description comes from; its label of quality."""

from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from catalogue.domain.harvest import Source
from tests.conftest import dataset
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]
SVG = "{http://www.w3.org/2000/svg}svg"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"


def drawings(html: Html, kind: str) -> list[Element]:
    return [each for each in html.root.iter(SVG) if each.get("class") == kind]


def test_the_countries_are_marked_on_a_map_and_named(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset(more=f"dct:spatial <{COUNTRY}FRA> , <{COUNTRY}BEL> , <{COUNTRY}BRA>"))
    for language, said in (("en", "Belgium, France"), ("fr", "Belgique, France")):
        (drawing,) = drawings(page(f"/{language}/dataset/{record.id}"), "tiles")
        label = drawing.get("aria-label") or ""
        assert label.endswith(said)
        assert drawing.get("role") == "img"
        marked = [text(each) for each in drawing if each.get("class") == "on"]
        assert sorted(marked) == ["BE", "FR"]


def test_no_map_is_drawn_of_what_is_no_country_of_europe(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(
        dataset(more=f"dct:spatial <{COUNTRY}BRA> , <http://data.europa.eu/nuts/code/FR10>")
    )
    html = page(f"/en/dataset/{record.id}")
    assert drawings(html, "tiles") == []
    assert "Brazil" in html.read


def test_the_line_of_years_says_them_in_words(shelf: Shelf, page: Page) -> None:
    date = "http://www.w3.org/2001/XMLSchema#date"
    first = f'[ dcat:startDate "2004-01-01"^^<{date}> ; dcat:endDate "2009-12-31"^^<{date}> ]'
    (record,) = shelf.add(dataset(more=f'dct:temporal {first} , [ dcat:startDate "2015-06-01"^^<{date}> ]'))
    (drawing,) = drawings(page(f"/en/dataset/{record.id}"), "timeline")
    assert drawing.get("aria-label") == "The years that the data cover: 2004–2009, since 2015"


def test_a_description_of_our_own_says_so(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset())
    said = text(page(f"/en/dataset/{record.id}").by_id("whence"))
    assert "It was written for this catalogue" in said
    assert shelf.get(f"/record/{record.id}.ttl").status_code == 200


def test_a_harvested_description_names_its_catalogue_and_what_it_is_called_there(
    shelf: Shelf, page: Page
) -> None:
    shelf.services.store.save_source(
        Source("north", "https://data.north.example/catalog.ttl", added=datetime.now(UTC))
    )
    (record,) = shelf.add(dataset("http://data.north.example/7"), source="north")
    section = page(f"/en/dataset/{record.id}").by_id("whence")
    assert "Harvested from data.north.example, last on" in text(section)
    assert "http://data.north.example/7" in text(section)


def test_a_secret_in_the_address_of_a_source_is_not_told(shelf: Shelf, page: Page) -> None:
    shelf.services.store.save_source(Source("north", "https://user:secret@north.example/feed?apikey=secret"))
    (record,) = shelf.add(dataset("http://data.north.example/7"), source="north")
    html = page(f"/en/dataset/{record.id}")
    assert "Harvested from north.example" in html.read
    assert "secret" not in html.source
    assert 'href="https://north.example/feed"' in html.source
    for data in (f"/record/{record.id}.ttl", "/catalog.ttl"):
        answer = shelf.get(data).get_data(as_text=True)
        assert "north.example/feed" in answer
        assert "secret" not in answer


def test_the_label_of_quality_stands_apart_from_how_complete_the_description_is(
    leaf: Page, diabetes: str, shelf: Shelf, page: Page
) -> None:
    html = leaf(f"/en/dataset/{diabetes}")
    assert "Quality assessment" in text(html.by_id("quality"))
    assert html.read.count("Quality assessment") == 1
    (record,) = shelf.add(dataset())
    assert "Quality label" in text(page(f"/en/dataset/{record.id}").by_id("origin"))
