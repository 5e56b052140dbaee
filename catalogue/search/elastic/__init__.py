"""The search index on Elasticsearch or OpenSearch. Nothing outside this package imports their clients."""

from catalogue.search.elastic.clients import Address, address
from catalogue.search.elastic.index import ElasticIndex, name

__all__ = ["Address", "ElasticIndex", "address", "name"]
