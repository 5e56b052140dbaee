"""Whole descriptions typed into blank forms, field by field: they mean the same, and the validators find nothing."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from rdflib import DCAT, RDF, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.forms import Applied, FormField, FormNode, apply, read
from catalogue.domain.forms.names import LANGUAGE, key
from catalogue.rdf import graphs
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read as read_file
from catalogue.rdf.splitting import split
from catalogue.validation.pyshacl import PyShaclValidator
from tests.shapes.loaded import DEMONSTRATION, profile, vocabularies
from tests.shapes.official import Told, theirs

LEVEL = "NON_PUBLIC"
MANY = 10_000
FILES = sorted(DEMONSTRATION.glob("*.ttl"))


def stem(file: Path) -> str:
    return file.stem


def original(file: Path) -> tuple[Graph, URIRef]:
    """The dataset of a file."""
    with read_file(file.read_bytes(), file.name, TURTLE, "http://example.org/") as statements:
        described = list(split(statements, str).descriptions)
    found = next(each for each in described if f"<{DCAT.Dataset}>" in each.ntriples)
    return graphs.graph(found.ntriples), URIRef(found.iri)


class Typist:
    """Types a description into the form of an empty one, as somebody does who has it on paper."""

    def __init__(self, source: Graph, root: URIRef) -> None:
        self._source = source
        self._root = root
        self.graph = Graph()
        self.graph.add((root, RDF.type, DCAT.Dataset))
        self._described: dict[Node, Node] = {root: root}

    def type_all(self) -> None:
        self._node(read(self._source, self._root, profile(), LEVEL, many=MANY), self._root)

    def _node(self, form: FormNode, target: Node) -> None:
        self._described[form.node] = target
        for field in form.fields:
            for value in field.values:
                if value.part and (not value.iri or ("#" in value.iri and field.field.editor == "parts")):
                    self._node(value.part, self._part(field, target))
                elif value.part or value.elsewhere:
                    self._named(field, target, value.iri, value.part)
                else:
                    self._post(target, field, value.text, value.language)

    def _part(self, field: FormField, target: Node) -> Node:
        asked = self._asked(target, field)
        focus = self._apply({"action": [f"add:{asked.name}:{asked.classes[0]}"]}).focus
        return next(
            each for each in self.graph.objects(target, URIRef(asked.field.path)) if key(each) == focus
        )

    def _named(self, field: FormField, target: Node, iri: str, part: FormNode | None) -> None:
        """Something with an address: it is named first, and then described."""
        self._post(target, field, iri, "")
        if part:
            self._node(part, URIRef(iri))

    def _post(self, target: Node, field: FormField, text: str, language: str) -> None:
        asked = self._asked(target, field)
        applied = self._apply({asked.new: [text], asked.new + LANGUAGE: [language]})
        assert not applied.errors

    def _asked(self, target: Node, field: FormField) -> FormField:
        found = read(self.graph, target, profile(), LEVEL, many=MANY).field(field.field.path)
        assert found is not None
        return found

    def _apply(self, posted: Mapping[str, Sequence[str]]) -> Applied:
        return apply(self.graph, self._root, posted, profile(), "en")


def meaning(form: FormNode) -> Iterator[tuple[object, ...]]:
    """What a form says, without the addresses of parts."""
    for field in form.fields:
        told = []
        for value in field.values:
            part = tuple(sorted(map(repr, meaning(value.part)))) if value.part else ()
            told.append((value.text if not part else "", value.language, value.datatype, part))
        yield field.field.path, sorted(told)


@pytest.fixture(scope="module")
def validator() -> PyShaclValidator:
    return PyShaclValidator(profile(), vocabularies())


def typed(file: Path) -> tuple[Graph, Graph, URIRef]:
    """A file's dataset, what was typed of it, and what both are called."""
    source, root = original(file)
    typist = Typist(source, root)
    typist.type_all()
    return source, typist.graph, root


def said(graph: Graph, root: URIRef) -> list[tuple[object, ...]]:
    return list(meaning(read(graph, root, profile(), LEVEL, many=MANY)))


@pytest.mark.parametrize("file", FILES if "CATALOGUE_CONFORMANCE" in os.environ else FILES[:5], ids=stem)
def test_a_description_typed_into_a_blank_form_says_the_same_and_conforms(
    file: Path, validator: PyShaclValidator
) -> None:
    source, graph, root = typed(file)
    assert said(source, root) == said(graph, root)
    report = validator.validate(graphs.ntriples(graph), profile().level_of(source, str(root)), ())
    assert report.conforms, report.findings


@pytest.mark.reference
@pytest.mark.parametrize("file", FILES[5:7], ids=stem)
def test_the_official_validator_finds_no_violation_in_what_was_typed(reference: Path, file: Path) -> None:
    source, graph, root = typed(file)
    found = theirs(reference, graph, profile().level_of(source, str(root)))
    assert not [each for each in found if each[0] == "Violation"]


@pytest.mark.reference
@pytest.mark.parametrize("name", ["r8-EPRDR-ARCA.ttl", "r8-EPRDR-AGORA.ttl"])
def test_an_official_example_can_be_typed(reference: Path, name: str) -> None:
    """What is no violation in the example is none in what was typed, and both say the same."""
    file = reference / "examples" / name
    source, graph, root = typed(file)
    assert said(source, root) == said(graph, root)
    before, after = (_violations(reference, each) for each in (source, graph))
    assert after <= before


def _violations(reference: Path, graph: Graph) -> set[Told]:
    root = next(graph.subjects(RDF.type, DCAT.Dataset))
    found = theirs(reference, graph, profile().level_of(graph, str(root)))
    return {each for each in found if each[0] == "Violation"}
