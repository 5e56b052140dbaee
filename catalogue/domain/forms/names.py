"""What inputs are called: made from the node, the property and the value, never from a position.

A name is `node.property.value`, with `.lang` for its language: `n1f0c….dct_title.v93ab…`. It stays as long as node
and value do, whatever stands before them. New values are called `node.property.new0`, `.new1`, …
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Self

from rdflib import BNode, Literal
from rdflib.term import Node

from catalogue.domain.terms import shorten

LANGUAGE: Final = ".lang"
_SHORT: Final = re.compile(r"([a-z][a-z0-9-]*):([A-Za-z0-9_-]+)")
_NEW: Final = re.compile(r"new\d*")
_NAME: Final = re.compile(r"(n[0-9a-f]{12})\.([A-Za-z0-9_-]+)(?:\.(v[0-9a-f]{12}|new\d*))?")


def key(node: Node) -> str:
    """What stands for a node."""
    return f"n{_digest(_said(node))}"


def value_key(value: Node) -> str:
    """What stands for a value of a property."""
    return f"v{_digest(_said(value))}"


@lru_cache(maxsize=2_000)
def path_key(path: str) -> str:
    """What stands for a property: its short name, or a digest of its IRI."""
    short = _SHORT.fullmatch(shorten(path))
    return f"{short[1]}_{short[2]}" if short else f"p{_digest(path)}"


def field_name(node: Node, path: str) -> str:
    """What stands for a property of a node."""
    return f"{key(node)}.{path_key(path)}"


def value_name(node: Node, path: str, value: Node) -> str:
    """The name of a value's input."""
    return f"{field_name(node, path)}.{value_key(value)}"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts; `value` is empty for the whole property."""

    node: str
    path: str
    value: str = ""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The parts of a name; None for what is none of ours."""
        found = _NAME.fullmatch(text)
        return cls(found[1], found[2], found[3] or "") if found else None

    @property
    def is_new(self) -> bool:
        return bool(_NEW.fullmatch(self.value))

    @property
    def field(self) -> str:
        return f"{self.node}.{self.path}"


def _said(node: Node) -> str:
    """A term as N-Triples tell it apart from every other; rdflib's own writing changes numbers that are none."""
    if isinstance(node, Literal):
        return f'"{node}"@{node.language or ""}^^{node.datatype or ""}'
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
