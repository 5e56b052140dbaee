"""What every search index does, on a real Elasticsearch and a real OpenSearch."""

from collections.abc import Iterator

import pytest

from catalogue.search.elastic import ElasticIndex
from tests.contracts.elastic import connecting
from tests.contracts.test_search import SearchContract
from tests.contracts.test_search_understood import UnderstoodContract
from tests.contracts.test_variable_search import VariableContract
from tests.engines.search_server import SearchServer

pytestmark = pytest.mark.engine


class OnElasticsearch:
    """Asks Elasticsearch."""

    @pytest.fixture
    def index(self, elasticsearch: SearchServer) -> Iterator[ElasticIndex]:
        with connecting(elasticsearch) as connect:
            yield connect()


class OnOpenSearch:
    """Asks OpenSearch."""

    @pytest.fixture
    def index(self, opensearch: SearchServer) -> Iterator[ElasticIndex]:
        with connecting(opensearch) as connect:
            yield connect()


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
