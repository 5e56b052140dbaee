"""Which places a question names, by the labels of a vocabulary: "in France or Belgium", "au Royaume-Uni"."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from catalogue.domain.criteria import Criterion
from catalogue.search.figure_words import TURNING
from catalogue.search.figures import word_before
from catalogue.search.words import flat

Found = tuple[int, int, tuple[str, ...]]  # where a name begins and ends, and its values

# Names that are everyday words as well, in either language, with or without accents: read only where they are a place.
_ALSO_WORDS: Final = frozenset(
    "benin|chad|congo|dominique|grenade|guinea|guinee|jersey|jordan|la reunion|maurice|reunion|salvador".split(
        "|"
    )
)
_NO_PLACES: Final = frozenset(("other", "autre"))
# Before a place, what makes data of it those of another one: "not in France", "refugees from Syria".
_LEAVING: Final = TURNING | frozenset(
    "migrant migrants migrante migrantes immigrant immigrants refugee refugees immigre immigres refugies".split()
)

_WORD: Final = re.compile(r"[^\W_]+")
_WITHIN: Final = re.compile(r"[\s.'&-]{1,3}")  # between the words of a name
_LEAD: Final = (
    r"(?:(?:in|from|within|across|of|en|au|aux|a|dans|de|du|des|pour)\s{1,2})?"
    r"(?:(?:the|la|le|les)\s{1,2}|[ld]')?"
)
_BEFORE: Final = re.compile(rf"(?<!\w){_LEAD}$")
_JOINED: Final = re.compile(
    rf"\s?(?:[,;/&+]\s?(?:(?:and|or|et|ou)\s{{1,2}})?|\s(?:and|or|et|ou)\s{{1,2}}){_LEAD}"
)
_SURELY: Final = re.compile(r"(?<!\w)(?:(?:in|from|en|au|aux|a|dans)\s{1,2}(?:the\s|la\s)?|de\sla\s)$")
_SURELY_ON: Final = re.compile(
    r"\s*(?:$|[,;.)]|(?:and|or|et|ou|with|avec|before|after|since|in|avant|apres|depuis|en)(?!\w))"
)
_LONGEST_LEAD: Final = 20  # characters


class PlaceNames:
    """Finds places by their names, (name, value), the longest first; a name may be that of several values."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._values: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, value in names:
            for words in _ways(name):
                self._values[words] = tuple(dict.fromkeys((*self._values.get(words, ()), value)))
        self._longest = max(map(len, self._values), default=0)

    def criteria(self, filter: str, flat: str) -> Iterator[Criterion]:
        """The places of a text, as `words.flat` writes it; those that are joined ("France or Belgium") in one."""
        joined: list[Found] = []
        for found in self._found(flat):
            if joined and not _JOINED.fullmatch(flat, joined[-1][1], found[0]):
                yield from _criterion(filter, flat, joined)
                joined = []
            joined.append(found)
        yield from _criterion(filter, flat, joined)

    def _found(self, flat: str) -> Iterator[Found]:
        words = list(_WORD.finditer(flat))
        while words:
            length = next(
                (each for each in range(self._longest, 0, -1) if self._is_name(flat, words[:each])), 0
            )
            if length:
                name = words[:length]
                yield name[0].start(), name[-1].end(), self._values[_texts(name)]
            words = words[max(length, 1) :]

    def _is_name(self, flat: str, words: list[re.Match[str]]) -> bool:
        name = _texts(words)
        if name not in self._values:
            return False
        start, end = words[0].start(), words[-1].end()
        if flat[start - 1 : start] == "-" or flat[end : end + 1] == "-":  # Île-de-France
            return False
        if not all(_WITHIN.fullmatch(flat, one.end(), other.start()) for one, other in pairwise(words)):
            return False
        return " ".join(name) not in _ALSO_WORDS or _is_surely(flat, start, end)


def _is_surely(flat: str, start: int, end: int) -> bool:
    """Whether an everyday word is a place where it stands."""
    return bool(_SURELY.search(flat, max(0, start - _LONGEST_LEAD), start) and _SURELY_ON.match(flat, end))


def _criterion(filter: str, flat: str, joined: list[Found]) -> Iterator[Criterion]:
    """What names that are joined ask for; nothing of what is left or no place of the data."""
    if not joined:
        return
    first = joined[0][0]
    lead = _BEFORE.search(flat, max(0, first - _LONGEST_LEAD), first)
    start = lead.start() if lead else first
    if word_before(flat, start) not in _LEAVING:
        values = tuple(dict.fromkeys(value for *_, some in joined for value in some))
        names = tuple((begin, end) for begin, end, _ in joined)
        yield Criterion(filter, start, joined[-1][1], values, names)


def _texts(words: list[re.Match[str]]) -> tuple[str, ...]:
    return tuple(word.group() for word in words)


def _ways(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name, and those with "and" and "saint" written out; none of a name with an explanation."""
    plain = flat(name)
    if "(" in plain or "/" in plain or plain in _NO_PLACES:
        return
    for text in (plain, plain.replace("&", "and"), plain.replace("st. ", "saint ")):
        if words := tuple(_WORD.findall(text)):
            yield words
