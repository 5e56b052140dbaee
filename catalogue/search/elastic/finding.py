"""Where terms stand in a text, read as the engine's analysers do."""

from collections.abc import Collection

from catalogue.search.elastic.fields import ANALYSERS
from catalogue.search.highlights import Kind
from catalogue.search.marking import Span


class WordFinder:
    """Finds terms word by word. The engine's own highlighter would mark `l’enfant` where `enfant` is asked for."""

    def spans(self, text: str, kind: Kind, terms: Collection[str]) -> list[Span]:
        """Where the terms stand in the text, in bytes of UTF-8."""
        found = list(ANALYSERS[kind[0]].found(text, terms))
        return found if text.isascii() else _in_bytes(text, found)


def _in_bytes(text: str, spans: list[Span]) -> list[Span]:
    at = length = 0
    counted = []
    for start, end in spans:
        begin = length + len(text[at:start].encode())
        length = begin + len(text[start:end].encode())
        counted.append((begin, length))
        at = end
    return counted
