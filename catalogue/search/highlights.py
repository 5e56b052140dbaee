"""Why a result matched: its texts with the matching words marked, as pieces and never as HTML."""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from catalogue.domain.asked import Asked
from catalogue.domain.search import Highlight, Passage
from catalogue.search.analysis import Analysis
from catalogue.search.marking import Marking, Span

_WIDTH = 240  # characters of a shown text
_SLACK = 40  # how far to look for a space to cut at
_LINES = 3  # texts of one field that are shown
_BETWEEN = " · "

Kind = tuple[str, float]  # in which way a text is analysed, and its weight


class Finder(Protocol):
    """Finds terms in a text, as the engine that found the text does."""

    def spans(self, text: str, kind: Kind, terms: Collection[str]) -> list[Span]:
        """Where the terms stand in the text, in bytes of UTF-8."""


def kept(passages: tuple[Passage, ...], texts: list[list[str]]) -> list[list[object]]:
    """Passages with their tidied texts, as they are stored to be marked later: a text a line."""
    return [
        [passage.field, passage.language, passage.weight, "\n".join(lines)]
        for passage, lines in zip(passages, texts, strict=True)
    ]


class Highlighter:
    """Marks the words of one question in the hits of one page."""

    def __init__(self, asked: Asked, language: str, analysis: Analysis, finder: Finder) -> None:
        self._asked = asked
        self._analysis = analysis
        self._own = analysis.way(language)
        self._finder = finder
        self._markings: dict[str, Marking] = {}

    def highlights(self, packed: bytes | str) -> tuple[Highlight, ...]:
        """The highlights of a document's stored passages: one a field, in the reader's language if it is there."""
        found: dict[str, Highlight | None] = {}
        passages = [
            (field, language, self._analysis.way(language), *rest)
            for field, language, *rest in json.loads(packed)
        ]
        # Most of the time goes here: a field that has matched as it was typed is not looked at in its other languages.
        for field, language, way, weight, text in sorted(
            passages, key=lambda passage: passage[2] != self._own
        ):
            known = found.get(field)
            if known is None or known.said:
                other = self._highlight(field, language, (way, weight), text)
                found[field] = other if other and (known is None or not other.said) else known
        order = dict.fromkeys(passage[0] for passage in passages)
        return tuple(highlight for field in order if (highlight := found[field]))

    def _highlight(self, field: str, language: str, kind: Kind, text: str) -> Highlight | None:
        marking = self._marking(kind[0])
        found = self._finder.spans(text, kind, marking.terms)
        if not found:
            return None
        whole = text.encode()
        spans = marking.chosen(whole, found)
        if not spans:
            return None
        lines = _lines(whole, spans)
        shown = _telling(whole, lines)
        said = [marking.said(line, marks) for line, marks in shown]
        pieces = tuple(_joined(list(_pieces(line, marks)) for line, marks in shown))
        return Highlight(field, language, pieces, len(lines) - len(shown), None if None in said else said[0])

    def _marking(self, way: str) -> Marking:
        if way not in self._markings:
            self._markings[way] = Marking(self._asked, way, self._analysis)
        return self._markings[way]


def _lines(text: bytes, spans: list[Span]) -> dict[int, list[Span]]:
    """The spans by where the line begins in which they stand."""
    lines: dict[int, list[Span]] = {}
    for span in spans:
        lines.setdefault(text.rfind(b"\n", 0, span[0]) + 1, []).append(span)
    return lines


def _telling(text: bytes, lines: Mapping[int, list[Span]]) -> list[tuple[bytes, list[Span]]]:
    """The line with most words that match, and up to two with words that those before have not; with their spans."""
    words = {begin: {text[a:b].lower() for a, b in spans} for begin, spans in lines.items()}
    shown: list[tuple[bytes, list[Span]]] = []
    while words and len(shown) < _LINES:
        start = max(words, key=lambda begin: (len(words[begin]), -begin))
        known = words.pop(start)
        if not known:
            break
        end = text.find(b"\n", start)
        line = text[start : end if end >= 0 else len(text)]
        shown.append((line, [(a - start, b - start) for a, b in lines[start]]))
        words = {begin: some - known for begin, some in words.items()}
    return shown


def _joined(lines: Iterable[list[tuple[str, bool]]]) -> Iterator[tuple[str, bool]]:
    """The pieces of lines that stand one after the other."""
    for place, pieces in enumerate(lines):
        if place:
            yield _BETWEEN, False
        yield from pieces


def _pieces(line: bytes, marks: list[Span]) -> Iterator[tuple[str, bool]]:
    """A window of the line around its matches, in pieces."""
    begin, end = _window(line, marks)
    at = begin
    if begin:
        yield "… ", False
    for start, stop in marks:
        if start < begin or stop > end:
            continue
        if start > at:
            yield line[at:start].decode(errors="ignore"), False
        yield line[start:stop].decode(errors="ignore"), True
        at = stop
    if at < end:
        yield line[at:end].decode(errors="ignore"), False
    if end < len(line):
        yield " …", False


def _window(line: bytes, marks: list[Span]) -> Span:
    """The part of a long line that shows most matches, from a space to a space."""
    if len(line) <= _WIDTH:
        return 0, len(line)
    starts = [start for start, _ in marks]  # they are in order: a long line may have thousands
    most = max(
        range(len(marks)),
        key=lambda place: bisect_left(starts, starts[place] + _WIDTH * 2 // 3, place) - place,
    )
    first = marks[most]
    begin = max(0, min(first[0] - _WIDTH // 4, len(line) - _WIDTH))
    end = min(len(line), begin + _WIDTH)
    before = line.rfind(b" ", max(0, begin - _SLACK), begin)
    after = line.rfind(b" ", max(first[1], end - _SLACK), end) if end < len(line) else end
    return before + 1 if before >= 0 else begin, after if after >= 0 else end
