"""Codes of classifications: as descriptions give them, and as people type them.

A description says "ICD-10 E10", "ORPHA:519" or `…/ontology/ICD10/E10`; somebody asks for E10, ICD-10 E10, E10.9 or
Orphanet 519. Both sides are written as keys here, and a code is found when one key of the question is one of the
description's.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

LONGEST: Final = 200  # characters; what is longer is no code
WIDEST: Final = (
    400  # codes of the widest range that is about something: all of a chapter, and not all diseases
)
MOST_ASKED: Final = 200  # categories of the ranges in one question, which engines are asked for one by one

_BETWEEN: Final = re.compile(r"[\s:_]+")  # between a system and its code
_SPLIT: Final = re.compile(r"[\s:]+(?=\S*\d\S*$)")  # before the last word, where it has a digit
_SEGMENT: Final = re.compile(r"^[a-z][a-z0-9+.-]*://\S*?([^/#\s]+)[/#]*$", re.IGNORECASE)
_SPLIT_SEGMENT: Final = re.compile(r"[:_](?=[^:_]*\d[^:_]*$)")  # Orphanet_519
_LOOKS: Final = re.compile(r"(?=.*\d)(?=.*[a-z])|^\d{5,}(-\d)?$|^\d+-\d$")  # E10, hba1c, 73211009, 4548-4
_CATEGORY: Final = re.compile(r"^([a-z])(\d{2})$")
_RANGE: Final = re.compile(r"^([a-z]\d{2})[-–]([a-z]\d{2})$")
_ATC: Final = re.compile(r"^[a-z]\d{2}[a-z](?:[a-z](?:\d{2})?)?$")  # levels 3 to 5: A10B, A10BA, A10BA02
_ORPHA: Final = re.compile(r"^(?:orpha(?:net|code)?|ordo)[:-]?(\d+)$")
_DOI: Final = re.compile(r"\b10\.\d{4,9}/\S+")
_EDGES: Final = "()[]{}.,;!?\"'«»“”"


def key(text: str) -> str:
    """A code as it is compared: without case, and with one colon between system and code."""
    return _BETWEEN.sub(":", text.strip(_EDGES + " ").casefold())


@lru_cache(maxsize=2_000)
def used(value: str) -> tuple[str, ...]:
    """The keys that a code value of a description can be asked by: with its system, alone, and what it includes.

    A range of categories includes each of them, unless it is wider than a chapter and so about nothing. A code with
    a dot belongs to the one before the dot, and a medicine of the ATC to its classes.
    """
    if len(value) > LONGEST:
        return ()
    if doi := _doi(value):
        return (doi,)
    segment = _SEGMENT.search(value)
    text = segment.group(1) if segment else value
    system, _, alone = (
        (_SPLIT_SEGMENT if segment else _SPLIT).sub("\0", text.strip(), count=1).rpartition("\0")
    )
    codes = [code for each in _included(key(alone)) for code in (*_above(each), each)]
    named = [f"{key(system)}:{code}" for code in codes if system]
    found = (key(text), *codes, *named)
    return tuple(
        dict.fromkeys(code for code in (*found, *_classes(key(alone)), *_of_orphanet(found)) if code)
    )


def asked(text: str) -> tuple[str, ...]:
    """The keys of all that may be a code in a question, the whole of it among them when it is short.

    A range asks for each of its categories, within a bound for the whole question.
    """
    words = [word for each in text.split() if (word := key(each))]
    found: list[str] = [":".join(words)] if 0 < len(words) <= 3 else []
    found.extend(code for word in words for code in _of_word(word))
    for system, word in pairwise(words):
        if any(char.isdigit() for char in word):
            found.extend(f"{system}:{code}" for code in (word, *_above(word)))
    found.extend(islice((code for word in words for code in _within(word.rpartition(":")[2])), MOST_ASKED))
    return tuple(code for code in dict.fromkeys((*found, *_of_orphanet(found))) if len(code) <= LONGEST)


def _doi(text: str) -> str:
    """The key of the DOI in a text, however it is written: as an address, with `doi:`, or alone."""
    found = _DOI.search(text)
    return key(found.group()) if found else ""


def _of_word(word: str) -> Iterator[str]:
    """The codes in a word: with its system if it has one, which makes even a short number a code."""
    if doi := _doi(word):
        yield doi
    system, _, alone = word.rpartition(":")
    if system and any(char.isdigit() for char in alone):
        yield from (word, alone, *_above(alone))
    elif _LOOKS.search(word):
        yield from (word, *_above(word))


def _above(code: str) -> tuple[str, ...]:
    """E10 of E10.9: what a code with a dot belongs to."""
    category, dot, _ = code.partition(".")
    return (category,) if dot and _CATEGORY.match(category) else ()


def _classes(code: str) -> Iterator[str]:
    """The classes of a medicine of the ATC, or of a class; level 2, which looks like ICD-10, with the system only."""
    if _ATC.match(code):
        yield from (code[:end] for end in (5, 4) if end < len(code))
        yield from (f"atc:{code[:end]}" for end in (7, 5, 4, 3) if end <= len(code))


def _of_orphanet(found: Iterable[str]) -> Iterator[str]:
    """Numbers of rare diseases, whatever their system is called."""
    return (f"orpha:{match.group(1)}" for code in found if (match := _ORPHA.match(code)))


def _included(code: str) -> Iterator[str]:
    """A code, and every category of a range of them that is not too wide to tell one from another."""
    yield code
    yield from _within(code)


def _within(code: str) -> Iterator[str]:
    """Every category of a range; none of one that is too wide, nor of what is no range."""
    ends = _RANGE.match(code)
    if ends:
        first, last = (_place(end) for end in ends.groups())
        for place in range(first, last + 1) if last - first < WIDEST else ():
            yield f"{chr(place // 100 + ord('a'))}{place % 100:02}"


def _place(category: str) -> int:
    return (ord(category[0]) - ord("a")) * 100 + int(category[1:])
