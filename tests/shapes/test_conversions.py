"""Whole descriptions between the releases: the published examples, the demonstration, and the Health Data Hub's."""

import os
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.record import Description, Kind
from catalogue.domain.report import Finding, Severity
from catalogue.rdf import graphs
from tests.conftest import described
from tests.shapes import others
from tests.shapes.conversions import HEALTH_DATA_HUB, NEWER, OLDER, checker, converter, descriptions
from tests.shapes.loaded import DEMONSTRATION
from tests.shapes.mutations import Mutation, sample
from tests.shapes.seeds import seeds

EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))
DEMONSTRATIONS = sorted(DEMONSTRATION.glob("*.ttl"))
FEW = DEMONSTRATIONS if EVERYTHING else DEMONSTRATIONS[1::9]
MISTAKES = 2_000 if EVERYTHING else 25
RELEASE_8 = ("r8-EPRDR-AGORA.ttl", "r8-EPRDR-ARCA.ttl", "r8-example-healthdcat-dataset.ttl")
# Violations before and at most after; those that stay need somebody who knows the data.
OLDER_EXAMPLES = {
    "ckanext-dataset_health.ttl": (42, 21),
    "ckanext-dataset_health_no_blank.ttl": (45, 27),
    "draft-healthDCATAP_RDF_template.ttl": (29, 15),
    "health-ri-core-example-dataservice.ttl": (3, 0),
    "health-ri-core-example-dataset.ttl": (71, 51),
    "health-ri-core-example-distribution.ttl": (5, 1),
    "mvd-health-catalog.ttl": (2169, 520),
}
# A code may name a system that the dataset did not: it is said of it afterwards.
CODING_SYSTEM = "http://healthdataportal.eu/ns/health#hasCodingSystem"
NAMES = {SKOS.prefLabel, DCTERMS.title}
# What nobody can add who does not know the data: something missing, or a choice from a list.
MISSING = {str(SH.MinCountConstraintComponent), str(SH.HasValueConstraintComponent)}


@cache
def violations(description: Description, profile: str = NEWER) -> list[Finding]:
    found = checker(profile).check(description, "a test").findings
    return [each.finding for each in found if each.finding.severity is Severity.VIOLATION]


@cache
def upgraded(description: Description, profile: str = NEWER) -> Description:
    return converter(profile).convert(description).description


@pytest.mark.parametrize("path", DEMONSTRATIONS, ids=lambda path: path.stem)
def test_a_demonstration_is_of_this_release_already(path: Path) -> None:
    for each in descriptions(path):
        assert upgraded(each).hash == each.hash


@pytest.mark.reference
@pytest.mark.parametrize("name", RELEASE_8)
def test_an_official_description_of_release_8_is_not_changed(reference: Path, name: str) -> None:
    for each in descriptions(reference / "examples" / name):
        assert upgraded(each).hash == each.hash


@pytest.mark.reference
@pytest.mark.parametrize("name", OLDER_EXAMPLES)
def test_an_older_example_has_fewer_violations_afterwards(reference: Path, name: str) -> None:
    before, after = OLDER_EXAMPLES[name]
    found = descriptions(reference / "examples" / name)
    assert sum(len(violations(each)) for each in found) == before
    assert sum(len(violations(upgraded(each))) for each in found) <= after


@pytest.mark.reference
@pytest.mark.parametrize("name", OLDER_EXAMPLES)
def test_what_is_left_of_an_older_example_only_a_person_knows(reference: Path, name: str) -> None:
    """Something that is missing, or a value of which no list of today has an equal."""
    for each in descriptions(reference / "examples" / name):
        after = upgraded(each)
        graph = graphs.graph(after.ntriples)
        open_ones = [found for found in violations(after) if found.component not in MISSING]
        solvable = [found for found in open_ones if _is_ours_to_mend(found, graph)]
        assert solvable == []


def _is_ours_to_mend(finding: Finding, graph: Graph) -> bool:
    """Whether a value is another form of one that would do, which a rule could have found."""
    vocabularies = checker(NEWER).vocabularies
    field = checker(NEWER).profile.field(finding.focus_class, finding.path)
    if field is None or not field.vocabularies or finding.value in vocabularies:
        return False
    today = vocabularies.successor(finding.value)
    concept = vocabularies.concept(today) if today else None
    return concept is not None and concept.scheme in field.vocabularies


@pytest.mark.reference
@pytest.mark.parametrize("name", OLDER_EXAMPLES)
def test_upgrading_loses_no_text_and_changes_nothing_the_second_time(reference: Path, name: str) -> None:
    for each in descriptions(reference / "examples" / name):
        after = upgraded(each)
        assert upgraded(after).hash == after.hash
        assert _lost(each, after) == []


