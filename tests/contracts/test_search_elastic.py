"""What every search index does, on a real Elasticsearch and a real OpenSearch."""

from collections.abc import Callable, Iterator

import pytest

from catalogue.search.elastic import ElasticIndex
from tests.contracts.elastic import Kept, connecting
from tests.contracts.test_search import SearchContract
from tests.contracts.test_search_understood import UnderstoodContract
from tests.contracts.test_variable_search import VariableContract
from tests.engines.search_server import SearchServer

pytestmark = pytest.mark.engine


@pytest.fixture(scope="class")
def on_elasticsearch(elasticsearch_server: SearchServer) -> Iterator[Kept]:
    yield Kept(elasticsearch_server)
    elasticsearch_server.mend()


@pytest.fixture(scope="class")
def on_opensearch(opensearch_server: SearchServer) -> Iterator[Kept]:
    yield Kept(opensearch_server)
    opensearch_server.mend()


class OnEngine:
    """A test that fills the index has what it fills in; others begin without one."""

    @pytest.fixture
    def kept(self) -> Kept:
        raise NotImplementedError

    @pytest.fixture
    def index(self, request: pytest.FixtureRequest, kept: Kept) -> Iterator[ElasticIndex]:
        if "fill" not in request.fixturenames:
            kept.empty()
        with connecting(kept.server) as connect:
            yield connect()

    @pytest.fixture
    def fill(self, kept: Kept, index: ElasticIndex) -> Callable[..., None]:
        return lambda *documents: kept.fill(index, documents)


class OnElasticsearch(OnEngine):
    """Asks Elasticsearch."""

    @pytest.fixture
    def kept(self, on_elasticsearch: Kept) -> Kept:
        return on_elasticsearch


class OnOpenSearch(OnEngine):
    """Asks OpenSearch."""

    @pytest.fixture
    def kept(self, on_opensearch: Kept) -> Kept:
        return on_opensearch


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
