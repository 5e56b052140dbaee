"""A data manager describes a registry from a blank form: with a script, by keyboard alone, and without a script."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node
from werkzeug.serving import make_server

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.ordering import POSITION
from catalogue.domain.people import Role
from catalogue.domain.record import Record
from catalogue.rdf import graphs
from catalogue.settings import Settings
from catalogue.web.actors import COOKIE
from tests.services.signed_in import organisation, person
from tests.shapes.official import official
from tests.web import arca
from tests.web.test_browser import CHROMIUM, QUIET
from tests.web.typist import Typist

pytestmark = pytest.mark.browser
SITE = "127.0.0.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """An instance without review, where Ada describes for Nord."""
    settings = {"data": tmp_path_factory.mktemp("describing"), "review": False, "poll": 0.01}
    made = Services(Settings.model_validate(settings))
    organisation(made)
    person(made, role=Role.EDITOR)
    return made


@pytest.fixture(scope="module")
def address(services: Services) -> Iterator[str]:
    server = make_server(SITE, 0, create_app(services=services), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://{SITE}:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sit_down(browser: Browser, services: Services, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a browser in which Ada is signed in; keywords are those of playwright's contexts."""
    opened: list[BrowserContext] = []

    def open_(width: int = 1280, **given: bool) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **given)
        ada = services.store.person("email", "ada@example.org")
        assert ada
        context.add_cookies(
            [{"name": COOKIE, "value": services.sessions.begin(ada, "A test"), "url": address}]
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{address}/en/workspace/")
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def begun(services: Services, address: str) -> Callable[..., tuple[Record, str]]:
    """Begins a description; gives its record and the address of its page."""

    def begin(title: str = "A cohort", level: str = "PUBLIC") -> tuple[Record, str]:
        ada = services.store.person("email", "ada@example.org")
        assert ada
        from catalogue.services.sessions import actor_of

        record = services.editing.create(actor_of(ada), "north", title, "en", level)
        return record, f"{address}/en/workspace/descriptions/{record.id}"

    return begin


def stored(services: Services, id: str) -> Graph:
    """What the newest revision of a record says."""
    record = services.store.find("id", [id])[id]
    return graphs.graph(services.store.ntriples([record.head.hash])[record.head.hash])


def meaning(graph: Graph, node: Node, root: Node | None = None) -> frozenset[object]:
    """What is said of a node and below it, whatever the nodes between are called."""
    said = set()
    root = root or node
    for path, value in graph.predicate_objects(node):
        if path not in (RDF.type, POSITION):
            is_end = isinstance(value, Literal) or value == root
            said.add((str(path), value if is_end else meaning(graph, value, root) or value))
    return frozenset(said)


def registry(reference: Path, services: Services) -> Graph:
    """The official example, without what it says of entries of lists, and the one statement no form asks for."""
    graph = Graph().parse(reference / "examples/r8-EPRDR-ARCA.ttl")
    for concept in set(graph.subjects()):
        if str(concept) in services.vocabularies or (concept, RDF.type, DCTERMS.LicenseDocument) in graph:
            graph.remove((concept, None, None))
    for rights in list(graph.subjects(RDF.type, DCTERMS.RightsStatement)):
        graph.remove((None, None, rights))
        graph.remove((rights, None, None))
    return graph


@pytest.mark.reference
def test_a_registry_is_described_from_a_blank_form_and_published(
    sit_down: Callable[..., Page], services: Services, reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typist, started = Typist(sit_down()), time.monotonic()
    arca.describe(typist)
    id = typist.page.url.partition("?")[0].rpartition("/")[2]
    typist.click(typist.page.get_by_role("link", name="Review and publication"))
    typist.press("Publish")
    minutes = (time.monotonic() - started) / 60
    with capsys.disabled():
        print(f"\n{typist.clicks} clicks, {typist.keys} keystrokes, {minutes:.1f} minutes of a machine")
    [record] = services.store.find("id", [id]).values()
    assert record.published is not None
    assert record.published.report.conforms
    graph = stored(services, id)
    found = official(reference).findings(graph, "PUBLIC")
    assert [each for each in found if each.severity == "Violation"] == []
    example = registry(reference, services)
    root = URIRef("https://eu-rd-platform.jrc.ec.europa.eu/mdr/detail/ARCA")
    assert meaning(graph, URIRef(record.iri)) == meaning(example, root)
