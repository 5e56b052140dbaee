"""The public page on which anybody has a description checked."""

import csv
import io
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.services.public_checks import ROOM
from tests.conftest import dataset
from tests.harvesters.site import Site, serving
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

BROKEN = '@prefix dct: <http://purl.org/dc/terms/> .\n<http://x.example/1> dct:title "one\n" .\n'
SECRET = "An abstract that nobody may find afterwards"
HTML = {"Accept": "text/html,*/*;q=0.8"}
WHOLE = 'dct:description "An abstract"@en ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/{}>'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def other(make_services: Callable[..., Services], library: Shelf, monkeypatch: pytest.MonkeyPatch):
    """Makes an instance with other settings; what is dear to build comes from the library."""
    monkeypatch.setenv("NO_PROXY", "*")

    def make(**given: object) -> Shelf:
        own = make_services(**given)
        vars(own).update(
            profile=library.services.profile,
            vocabularies=library.services.vocabularies,
            validator=library.services.validator,
        )
        made = Shelf.__new__(Shelf)
        made.services, made.client = own, create_app(services=own).test_client()
        return made

    return make


def hand_in(shelf: Shelf, language: str = "en", **fields: object) -> TestResponse:
    return shelf.client.post(
        f"/{language}/validate", data=fields, content_type="multipart/form-data", headers=HTML
    )


def follow(shelf: Shelf, answer: TestResponse, suffix: str = "") -> Html:
    assert answer.status_code == 303, answer.text[:3000]
    page = shelf.client.get(answer.headers["Location"] + suffix, headers=HTML)
    assert page.status_code == 200
    return Html(page)


def check(shelf: Shelf, turtle: str, suffix: str = "", **fields: object) -> Html:
    return follow(shelf, hand_in(shelf, text=turtle, **fields), suffix)


def hand_in_large(shelf: Shelf, name: str, content: bytes) -> Html:
    """As `hand_in`, refused for its size; written by hand, as the client leaves a temporary file open."""
    field = f'Content-Disposition: form-data; name="{name}"' + (
        '; filename="large.ttl"' if name == "file" else ""
    )
    body = b"--x\r\n" + field.encode() + b"\r\n\r\n" + content + b"\r\n--x--\r\n"
    answer = shelf.client.post(
        "/en/validate", data=body, content_type="multipart/form-data; boundary=x", headers=HTML
    )
    assert answer.status_code == 413
    return Html(answer)


def refused(shelf: Shelf, status: int, language: str = "en", **fields: object) -> Html:
    answer = hand_in(shelf, language, **fields)
    assert answer.status_code == status
    return Html(answer)


def several(count: int) -> str:
    return "\n".join(dataset(f"http://example.org/{n}", f"Dataset {n}") for n in range(count))


# The form


def test_the_form_can_be_used_without_a_script(library: Shelf) -> None:
    html = Html(library.client.get("/en/validate", headers=HTML))
    form = html.by_id("check")
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
    for name in ("text", "file", "url", "level", "profile"):
        assert html.by_id(name).get("name") == name
        html.one("label", for_=name)
    assert "healthdcat-ap/8" in [option.get("value") for option in html.all("option")]


def test_the_footer_leads_to_it(library: Shelf) -> None:
    html = Html(library.client.get("/fr/", headers=HTML))
    assert text(html.one("a", href="/fr/validate")) == "Vérifier une description"


# What it says of a description


def test_a_check_leads_to_a_page_of_its_own(library: Shelf) -> None:
    answer = hand_in(library, text=dataset(title="Cohort"))
    assert answer.status_code == 303
    assert re.fullmatch(r"/en/validate/[\w-]{32}", answer.headers["Location"])
    html = follow(library, answer)
    assert text(html.one("h1")) == "Cohort"
    assert html.title.startswith("Does not conform: Cohort")
    assert "Does not conform" in html.read
    assert html.one("meta", name="robots").get("content") == "noindex, nofollow"


def test_findings_say_field_problem_and_example_in_the_language_of_the_page(library: Shelf) -> None:
    answer = hand_in(library, text=dataset(more=WHOLE.format("NON_PUBLIC")))
    english = follow(library, answer)
    french = Html(library.client.get(answer.headers["Location"].replace("/en/", "/fr/"), headers=HTML))
    heads = [text(each) for each in english.all("h4")]
    assert any("Health data access body" in head for head in heads)
    assert "is missing." in english.read
    assert "À corriger" in french.read
    assert "Non conforme" in french.read
    assert "is missing." not in french.read


