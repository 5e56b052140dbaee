"""Variables searched across datasets: from the parameters of an address to what a page of results shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from catalogue.domain.asked import Asked
from catalogue.domain.errors import BadParameter
from catalogue.domain.languages import Reader, best, foreign
from catalogue.domain.search import (
    DEEPEST,
    Card,
    Pairs,
    Query,
    VariableHit,
    VariableQuestion,
    VariableResults,
    VariableText,
)
from catalogue.domain.variables import kind
from catalogue.search.base import VariableIndex
from catalogue.search.marks import Pieces, marked
from catalogue.search.words import tidy
from catalogue.services.cards import shortened
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import FacetView, RangeView, Tag, facets, ranges, tags
from catalogue.services.searching import PAGE_SIZE, Searching

GROUPS: Final = 5  # variables that one dataset may be asked for
MOST: Final = 5  # variables that are told of a dataset and group
PARAMETER: Final = "q"
_LONGEST_TEXT: Final = 300  # characters of a shown text

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """A variable that matches: texts in pieces, with the language of title and meaning where it is foreign.

    `type` is in words, `code` the first of its codes; `said` is the variable as the index has it.
    """

    said: VariableText
    name: Pieces
    title: Pieces
    title_language: str
    meaning: Pieces
    meaning_language: str
    type: str
    code: str


@dataclass(frozen=True, slots=True)
class Group:
    """The variables of a dataset that say one thing that was asked for; `more` is how many are not told.

    `finds` are words with which the dataset's own table shows them, "" where no words do.
    """

    text: str
    matches: tuple[Match, ...]
    more: int
    finds: str


@dataclass(frozen=True, slots=True)
class HasVariables:
    """A dataset with what it has of each group. `with_these` is the question for the very variables it has."""

    iri: str
    card: Card
    access: str
    groups: tuple[Group, ...]
    with_these: Pairs


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """How many datasets there are without one thing that was asked for, or ("") without the filters."""

    text: str
    total: int
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class VariablePage:
    """A page of datasets with variables. `texts` is what was asked for, `query` the filters and the page.
    `asked` is the page that was asked for: beyond the last one it is the last that is here. `facets` count the
    datasets that have the variables; there are filters for a question alone."""

    texts: tuple[str, ...]
    query: Query
    total: int
    pages: int
    hits: tuple[HasVariables, ...]
    tags: tuple[Tag, ...]
    reliefs: tuple[WithoutOne, ...]
    facets: tuple[FacetView, ...] = ()
    ranges: tuple[RangeView, ...] = ()
    asked: int = 1

    def at(self, page: int) -> Pairs:
        """The parameters of another page of the same results."""
        return _parameters(self.texts, self.query, page)

    def asking(self, texts: Sequence[str]) -> Pairs:
        """The parameters of another question within the same filters."""
        return _parameters(texts, self.query)


class VariableSearching:
    """Answers which datasets have variables.

    Parameters: `q` once for each variable, and the filters, ranges and `page` of a search of datasets.
    """

    def __init__(self, index: VariableIndex, searching: Searching, labels: Labels) -> None:
        self._index = index
        self._searching = searching
        self._labels = labels

    def search(
        self, parameters: Parameters, reader: Reader, size: int = PAGE_SIZE, *, counts: bool = True
    ) -> VariablePage:
        """The page of results, whose facets are told if they are counted; without a question an empty one.

        Raises BadParameter, and Unavailable.
        """
        texts = _texts(parameters, reader)
        query = self._query(parameters, reader, size)
        query = query if counts else replace(query, counted=())
        groups = tuple(self._understood(text, reader) for text in texts)
        results = self._answer(groups, query)
        pages = min(-(-results.total // query.page_size), DEEPEST // query.page_size)
        asked = query.page
        if asked > max(pages, 1):  # results have become fewer since the link was made
            query = replace(query, page=max(pages, 1))
            results = self._answer(groups, query)
        return VariablePage(
            texts=texts,
            query=query,
            total=results.total,
            pages=pages,
            hits=tuple(self._found(hit, texts, groups, reader) for hit in results.hits),
            tags=tuple(self._tags(texts, query, reader)),
            reliefs=() if results.total else tuple(self._reliefs(texts, groups, query)),
            facets=facets(results, query, self._labels, reader),
            ranges=ranges(query, reader) if texts else (),
            asked=asked,
        )

    def _query(self, parameters: Parameters, reader: Reader, size: int) -> Query:
        """Filters and page, as a search of datasets reads them."""
        others = {name: values for name, values in parameters.items() if name not in (PARAMETER, "sort")}
        return self._searching.query(others, reader, size)

    def _understood(self, text: str, reader: Reader) -> Asked:
        """A text as words, with the bounds on it."""
        return self._searching.words(text, reader)

    def _answer(self, groups: tuple[Asked, ...], query: Query) -> VariableResults:
        return self._index.variables(VariableQuestion(groups, query, MOST))

    def _tags(self, texts: tuple[str, ...], query: Query, reader: Reader) -> Iterator[Tag]:
        """The filters, each with the parameters of the page without it."""
        asked = _asked(texts)
        for tag in tags(query, self._labels, reader):
            yield replace(tag, parameters=(*asked, *tag.parameters))

    def _reliefs(
        self, texts: tuple[str, ...], groups: tuple[Asked, ...], query: Query
    ) -> Iterator[WithoutOne]:
        """What there would be without one variable, or without the filters."""
        first = query.only_total()
        for place, text in enumerate(texts if len(texts) > 1 else ()):
            total = self._answer((*groups[:place], *groups[place + 1 :]), first).total
            if total:
                yield WithoutOne(text, total, _parameters((*texts[:place], *texts[place + 1 :]), query))
        free = replace(first, filters={}, ranges={})
        if texts and free != first and (total := self._answer(groups, free).total):
            yield WithoutOne("", total, _asked(texts))

    def _found(
        self, hit: VariableHit, texts: tuple[str, ...], groups: tuple[Asked, ...], reader: Reader
    ) -> HasVariables:
        told = zip(texts, groups, hit.variables, hit.counts, strict=True)
        names = [some[0].name or text for text, some in zip(texts, hit.variables, strict=True)]
        return HasVariables(
            iri=hit.iri,
            card=hit.card,
            access=self._labels.access(hit.card["access"], reader),
            groups=tuple(
                Group(
                    text,
                    tuple(_match(each, asked, reader) for each in some),
                    count - len(some),
                    _finds(text, some, reader),
                )
                for text, asked, some, count in told
            ),
            with_these=_asked(list(dict.fromkeys(names))),
        )


def _match(variable: VariableText, asked: Asked, reader: Reader) -> Match:
    (title, title_language), (meaning, meaning_language) = _said(variable, reader)
    known = [code for code in variable.codes if code in asked.codes]
    return Match(
        said=variable,
        name=marked(variable.name, asked),
        title=marked(shortened(title, _LONGEST_TEXT), asked),
        title_language=foreign(title_language, reader.language),
        meaning=marked(shortened(meaning, _LONGEST_TEXT), asked),
        meaning_language=foreign(meaning_language, reader.language),
        type=kind(variable.type, reader),
        code=next(iter((*known, *variable.codes)), "").upper(),
    )


def _said(variable: VariableText, reader: Reader) -> tuple[tuple[str, str], tuple[str, str]]:
    """Title and description in the language that suits best: the first text of a language is a title."""
    titles: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for language, text in variable.texts:
        (meanings if language in titles else titles).setdefault(language, text)
    return best(titles, reader.languages), best(meanings, reader.languages)


def _finds(text: str, variables: Sequence[VariableText], reader: Reader) -> str:
    """The words that were asked for, where they stand in all that the reader sees of these variables."""
    words = text.casefold().split()
    seen = (
        " ".join((each.name, *(said for said, _ in _said(each, reader)))).casefold() for each in variables
    )
    return text if all(word in line for line in seen for word in words) else ""


def _texts(parameters: Parameters, reader: Reader) -> tuple[str, ...]:
    given = (tidy(text).strip() for text in parameters.get(PARAMETER, ()))
    texts = tuple(islice(dict.fromkeys(text for text in given if text), GROUPS + 1))
    if len(texts) > GROUPS:
        expected = reader.gettext("at most %(count)s variables") % {"count": GROUPS}
        raise BadParameter(name=PARAMETER, value=shortened(texts[-1], 40), expected=expected)
    return texts


def _asked(texts: Sequence[str]) -> Pairs:
    return tuple((PARAMETER, text) for text in texts)


def _parameters(texts: Sequence[str], query: Query, page: int = 1) -> Pairs:
    return (*_asked(texts), *query.parameters(page))
