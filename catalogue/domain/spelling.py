"""What somebody may have meant by a value that is in no list: a code in another case, a label, a slip of the pen."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Protocol
from urllib.parse import unquote

_SHORTEST = 4  # characters; among shorter codes everything is close to something
_CLOSE = 0.85
_LONGEST = 200  # characters; what is longer is a text, and no value of a list


def plain(text: str) -> str:
    """A text as a search compares it: without accents, in one case, its spaces made plain."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in parts if not unicodedata.combining(each)).split())


class Named(Protocol):
    """What a concept has names by."""

    @property
    def iri(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def deprecated(self) -> bool: ...


@dataclass(frozen=True)
class Names:
    """All names of the entries of some lists. Names are compared without case, spaces and punctuation."""

    concepts: Iterable[Named]

    def nearest(self, text: str) -> str | None:
        """The IRI of the entry that a text or an IRI most likely means; None where none is close."""
        if len(text) > _LONGEST:
            return None
        meant = _plain(_code(text))
        if not meant:
            return None
        return self._known.get(meant) or self._close(meant)

    def _close(self, meant: str) -> str | None:
        if len(meant) < _SHORTEST or meant.isdigit():
            return None
        found = get_close_matches(meant, self._known, 1, _CLOSE)
        return self._known[found[0]] if found else None

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Every name with its IRI: a code before an alias before a label, an entry in use before a retired one."""
        known: dict[str, str] = {}
        for retired in (False, True):
            concepts = [each for each in self.concepts if each.deprecated is retired]
            for names in (_codes, _aliases, _labels):
                for concept in concepts:
                    for name in names(concept):
                        known.setdefault(_plain(name), concept.iri)
        known.pop("", None)
        return known


def _codes(concept: Named) -> tuple[str, ...]:
    return (concept.code,)


def _aliases(concept: Named) -> tuple[str, ...]:
    return concept.aliases


def _labels(concept: Named) -> Iterable[str]:
    return concept.labels.values()


def _code(text: str) -> str:
    """The last part of an IRI; any other text as it is."""
    if ":" not in text:
        return text
    return re.split(r"[/#:]", unquote(text.rstrip("/#")))[-1]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
