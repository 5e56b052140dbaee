"""How the names of organisations lie in an index: as terms of the descriptions that say them.

So they come and go with these, in the same commit, and an index knows them by counting terms. A term is JSON: `called`
are a value with its names by language, `shared` an IRI with a value.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from catalogue.domain.organisations import Named, Naming
from catalogue.domain.search import SearchDocument
from catalogue.search.words import tidy

CALLED: Final = "called"
SHARED: Final = "shared"
MOST: Final = 10_000  # of each kind of terms
_REMEMBERED: Final = 5_000


def called(source: SearchDocument) -> list[str]:
    """What the organisations of a description are called."""
    return list(dict.fromkeys(_terms(each)[0] for each in source.organisations))


def shared(source: SearchDocument) -> list[str]:
    """The IRIs by which other descriptions may name them too."""
    return list(dict.fromkeys(_terms(each)[1] for each in source.organisations if each.iri))


def naming(called: Iterable[tuple[str, int]], shared: Iterable[str]) -> Naming:
    """What terms say, those of `called` with the number of descriptions that have them."""
    names = ((*json.loads(term), count) for term, count in called)
    iris = (json.loads(term) for term in shared)
    return Naming(tuple(names), tuple((iri, value) for iri, value in iris))


@lru_cache(maxsize=_REMEMBERED)
def _terms(named: Named) -> tuple[str, str]:
    value = tidy(named.value)
    names = {language: tidy(name) for language, name in named.names}
    return _term([value, names]), _term([tidy(named.iri), value])


def _term(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
