"""Documents are the same wherever they are made, and a process that is killed loses nothing."""

from collections.abc import Callable
from multiprocessing import active_children

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Unavailable
from catalogue.domain.search import Query
from catalogue.services.indexing import Indexing
from catalogue.services.packing import Stored
from catalogue.store.base import Selection
from tests.benchmarks.filling import fill

COUNT = 60


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    services = make_services(import_processes=2)
    fill(services, COUNT)
    return services


def stored(services: Services) -> list[Stored]:
    records = services.store.select(Selection(limit=COUNT))
    texts = services.store.ntriples({record.head.hash for record in records})
    return [(record, texts[record.head.hash]) for record in records]


def in_processes(services: Services) -> Indexing:
    """As many descriptions are indexed, whatever their number."""
    return Indexing(services.store, services.index, lambda _many: services.packs(many=True))


def test_processes_make_the_same_documents_in_the_same_order(services: Services) -> None:
    with services.packs(many=True) as packs:
        made = list(packs.each(stored(services)))
    assert len(made) == COUNT
    assert made == list(services.packing.each(stored(services)))


def test_what_processes_made_is_found(services: Services) -> None:
    assert in_processes(services).rebuild() == COUNT
    found = services.index.search(Query(page_size=100))
    assert found.total == COUNT
    assert {hit.number for hit in found.hits} == {record.number for record, _ in stored(services)}
    assert services.index.position() == services.store.position()


def test_a_process_that_is_killed_ends_a_rebuild_and_readers_keep_what_they_have(services: Services) -> None:
    services.indexing.rebuild()
    position = services.index.position()
    fill(services, COUNT * 4, start=COUNT)

    def kill(_done: int, _known: int) -> None:
        for child in active_children():
            child.kill()

    with pytest.raises(Unavailable, match="process that helps"):
        in_processes(services).rebuild(kill)
    assert services.index.position() == position
    assert services.index.search(Query()).total == COUNT
    assert in_processes(services).rebuild() == COUNT * 4
    assert services.index.search(Query()).total == COUNT * 4


def test_a_child_that_does_not_begin_as_a_copy_makes_the_same(services: Services) -> None:
    from catalogue.bootstrap import _packing

    elsewhere = _packing(services.settings)
    assert elsewhere(stored(services)) == services.packing.batch(stored(services))


def test_few_changes_need_no_process(services: Services) -> None:
    services.indexing.rebuild()
    fill(services, COUNT + 1, start=COUNT)
    services.indexing.catch_up()
    assert not active_children()
    assert services.index.search(Query()).total == COUNT + 1
