"""What a page of another catalogue says of its list: which page follows, and what was withdrawn."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS

from catalogue.domain.terms import ADMS, HYDRA
from catalogue.rdf.statements import Node, Statements


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


# The second is what hydra called it first, and what CKAN says.
_NEXT = (_node(HYDRA.next), _node(HYDRA.nextPage))
_TYPE = _node(RDF.type)
_RECORD = _node(DCAT.CatalogRecord)
_REASONS = tuple(_node(iri) for iri in (ADMS.versionNotes, DCTERMS.description, RDFS.comment))
# The EU's and ADMS's own terms for it, whatever their vocabulary's address.
_WITHDRAWN = re.compile(r"[/#:](withdrawn|deleted)$", re.IGNORECASE)


def next_page(statements: Statements, url: str) -> str | None:
    """The page that follows the one at `url`; None on the last.

    A paging node of another IRI is followed too, if it is the only one: not every source names it by the URL
    that was asked for.
    """
    named = {t.subject: t.object for name in _NEXT for t in statements.find(None, name)}
    own = named.get(ox.NamedNode(url))
    found = own or (next(iter(named.values())) if len(named) == 1 else None)
    return urljoin(url, found.value) if isinstance(found, ox.NamedNode | ox.Literal) else None


def classes(statements: Statements) -> list[str]:
    """The classes of what a document describes, the most frequent first."""
    found = Counter(
        t.object.value for t in statements.find(None, _TYPE) if isinstance(t.object, ox.NamedNode)
    )
    return [iri for iri, _ in found.most_common()]


def withdrawn(statements: Statements) -> Iterator[tuple[str, str]]:
    """What the page's catalogue records say was withdrawn: its IRI and the reason, which may be empty."""
    for said in statements.find(None, _node(ADMS.status)):
        is_gone = isinstance(said.object, ox.NamedNode) and _WITHDRAWN.search(said.object.value)
        if is_gone and any(statements.find(said.subject, _TYPE, _RECORD)):
            for topic in statements.find(said.subject, _node(FOAF.primaryTopic)):
                if isinstance(topic.object, ox.NamedNode):
                    yield topic.object.value, _reason(statements, said.subject)


def _reason(statements: Statements, record: Node) -> str:
    """The reason in English, where it is told in several languages."""
    texts = [
        (said.object.language or "", said.object.value)
        for name in _REASONS
        for said in statements.find(record, name)
        if isinstance(said.object, ox.Literal)
    ]
    return min(texts, key=lambda text: text[0] != "en", default=("", ""))[1]
