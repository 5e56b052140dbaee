"""Under which values a description is filtered: codes of concepts, names of organisations, plain texts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rdflib import FOAF, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.organisations import Named
from catalogue.domain.profile import Profile
from catalogue.domain.readable import Readable
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf.graphs import iri
from catalogue.services.cards import texts_by_language

LONGEST_VALUE: Final = 1_000  # characters
REMEMBERED: Final = 5_000  # groups of concepts with what is made of them
_LONGEST_NAMES: Final = 3_000  # characters of all names of one organisation
_PASSING: Final = "/.well-known/genid/"  # in an IRI that stands for a blank node (RDF 1.1, 3.5)
_FEW: Final = 5
_NAME: Final = FOAF.name  # each look-up in a namespace costs

Values = Mapping[Node, list[Node]]  # of one node, by path


def may_be_remembered(values: Sequence[Node]) -> bool:
    """Whether values are such as many descriptions have: few, and with an address each."""
    return len(values) <= _FEW and all(isinstance(value, URIRef) for value in values)


class Facets:
    """The values of the facets of a profile."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, languages: tuple[str, ...]) -> None:
        self._vocabularies = vocabularies
        self._languages = languages
        self._facets = [
            (facet.id, facet.vocabularies, tuple(map(iri, facet.paths))) for facet in profile.facets
        ]
        self._of_organisations = frozenset(profile.organisation_facets)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._codes)

    def of(self, graph: Readable, values: Values) -> dict[str, tuple[str, ...]]:
        """The values of each facet, by its id: those of the first path that has any."""
        return self.read(graph, values)[0]

    def read(self, graph: Readable, values: Values) -> tuple[dict[str, tuple[str, ...]], tuple[Named, ...]]:
        """The same, and the organisations among them with what the description calls them."""
        named: dict[Node, Named] = {}
        found: dict[str, tuple[str, ...]] = {}
        for name, schemes, paths in self._facets:
            called = named if name in self._of_organisations else {}
            some = (self._read(schemes, graph, values.get(path), called) for path in paths)
            found[name] = next(filter(None, some), ())
        return found, tuple(dict.fromkeys(each for each in named.values() if each.value))

    def _read(
        self,
        schemes: tuple[str, ...],
        graph: Readable,
        nodes: Sequence[Node] | None,
        named: dict[Node, Named],
    ) -> tuple[str, ...]:
        """The values of nodes; what is named is put into `named`."""
        if not nodes:
            return ()
        if not schemes:
            for node in nodes:
                if not isinstance(node, Literal) and node not in named:
                    named[node] = self._named(graph, node)
            found = {_text(node) if isinstance(node, Literal) else named[node].value for node in nodes}
            return tuple(sorted(found - {""}))
        if may_be_remembered(nodes):
            return self._remembered(schemes, tuple(nodes))
        return self._codes(schemes, nodes)

    def _named(self, graph: Readable, node: Node) -> Named:
        """An organisation: its names, those in languages of the instance first, of which the first finds it."""
        said = texts_by_language(graph.objects(node, _NAME))
        tags = dict.fromkeys((*self._languages, *sorted(said)))
        names = {tag: said[tag][:LONGEST_VALUE] for tag in tags if tag in said}
        address = str(node) if isinstance(node, URIRef) else ""
        shared = address if len(address) <= LONGEST_VALUE and _PASSING not in address else ""
        return Named(next(iter(names.values()), ""), shared, tuple(_bounded(names)))

    def _codes(self, schemes: tuple[str, ...], nodes: Sequence[Node]) -> tuple[str, ...]:
        """The codes of concepts and of what is broader, so that who asks for that finds them too."""
        found = {self._code(schemes, node) for node in nodes} - {""}
        if not found:
            return ()
        return tuple(sorted(found.union(*(self._broader(schemes, str(node)) for node in nodes))))

    def _code(self, schemes: tuple[str, ...], value: Node) -> str:
        """The code of a concept; of what is none, its address or text."""
        if isinstance(value, Literal):
            return _text(value)
        concept = self._vocabularies.concept(str(value))
        if concept and concept.scheme in schemes:
            return concept.code
        return str(value)[:LONGEST_VALUE] if isinstance(value, URIRef) else ""

    def _broader(self, schemes: tuple[str, ...], address: str) -> set[str]:
        concept = self._vocabularies.concept(address)
        if concept is None or concept.scheme not in schemes:
            return set()
        return {each.code for each in self._vocabularies.broader(concept)}


def _bounded(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """As many names as an index keeps of one organisation."""
    left = _LONGEST_NAMES
    for language, name in names.items():
        left -= len(name)
        if left >= 0:
            yield language, name


def _text(value: Literal) -> str:
    return " ".join(value.split())[:LONGEST_VALUE]