def test_meters_and_the_elements_of_the_law_stand_beside_the_findings(library: Shelf) -> None:
    html = check(library, dataset(more=WHOLE.format("PUBLIC")))
    assert [text(html.by_id(f"gauge-{name}")) for name in ("mandatory", "recommended", "optional")] == [
        "Must have",
        "Recommended",
        "Optional",
    ]
    assert len(html.all("progress")) == 3
    rows = [text(each) for each in html.by_id("elements").iter() if each.tag.endswith("li")]
    assert len(rows) == 27


def test_the_level_that_is_chosen_counts_instead_of_the_stated_one(library: Shelf) -> None:
    turtle = dataset(more=WHOLE.format("PUBLIC"))
    assert "as it says itself" in check(library, turtle).read
    chosen = check(library, turtle, level="NON_PUBLIC")
    assert "Not public" in chosen.read
    assert "as it says itself" not in chosen.read


def test_who_states_no_access_level_is_told_why_it_is_held_to_one(library: Shelf) -> None:
    html = check(library, dataset())
    assert "because it states none" in html.read
    assert "as it says itself" not in html.read
    assert "parce qu’elle n’en indique aucun" in follow(library, hand_in(library, "fr", text=dataset())).read
    assert "because it states none" not in check(library, dataset(), level="PUBLIC").read


def test_a_title_without_end_is_cut(library: Shelf) -> None:
    html = check(library, dataset(title="T" * 300_000))
    assert text(html.one("h1")) == "T" * 200 + "…"
    assert len(html.title) < 300


def test_another_profile_can_be_chosen(library: Shelf) -> None:
    html = check(library, dataset(more='dct:description "An abstract"@en'), profile="dcat-ap/3.0.1")
    assert "This description conforms to DCAT-AP 3.0.1" in html.read


def test_the_technical_view_tells_the_iris(library: Shelf) -> None:
    answer = hand_in(library, text=dataset())
    iri = "http://www.w3.org/ns/shacl#MinCountConstraintComponent"
    assert iri not in follow(library, answer).read
    assert iri in follow(library, answer, "?view=technical").read


def test_one_cause_is_told_once_with_its_number_and_first_places(library: Shelf) -> None:
    columns = " , ".join(f'[ a csvw:Column ; csvw:name "v{n}" ]' for n in range(40))
    variables = (
        "<http://healthdataportal.eu/ns/health#hasVariables> [ a csvw:TableGroup ; csvw:table [ a csvw:Table ; "
        f'csvw:name "T" ; csvw:column {columns} ] ]'
    )
    turtle = "@prefix csvw: <http://www.w3.org/ns/csvw#> ." + dataset(more=variables)
    html = check(library, turtle)
    [head] = [each for each in html.all("h4") if "40 times" in text(each)][:1]
    assert "Variable" in text(head)
    assert "and 35 more, in the download" in html.read


def test_the_places_of_a_cause_stand_in_their_order(library: Shelf) -> None:
    parts = ", ".join(f'[ a dcat:Distribution ; dct:title "{name}" ]' for name in "dbeca")
    read = check(library, dataset(more=f"dcat:distribution {parts}")).read
    places = [f"Distribution {n} ({name}) › Access address" for n, name in enumerate("abcde", 1)]
    assert sorted(places, key=read.index) == places


def test_several_descriptions_are_told_by_cause_and_one_by_one(library: Shelf) -> None:
    answer = hand_in(library, text=several(3))
    html = follow(library, answer)
    assert "0 of 3 descriptions conform" in html.read
    assert "in 3 descriptions" in html.read
    rows = html.by_id("descriptions")
    links = [each for each in rows.iter() if each.tag.endswith("}a")]
    assert len(links) == 3
    alone = follow(library, answer, "?description=2")
    assert text(alone.one("h1")) == "Dataset 1"


def test_a_description_that_is_not_in_the_result_is_told(library: Shelf) -> None:
    answer = hand_in(library, text=several(2))
    page = library.client.get(answer.headers["Location"] + "?description=7", headers=HTML)
    assert page.status_code == 400


def test_an_upload_is_read_by_its_ending_or_its_content(library: Shelf) -> None:
    with read(dataset(title="Cohort").encode(), "a test", TURTLE) as statements:
        lines = "".join(f"{triple} .\n" for triple in statements.find())
    for name in ("cohort.nt", "cohort.txt"):
        html = follow(library, hand_in(library, file=(io.BytesIO(lines.encode()), name)))
        assert text(html.one("h1")) == "Cohort"
        assert name in html.read


# Results


