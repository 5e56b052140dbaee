"""What is not ours is validated where it lies: files, folders, addresses, bodies; and nothing is kept."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import (
    CatalogueError,
    NoDescription,
    NotAskable,
    OtherThings,
    TooLarge,
    Unreachable,
    Unreadable,
)
from catalogue.rdf.formats import JSON_LD
from catalogue.services.validating import Checks, Limits, Validating, Verdicts
from catalogue.settings import Settings
from tests.conftest import dataset
from tests.harvesters.pages import iri, page
from tests.harvesters.site import Site, serving

PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """One for all tests here, which change nothing in it."""
    return Services(Settings(data=tmp_path_factory.mktemp("instance"), import_processes=1))


@pytest.fixture
def validating(services: Services) -> Validating:
    return services.validating


@pytest.fixture
def checks(services: Services) -> Checks:
    return Checks(services.checker())


@pytest.fixture
def files(validating: Validating, checks: Checks) -> Callable[..., Verdicts]:
    return lambda *names: validating.files([str(name) for name in names], checks)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving() as site:
        yield site


def told(verdicts: Verdicts) -> list[tuple[str, str]]:
    return [(verdict.source, verdict.iri or verdict.error) for verdict in verdicts]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_every_description_of_a_folder_has_a_verdict_that_names_its_file(
    files: Callable[..., Verdicts], tmp_path: Path
) -> None:
    one = write(tmp_path / "in/1.ttl", dataset("http://example.org/1"))
    two = write(tmp_path / "in/2.ttl", dataset("http://example.org/2") + dataset("http://example.org/3"))
    write(tmp_path / "in/notes.md", "No RDF")
    verdicts = files(tmp_path / "in")
    assert told(verdicts) == [
        (str(one), "http://example.org/1"),
        (str(two), "http://example.org/2"),
        (str(two), "http://example.org/3"),
    ]
    assert verdicts.notes == [f"{tmp_path / 'in'}: 1 file(s) of other kinds were left out"]
    assert verdicts.known == 3


BROKEN = {
    "an empty file": ("a.ttl", b"", "the file is empty"),
    "a syntax error": ("a.ttl", b"<http://a/b> <http://a/c>\n  <d ; .", "line 2"),
    "a web page": ("a.ttl", b"<!DOCTYPE html><p>Hello", "web page"),
    "a web page by its name": ("a.html", b"<html>", "web page"),
    "a picture": ("a.ttl", b"\x89PNG\r\n\x1a\n\0\0\0", "no text"),
    "a spreadsheet": ("a.xlsx", b"PK\x03\x04abc", "no text"),
    "another class": ("a.ttl", b"<http://a/b> a <http://schema.org/Dataset> .", "http://schema.org/Dataset"),
    "no class": ("a.ttl", b"<http://a/b> <http://a/c> 1 .", "describes no dataset"),
    "a table": ("a.csv", b"id,title\n1,Hearts\n", "line 1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_says_why_and_the_rest_goes_on(
    files: Callable[..., Verdicts], tmp_path: Path, case: str
) -> None:
    name, content, reason = BROKEN[case]
    broken, good = write(tmp_path / name, content), write(tmp_path / "good.ttl", dataset())
    first, second = files(broken, good)
    assert (first.source, first.iri, first.conforms) == (str(broken), "", False)
    assert reason in first.error
    assert (second.iri, second.error) == ("http://example.org/1", "")


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere.ttl", "no file or folder"), ("empty", "No file in the folder")]
)
def test_a_name_that_stands_for_nothing_is_told(
    files: Callable[..., Verdicts], tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "empty").mkdir()
    [verdict] = files(tmp_path / name)
    assert reason in verdict.error


def test_a_file_that_may_not_be_read_is_told(files: Callable[..., Verdicts], tmp_path: Path) -> None:
    link = tmp_path / "loop.ttl"
    link.symlink_to(link)
    [verdict] = files(link)
    assert verdict.error


def test_a_catalogue_is_checked_where_there_is_nothing_else(
    files: Callable[..., Verdicts], tmp_path: Path
) -> None:
    catalog = PREFIXES + '<http://example.org/c> a dcat:Catalog ; dct:title "C" .'
    [verdict] = files(write(tmp_path / "c.ttl", catalog))
    assert verdict.iri == "http://example.org/c"
    assert any(each.finding.focus_class.endswith("#Catalog") for each in verdict.findings)


def test_a_catalogue_that_lists_others_is_not_checked_itself_and_that_is_said(
    files: Callable[..., Verdicts], tmp_path: Path
) -> None:
    path = write(
        tmp_path / "c.ttl",
        dataset() + "<http://example.org/c> a dcat:Catalog ; dcat:dataset <http://example.org/1> .",
    )
    verdicts = files(path)
    assert told(verdicts) == [(str(path), "http://example.org/1")]
    assert [note for note in verdicts.notes if "read as the list" in note]


def test_series_and_data_services_are_checked_each_on_its_own(
    files: Callable[..., Verdicts], tmp_path: Path
) -> None:
    path = write(
        tmp_path / "c.ttl",
        PREFIXES
        + '<http://a/series> a dcat:DatasetSeries ; dct:title "S" .\n'
        + '<http://a/service> a dcat:DataService ; dct:title "D" .',
    )
    assert [verdict.iri for verdict in files(path)] == ["http://a/series", "http://a/service"]


def test_how_far_it_is_is_told(validating: Validating, checks: Checks, tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", dataset("http://example.org/1") + dataset("http://example.org/2"))
    steps: list[tuple[int, int]] = []
    list(validating.files([str(path)], checks, lambda done, known: steps.append((done, known))))
    assert steps == [(1, 2), (2, 2)]


def test_a_body_is_read_by_its_content_or_as_it_is_called(validating: Validating, checks: Checks) -> None:
    body = json.dumps(
        {"@id": "http://a/b", "@type": "http://www.w3.org/ns/dcat#Dataset", "http://a/c": "d"}
    ).encode()
    for form in (None, JSON_LD):
        assert told(validating.body(body, "pasted", form, checks)) == [("pasted", "http://a/b")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", Unreadable), (b"oops", Unreadable), (b"<http://a/b> a <http://a/C> .", OtherThings)],
)
def test_a_body_that_cannot_be_read_is_an_error(
    validating: Validating, checks: Checks, body: bytes, kind: type[CatalogueError]
) -> None:
    with pytest.raises(kind):
        list(validating.body(body, "pasted", None, checks))


def test_the_pages_of_an_address_are_followed_and_named(
    validating: Validating, checks: Checks, site: Site
) -> None:
    first, second = site.url + "/catalog", site.url + "/catalog?page=2"
    site.give("/catalog", page(["a", "b"], first, second))
    site.give("/catalog?page=2", page(["c"]))
    assert told(validating.address(first, checks)) == [
        (first, iri("a")),
        (first, iri("b")),
        (second, iri("c")),
    ]


def test_the_pages_of_a_link_header_are_followed(validating: Validating, checks: Checks, site: Site) -> None:
    first = site.give("/catalog", page(["a"]), link='</more>; rel="next"')
    site.give("/more", page(["b"]))
    assert [verdict.iri for verdict in validating.address(first, checks)] == [iri("a"), iri("b")]


def test_an_empty_last_page_is_no_catalogue_to_be_checked(
    validating: Validating, checks: Checks, site: Site
) -> None:
    first = site.give("/catalog", page(["a"]), link='</more>; rel="next"')
    site.give("/more", page([]))
    assert [verdict.iri for verdict in validating.address(first, checks)] == [iri("a")]


def test_a_catalogue_alone_at_an_address_is_checked(
    validating: Validating, checks: Checks, site: Site
) -> None:
    [verdict] = validating.address(site.give("/catalog", page([])), checks)
    assert verdict.iri == "https://source.example/catalog"


def test_an_address_without_anything_to_check_is_an_error(
    validating: Validating, checks: Checks, site: Site
) -> None:
    url = site.give("/other", "<http://a/b> a <http://a/C> .")
    with pytest.raises(NoDescription):
        list(validating.address(url, checks))


def test_what_came_before_a_page_that_breaks_stands(
    validating: Validating, checks: Checks, site: Site
) -> None:
    first = site.give("/catalog", page(["a"]), link='</more>; rel="next"')
    site.give("/more", "oops", "text/turtle")
    good, broken = validating.files([first], checks)
    assert (good.iri, good.error) == (iri("a"), "")
    assert broken.source == first
    assert "/more, line 1" in broken.error


def test_an_address_of_a_visitor_may_not_lead_into_private_networks(
    validating: Validating, checks: Checks, site: Site
) -> None:
    url = site.give("/catalog", page(["a"]))
    with pytest.raises(NotAskable, match="not public"):
        list(validating.address(url, checks, Limits()))
    assert site.asked == []
    assert len(list(validating.address(url, checks, Limits(private=True)))) == 1


def test_an_address_of_a_visitor_has_bounds_in_size_pages_and_time(
    validating: Validating, checks: Checks, site: Site
) -> None:
    endless = site.give("/catalog", page(["a"]), link='</more>; rel="next"')
    site.give("/more", page(["b"]), link='</again>; rel="next"')
    with pytest.raises(Unreachable, match="goes on after 1 pages"):
        list(validating.address(endless, checks, Limits(pages=1, private=True)))
    large = site.give("/large", b"#" * (2 * 2**20))
    with pytest.raises(TooLarge):
        list(validating.address(large, checks, Limits(megabytes=1, private=True)))
    slow = site.behave("/slow", lambda handler: (handler.start(), handler.drip(b" " * 1000, 0.1))[0])
    with pytest.raises(Unreachable):
        list(validating.address(slow, checks, Limits(seconds=0.5, private=True)))
