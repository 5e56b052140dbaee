"""The nodes of a description that have IRIs, and giving them others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rdflib import RDF

from catalogue.domain.record import Description
from catalogue.rdf.canonical import describe_text
from catalogue.rdf.statements import Terms

_TYPE: Final = f"<{RDF.type}>"


def iris(description: Description) -> set[str]:
    """The IRIs of the nodes that a description tells of or names."""
    terms = {term for subject, _, value in _statements(description) for term in (subject, value)}
    return {term[1:-1] for term in terms if term.startswith("<")}


def described(description: Description) -> set[str]:
    """The IRIs of the nodes of which a description says more than their class."""
    more = {subject for subject, path, _ in _statements(description) if path != _TYPE}
    return {subject[1:-1] for subject in more if subject.startswith("<")}


def typed(description: Description, of: str) -> set[str]:
    """The IRIs of the nodes that have a class."""
    is_a = (_TYPE, f"<{of}>")
    found = (subject for subject, *said in _statements(description) if tuple(said) == is_a)
    return {subject[1:-1] for subject in found if subject.startswith("<")}


def renamed(description: Description, names: Mapping[str, str]) -> Description:
    """The description with other IRIs for some of its nodes, its own perhaps among them."""
    terms = {f"<{old}>": f"<{new}>" for old, new in names.items()}
    lines = (
        f"{terms.get(subject, subject)} {path} {terms.get(value, value)} .\n"
        for subject, path, value in _statements(description)
    )
    iri = names.get(description.iri, description.iri)
    after = describe_text(iri, description.kind, "".join(lines))
    mentions = tuple((names.get(each, each), kind) for each, kind in description.mentions)
    return replace(after, mentions=mentions)


def _statements(description: Description) -> list[Terms]:
    lines = (line.removesuffix(" .") for line in description.ntriples.split("\n") if line)
    return [(subject, path, value) for subject, path, value in (line.split(" ", 2) for line in lines)]
