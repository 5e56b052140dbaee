"""What stored N-Triples say of a node, found without a graph and however often it is asked."""

from collections.abc import Mapping
from functools import cached_property

from catalogue.rdf import canonical


class Written:
    """The terms of one description as its N-Triples write them. The text is read at the first question, once."""

    def __init__(self, ntriples: str) -> None:
        self._ntriples = ntriples

    def describes(self, iri: str) -> bool:
        """Whether a node of that IRI has statements of its own."""
        return iri in self._subjects

    def term(self, subject: str, path: str, value: str) -> str:
        """A value as it is written, from its text; empty where no such value is found.

        `subject` is an IRI, or `_:` and a label; `path` is a property, or several with `|` between them.
        """
        found = (self._values.get((subject, predicate), {}) for predicate in path.split("|"))
        return next((terms[value] for terms in found if value in terms), "")

    @cached_property
    def _subjects(self) -> frozenset[str]:
        return frozenset(subject for subject, _ in self._values)

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The values of each property of each node, as written, by their text and as they are written."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for triple in canonical.triples_of(self._ntriples):
            written = str(triple.object)
            subject = str(triple.subject).removeprefix("<").removesuffix(">")
            terms = found.setdefault((subject, triple.predicate.value), {})
            terms.setdefault(getattr(triple.object, "value", written), written)
            terms.setdefault(written, written)
        return found
