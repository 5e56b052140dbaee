"""What every search index does, on a real Elasticsearch and a real OpenSearch."""

from collections.abc import Callable, Iterator

import pytest

from catalogue.search.elastic import Address, ElasticIndex
from tests.contracts.test_search import LAYOUT, SearchContract
from tests.contracts.test_search_understood import UnderstoodContract
from tests.contracts.test_variable_search import VariableContract
from tests.engines.search_server import SearchServer

pytestmark = pytest.mark.engine

NAME = "catalogue-tests"


def elastic_index(server: SearchServer, **given: object) -> ElasticIndex:
    """The index of a server, with the patience that a busy machine needs."""
    address = Address((server.url,), **{"timeout": 30.0, **given})  # type: ignore[arg-type]
    return ElasticIndex(address, NAME, LAYOUT)


@pytest.fixture
def connect(server: SearchServer) -> Iterator[Callable[..., ElasticIndex]]:
    """Gives an index of the server, as another process would have it."""
    made: list[ElasticIndex] = []

    def connect(**given: object) -> ElasticIndex:
        made.append(elastic_index(server, **given))
        return made[-1]

    yield connect
    for each in made:
        each.close()


@pytest.fixture
def index(connect: Callable[..., ElasticIndex]) -> ElasticIndex:
    return connect()


class OnElasticsearch:
    """Asks Elasticsearch."""

    @pytest.fixture
    def server(self, elasticsearch: SearchServer) -> SearchServer:
        return elasticsearch

    @pytest.fixture
    def index(self, connect: Callable[..., ElasticIndex]) -> ElasticIndex:
        return connect()


class OnOpenSearch:
    """Asks OpenSearch."""

    @pytest.fixture
    def server(self, opensearch: SearchServer) -> SearchServer:
        return opensearch

    @pytest.fixture
    def index(self, connect: Callable[..., ElasticIndex]) -> ElasticIndex:
        return connect()


class TestElasticsearch(OnElasticsearch, SearchContract):
    """Descriptions."""


class TestElasticsearchUnderstood(OnElasticsearch, UnderstoodContract):
    """Questions that are understood."""


class TestElasticsearchVariables(OnElasticsearch, VariableContract):
    """Variables."""


class TestOpenSearch(OnOpenSearch, SearchContract):
    """Descriptions."""


class TestOpenSearchUnderstood(OnOpenSearch, UnderstoodContract):
    """Questions that are understood."""


class TestOpenSearchVariables(OnOpenSearch, VariableContract):
    """Variables."""
