"""What the vocabularies say about the concepts that a description refers to, as a validator needs it."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import pick
from catalogue.domain.vocabulary import Concept, Scheme, Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.lines import TYPE, Said
from catalogue.validation.base import Mentions

Triple = tuple[Node, Node, Node]


class Stubs:
    """A concept with its class, scheme and label; a scheme with its class and title.

    Shapes ask whether a value says that it is in a scheme: a description rarely does, and need not.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._known: dict[str, tuple[str, ...]] = {}
        concepts = (concept for scheme in vocabularies for concept in scheme.concepts)
        # The classes that a description's nodes may have by what is said of them here.
        self.classes = frozenset(
            {str(SKOS.Concept), str(SKOS.ConceptScheme)}.union(*(each.classes for each in concepts))
        )

    def of(self, said: Said) -> str:
        """N-Triples about every concept and scheme that a description names, as subject or as object."""
        found: set[str] = set()
        for iri in self._vocabularies.among([term[1:-1] for term in (*said.by_node, *said.named)]):
            found.update(self._known.get(iri) or self._about(iri))
        return "".join(found)

    def _about(self, iri: str) -> tuple[str, ...]:
        """What is said of a concept and of its scheme; kept, as the same ones are named again and again."""
        concept = self._vocabularies.concept(iri)
        scheme = self._vocabularies.scheme(concept.scheme if concept else iri)
        if scheme is None or not scheme.preloaded:
            return ()
        said = (concept and _of_concept(concept), _of_scheme(scheme))
        about = tuple(graphs.ntriples(each) for each in said if each)
        if about:
            self._known[iri] = about
        return about


def typed(mentions: Mentions) -> str:
    """N-Triples about what is described elsewhere: its class."""
    return "".join(f"<{iri}> {TYPE} <{name}> .\n" for iri, name in mentions)


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