def test_a_result_is_downloaded_as_csv_json_and_shacl(library: Shelf) -> None:
    place = hand_in(library, text=several(2)).headers["Location"]
    table = library.client.get(f"{place}.csv")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    objects = [json.loads(line) for line in library.client.get(f"{place}.json").text.splitlines()]
    shacl = library.client.get(f"{place}.ttl")
    assert len(rows) == sum(len(each["findings"]) for each in objects)
    assert [each["iri"] for each in objects] == ["http://example.org/0", "http://example.org/1"]
    assert b"ValidationReport" in shacl.data
    assert (table.mimetype, shacl.mimetype) == ("text/csv", "text/turtle")
    assert "attachment" in table.headers["Content-Disposition"]


def test_no_cache_keeps_a_result_and_no_robot_lists_it(library: Shelf) -> None:
    place = hand_in(library, text=dataset()).headers["Location"]
    for address in (place, f"{place}.csv"):
        answer = library.client.get(address, headers=HTML)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Disallow: /en/validate/" in library.client.get("/robots.txt").text


def test_a_result_is_removed_by_a_button(library: Shelf) -> None:
    place = hand_in(library, text=dataset()).headers["Location"]
    answer = library.client.post(f"{place}/remove", headers=HTML)
    assert answer.status_code == 303
    html = Html(library.client.get(answer.headers["Location"], headers=HTML))
    assert "The result was removed." in html.read
    gone = library.client.get(place, headers=HTML)
    assert gone.status_code == 404
    assert "This result is not kept." in Html(gone).read
    assert library.client.get(f"{place}.csv").status_code == 404


def test_a_result_says_until_when_it_is_kept_and_is_gone_then(library: Shelf) -> None:
    place = hand_in(library, text=dataset()).headers["Location"]
    id = place.rpartition("/")[2]
    _, until = library.services.public_checks.find(id) or (None, None)
    assert until is not None
    assert timedelta(hours=23) < until - datetime.now(UTC) <= timedelta(days=1)
    assert f"{until:%H:%M} UTC" in Html(library.client.get(place, headers=HTML)).read
    library.services.store.purge_results(until)
    assert library.client.get(place, headers=HTML).status_code == 404


def test_nobody_finds_the_description_in_what_is_kept(library: Shelf) -> None:
    turtle = dataset(more=f'dct:description "{SECRET}"@en')
    place = hand_in(library, text=turtle).headers["Location"]
    kept = library.services.store.result(place.rpartition("/")[2], datetime.now(UTC))
    assert kept is not None
    assert SECRET not in zlib.decompress(kept.data).decode()


# What cannot be checked


def test_broken_turtle_is_told_with_its_line_and_nothing_is_lost(library: Shelf) -> None:
    html = refused(library, 400, text=BROKEN)
    assert html.title.startswith("Error: ")
    assert "The pasted text, line 2" in text(html.one("section", role="alert"))
    assert text(html.one("li", class_="here")) == 'Line 2<http://x.example/1> dct:title "one'
    # A browser leaves out one line break at the start of a text area.
    assert "".join(html.by_id("text").itertext()).removeprefix("\n") == BROKEN
    assert html.by_id("text").get("aria-invalid") == "true"
    [described] = set((html.by_id("text").get("aria-describedby") or "").split()) - {"text-help"}
    assert "line 2" in text(html.by_id(described))


def test_errors_speak_the_language_of_the_page(library: Shelf) -> None:
    html = refused(library, 400, "fr", text="  \n ")
    assert html.title.startswith("Erreur : ")
    assert "Il n’y a encore rien à vérifier" in html.read
    assert (
        "cela mène à une adresse qui n’est pas publique"
        in refused(library, 400, "fr", url="http://127.0.0.1:1/a").read
    )


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ("", 400, "There is nothing to check yet"),
        ("just some words", 400, "The pasted text, line 1"),
        ("<!doctype html><html><body>Hello</body></html>", 415, "The pasted text is a web page (HTML)"),
        ("<http://x.example/a> <http://x.example/b> 1 .", 422, "The pasted text describes no dataset"),
    ],
)
def test_what_is_no_description_is_told(library: Shelf, given: str, status: int, said: str) -> None:
    assert said in refused(library, status, text=given).read


def test_two_things_at_once_are_one_too_many(library: Shelf) -> None:
    html = refused(library, 400, text=dataset(), url="https://example.org/")
    assert "Only one thing is checked at a time" in html.read
    assert html.by_id("url").get("value") == "https://example.org/"


@pytest.mark.parametrize(("name", "value"), [("level", "SECRET"), ("profile", "../../etc")])
def test_an_unknown_level_or_profile_is_told(library: Shelf, name: str, value: str) -> None:
    assert (
        f"“{value}” is not a value for “{name}”"
        in refused(library, 400, text=dataset(), **{name: value}).read
    )


