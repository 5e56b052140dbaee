"""Instance A publishes, instance B harvests A over HTTP and follows what happens there."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.domain.record import Record, State
from catalogue.store.base import Selection
from catalogue.store.sql import SqlStore
from tests.engines.ports import free_port
from tests.harvesters.pages import iri, page
from tests.harvesters.site import serving
from tests.journeys.instance import Instance, wait_until

COUNT = 13
PAGE_SIZE = 5


def description(number: int, title: str = "A cohort") -> str:
    """A dataset whose publisher is that of all others, and has an address without an IRI."""
    return f"""
    @prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix locn: <http://www.w3.org/ns/locn#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <https://institute.example/dataset/{number}> a dcat:Dataset ;
      dct:identifier "cohort-{number}" ; dct:title "{title} {number}"@en, "Une cohorte n° {number}"@fr ;
      dct:issued "2024-01-{number:02}T00:00:00Z"^^xsd:dateTime ; dct:publisher <https://institute.example/> ;
      dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "2010-01-01"^^xsd:date ] ;
      dcat:distribution [ a dcat:Distribution ; dcat:byteSize "0{number}"^^xsd:nonNegativeInteger ] .
    <https://institute.example/> a foaf:Agent ; foaf:name "An institute"@en ;
      locn:address [ a locn:Address ; locn:postName "Scaldia" ] .
    """


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Instance]:
    """A, with some descriptions, on pages of five."""
    folder = tmp_path / "a"
    folder.mkdir()
    address = f"http://127.0.0.1:{(port := free_port())}"
    instance = Instance(folder, {"CATALOGUE_BASE_URL": address, "CATALOGUE_PAGE_SIZE": str(PAGE_SIZE)})
    files = folder / "descriptions"
    files.mkdir()
    for number in range(1, COUNT + 1):
        (files / f"{number}.ttl").write_text(description(number))
    assert instance.command("import", "descriptions", "--publish", "always").returncode == 0
    try:
        instance.start(port)
        yield instance
    finally:
        if not instance.ended:
            instance.stop()


@pytest.fixture
def harvester(tmp_path: Path) -> Instance:
    """B, which nobody serves: its commands are enough."""
    folder = tmp_path / "b"
    folder.mkdir()
    return Instance(folder, {"CATALOGUE_BASE_URL": "https://national.example", "NO_PROXY": "*"})


def records(instance: Instance) -> dict[str, Record]:
    """All records by IRI."""
    store = SqlStore(f"sqlite:///{instance.folder / 'data' / 'catalogue.sqlite'}")
    return {record.iri: record for record in store.select(Selection(limit=1000))}


def published(instance: Instance) -> dict[str, str]:
    """The hash of what readers get, by IRI."""
    return {iri: record.published.hash for iri, record in records(instance).items() if record.published}


def harvest(instance: Instance) -> str:
    """The counts of a run that went well."""
    done = instance.command("harvest", "run", "a")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def follow(instance: Instance, url: str) -> None:
    """Add the source, or give it another address."""
    added = instance.command("harvest", "add", url, "--id", "a", "--publish", "always")
    assert added.returncode == 0, added.stderr


def test_another_catalogue_is_followed_without_loss(publisher: Instance, harvester: Instance) -> None:
    follow(harvester, f"{publisher.url}/catalog.ttl")
    assert harvest(harvester).startswith(f"{COUNT} created, 0 updated, 0 unchanged")
    assert published(harvester) == published(publisher)

    changed = publisher.folder / "changed.ttl"
    changed.write_text(description(3, "A cohort that was followed up"))
    assert publisher.command("import", str(changed), "--publish", "always").returncode == 0
    gone = "https://institute.example/dataset/7"
    assert publisher.command("withdraw", gone, "--reason", "Consent was withdrawn").returncode == 0

    assert harvest(harvester).startswith(f"0 created, 1 updated, {COUNT - 2} unchanged")
    assert published(harvester) == published(publisher)
    tombstone = records(harvester)[gone]
    assert (tombstone.state, tombstone.withdrawal_reason) == (State.WITHDRAWN, "Consent was withdrawn")

    before = records(harvester)
    assert harvest(harvester).startswith(f"0 created, 0 updated, {COUNT - 1} unchanged")
    for extension in ("rdf", "jsonld", "nt"):
        follow(harvester, f"{publisher.url}/catalog.{extension}")
        assert harvest(harvester).startswith(f"0 created, 0 updated, {COUNT - 1} unchanged")
    assert records(harvester) == before


def test_the_worker_harvests_what_is_due(publisher: Instance, harvester: Instance) -> None:
    follow(harvester, f"{publisher.url}/catalog.ttl")
    harvester.start()
    try:
        assert wait_until(lambda: published(harvester) == published(publisher)), harvester.log
    finally:
        harvester.stop()
    assert "complete" in harvester.command("harvest", "list").stdout


def test_a_harvest_that_is_killed_goes_on_where_it_was(harvester: Instance) -> None:
    with serving() as site:
        second = site.url + "/catalog?page=2"
        site.give("/catalog", page(["a", "b"], site.url + "/catalog", second), etag='"1"')
        site.behave("/catalog?page=2", lambda handler: handler.server.site.closing.wait(60) and None)
        follow(harvester, site.url + "/catalog")
        run = subprocess.Popen([harvester.program, "harvest", "run", "a"], env=harvester.environment)
        assert wait_until(lambda: "/catalog?page=2" in site.paths())
        run.kill()
        run.wait()
        assert sorted(published(harvester)) == [iri("a"), iri("b")]
        site.give("/catalog?page=2", page(["c"], second))
        assert harvest(harvester).startswith("1 created, 0 updated, 2 unchanged")
        shown = harvester.command("harvest", "show", "a").stdout
    assert "it was interrupted; the next run goes on from there" in shown
