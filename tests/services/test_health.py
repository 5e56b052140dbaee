"""Whether an instance can work, and what it lacks."""

from collections.abc import Callable

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Unavailable
from catalogue.search.base import Index
from catalogue.services.health import Health


def test_an_instance_with_all_its_parts_lacks_nothing(services: Services) -> None:
    services.indexing.catch_up()
    assert services.health.lacking() is None


def test_without_its_search_it_says_so_and_works(services: Services) -> None:
    def away() -> Index:
        raise Unavailable(part="The search")

    assert str(Health(services.store, away).lacking()) == "The search is not available for now."


def test_without_its_store_nothing_works(make_services: Callable[..., Services]) -> None:
    with pytest.raises(Exception, match="CATALOGUE_DATABASE_URL"):
        make_services(database_url="postgresql://nobody@127.0.0.1:1/nothing").health.lacking()
