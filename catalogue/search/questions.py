"""What an index asks of every question before it looks, and what it shows of a title: the same in every engine."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from catalogue.domain.errors import BadParameter
from catalogue.domain.record import Kind
from catalogue.domain.search import DEEPEST, Card, Completion, Layout, Query
from catalogue.domain.sentences import Sentence
from catalogue.search.words import tidy

Facets = Mapping[str, tuple[tuple[str, int], ...]]

PART: Final = Sentence("The search index")  # as `Unavailable` names it


def checked(query: Query, layout: Layout) -> Query:
    """The question with clean values. Raises BadParameter for a page too deep, and for filters of no layout."""
    if query.page < 1 or query.page * query.page_size > DEEPEST:
        last = DEEPEST // max(query.page_size, 1)
        raise BadParameter(name="page", value=query.page, expected=f"a number from 1 to {last}")
    for name in (*query.filters.keys() - {*layout.facets}, *query.ranges.keys() - {*layout.ranges}):
        raise BadParameter(name=name, value=name, expected="a filter of this catalogue")
    return replace(query, filters={name: tuple(map(tidy, some)) for name, some in query.filters.items()})


def found_any(facets: Facets) -> Facets:
    """The counts of facets; none at all where nothing was found to be counted."""
    return facets if any(count for values in facets.values() for _, count in values) else {}


def title_completion(card: Card, language: str) -> Completion:
    """The title of a description as it is suggested, in the reader's language where it has that."""
    titles = card["titles"]
    shown = language if language in titles else next(iter(titles), "")
    of_series = card["kind"] == Kind.SERIES
    return Completion("title", titles.get(shown, ""), shown, card["id"], of_series=of_series)
