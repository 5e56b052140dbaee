"""Which names are one organisation's, and what it is called."""

from collections.abc import Mapping

import pytest

from catalogue.domain.languages import Reader
from catalogue.domain.organisations import NONE, Naming, Organisations

ENGLISH, FRENCH, GERMAN = (Reader(tag, (tag, "en", "fr")) for tag in ("en", "fr", "de"))


def known(
    *names: tuple[str, Mapping[str, str], int],
    iris: tuple[tuple[str, str], ...] = (),
    register: str = "urn:r:",
) -> Organisations:
    """Organisations of an instance in English and French."""
    return Organisations(Naming(names, iris), ("en", "fr"), lambda iri: iri.startswith(register))


def test_names_that_descriptions_give_to_one_iri_are_one_organisation() -> None:
    agency = known(
        ("Agence", {"fr": "Agence"}, 9),
        ("Agency", {"en": "Agency"}, 1),
        ("Other", {"en": "Other"}, 1),
        iris=(("urn:a", "Agence"), ("urn:a", "Agency"), ("urn:o", "Other")),
    )
    assert agency.values("Agence") == agency.values("Agency") == ("Agency", "Agence")
    assert agency.label("Agence", FRENCH) == ("Agence", "")
    assert agency.label("Agence", ENGLISH) == ("Agency", "")
    assert agency.label("Agency", GERMAN) == ("Agency", "en")
    assert agency.values("Other") == ("Other",)
    assert agency.several
    assert agency.size == 3


def test_several_iris_are_one_organisation_where_a_name_joins_them() -> None:
    chain = known(
        *((name, {"en": name}, 1) for name in "ABC"),
        iris=(("urn:1", "A"), ("urn:1", "B"), ("urn:2", "B"), ("urn:2", "C")),
    )
    assert {chain.value(name) for name in "ABC"} == {"A"}


def test_a_name_in_the_first_language_stands_for_an_organisation_however_rare_it_is() -> None:
    for counts in ((9, 1), (1, 9)):
        agency = known(
            ("Agence", {"fr": "Agence"}, counts[0]),
            ("Zagency", {"en": "Zagency"}, counts[1]),
            iris=(("urn:a", "Agence"), ("urn:a", "Zagency")),
        )
        assert agency.value("Agence") == "Zagency"


def test_of_several_names_in_a_language_the_most_frequent_is_shown() -> None:
    names = [
        ("Agency", {"en": "Agency", "fr": spelled}, count) for spelled, count in (("A.", 2), ("Agence", 5))
    ]
    assert known(*names).label("Agency", FRENCH) == ("Agence", "")


def test_a_name_is_of_the_organisation_that_the_register_knows_by_it() -> None:
    names = (("Agency", {"en": "Agency", "fr": "Agence"}, 1), ("Agence", {"fr": "Agence"}, 1))
    assert known(*names, iris=(("urn:r:1", "Agency"),)).value("Agence") == "Agency"
    assert known(*names, iris=(("urn:elsewhere:1", "Agency"),)).value("Agence") == "Agence"


def test_an_organisation_is_found_by_any_of_its_names_but_for_those_of_several() -> None:
    two = known(
        ("Agency of France", {"en": "Agency of France", "fr": "Agence", "de": "Agentur"}, 1),
        ("Agency of Belgium", {"en": "Agency of Belgium", "fr": "Agence"}, 1),
    )
    assert two.value("Agentur") == "Agency of France"
    assert two.value("Agence") == "Agence"
    assert (two.knows("Agentur"), two.knows("Agence"), two.knows("Agency")) == (True, False, False)
    assert two.names("Agentur") == {"Agency of France", "Agence", "Agentur"}
    assert not two.several


def test_a_name_without_a_language_is_shown_to_whom_no_other_suits() -> None:
    agency = known(("Agency", {"": "Agency", "fr": "Agence", "pl": "Agencja"}, 1))
    assert agency.label("Agency", Reader("en", ("en",))) == ("Agency", "")
    assert agency.label("Agency", FRENCH) == ("Agence", "")


@pytest.mark.parametrize("organisations", [NONE, known(iris=(("urn:a", "Nameless"),))])
def test_what_is_not_known_by_its_names_is_shown_as_it_is(organisations: Organisations) -> None:
    assert organisations.label("Nameless", FRENCH) == ("Nameless", "")
    assert organisations.values("Nameless") == ("Nameless",)
    assert organisations.names("Nameless") == {"Nameless"}
