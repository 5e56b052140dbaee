"""What is not published is nowhere public: not on a page, in data, a feed, a count, a search, a cache or a header."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCTERMS, Literal, URIRef
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from catalogue.domain.record import Record
from catalogue.services.keys import Wanted
from catalogue.services.workflow import Request
from catalogue.web.permissions import PUBLIC, TABLE
from tests.conftest import dataset
from tests.services.review import HOSPITAL, Hospital
from tests.web.test_reviewing import PAGES, Desk, of

BASE = "http://127.0.0.1:8000"
LINK = re.compile(r'(?:href|action|src)="([^"#]+)|<loc>([^<]+)|<(http://127\.0\.0\.1:8000/[^>\s]+)>')
TYPES = ("text/html", "text/turtle", "application/ld+json", "*/*")
# Each is a word of something private, and of nothing else.
SECRETS = (
    "zebrafinch",
    "quokkadraft",
    "wombatcomment",
    "narwhalnote",
    "axolotlcopy",
    "ocelotreason",
    "lemurletter",
)
MOST = 1500


@dataclass
class Instance:
    """A catalogue with something public and much that is not."""

    hospital: Hospital
    client: FlaskClient
    public: Record
    draft: Record
    app: Flask


@pytest.fixture
def instance(services: Services) -> Instance:
    hospital = Hospital(services)
    app = create_app(services=services)
    flow, draft = services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    record = flow.publish(hospital.actor("Rosa"), draft.id)
    while services.indexing.catch_up():
        pass
    return Instance(hospital, app.test_client(), record, record, app)


def work_in_private(instance: Instance) -> None:
    """A draft, the next version of what is public, comments, a check's note, a copy being edited, a letter."""
    hospital, services = instance.hospital, instance.hospital.services
    ada, rosa, flow = hospital.actor("Ada"), hospital.actor("Rosa"), services.workflow
    instance.draft = hospital.draft(
        "Ada", dataset(f"{BASE}/dataset/quokkadraft", "A quokkadraft of something")
    )
    hospital.edited(instance.public, title="The zebrafinch version")
    services.commenting.comment(ada, instance.public.id, "A wombatcomment")
    flow.submit(ada, instance.public.id, request=Request(text="A lemurletter"))
    flow.send_back(rosa, instance.public.id, "An ocelotreason")
    title = Literal("An axolotlcopy", lang="en")
    subject = URIRef(instance.public.iri)
    services.editing.change(
        ada, instance.public.id, 0, lambda graph: graph.add((subject, DCTERMS.title, title))
    )
    services.keys.create(OPERATOR, Wanted("A key named narwhalnote", HOSPITAL, Role.PROVIDER))
    while services.indexing.catch_up():
        pass


def addresses(instance: Instance) -> Iterator[str]:
    """Every public route, with what could stand in it."""
    names = {instance.public.id, "quokkadraft", instance.draft.id}
    values = {
        "language": {"en", "fr"},
        "id": names,
        "name": {*names, "legal"},
        "extension": {"ttl", "rdf", "jsonld", "nt", "csv"},
        "number": {"1"},
    }
    for rule in instance.app.url_map.iter_rules():
        if TABLE.get(rule.endpoint) is PUBLIC and "GET" in (rule.methods or ()):
            filled = [rule.rule]
            for argument in rule.arguments:
                found = re.compile(rf"<[^<>]*\b{argument}>")
                filled = [found.sub(value, url) for url in filled for value in values.get(argument, {"1"})]
            yield from filled
    for iri in (instance.public.iri, f"{BASE}/dataset/quokkadraft"):
        yield f"/resource?iri={iri}"
    for word in SECRETS:
        yield f"/en/datasets?q={word}"
        yield f"/api/v1/datasets?q={word}"


def crawl(instance: Instance) -> dict[tuple[str, str], TestResponse]:
    """What a visitor gets of all routes, and of everything that they lead to, in every type."""
    waiting, found = list(addresses(instance)), dict[tuple[str, str], TestResponse]()
    seen = set(waiting)
    while waiting and len(seen) < MOST:
        url = waiting.pop()
        for accept in TYPES:
            response = instance.client.get(url, headers={"Accept": accept}, buffered=True)
            found[url, accept] = response
            for link in links(url, response):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return found


