"""Every rule of SHACL, at every property of every class, in every language, is told in words."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Final

import pytest
from rdflib import DCAT, SH

from catalogue.bootstrap import Services
from catalogue.domain.places import Step
from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import PREFIXES
from catalogue.domain.wording import Explanation, explain
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies, shipped
from catalogue.services.checking import Wanted
from tests.shapes.loaded import profile, vocabularies

# SHACL, 4 (core), 5 (SPARQL) and what its community has added; the last is nobody's.
COMPONENTS: Final = (
    "And Class Closed Datatype Disjoint Equals Expression HasValue In JS LanguageIn LessThan LessThanOrEquals "
    "MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not "
    "Or Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone Unheard"
).split()
FRANCE: Final = "http://publications.europa.eu/resource/authority/country/FRA"
VALUES: Final = (
    "",
    "_:c14n3",
    "some text",
    "a text of " + "many words " * 50,
    "two\nlines",
    "{field.x} {0}",
    "http://example.org/thing",
    FRANCE,
    str(DCAT.Distribution),
    str(DCAT.keyword),
)
TERM: Final = re.compile(rf"\b(?:{'|'.join(map(re.escape, PREFIXES))}):[A-Za-z]")
LANGUAGES: Final = sorted(profile().messages)
PLACE: Final = (Step(str(DCAT.Dataset), str(DCAT.distribution), 2, "Extract"),)


def _findings(own: Profile) -> Iterator[Finding]:
    """Each rule at each property, the severities and values by turns; then each rule with each value."""
    severities, values = cycle(Severity), cycle(VALUES)
    for owner, shape in own.classes.items():
        paths = ["", "http://example.org/ns/ownWords", *(field.path for field in shape.fields)]
        for path, component in product(paths, COMPONENTS):
            yield Finding(next(severities), "_:c14n1", owner, path, _iri(component), next(values))
    for component, value in product(COMPONENTS, VALUES):
        yield Finding(Severity.VIOLATION, "_:c14n1", "", "", _iri(component), value)
        path = f"{DCAT.keyword}|^{DCAT}inSeries/{DCAT.theme}"
        yield Finding(Severity.VIOLATION, "_:c14n1", str(DCAT.Dataset), path, _iri(component), value)


def _iri(component: str) -> str:
    return f"{SH}{component}ConstraintComponent"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped())
def test_every_finding_is_told_in_words_alone(name: str, language: str) -> None:
    own, lists = load_profile(find_profile(name)), load_vocabularies(find_profile(name))
    for number, finding in enumerate(_findings(own)):
        told = explain(finding, own, language, lists, PLACE if number % 7 < 3 else ())
        wrong = list(_wrong(told, finding))
        assert wrong == [], f"{finding}\n{told}"


def _wrong(told: Explanation, finding: Finding) -> Iterator[str]:
    """What must not reach people."""
    empty = [name for name in ("field", "problem", "mend", "rule") if not getattr(told, name).strip()]
    yield from (f"no {name}" for name in empty)
    shown = " ".join(finding.value.split()) or "an empty value"
    text = " ".join((told.field, told.problem, told.mend, told.rule)).replace(shown, "…")
    for sign in ("“”", "«\u00a0\u00a0»", "_:", "Constraint", "{", "}", "None", "\n", "()"):
        if sign in text:
            yield f"{sign!r} is shown"
    if TERM.search(text):
        yield "a term of RDF is shown"
    known = (FRANCE, str(DCAT.Distribution), str(DCAT.keyword))
    yield from (f"{iri} is shown" for iri in known if iri in f"{told.problem} {told.mend}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "component", [name for name in COMPONENTS if name not in ("Expression", "JS", "Unheard")]
)
def test_every_rule_of_shacl_has_a_template_of_its_own(component: str, language: str) -> None:
    keys = {key.partition("-")[0] for key in profile().messages[language]}
    assert component in keys


@pytest.mark.reference
def test_what_is_wrong_with_the_official_examples_is_told_in_words(
    reference: Path, make_services: Callable[..., Services]
) -> None:
    services = make_services()
    known = {field.path for shape in profile().classes.values() for field in shape.fields}
    with services.checks(Wanted(), many=False) as checks:
        verdicts = list(services.validating.files([str(reference / "examples")], checks))
    assert len(verdicts) >= 12
    located = [each for verdict in verdicts for each in verdict.findings]
    assert located
    for language, each in product(LANGUAGES, located):
        told = explain(each.finding, profile(), language, vocabularies(), each.place)
        wrong = [fault for fault in _wrong(told, each.finding) if each.finding.path in known]
        assert wrong == [], f"{each}\n{told}"