def test_a_file_over_the_limit_is_told_with_413(other: Callable[..., Shelf]) -> None:
    shelf = other(validation_limit=1)
    large = b"# a comment\n" * 100_000
    html = hand_in_large(shelf, "file", large)
    assert "large.ttl is larger than the limit of 1 MB" in html.read
    assert html.by_id("file").get("aria-invalid") == "true"


def test_a_text_somewhat_over_the_limit_is_not_lost(other: Callable[..., Shelf]) -> None:
    large = "# a comment\n" * 100_000
    html = hand_in_large(other(validation_limit=1), "text", large.encode())
    assert "".join(html.by_id("text").itertext()).removeprefix("\n") == large


def test_a_body_far_over_the_limit_is_refused_without_being_read(other: Callable[..., Shelf]) -> None:
    shelf = other(validation_limit=1)

    class Endless(io.RawIOBase):
        read_so_far = 0

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.read_so_far += len(buffer)
            return len(buffer)

    body = Endless()
    answer = shelf.client.post(
        "/en/validate",
        content_type="multipart/form-data; boundary=x",
        headers=HTML,
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(2**40)},
    )
    assert answer.status_code == 413
    assert body.read_so_far == 0


def test_what_an_error_quotes_is_never_read_for_its_words(library: Shelf) -> None:
    for tail in (", line 1, column " * 5_000, ": " * 5_000, " could not be fetched: it answers " * 5_000):
        document = json.dumps({"@id": f"http://x/ {tail}", "@type": "http://www.w3.org/ns/dcat#Dataset"})
        began = time.process_time()
        html = refused(library, 400, "fr", file=(io.BytesIO(document.encode()), "a.jsonld"))
        assert time.process_time() - began < 2
        assert len(text(html.one("section", role="alert"))) < 1_000


def test_a_reason_is_said_in_the_language_of_the_page_with_its_fields(library: Shelf) -> None:
    deep = refused(library, 400, "fr", file=(io.BytesIO(b"[" * 500), "a.jsonld"))
    assert "niveaux" in deep.read
    assert "200" in deep.read


# Addresses


def test_an_address_in_a_private_network_is_never_asked(library: Shelf, site: Site) -> None:
    url = site.give("/a.ttl", dataset())
    html = refused(library, 400, url=url)
    assert "it leads to an address that is not public" in html.read
    assert html.by_id("url").get("value") == url
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/a", "gopher://x", "http://[::1]/", "http://", "not a url"],
)
def test_only_the_web_is_fetched(library: Shelf, url: str) -> None:
    assert "is not fetched" in refused(library, 400, url=url).read


def test_an_address_is_read_with_the_pages_that_follow(other: Callable[..., Shelf], site: Site) -> None:
    shelf = other(allow_private_addresses=True)
    second = site.give("/2", dataset("http://example.org/2", "Two"))
    first = site.give("/1", dataset("http://example.org/1", "One"), link=f'<{second}>; rel="next"')
    html = follow(shelf, hand_in(shelf, url=first))
    assert "0 of 2 descriptions conform" in html.read
    assert site.paths() == ["/1", "/2"]


def test_a_password_in_an_address_is_not_kept(other: Callable[..., Shelf], site: Site) -> None:
    shelf = other(allow_private_addresses=True)
    url = site.give("/a", dataset()).replace("http://", "http://me:swordfish@")
    answer = hand_in(shelf, url=url)
    assert "swordfish" not in follow(shelf, answer).source
    assert "swordfish" not in shelf.client.get(f"{answer.headers['Location']}.json").text


def test_a_catalogue_without_end_is_checked_as_far_as_the_bounds_go(
    other: Callable[..., Shelf], site: Site
) -> None:
    shelf = other(allow_private_addresses=True, validation_pages=2)
    for number in range(1, 4):
        following = f'<{site.url}/{number + 1}>; rel="next"'
        site.give(f"/{number}", dataset(f"http://example.org/{number}"), link=following)
    html = follow(shelf, hand_in(shelf, url=f"{site.url}/1"))
    assert "There are more pages than are followed here" in html.read
    assert site.paths() == ["/1", "/2"]


def test_a_slow_address_is_given_up_in_time(other: Callable[..., Shelf], site: Site) -> None:
    shelf = other(allow_private_addresses=True, validation_time=0.6)
    url = site.behave("/a", lambda handler: handler.start() or handler.drip(b"# slowly\n" * 900, 0.02))
    began = time.monotonic()
    assert "could not be fetched" in refused(shelf, 400, url=url).read
    assert time.monotonic() - began < 3


