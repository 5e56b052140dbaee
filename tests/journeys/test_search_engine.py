"""A catalogue whose search is a server of its own: what it does from end to end, with the server and without it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from catalogue.bootstrap import Services
from catalogue.domain.search import Query
from catalogue.settings import Settings
from tests.engines.search_server import SearchServer
from tests.journeys.instance import Instance, wait_until
from tests.services.searchable import publish, withdraw

pytestmark = pytest.mark.engine

ALIAS = "north-healthdcat-ap-8"


@pytest.fixture(params=["elasticsearch", "opensearch"])
def server(request: pytest.FixtureRequest) -> SearchServer:
    made: SearchServer = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def instance(tmp_path: Path, server: SearchServer) -> Iterator[Instance]:
    """A running instance with its search on the server, whose address a secret file has."""
    secret = tmp_path / "search_url"
    secret.write_text(f"{server.url}\n")
    given = {"SEARCH_URL_FILE": str(secret), "SEARCH_INDEX": "north", "SEARCH_TIMEOUT": "3"}
    made = Instance(tmp_path, {f"CATALOGUE_{name}": value for name, value in given.items()})
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def services(instance: Instance, server: SearchServer) -> Iterator[Services]:
    """What another program on the same catalogue has."""
    options = {"data": instance.folder / "data", "search_url": server.url, "search_index": "north"}
    made = Services(Settings.model_validate(options))
    yield made
    made.index.close()  # type: ignore[attr-defined]


def found(instance: Instance, text: str) -> bool:
    """Whether a search for a word of a title shows it."""
    status, page = instance.get(f"/en/datasets?q={text}")
    return status == 200 and f"A cohort of {text}" in page.replace("<mark>", "").replace("</mark>", "")


def seconds_until_found(services: Services, word: str) -> float:
    """How long it takes to publish a version with this word, and until readers find it."""
    begin = time.monotonic()
    publish(services, 1, title=f"A cohort of asthma and {word}")
    assert wait_until(lambda: services.index.search(Query(word)).total == 1)
    return time.monotonic() - begin


def test_what_is_published_is_found_by_the_worker_whatever_the_engine_went_through(
    instance: Instance, services: Services, server: SearchServer
) -> None:
    publish(services, 1, title="A cohort of asthma")
    assert wait_until(lambda: found(instance, "asthma")), instance.log
    assert ALIAS in requests.get(f"{server.url}/_alias/{ALIAS}", timeout=30).text

    stroke = publish(services, 2, title="A cohort of stroke")
    assert wait_until(lambda: services.index.search(Query("stroke")).total == 1)
    taken = [seconds_until_found(services, word) for word in ("vertigo", "migraine", "rabies")]
    assert min(taken) < 1, taken  # the quickest: the machine may do other work

    # Who is still writing is patient for longer than who asks.
    assert wait_until(lambda: services.index.position() == services.store.position())
    server.kill()
    publish(services, 3, title="A cohort of dementia")
    withdraw(services, stroke)
    assert wait_until(lambda: "search index is not available" in instance.log), instance.log
    assert instance.part("worker") is not None
    server.start()
    assert wait_until(lambda: found(instance, "dementia")), instance.log
    assert not found(instance, "stroke")

    server.pause()
    publish(services, 4, title="A cohort of gout")
    time.sleep(1)
    server.resume()
    assert wait_until(lambda: found(instance, "gout")), instance.log

    server.clear()
    assert wait_until(lambda: found(instance, "asthma") and found(instance, "gout")), "it is built anew"
    assert services.index.position() == services.store.position()


def test_reindex_builds_the_index_anew(instance: Instance, services: Services, server: SearchServer) -> None:
    publish(services, 1, title="A cohort of asthma")
    assert wait_until(lambda: found(instance, "asthma")), instance.log
    before = requests.get(f"{server.url}/_alias/{ALIAS}", timeout=30).json()
    done = instance.command("reindex")
    assert (done.returncode, done.stdout) == (0, "1 datasets can be found\n"), done.stderr
    assert requests.get(f"{server.url}/_alias/{ALIAS}", timeout=30).json() != before
    assert found(instance, "asthma")


def test_without_its_engine_every_page_but_the_search_works(
    instance: Instance, services: Services, server: SearchServer
) -> None:
    record = publish(services, 1, title="A cohort of asthma")
    assert wait_until(lambda: found(instance, "asthma")), instance.log
    for hurt in (server.pause, server.kill):
        hurt()
        refused = requests.get(f"{instance.url}/fr/datasets?q=asthme", timeout=30)
        assert refused.status_code == 503
        assert "L’index de recherche n’est pas disponible" in refused.text
        told = requests.get(f"{instance.url}/api/v1/datasets?q=asthma", timeout=30)
        assert (told.status_code, told.headers["Content-Type"]) == (503, "application/problem+json")
        assert told.json()["detail"] == "The search index is not available for now."
        for path in ("/en/", "/fr/", f"/en/dataset/{record.id}", "/catalog.ttl", "/sitemap.xml", "/healthz"):
            begin = time.monotonic()
            assert instance.get(path)[0] == 200, path
            assert time.monotonic() - begin < 6, path
        assert instance.get("/readyz") == (
            200,
            "ready, but The search index is not available for now.\n",
        )
        if hurt == server.pause:
            server.resume()
            assert wait_until(lambda: found(instance, "asthma")), instance.log
