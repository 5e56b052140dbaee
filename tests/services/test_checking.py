"""One description is held to a profile: at its own level or another, with the places of what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from rdflib import DCTERMS

from catalogue.bootstrap import Services
from catalogue.domain.errors import WrongSetting
from catalogue.domain.report import Report, Severity
from catalogue.domain.verdict import Verdict
from catalogue.services.checking import Checker, Wanted, completed, verdict_on
from catalogue.services.verdicts import Words, json_line
from catalogue.settings import Settings
from tests.conftest import dataset, described

RESTRICTED = "dct:accessRights <http://publications.europa.eu/resource/authority/access-right/RESTRICTED>"
DISTRIBUTIONS = """dcat:distribution
  [ a dcat:Distribution ; dct:title "First" ; dcat:accessURL <http://example.org/get> ],
  [ a dcat:Distribution ; dct:title "Second" ]"""
IRI = "http://example.org/1"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """One for all tests here, which change nothing in it."""
    return Services(Settings(data=tmp_path_factory.mktemp("instance"), import_processes=1))


@pytest.fixture
def checker(services: Services) -> Checker:
    return services.checker()


def check(checker: Checker, more: str = "", **given: object) -> Verdict:
    [description] = described(dataset(more=more))
    return checker.check(description, "a.ttl", **given)  # type: ignore[arg-type]


def test_a_description_is_held_to_the_level_that_it_states(checker: Checker) -> None:
    verdict = check(checker, RESTRICTED)
    assert (verdict.source, verdict.iri, verdict.title) == ("a.ttl", IRI, "A dataset")
    assert (verdict.profile, verdict.level) == ("healthdcat-ap/8", "RESTRICTED")
    assert not verdict.conforms


def test_a_report_that_was_kept_is_told_as_a_check_would_and_under_what_it_was_held_to(
    checker: Checker,
) -> None:
    [description] = described(dataset(more=DISTRIBUTIONS))
    made = checker.check(description, "a.ttl", complete=True)
    report = Report(made.profile, made.level, tuple(each.finding for each in made.findings))
    told = verdict_on(description, report, checker.profile, "a.ttl")
    assert completed(told, description, checker.profile) == made
    assert told == replace(made, completeness=None)
    old = verdict_on(description, Report("healthdcat-ap/5", "SECRET", ()), checker.profile)
    assert (old.profile, old.level, old.conforms) == ("healthdcat-ap/5", "SECRET", True)


def test_another_level_goes_before_the_stated_one(checker: Checker) -> None:
    assert check(checker, RESTRICTED, level="NON_PUBLIC").level == "NON_PUBLIC"


def test_without_a_level_of_its_own_it_is_held_to_the_first(checker: Checker) -> None:
    assert check(checker).level == "PUBLIC"


def test_a_finding_about_a_part_says_which_part(checker: Checker) -> None:
    found = [
        each for each in check(checker, DISTRIBUTIONS).findings if each.finding.path.endswith("#accessURL")
    ]
    [missing] = [each for each in found if each.finding.severity is Severity.VIOLATION]
    [step] = missing.place
    assert (step.path.rpartition("#")[2], step.position, step.name) == ("distribution", 2, "Second")


def test_a_finding_about_the_whole_has_no_place(checker: Checker) -> None:
    own = [each for each in check(checker).findings if each.finding.focus == IRI]
    assert own
    assert all(each.place == () for each in own)


def test_a_value_is_given_as_the_term_that_it_is(checker: Checker) -> None:
    verdict = check(checker, 'dct:language "français"@fr, <http://example.org/fr>')
    terms = {each.term for each in verdict.findings if each.finding.path == str(DCTERMS.language)}
    assert terms == {'"français"@fr', "<http://example.org/fr>"}


def test_completeness_is_told_when_it_is_asked_for(checker: Checker) -> None:
    assert check(checker).completeness is None
    complete = check(checker, complete=True).completeness
    assert complete
    assert len(complete.elements) == 27


def test_both_engines_find_the_same(services: Services) -> None:
    pyshacl, fast = services.checker(engine="pyshacl"), services.checker(engine="fast")
    found = [check(each, DISTRIBUTIONS).findings for each in (pyshacl, fast)]
    assert found[0] == found[1]


def test_a_checker_is_built_once_for_each_profile_and_engine(services: Services) -> None:
    assert services.checker() is services.checker("healthdcat-ap/8", "pyshacl")
    assert services.checker(engine="fast") is not services.checker()


def test_another_profile_has_its_own_rules_and_words(services: Services) -> None:
    verdict = check(services.checker("dcat-ap/3.0.1"))
    assert verdict.profile == "dcat-ap/3.0.1"
    assert not any("healthdataportal" in each.finding.path for each in verdict.findings)


def test_a_profile_that_is_not_there_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="no profile"):
        services.checker(str(tmp_path))


@pytest.fixture(params=["copies of this process", "processes that build it again"])
def another_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """A process in which another thread runs cannot be copied."""
    ended = Event()
    other = Thread(target=ended.wait)
    if "again" in request.param:
        other.start()
    yield
    ended.set()
    if other.ident:
        other.join()


@pytest.mark.usefixtures("another_thread")
def test_processes_of_their_own_say_the_same_in_the_same_order(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(import_processes=2)
    asked = [(described(dataset(f"http://example.org/{number}"))[0], "a.ttl") for number in range(120)]
    wanted = Wanted(level="RESTRICTED")
    with services.checks(wanted, many=False) as here:
        broken = here.error("b.ttl", "it is broken")
        found = [*asked[:60], broken, *asked[60:]]
        alone = list(here.all(found))
    with services.checks(wanted, many=True) as there:
        assert list(there.all(found)) == alone
    assert alone[60] == broken


def test_processes_of_their_own_word_their_verdicts_as_they_are_worded_here(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(import_processes=2)
    more = ("", DISTRIBUTIONS, RESTRICTED)
    asked = [
        (described(dataset(f"http://example.org/{number}", more=each))[0], "a.ttl")
        for number, each in enumerate(more)
    ]
    with services.checks(Wanted(in_json="fr"), many=True) as there:
        worded = list(there.all(asked))
    checker = services.checker()
    words = Words(checker.profile, checker.vocabularies, "fr")
    alone = [checker.check(*each) for each in asked]
    assert [json_line(each, words) for each in worded] == [json_line(each, words) for each in alone]
    assert [each.conforms for each in worded] == [each.conforms for each in alone]
    assert not any(each.findings for each in worded)
