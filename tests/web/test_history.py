"""The versions of a description that readers have had."""

from collections.abc import Callable
from contextlib import ExitStack
from xml.etree.ElementTree import fromstring

import pytest

from catalogue.domain.record import Publish, Record
from catalogue.services.public_history import AT_ONCE
from catalogue.web.history import LARGE
from tests.conftest import dataset
from tests.web.markup import Html, text
from tests.web.shelf import Shelf, graph_of

Page = Callable[..., Html]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def told(shelf: Shelf) -> Record:
    """A dataset that was published twice, with a draft between that nobody has read, and one after."""
    shelf.add(dataset(title="Sleep"))
    shelf.add(dataset(title="Secret"), Publish.NEVER)
    shelf.add(dataset(title="Sleep and light", more='dct:description "Of nurses"@en'))
    (record,) = shelf.add(dataset(title="Secret too"), Publish.NEVER)
    assert [each.published is not None for each in shelf.services.store.revisions(record.number)] == [
        True, False, True, False,
    ]  # fmt: skip
    return record


def test_each_version_is_told_by_what_it_changed(told: Record, page: Page) -> None:
    html = page(f"/en/dataset/{told.id}/history")
    newest, first = (text(item) for item in html.all("li", class_="part"))
    assert "what readers have now" in newest
    assert "Changed: Title, Description" in newest
    assert "The first version known here." in first
    assert "Secret" not in html.source


def test_versions_of_one_minute_are_told_apart_by_their_numbers(told: Record, page: Page) -> None:
    html = page(f"/en/dataset/{told.id}/history")
    headings = [text(each) for each in html.all("h2")]
    assert ["(no. 3)" in headings[0], "(no. 1)" in headings[1]] == [True, True]
    options = [text(each) for each in html.by_id("before").iter() if each.get("value")]
    assert [option.rpartition(" (")[2] for option in options] == ["no. 3)", "no. 1)"]
    compared = page(f"/fr/dataset/{told.id}/history/compare?before=1&after=3").read
    assert "(nº 1)" in compared
    assert "(nº 3)" in compared


def test_the_page_of_the_dataset_leads_to_its_versions(told: Record, page: Page) -> None:
    links = [link.get("href") for link in page(f"/fr/dataset/{told.id}").all("a")]
    assert f"/fr/dataset/{told.id}/history" in links


def test_two_versions_are_compared_field_by_field(told: Record, page: Page) -> None:
    html = page(f"/en/dataset/{told.id}/history/compare?before=1&after=3")
    assert "2 fields differ" in html.read
    fields = [text(each) for each in html.all("h3")]
    assert fields == ["Title", "Description"]
    assert text(html.all("del", class_="said")[0]).startswith("Sleep")
    assert "Sleep and light" in text(html.all("ins", class_="said")[0])


@pytest.mark.parametrize("pair", ["before=1&after=2", "before=4&after=3", "before=1&after=99"])
def test_what_was_not_published_cannot_be_compared(told: Record, page: Page, pair: str) -> None:
    assert "Secret" not in page(f"/en/dataset/{told.id}/history/compare?{pair}", 404).source


@pytest.mark.parametrize(
    "query", ["", "before=1", "before=x&after=1", "before=-1&after=1", f"before={10**30}&after=1"]
)
def test_a_comparison_needs_two_numbers(told: Record, page: Page, query: str) -> None:
    assert "the number of a version" in page(f"/en/dataset/{told.id}/history/compare?{query}", 400).read


def test_a_version_is_data_at_an_address_of_its_own(told: Record, shelf: Shelf) -> None:
    answer = shelf.get(f"/dataset/{told.id}/version/1.ttl")
    assert {str(title) for title in graph_of(answer).objects()} >= {"Sleep"}
    assert shelf.get(f"/dataset/{told.id}/version/3.jsonld").status_code == 200
    assert (
        shelf.get(f"/dataset/{told.id}/version/1.ttl", If_None_Match=answer.headers["ETag"]).status_code
        == 304
    )


@pytest.mark.parametrize("number", [0, 2, 4, 5])
def test_a_draft_is_no_version(told: Record, shelf: Shelf, number: int) -> None:
    answer = shelf.get(f"/dataset/{told.id}/version/{number}.ttl")
    assert answer.status_code == 404
    assert "Secret" not in answer.get_data(as_text=True)


def test_versions_can_be_followed(told: Record, shelf: Shelf) -> None:
    answer = shelf.get(f"/fr/dataset/{told.id}/history.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == [
        "Modifié\N{NO-BREAK SPACE}: Titre, Description",
        "La première version connue ici.",
    ]
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert shelf.get(link.attrib["href"]).status_code == 200


def test_who_saved_a_version_and_why_is_nobodys_business(told: Record, shelf: Shelf) -> None:
    revisions = shelf.services.store.revisions(told.number)
    said = {each.author for each in revisions} | {each.reason for each in revisions} - {""}
    for address in ("history", "history.atom", "history/compare?before=1&after=3"):
        source = shelf.get(f"/en/dataset/{told.id}/{address}").get_data(as_text=True)
        assert not [word for word in said if word and word in source]


def test_what_was_withdrawn_and_comes_back_comes_without_its_past(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset(title="With a name in it"))
    shelf.withdraw("http://example.org/1")
    (record,) = shelf.add(dataset(title="Without"))
    assert len(page(f"/en/dataset/{record.id}/history").all("li", class_="part")) == 1
    assert shelf.get(f"/dataset/{record.id}/version/1.ttl").status_code == 404


def test_the_history_of_what_is_withdrawn_is_gone(shelf: Shelf) -> None:
    (record,) = shelf.add(dataset())
    shelf.withdraw(record.iri)
    for address in (f"/en/dataset/{record.id}/history", f"/dataset/{record.id}/version/1.ttl"):
        assert shelf.get(address).status_code == 410


def test_versions_of_which_one_is_large_are_not_compared_for_a_list(shelf: Shelf, page: Page) -> None:
    many = ", ".join(f'"Nurse {number}"@en' for number in range(LARGE))
    shelf.add(dataset(title="Sleep", more=f"dct:description {many}"))
    for title in ("Short", "Shorter"):
        (record,) = shelf.add(dataset(title=title))
    newest, second, first = (
        text(item) for item in page(f"/en/dataset/{record.id}/history").all("li", class_="part")
    )
    assert "Changed: Title" in newest
    assert "Changed" not in second
    assert "The first version known here." in first


def test_checks_of_visitors_hold_no_comparison_up(told: Record, page: Page, shelf: Shelf) -> None:
    address = f"/en/dataset/{told.id}/history"
    with ExitStack() as others:
        for _ in range(shelf.services.settings.validation_at_once):
            others.enter_context(shelf.services.public_checks.turn())
        assert "Changed: Title, Description" in page(address).read
        assert "2 fields differ" in page(f"{address}/compare?before=1&after=3").read


def test_who_finds_too_many_comparing_is_asked_to_come_again(told: Record, page: Page, shelf: Shelf) -> None:
    address = f"/en/dataset/{told.id}/history"
    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(shelf.services.public_history.turn())
        assert "Changed" not in page(address).read
        assert "having versions compared" in page(f"{address}/compare?before=1&after=3", 503).read


def test_many_versions_come_in_pages(shelf: Shelf, page: Page) -> None:
    for number in range(23):
        (record,) = shelf.add(dataset(title=f"Number {number}"))
    assert len(page(f"/en/dataset/{record.id}/history").all("li", class_="part")) == 20
    assert len(page(f"/en/dataset/{record.id}/history?page=2").all("li", class_="part")) == 3
