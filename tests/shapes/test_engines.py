"""The engines say the same: ours over pySHACL, pySHACL as it comes, and the accelerator.

`make conformance` compares them on every example, every demonstration description and many mutations.
"""

import logging
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.report import Finding, Report, Severity
from catalogue.rdf.graphs import add_ntriples, add_turtle, ntriples
from catalogue.rdf.graphs import graph as graph_of
from catalogue.rdf.lines import read
from catalogue.validation.base import Mentions
from catalogue.validation.compiled import path_text
from catalogue.validation.fast import Compiled, FastValidator, Unusual
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs
from tests.shapes.loaded import DEMONSTRATION, LEVELS, conforming, profile, vocabularies
from tests.shapes.mutations import mutations, sample
from tests.shapes.results import local, results
from tests.shapes.seeds import seeds

pytestmark = pytest.mark.filterwarnings(
    "ignore:Parsing weird boolean"
)  # rdflib, of "impossible"^^xsd:boolean
EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))
_QUERY = b"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://example.org/query> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:message "Found" ; sh:select "SELECT $this WHERE { $this a ?class }" ] .
"""
_ON_NOTES = b"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/notes> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ;
    sh:property [ sh:path <http://example.org/note> ; RULE ] .
"""
Same = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def fast() -> FastValidator:
    return FastValidator(profile(), vocabularies())


@pytest.fixture(scope="module")
def plain() -> PyShaclValidator:
    return PyShaclValidator(profile(), vocabularies())


def test_setting_shapes_up_once_changes_no_finding(plain: PyShaclValidator) -> None:
    graph = next(islice(_mutations(conforming("PUBLIC"), seed=7), 5, None))
    assert {_same(each) for each in plain.validate(ntriples(graph), "PUBLIC").findings} == set(
        _pyshacl_alone(graph, "PUBLIC")
    )


def test_the_accelerator_agrees_on_descriptions_with_many_mistakes(
    fast: FastValidator, plain: PyShaclValidator
) -> None:
    for graph in islice(_mutations(conforming("NON_PUBLIC"), seed=1), 300 if EVERYTHING else 12):
        for level in LEVELS if EVERYTHING else ("PUBLIC",):
            _assert_agreement(fast, plain, ntriples(graph), level)


def test_the_accelerator_agrees_on_some_mistakes(fast: FastValidator, plain: PyShaclValidator) -> None:
    for number, mistake in enumerate(sample(seeds(), 60, seed=4)):
        level = LEVELS[number % len(LEVELS)]
        assert _difference(fast, plain, mistake.ntriples, level) == set(), mistake.name


@pytest.mark.reference
@pytest.mark.skipif(not EVERYTHING, reason="slow; make conformance runs it")
def test_the_accelerator_agrees_on_every_mistake(
    reference: Path, fast: FastValidator, plain: PyShaclValidator
) -> None:
    differing = [
        (mistake.name, level)
        for mistake in mutations(seeds(reference))
        for level in LEVELS
        if _difference(fast, plain, mistake.ntriples, level)
    ]
    assert differing == []


def test_the_accelerator_agrees_on_demonstration_descriptions(
    fast: FastValidator, plain: PyShaclValidator
) -> None:
    paths = sorted(DEMONSTRATION.glob("*.ttl"))
    for path in paths if EVERYTHING else paths[:2]:
        for level in LEVELS:
            _assert_agreement(fast, plain, ntriples(_read(path)), level)


@pytest.mark.reference
@pytest.mark.skipif(not EVERYTHING, reason="slow; make conformance runs it")
@pytest.mark.parametrize("level", LEVELS)
def test_all_engines_agree_on_every_example(
    reference: Path, fast: FastValidator, plain: PyShaclValidator, level: str
) -> None:
    for path in sorted((reference / "examples").glob("*.ttl")):
        graph = _read(path)
        _assert_agreement(fast, plain, ntriples(graph), level)
        found = {_same(each) for each in plain.validate(ntriples(graph), level).findings}
        assert found == set(_pyshacl_alone(graph, level)), path.name


def test_what_the_accelerator_refuses_is_reported_by_pyshacl(
    fast: FastValidator, plain: PyShaclValidator
) -> None:
    graph = conforming("PUBLIC")
    graph.remove((None, DCAT.theme, None))
    assert fast.validate(ntriples(graph), "PUBLIC") == plain.validate(ntriples(graph), "PUBLIC")


class PanicException(BaseException):
    """As the accelerator's own, which cannot be imported."""


def _broken(error: BaseException) -> FastValidator:
    class Broken(FastValidator):
        def validate_fast(self, *args: object, **given: object) -> Report:
            raise error

    return Broken(profile(), vocabularies())


