"""The bounds of what anybody may have checked."""

from collections.abc import Callable

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import TooLong
from catalogue.services.public_checks import Question, Result
from tests.conftest import dataset

Make = Callable[..., Services]


def check(services: Services, turtle: str) -> Result:
    return services.public_checks.check(Question("a.ttl", turtle.encode()), lambda result: result)


def keywords(count: int) -> str:
    return "dcat:keyword " + ", ".join(f'"word {number}"@en' for number in range(count))


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
