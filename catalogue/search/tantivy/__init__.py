"""The embedded search index, on Tantivy. Nothing outside this package imports the engine."""

from catalogue.search.tantivy.index import TantivyIndex

__all__ = ["TantivyIndex"]