@pytest.mark.parametrize("kind", [ValueError, PanicException])
def test_an_accelerator_that_breaks_is_told_of_and_pyshacl_goes_on(
    kind: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        report = _broken(kind("out of range")).validate(ntriples(conforming("PUBLIC")), "PUBLIC")
    assert report.conforms
    assert f"{kind.__name__}: out of range" in caplog.text


@pytest.mark.parametrize("kind", [MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_stops_the_process_stops_the_accelerator(kind: type[BaseException]) -> None:
    with pytest.raises(kind):
        _broken(kind()).validate(ntriples(conforming("PUBLIC")), "PUBLIC")


def test_shapes_of_other_kinds_are_left_to_pyshacl_and_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    def with_a_query(level: str) -> Graph:
        shapes = profile().shapes(level)
        add_turtle(_QUERY, shapes)
        return shapes

    own = replace(profile(), shapes_of=with_a_query)
    validator = FastValidator(own, vocabularies())
    text = ntriples(conforming("PUBLIC"))
    with caplog.at_level(logging.WARNING):
        reports = [validator.validate(text, "PUBLIC") for _ in range(2)]
    assert reports == [PyShaclValidator(own, vocabularies()).validate(text, "PUBLIC")] * 2
    assert str(SH.SPARQLConstraintComponent) in {each.component for each in reports[0].findings}
    assert len(caplog.records) == 1
    assert "use sh:sparql" in caplog.text


@pytest.mark.parametrize(
    "rule",
    [
        "sh:severity sh:Warning ; sh:datatype xsd:integer",
        "sh:severity sh:Info ; sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:date ] )",
        "sh:not [ sh:datatype xsd:integer ]",
        "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMaxCount 0",
    ],
)
def test_spellings_on_which_the_engines_differ_are_left_to_pyshacl_where_they_may_pass(rule: str) -> None:
    def with_the_rule(level: str) -> Graph:
        shapes = profile().shapes(level)
        add_turtle(_ON_NOTES.replace(b"RULE", rule.encode()), shapes)
        return shapes

    own = replace(profile(), shapes_of=with_the_rule)
    text = ntriples(conforming("PUBLIC"))
    dataset = next(line for line in text.splitlines() if line.endswith(f"<{RDF.type}> <{DCAT.Dataset}> ."))
    text += f'{dataset.split()[0]} <http://example.org/note> "1_000"^^<{XSD.integer}> .\n'
    expected = PyShaclValidator(own, vocabularies()).validate(text, "PUBLIC")
    assert FastValidator(own, vocabularies()).validate(text, "PUBLIC") == expected


def test_a_description_that_speaks_the_accelerators_own_words_is_left_to_pyshacl(
    fast: FastValidator, plain: PyShaclValidator, caplog: pytest.LogCaptureFixture
) -> None:
    text = ntriples(conforming("PUBLIC")) + '_:own <urn:x-catalogue:label> "another" .\n'
    with caplog.at_level(logging.WARNING):
        assert fast.validate(text, "PUBLIC") == plain.validate(text, "PUBLIC")
    assert "urn:x-catalogue:label" in caplog.text


@pytest.mark.parametrize("first", [-1, 0, 10**9])
def test_a_blank_node_that_is_numbered_otherwise_still_gets_its_own_label(
    plain: PyShaclValidator, first: int
) -> None:
    class Miscounting(FastValidator):
        def _compile(self, level: str) -> Compiled:
            compiled = super()._compile(level)
            compiled.first = first
            return compiled

    text = ntriples(conforming("PUBLIC", 3))
    found = Miscounting(profile(), vocabularies()).validate_fast(text, "PUBLIC")
    assert any(each.focus.startswith("_:") for each in found.findings)
    assert found == plain.validate(text, "PUBLIC")


@pytest.mark.parametrize("value", ["impossible", "abc"])
def test_a_binary_value_that_is_none_is_found(
    fast: FastValidator, plain: PyShaclValidator, value: str
) -> None:
    checksum = "<http://example.org/sum>"
    text = (
        f"{checksum} <{RDF.type}> <http://spdx.org/rdf/terms#Checksum> .\n"
        f'{checksum} <http://spdx.org/rdf/terms#checksumValue> "{value}"^^<{XSD.hexBinary}> .\n'
    )
    report = fast.validate(text, "PUBLIC")
    assert report == plain.validate(text, "PUBLIC")
    assert value in {each.value for each in report.findings}
    assert fast.validate_fast(text.replace(value, "0aF1"), "PUBLIC")


def test_every_description_that_fails_is_confirmed_and_each_difference_is_pyshacls(
    plain: PyShaclValidator, caplog: pytest.LogCaptureFixture
) -> None:
    class Mistaken(FastValidator):
        def validate_fast(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
            report = super().validate_fast(ntriples, level, mentions)
            return report.with_findings([Finding(Severity.VIOLATION, "http://example.org/d", "", "", "")])

    validator, text = Mistaken(profile(), vocabularies()), ntriples(conforming("PUBLIC"))
    with caplog.at_level(logging.WARNING):
        assert [validator.validate(text, "PUBLIC") for _ in range(2)] == [plain.validate(text, "PUBLIC")] * 2
    assert len(caplog.records) == 1
    assert "differs from pySHACL in 1 findings" in caplog.text


def test_an_accelerator_that_is_not_installed_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    class Absent(FastValidator):
        def validate_fast(self, *args: object, **given: object) -> Report:
            raise ModuleNotFoundError("No module named 'shacl'")

    validator = Absent(profile(), vocabularies())
    with caplog.at_level(logging.WARNING):
        assert validator.validate(ntriples(conforming("PUBLIC")), "PUBLIC").conforms
        assert validator.validate(ntriples(conforming("PUBLIC")), "PUBLIC").conforms
    assert len(caplog.records) == 1


def test_six_thousand_variables_cost_no_more_each_than_sixty(plain: PyShaclValidator) -> None:
    few, many = (_nodes_read(plain, conforming("PUBLIC", variables)) for variables in (60, 600))
    assert many < few * 12


def _nodes_read(validator: PyShaclValidator, graph: Graph) -> int:
    """How often the graph's statements are asked for while it is validated: work, without a clock."""
    asked = 0

    class Counting(Graph):
        def triples(self, *args: object, **given: object) -> Iterator[tuple[Node, Node, Node]]:  # type: ignore[override]
            nonlocal asked
            for triple in super().triples(*args, **given):  # type: ignore[arg-type]
                asked += 1
                yield triple

    counting = Counting()
    for triple in graph:
        counting.add(triple)
    asked = 0
    compiled = validator.compiled_for("PUBLIC")
    add_ntriples(Stubs(vocabularies()).of(read(ntriples(graph))), counting)
    list(compiled.results(counting, frozenset(graph.subjects())))
    return asked


def _assert_agreement(fast: FastValidator, plain: PyShaclValidator, text: str, level: str) -> None:
    assert _difference(fast, plain, text, level) == set()


def _difference(fast: FastValidator, plain: PyShaclValidator, text: str, level: str) -> set[Finding]:
    """What only one of the two finds: every part of a finding counts, its message too."""
    try:
        accelerated = fast.validate_fast(text, level)
    except Unusual:
        return set()  # pySHACL reports it
    return set(accelerated.findings) ^ set(plain.validate(text, level).findings)


def _same(finding: Finding) -> Same:
    return (finding.severity.value, finding.focus, finding.path, finding.component, finding.value)


def _pyshacl_alone(graph: Graph, level: str) -> Iterator[Same]:
    """The findings of `pyshacl.validate` over the same shapes and the same data."""
    data, shapes = Graph(), profile().shapes(level)
    text = ntriples(graph)
    add_ntriples(text + Stubs(vocabularies()).of(read(text)), data)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
    for result, focus in results(report, graph):
        path = report.value(result, SH.resultPath)
        yield (
            local(report.value(result, SH.resultSeverity)),
            _text(focus),
            path_text(report, path) if path else "",
            str(report.value(result, SH.sourceConstraintComponent)),
            _text(report.value(result, SH.value)),
        )


def _text(term: Node | None) -> str:
    return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)


def _read(path: Path) -> Graph:
    return graph_of(ntriples(Graph().parse(path)))


def _mutations(graph: Graph, seed: int) -> Iterator[Graph]:
    """Endless copies of a description with mistakes in them: statements that lack, repeat or say something else."""
    chance = random.Random(seed)
    triples = sorted(graph)
    others = [
        Literal("text"),
        Literal("12"),
        URIRef("http://example.org/other"),
        BNode("c14n99"),
        Literal(True),
    ]
    while True:
        copy = Graph()
        for subject, predicate, value in triples:
            dice = chance.random()
            if dice > 0.06:
                copy.add((subject, predicate, value))
            if dice < 0.03 or dice > 0.97:
                copy.add((subject, predicate, chance.choice(others)))
        yield copy


def test_a_description_that_orders_classes_itself_is_left_to_pyshacl(
    fast: FastValidator, plain: PyShaclValidator
) -> None:
    below = f"<http://example.org/Cohort> <{RDFS.subClassOf}> <{DCAT.Dataset}> .\n"
    text = ntriples(conforming("PUBLIC")) + below
    with pytest.raises(Unusual, match="below others"):
        fast.validate_fast(text, "PUBLIC")
    assert fast.validate(text, "PUBLIC") == plain.validate(text, "PUBLIC")


def test_what_is_only_recommended_is_missed_also_of_what_is_described_elsewhere(
    fast: FastValidator, plain: PyShaclValidator
) -> None:
    series = "http://example.org/series"
    text = ntriples(conforming("PUBLIC")) + f'<{series}> <{DCTERMS.title}> "Years"@en .\n'
    mentions = [(series, f"{DCAT}DatasetSeries")]
    found = fast.validate_fast(text, "PUBLIC", mentions)
    assert any(each.focus == series and each.path == str(DCAT.contactPoint) for each in found.findings)
    assert _parts(found) == _parts(plain.validate(text, "PUBLIC", mentions))


def _parts(report: Report) -> set[Same]:
    return {_same(each) for each in report.findings}
