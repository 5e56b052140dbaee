"""The frame of all pages: languages, headers, texts, health."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import BASE, Shelf

Page = Callable[..., Html]
PAGES = ("", "datasets", "datasets?q=cohort", "catalogue", "accessibility", "legal", "privacy")


@pytest.mark.parametrize("accept", ["fr-BE, fr;q=0.9, en;q=0.5", "de, fr;q=0.3"])
def test_the_door_leads_to_the_readers_language(library: Shelf, accept: str) -> None:
    answer = library.get("/", "text/html", Accept_Language=accept)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_door_leads_to_the_first_language_where_none_suits(library: Shelf) -> None:
    assert library.get("/", Accept_Language="fi").headers["Location"] == "/en/"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_html_with_its_landmarks(leaf: Page, language: str, path: str) -> None:
    html = leaf(f"/{language}/{path}")
    assert html.one("html").get("lang") == language
    assert (
        len(html.all("h1"))
        == len(html.all("main"))
        == len(html.all("header"))
        == len(html.all("footer"))
        == 1
    )
    assert html.all("a", class_="skip")[0].get("href") == "#main"
    assert html.title.endswith(
        "Health data catalogue" if language == "en" else "Catalogue de données de santé"
    )


def test_titles_tell_pages_apart(leaf: Page) -> None:
    titles = [leaf(f"/en/{path}").title for path in PAGES]
    assert len(set(titles)) == len(titles)


def test_a_page_names_itself_in_every_language(leaf: Page) -> None:
    html = leaf("/en/datasets?q=heart")
    alternates = {each.get("hreflang"): each.get("href") for each in html.all("link", rel="alternate")}
    assert alternates["en"] == f"{BASE}/en/datasets?q=heart"
    assert alternates["fr"] == f"{BASE}/fr/datasets?q=heart"
    switch = html.one("a", hreflang="fr")
    assert (text(switch), switch.get("lang"), switch.get("href")) == (
        "Français",
        "fr",
        "/fr/datasets?q=heart",
    )


def test_a_language_that_is_not_spoken_is_not_found(leaf: Page) -> None:
    assert "nothing here" in leaf("/de/datasets", 404).read


def test_answers_forbid_what_pages_do_not_need(library: Shelf) -> None:
    headers = library.get("/en/", "text/html").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_script_or_style_of_their_own_and_ask_nobody_else(leaf: Page, path: str) -> None:
    html = leaf(f"/en/{path}")
    assert not html.all("style")
    assert not [element for element in html.root.iter() if element.get("style") or element.get("onclick")]
    assert all((script.get("src") or "").startswith("/static/") for script in html.all("script"))
    sources = [each.get("href") for each in html.all("link", rel="stylesheet")]
    assert sources
    assert all(source and source.startswith("/static/") for source in sources)


def test_no_page_sets_a_cookie(library: Shelf) -> None:
    assert all("Set-Cookie" not in library.get(f"/en/{path}", "text/html").headers for path in PAGES)


def test_a_page_that_did_not_change_is_not_sent_again(library: Shelf) -> None:
    tag = library.get("/en/catalogue", "text/html").headers["ETag"]
    assert library.get("/en/catalogue", "text/html", If_None_Match=tag).status_code == 304


def test_a_cache_keeps_pages_apart_by_the_readers_languages(library: Shelf) -> None:
    assert "Accept-Language" in library.get("/en/datasets", "text/html").headers["Vary"]


def test_static_files_are_kept_for_ever_under_the_name_of_their_content(leaf: Page, library: Shelf) -> None:
    address = leaf("/en/").one("link", rel="stylesheet").get("href") or ""
    assert re.fullmatch(r"/static/theme\.[0-9a-f]{16}\.css", address)
    answer = library.client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 15_000


def test_scripts_stay_small(leaf: Page, library: Shelf) -> None:
    address = next(script.get("src") for script in leaf("/en/").all("script"))
    answer = library.client.get(address or "", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert len(answer.data) < 20_000


def test_health_and_version_are_told(library: Shelf) -> None:
    assert library.get("/healthz").status_code == library.get("/readyz").status_code == 200
    assert library.get("/version").get_json()["profile"] == library.services.profile.iri


def test_home_tells_what_there_is(shelf: Shelf, page: Page) -> None:
    shelf.add(
        dataset(title="Heart cohort", more=CATEGORY)
        + dataset("http://example.org/2", "Lung cohort", CATEGORY)
    )
    index(shelf)
    html = page("/en/")
    assert "datasets described 2" in html.read
    assert {"Heart cohort", "Lung cohort"} <= {text(each) for each in html.all("h3")}
    doors = [each.get("href") for each in html.all("a", class_="door")]
    assert "/en/datasets?category=EHRS" in doors


def test_home_of_an_empty_catalogue_says_so(page: Page) -> None:
    assert "There is no description here yet." in page("/en/").read
    assert "Il n’y a pas encore de description ici." in page("/fr/").read


def test_the_catalogue_page_tells_how_to_harvest(leaf: Page) -> None:
    read = leaf("/en/catalogue").read
    assert all(f"{BASE}/catalog.{extension}" in read for extension in ("ttl", "rdf", "jsonld", "nt"))
    assert "Regulation (EU) 2025/327" in read
    assert "CC BY 4.0" in read


def test_texts_say_that_nothing_was_audited(leaf: Page) -> None:
    assert "not yet been audited" in leaf("/en/accessibility").read
    assert "pas encore été audité" in leaf("/fr/accessibility").read


def test_an_application_below_a_path_links_below_it(make_services: Callable[..., object]) -> None:
    mounted = Shelf(make_services(base_url="https://example.org/catalogue"))  # type: ignore[arg-type]
    index(mounted)
    html = Html(mounted.get("/catalogue/en/datasets", "text/html"))
    assert html.one("form", id="find").get("action") == "/catalogue/en/datasets"
    style = html.one("link", rel="stylesheet").get("href") or ""
    assert style.startswith("/catalogue/static/")
    assert mounted.client.get(style, buffered=True).status_code == 200
    alternates = [each.get("href") for each in html.all("link", hreflang="fr")]
    assert alternates == ["https://example.org/catalogue/fr/datasets"]


CATEGORY = (
    "<http://healthdataportal.eu/ns/health#healthCategory> "
    "<https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS>"
)