def _lost(before: Description, after: Description) -> list[str]:
    """The texts that are not there any more, not even within another: a code after the name of its system.

    The names of an entry at a former address are not missed: its list says them.
    """
    kept = _texts(after)
    return [text for text in _texts(before) - kept if not any(text in other for other in kept)]


def _texts(description: Description) -> set[str]:
    successor = checker(NEWER).vocabularies.successor
    return {
        str(value)
        for node, path, value in graphs.graph(description.ntriples)
        if isinstance(value, Literal) and not (path in NAMES and successor(str(node)))
    }


def test_a_description_of_the_health_data_hub_lacks_nothing_but_what_it_never_said() -> None:
    (before,) = described(HEALTH_DATA_HUB)
    after = upgraded(before)
    assert violations(after) == []
    graph = graphs.graph(after.ntriples)
    assert set(graph.objects(None, FOAF.mbox)) == set()
    assert _holder(after) == "true"


def _holder(description: Description) -> str:
    """What has no new home: whether the holder is trusted."""
    path = URIRef("http://healthdataportal.eu/ns/health#trustedDataHolder")
    (value,) = graphs.graph(description.ntriples).objects(None, path)
    return str(value)


@pytest.mark.reference
def test_the_description_of_the_health_data_hub_conforms_to_its_own_file(reference: Path) -> None:
    (before,) = described(HEALTH_DATA_HUB)
    assert _refused(reference, before) == set()


@pytest.mark.reference
def test_back_at_the_health_data_hub_it_conforms_to_its_file_again(reference: Path) -> None:
    (before,) = described(HEALTH_DATA_HUB)
    back = upgraded(upgraded(before), OLDER)
    assert _refused(reference, back) == set()
    assert violations(back, OLDER) == []
    assert _lost(before, back) == []


@pytest.mark.reference
@pytest.mark.parametrize("name", RELEASE_8)
def test_a_release_8_description_lacks_at_the_health_data_hub_only_what_it_does_not_say(
    reference: Path, name: str
) -> None:
    (before,) = descriptions(reference / "examples" / name)
    refused = _refused(reference, upgraded(before, OLDER))
    asked = {"trustedDataHolder", "publisherNote", "byteSize", "publisher", "distribution"}
    assert {path for _, _, path in refused} <= asked


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_a_demonstration_lacks_at_the_health_data_hub_only_what_it_does_not_say(path: Path) -> None:
    """Something is missing, or there are two where that release has room for one."""
    for each in descriptions(path):
        found = violations(upgraded(each, OLDER), OLDER)
        allowed = {*MISSING, str(SH.MaxCountConstraintComponent), str(SH.NodeConstraintComponent)}
        assert [finding for finding in found if finding.component not in allowed] == []


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_there_and_back_keeps_every_value(path: Path) -> None:
    for each in descriptions(path):
        back = upgraded(upgraded(each, OLDER))
        assert violations(back) == []
        assert _facts(each) - _facts(back) == set()
        assert {path for _, path, _ in _facts(back) - _facts(each)} <= {CODING_SYSTEM, str(RDF.type)}


def _facts(description: Description) -> set[tuple[str, str, str]]:
    """What is said, whatever nodes without a name are called; identifiers without their datatype."""
    return {
        (_name(subject), str(path), _name(value))
        for subject, path, value in graphs.graph(description.ntriples)
    }


def _name(term: Node) -> str:
    return "_:" if isinstance(term, BNode) else str(term)


def _refused(reference: Path, description: Description) -> set[tuple[str, str, str]]:
    graph = graphs.graph(description.ntriples, contexts=True)
    return {
        found for found in others.theirs(reference, "health-data-hub/1", graph) if found[0] == "Violation"
    }


@pytest.mark.parametrize("mistake", sample(seeds(), MISTAKES), ids=lambda mistake: mistake.name)
def test_a_description_with_any_mistake_is_none_the_worse_for_it(mistake: Mutation) -> None:
    """It converges, there and back, too; and what conforms is not changed, but for a date that is a plain text."""
    graph = graphs.graph(mistake.ntriples)
    iri = next(graph.subjects(RDF.type, DCAT.Dataset), URIRef("urn:nothing"))
    before = graphs.describe(str(iri), Kind.DATASET, graph)
    after = upgraded(before)
    assert upgraded(after).hash == after.hash
    assert upgraded(upgraded(before, OLDER), OLDER) == upgraded(before, OLDER)
    rules = {each.rule for each in converter(NEWER).convert(before).changes}
    if rules:
        assert len(violations(after)) <= len(violations(before))
        assert violations(before) or rules == {"datatype-of-value"}
