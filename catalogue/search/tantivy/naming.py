"""How the descriptions of one commit name organisations."""

from collections.abc import Iterator, Mapping
from typing import Any

import tantivy

from catalogue.domain.organisations import Naming
from catalogue.search.naming import CALLED, MOST, SHARED, naming


def read(searcher: tantivy.Searcher) -> Naming:
    """The naming: one pass over the columns of all descriptions."""
    terms = {name: {"terms": {"field": name, "size": MOST}} for name in (CALLED, SHARED)}
    answer = searcher.aggregate(tantivy.Query.all_query(), terms)
    return naming(_counted(answer[CALLED]), (term for term, _ in _counted(answer[SHARED])))


def _counted(answer: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    return ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"])
