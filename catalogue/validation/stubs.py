"""What the vocabularies say about the concepts that a description refers to, as a validator needs it."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import pick
from catalogue.domain.vocabulary import Concept, Scheme, Vocabularies
from catalogue.validation.base import Mentions

Triple = tuple[Node, Node, Node]


class Stubs:
    """A concept with its class, scheme and label; a scheme with its class and title.

    Shapes ask whether a value says that it is in a scheme: a description rarely does, and need not.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._known: dict[str, tuple[Triple, ...]] = {}

    def of(self, graph: Graph) -> Iterator[Triple]:
        """The statements about every concept and scheme that the graph names, as subject or as object."""
        named = {
            str(term) for subject, _, value in graph for term in (subject, value) if isinstance(term, URIRef)
        }
        schemes: set[str] = set()
        for iri in named:
            concept = self._vocabularies.concept(iri)
            if concept:
                schemes.add(concept.scheme)
                yield from self._remembered(concept)
            elif self._vocabularies.scheme(iri):
                schemes.add(iri)
        for iri in schemes:
            scheme = self._vocabularies.scheme(iri)
            yield from _of_scheme(scheme) if scheme else ()

    def _remembered(self, concept: Concept) -> tuple[Triple, ...]:
        if concept.iri not in self._known:
            self._known[concept.iri] = tuple(_of_concept(concept))
        return self._known[concept.iri]


def typed(mentions: Mentions) -> Iterator[Triple]:
    """The statements about what is described elsewhere: its class."""
    return ((URIRef(iri), RDF.type, URIRef(name)) for iri, name in mentions)


def _of_concept(concept: Concept) -> Iterator[Triple]:
    iri = URIRef(concept.iri)
    yield iri, RDF.type, SKOS.Concept
    yield iri, SKOS.inScheme, URIRef(concept.scheme)
    yield iri, SKOS.prefLabel, Literal(pick(concept.labels, ("en",)), lang="en")
    for name in concept.classes:
        yield iri, RDF.type, URIRef(name)


def _of_scheme(scheme: Scheme) -> Iterator[Triple]:
    iri = URIRef(scheme.iri)
    yield iri, RDF.type, SKOS.ConceptScheme
    yield iri, DCTERMS.title, Literal(pick(scheme.title, ("en",)), lang="en")
