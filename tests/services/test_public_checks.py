"""The bounds of what anybody may have checked."""

from collections import Counter
from collections.abc import Callable

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import TooLong
from catalogue.domain.verdict import Verdict
from catalogue.services.checking import LONGEST_TITLE, Checks
from catalogue.services.public_checks import ROOM, Question, Result
from tests.conftest import dataset

Make = Callable[..., Services]


def check(services: Services, turtle: str) -> Result:
    return services.public_checks.check(Question("a.ttl", turtle.encode()), lambda result: result)


def keywords(count: int) -> str:
    return "dcat:keyword " + ", ".join(f'"word {number}"@en' for number in range(count))


def in_full(services: Services, turtle: str) -> Verdict:
    checks = Checks(services.checker(), complete=True)
    return next(services.validating.body(turtle.encode(), "a.ttl", None, checks))


def severities(verdict: Verdict) -> Counter[str]:
    return Counter(each.finding.severity.value for each in verdict.findings)


def test_a_description_of_too_many_statements_is_refused_when_it_is_alone(make_services: Make) -> None:
    services = make_services(validation_statements=13)
    assert not check(services, dataset(more=keywords(10))).verdicts[0].error
    with pytest.raises(TooLong, match=r"http://example.org/1 has 14 statements.*“catalogue validate”"):
        check(services, dataset(more=keywords(11)))


def test_among_others_it_is_an_error_and_the_others_are_checked(make_services: Make) -> None:
    services = make_services(validation_statements=13)
    long = dataset("http://example.org/2", more=keywords(11))
    small, refused = check(services, dataset() + long).verdicts
    assert small.findings
    assert not small.error
    assert (refused.iri, refused.conforms) == ("http://example.org/2", False)
    assert "has 14 statements" in refused.error


def test_violations_stay_when_one_description_leads_to_more_than_a_result_holds(make_services: Make) -> None:
    services = make_services()
    turtle = dataset(more=f'dcat:theme "{"A" * (ROOM // 2)}", "B"; dct:publisher "{"C" * 9}"')
    result = check(services, turtle)
    whole, (kept,) = in_full(services, turtle), result.verdicts
    assert result.ended == "findings"
    assert len(kept.findings) < len(whole.findings)
    long = [each for each in whole.findings if len(each.finding.value) > ROOM // 4]
    assert {each for each in whole.findings if each not in long} <= set(kept.findings)
    assert severities(kept)["Violation"] == severities(whole)["Violation"] - len(long)
    assert not kept.conforms


def test_a_title_without_end_takes_no_room_of_the_findings(make_services: Make) -> None:
    services = make_services()
    result = check(services, dataset(title="T" * (ROOM // 2 - 1000)))
    assert not result.ended
    assert len(result.verdicts[0].title) == LONGEST_TITLE + 1
    assert severities(result.verdicts[0])["Violation"] > 1
