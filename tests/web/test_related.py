"""Related datasets on the page of one, each with the reason."""

import shutil
from collections.abc import Callable

from catalogue.domain.record import Publish
from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]
HEALTH = "http://healthdataportal.eu/ns/health#"


def iri(name: str) -> str:
    return f"http://example.org/{name}"


def near(html: Html) -> list[tuple[str, str]]:
    """The titles of related datasets with their reasons, in order."""
    lists = html.all("ul", class_="near")
    items = [item for each in lists for item in each]
    return [(text(item[0]), text(item[-1])) for item in items]


def shown(shelf: Shelf, page: Page, name: str, language: str = "en") -> list[tuple[str, str]]:
    index(shelf)
    record = shelf.services.reading.find(iri=iri(name))
    assert record is not None
    return near(page(f"/{language}/dataset/{record.id}"))


def held(name: str, title: str, more: str = "", holder: str = "North") -> str:
    told = f'dct:publisher [ a <http://xmlns.com/foaf/0.1/Organization> ; <http://xmlns.com/foaf/0.1/name> "{holder}" ]'
    return dataset(iri(name), title, f"{told} ; {more}" if more else told)


def test_links_are_followed_in_either_direction(shelf: Shelf, page: Page) -> None:
    series = f"dcat:inSeries <{iri('series')}>"
    shelf.add(dataset(iri("a"), "First", f"{series} ; dct:source <{iri('registry')}>"))
    shelf.add(dataset(iri("b"), "Second", series))
    shelf.add(dataset(iri("registry"), "Registry"))
    shelf.add(dataset(iri("old"), "Old", f"dcat:hasVersion <{iri('a')}>"))
    shelf.add(dataset(iri("other"), "Other", f"dct:relation <{iri('a')}>"))
    shelf.add(dataset(iri("series"), "Series").replace("dcat:Dataset", "dcat:DatasetSeries"))
    assert dict(shown(shelf, page, "a")) == {
        "Second": "part of the same series",
        "Series": "the series that this dataset is part of",
        "Old": "another version of this dataset",
        "Registry": "this dataset was made from it",
        "Other": "names this dataset as related",
    }
    assert ("First", "made from this dataset") in shown(shelf, page, "registry")
    assert {title for title, _ in shown(shelf, page, "series")} == {"First", "Second"}


def test_a_holder_and_a_subject_in_common_are_told_in_the_readers_language(shelf: Shelf, page: Page) -> None:
    scheme = shelf.services.profile.facets
    theme = next(
        concept
        for facet in scheme
        if facet.id == "theme"
        for vocabulary in facet.vocabularies
        for concept in shelf.services.vocabularies.concepts(vocabulary)
    )
    about = f"<{HEALTH}healthTheme> <{theme.iri}>"
    shelf.add(held("a", "Sleep", about))
    shelf.add(held("b", "Light", about, "South"))
    shelf.add(held("c", "Noise"))
    shelf.add(held("d", "Heat", about))
    shelf.add(held("e", "Nothing in common", holder="East"))
    found = shown(shelf, page, "a")
    label = theme.labels["en"]
    assert found == [
        ("Heat", f"also about {label} · also held by North"),
        ("Light", f"also about {label}"),
        ("Noise", "also held by North"),
    ]
    assert ("Noise", "a le même détenteur : North") in shown(shelf, page, "a", "fr")


def test_there_are_at_most_six_and_not_all_for_the_same_reason(shelf: Shelf, page: Page) -> None:
    for number in range(9):
        shelf.add(held(f"{number}", f"Number {number}"))
    assert len(shown(shelf, page, "0")) == 4
    for number in range(9):
        shelf.add(held(f"v{number}", f"Version {number}", f"dcat:isVersionOf <{iri('0')}>", "South"))
    assert [reason for _, reason in shown(shelf, page, "0")] == ["another version of this dataset"] * 6


def test_what_is_not_published_is_nobodys_neighbour(shelf: Shelf, page: Page) -> None:
    shelf.add(held("a", "Sleep", f"dct:relation <{iri('draft')}>"))
    shelf.add(held("draft", "Secret", f"dct:relation <{iri('a')}>"), Publish.NEVER)
    shelf.add(held("gone", "Withdrawn"))
    shelf.withdraw(iri("gone"))
    assert shown(shelf, page, "a") == []


def test_what_is_known_by_no_name_is_not_searched_for_by_its_words(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset(iri("a"), "Sleep", "dct:relation <urn:light>"))
    shelf.add(dataset(iri("b"), "Urn light relation"))
    assert shown(shelf, page, "a") == []


def test_the_page_does_not_need_the_index(shelf: Shelf, page: Page) -> None:
    shelf.add(held("a", "Sleep"))
    shelf.add(held("b", "Light"))
    assert shown(shelf, page, "a") == [("Light", "also held by North")]
    shutil.rmtree(shelf.services.settings.data / "index")
    record = shelf.services.reading.find(iri=iri("a"))
    assert record is not None
    assert near(page(f"/en/dataset/{record.id}")) == []
