"""What a file says, in an index that a file of any size fits into."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from catalogue.domain.errors import TooLarge, Unreadable
from catalogue.domain.sentences import Sentence
from catalogue.rdf.indexes import Index, InMemory, InSqlite
from catalogue.rdf.lines import Pairs, grouped

# RDF 1.1 only: quoted triples are refused, but pyoxigraph's types allow them everywhere.
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
Terms = tuple[str, str, str]  # of a statement, as N-Triples writes them

VALUE_LIMIT: Final = 16 * 2**20  # characters of a value as N-Triples writes it
MEGABYTES: Final = Sentence("%(number)s MB", number=VALUE_LIMIT // 2**20)
_PART: Final = 20_000  # statements that are sorted in at once
_IN_MEMORY: Final = 8 * 2**20  # characters of a part that stays in memory while it is the only one
_READ: Final = 500


class Statements:
    """The statements of a file, each once and word for word; of several graphs, those of all.

    Terms are asked for and told as N-Triples writes them (`<iri>`, `_:label`), but by `find`. A large file lies on
    disk, and is gone when this closes or the process ends. Use it as a context manager.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._index: Index = InMemory({})

    def __enter__(self) -> "Statements":
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()

    def __len__(self) -> int:
        return sum(1 for _ in self.terms())

    def __bool__(self) -> bool:
        """Whether the file says anything, without counting it."""
        return next(self.terms(), None) is not None

    def add(self, triples: Iterable[ox.Triple] | Iterable[ox.Quad]) -> None:
        """Add statements, those of a file's only graph perhaps as quads; or what comes before an error in them.

        Raises Unreadable for a quoted triple and TooLarge for a value that is.
        """
        source = iter(triples)
        while part := ox.serialize(islice(source, _PART), format=ox.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
            self._insert(part.decode())

    def _insert(self, ntriples: str) -> None:
        self._check(ntriples)
        given = ntriples.removesuffix(" .\n").split(" .\n")
        lines = sorted(set(given))
        is_all = not self and len(given) < _PART  # another part most likely follows a full one
        if is_all and len(ntriples) <= _IN_MEMORY:
            self._index = InMemory(grouped(lines))
        else:
            self._on_disk().insert(lines)

    def _on_disk(self) -> InSqlite:
        """The index for more than one part, with what was in memory so far."""
        if isinstance(self._index, InSqlite):
            return self._index
        before = [" ".join(terms) for terms in self.terms()]
        self._index = index = InSqlite()
        index.insert(before)
        return index

    def _check(self, ntriples: str) -> None:
        """Look at values one by one only where one may be what is refused."""
        if " <<" not in ntriples and len(ntriples) <= VALUE_LIMIT:
            return
        values = [line.split(" ", 2)[2] for line in ntriples.split(" .\n") if line]
        if any(value.startswith("<<") for value in values):
            reason = Sentence("it quotes a triple (RDF-star)")
            raise Unreadable(source=self.source, line="?", column="?", reason=reason)
        if any(len(value) > VALUE_LIMIT for value in values):
            raise TooLarge(source=f"{self.source}: a single value", limit=MEGABYTES)

    def about(self, subject: str) -> Pairs:
        """The properties of a node, each with a value; values that are literals begin with a quotation mark."""
        return self._index.about(subject)

    def naming(self, value: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
        """The subjects that name a node, each with the property by which it does."""
        return self._index.naming(value, predicate)

    def unreferred(self) -> Iterator[str]:
        """The subjects that no other one names, in order."""
        return self._index.unreferred()

    def find(
        self, subject: Node | None = None, predicate: ox.NamedNode | None = None, value: Node | None = None
    ) -> Iterator[ox.Triple]:
        """The statements that match, with None for any."""
        found = self.terms(*(None if term is None else str(term) for term in (subject, predicate, value)))
        while part := list(islice(found, _READ)):
            for quad in ox.parse(written(part), format=ox.RdfFormat.N_TRIPLES):
                yield quad.triple

    def terms(
        self, subject: str | None = None, predicate: str | None = None, value: str | None = None
    ) -> Iterator[Terms]:
        """As `find`, of terms as they are written."""
        if subject is None and value is not None:
            yield from ((s, p, value) for s, p in self.naming(value, predicate))
            return
        for node, said in (
            [(subject, self.about(subject))] if subject is not None else self._index.nodes(predicate)
        ):
            for path, other in said:
                if predicate in (None, path) and value in (None, other):
                    yield node, path, other


def written(statements: Iterable[Terms]) -> str:
    """N-Triples of terms that are written already."""
    return "".join([f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements])
