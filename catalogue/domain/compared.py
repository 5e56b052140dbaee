"""Differences between two versions in words: the way to the field, and what it said before and says after."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.differences import Difference
from catalogue.domain.labels import FieldLabels, spoken
from catalogue.domain.places import Step
from catalogue.domain.review import Place
from catalogue.domain.telling import Language, Teller, Value

_LONG: Final = 60  # characters of a text in which the words that changed are marked
_WORDS: Final = re.compile(r"\s+|[^\s]+")
_MOST: Final = 20_000  # characters that are compared word by word

Piece = tuple[str, bool]  # a stretch of a text, and whether it differs


@dataclass(frozen=True, slots=True)
class Said:
    """A value in words. `tongue` is the language of a text that has one; `pieces` mark what differs in a long text."""

    value: Value
    tongue: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. `field` is the way to it: “Distribution 2 › File format”; `place` leads there too."""

    field: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    place: Place


def told(
    found: Iterable[Difference], graphs: tuple[Graph, Graph], iri: str, language: Language
) -> Iterator[Change]:
    """The differences between two graphs in the reader's words."""
    labels = FieldLabels(language.profile, spoken(language.profile, language.reader.language)[0])
    for each in found:
        sides = [
            [_said(node, graph, iri, each, language) for node in nodes]
            for nodes, graph in zip((each.before, each.after), graphs, strict=True)
        ]
        before, after = _distinct(*_marked(*sides))
        way = labels.way(each.place, each.owner, each.path)
        yield Change(way, before, after, (*each.place, Step(each.owner, each.path)))


def _said(node: Node, graph: Graph, iri: str, each: Difference, language: Language) -> Said:
    """One value, told on its own."""
    teller = Teller(graph, language, URIRef(iri))
    if isinstance(node, Literal):
        value = teller.literal(node)
        return Said(replace(value, text=value.text or "\N{EMPTY SET}"), (node.language or "").lower())
    words = teller.node(node, language.profile.field(each.owner, each.path))
    return Said(words[0] if words else Value("…", term=str(node)))


def _marked(before: Sequence[Said], after: Sequence[Said]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Long texts of one language with the words marked that differ."""
    olds, news = list(before), list(after)
    for here, old in enumerate(olds):
        pairs = [there for there, new in enumerate(news) if new.tongue == old.tongue and not new.pieces]
        if len(pairs) == 1 and _is_long(old) and _is_long(news[pairs[0]]):
            old_pieces, new_pieces = _pieces(old.value.text, news[pairs[0]].value.text)
            olds[here] = replace(old, pieces=old_pieces)
            news[pairs[0]] = replace(news[pairs[0]], pieces=new_pieces)
    return tuple(olds), tuple(news)


def _is_long(said: Said) -> bool:
    return not said.value.part and _LONG < len(said.value.text) < _MOST


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    olds, news = _WORDS.findall(before), _WORDS.findall(after)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        for side, words in ((sides[0], olds[a:b]), (sides[1], news[c:d])):
            if words:
                side.append(("".join(words), kind != "equal"))
    return tuple(sides[0]), tuple(sides[1])


def _distinct(before: tuple[Said, ...], after: tuple[Said, ...]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Values that read alike by their terms: the same number of another datatype, for instance."""
    alike = {_reads(said) for said in before} & {_reads(said) for said in after}
    return (
        tuple(_by_term(said) if _reads(said) in alike else said for said in before),
        tuple(_by_term(said) if _reads(said) in alike else said for said in after),
    )


def _reads(said: Said) -> tuple[object, ...]:
    return said.value.text, said.tongue, said.value.part


def _by_term(said: Said) -> Said:
    value = said.value
    return (
        said
        if value.part or not value.term
        else replace(said, value=replace(value, text=value.term), pieces=())
    )