def links(url: str, response: TestResponse) -> Iterator[str]:
    if response.mimetype not in ("text/html", "text/turtle", "application/xml", "text/xml"):
        return
    for match in LINK.finditer(response.get_data(as_text=True)):
        target = urlsplit(urljoin(f"{BASE}{url}", unescape(next(filter(None, match.groups())))))
        is_ours = target.netloc == "127.0.0.1:8000" and "/static/" not in target.path
        if is_ours and "/sign-in" not in target.path and "/datasets" not in target.path:
            yield target.path + (f"?{target.query}" if target.query else "")


def test_no_word_of_what_is_private_is_anywhere_public(instance: Instance) -> None:
    work_in_private(instance)
    told = crawl(instance)
    assert len(told) > 200
    for (url, accept), response in told.items():
        echoed = unescape(url)
        said = response.get_data(as_text=True) + str(response.headers)
        for secret in SECRETS:
            if secret not in echoed:
                assert secret not in said, f"{secret} in {url} ({accept})"
        if "quokkadraft" in echoed and "?" not in url:
            assert response.status_code in (404, 406), f"{response.status_code} for {url} ({accept})"


def test_what_is_private_changes_nothing_of_what_is_public(instance: Instance) -> None:
    before = crawl(instance)
    work_in_private(instance)
    assert instance.hospital.services.reading.position() > 0
    after = crawl(instance)
    assert before.keys() <= after.keys()
    for key, response in before.items():
        if not key[0].startswith(("/en/datasets", "/healthz", "/readyz")):
            assert after[key].status_code == response.status_code, key
            assert after[key].data == response.data, key
            assert after[key].headers.get("ETag") == response.headers.get("ETag"), key
            assert after[key].headers.get("Last-Modified") == response.headers.get("Last-Modified"), key


def test_a_search_for_private_words_finds_nothing_and_counts_nothing(instance: Instance) -> None:
    work_in_private(instance)
    for word in SECRETS:
        page = instance.client.get(f"/en/datasets?q={word}", headers={"Accept": "text/html"})
        assert "/dataset/" not in "".join(re.findall(r'<ol class="results[^>]*>(.*?)</ol>', page.text, re.S))
    feed = instance.client.get("/catalog.ttl").get_data(as_text=True)
    assert set(re.findall(r"hydra:totalItems (\d+)", feed)) == {"1"}


def test_what_is_private_is_for_nobodys_cache(instance: Instance) -> None:
    work_in_private(instance)
    desk = Desk.__new__(Desk)
    desk.hospital, desk.app = instance.hospital, instance.app
    for page in PAGES.split():
        answer = desk("Ada").ask(of(instance.public, page))
        assert answer.status_code == (403 if page == "withdrawal" else 200), page
        assert answer.headers["Cache-Control"] == "no-store", page
        assert "ETag" not in answer.headers, page
    for page in ("checks", "notices"):
        assert desk("Ada").ask(f"/en/workspace/{page}").headers["Cache-Control"] == "no-store"
    instance.client.get(f"/dataset/{instance.public.id}.ttl")
    bodies = instance.hospital.services.settings.data / "bodies"
    kept = [zlib.decompress(file.read_bytes()) for file in bodies.rglob("*") if file.is_file()]
    assert kept
    assert not [body for body in kept for secret in SECRETS if secret.encode() in body]


def test_a_tombstone_says_what_readers_had_and_nothing_of_the_version_that_was_on_its_way(
    instance: Instance,
) -> None:
    work_in_private(instance)
    rosa = instance.hospital.actor("Rosa")
    instance.hospital.services.workflow.withdraw(rosa, instance.public.id, "It is over")
    answer = instance.client.get(f"/en/dataset/{instance.public.id}", headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert "It is over" in answer.text
    assert "Diabetes disease management" in answer.text
    assert "zebrafinch" not in answer.text