def test_a_page_of_html_is_told(other: Callable[..., Shelf], site: Site) -> None:
    url = site.give("/a", "<!doctype html><html></html>", "text/html")
    html = refused(other(allow_private_addresses=True), 400, "fr", url=url)
    assert "la réponse est une page web (HTML)" in html.read


def test_how_a_catalogue_broke_off_is_told_in_the_language_of_who_opens_the_result(
    other: Callable[..., Shelf], site: Site
) -> None:
    shelf = other(allow_private_addresses=True)
    first = site.give("/1", dataset(), link=f'<{site.url}/2>; rel="next"')
    answer = hand_in(shelf, url=first)
    assert "it answers 404 Not Found" in follow(shelf, answer).read
    french = Html(shelf.client.get(answer.headers["Location"].replace("/en/", "/fr/"), headers=HTML))
    assert "réponse 404 Not Found" in french.read
    assert "it answers" not in french.read


# Bounds


def test_more_descriptions_than_the_bound_are_told_as_cut(other: Callable[..., Shelf]) -> None:
    html = check(other(validation_descriptions=2), several(4))
    assert "There are more descriptions than are checked here at one time" in html.read
    assert "0 of 2 descriptions conform" in html.read


def test_a_result_holds_only_so_many_findings_and_says_so(library: Shelf) -> None:
    turtle = "\n".join(dataset(f"http://example.org/{n}", "T" * 1_000) for n in range(300))
    answer = hand_in(library, text=turtle)
    html = follow(library, answer)
    assert "There is more to tell than fits into a result" in html.read
    table = library.client.get(f"{answer.headers['Location']}.csv")
    assert ROOM / 4 < len(table.data) < 2 * ROOM


def test_results_are_told_in_turns_too(other: Callable[..., Shelf]) -> None:
    shelf = other(validation_at_once=1)
    place = hand_in(shelf, text=dataset()).headers["Location"]
    with shelf.services.public_checks.turn():
        answer = shelf.client.get(f"{place}.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert shelf.client.get(f"{place}.csv").status_code == 200


def test_who_finds_no_room_is_asked_to_come_again_and_loses_nothing(other: Callable[..., Shelf]) -> None:
    shelf = other(validation_at_once=1)
    with ExitStack() as turns:
        turns.enter_context(shelf.services.public_checks.turn())
        answer = hand_in(shelf, text=dataset(title="Kept on the page"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Kept on the page" in answer.text
    assert hand_in(shelf, text=dataset()).status_code == 303


def test_of_what_is_too_long_the_reader_is_told_what_to_do(other: Callable[..., Shelf]) -> None:
    shelf = other(validation_statements=1_200)
    words = ", ".join(f'"word {number}"' for number in range(1_300))
    long = dataset("http://example.org/long", "Long", f"dcat:keyword {words}")
    alone = refused(shelf, 413, "fr", text=long)
    assert "compte 1 303 déclarations" in alone.read
    assert "« catalogue validate »" in alone.read
    answer = hand_in(shelf, "fr", text=dataset() + long)
    assert "1 303 déclarations" in follow(shelf, answer).read
    assert "déclarations" in shelf.client.get(f"{answer.headers['Location']}.csv").text


# A stored description


def test_a_stored_description_is_told_in_words_and_beside_other_profiles(shelf: Shelf) -> None:
    services = shelf.services
    from catalogue.domain.record import Publish
    from catalogue.services.records import Intake
    from tests.conftest import described

    services.records.take_in(
        described(dataset(title="Cohort", more=WHOLE.format("NON_PUBLIC"))),
        Intake(Publish.ALWAYS),
        services.judge,
    )
    record = services.reading.find(iri="http://example.org/1")
    assert record is not None
    page = Html(shelf.get(f"/en/dataset/{record.id}", HTML["Accept"]))
    link = page.one("a", href=f"/en/dataset/{record.id}/conformance")
    html = Html(shelf.get(str(link.get("href")), HTML["Accept"]))
    assert "Does not conform" in html.read
    assert len(html.all("progress")) == 3
    table = html.one("table", class_="matrix")
    profiles = [text(each) for each in table.iter() if each.get("scope") == "rowgroup"]
    assert profiles[0].startswith("HealthDCAT-AP")
    assert any("DCAT-AP 3.0.1" in name for name in profiles)
    own = [text(each) for each in table.iter() if each.get("class") == "own"]
    assert own[0].startswith("Not public")


def test_the_conformance_of_what_is_not_there_is_not_there(shelf: Shelf) -> None:
    assert shelf.get("/en/dataset/nothing/conformance", HTML["Accept"]).status_code == 404
