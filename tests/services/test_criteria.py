"""A question's own filters are read in English and French, and nothing that is not certain."""

from time import process_time

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.criteria import alternative, without
from catalogue.search.words import MAX_LENGTH
from catalogue.services.criteria import Criteria
from catalogue.settings import Settings

Ends = tuple[float | None, float | None]


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    services = Services(Settings())
    return Criteria(services.profile.facets, services.vocabularies)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("before 2015", (None, 2014)),
        ("prior to the year 2015", (None, 2014)),
        ("until 2015", (None, 2015)),
        ("up to 2015", (None, 2015)),
        ("by 2015", (None, 2015)),
        ("after 2010", (2011, None)),
        ("since 2010", (2010, None)),
        ("from 2010", (2010, None)),
        ("2010 onwards", (2010, None)),
        ("between 2005 and 2010", (2005, 2010)),
        ("from 2005 to 2010", (2005, 2010)),
        ("2005 to 2010", (2005, 2010)),
        ("2005-2010", (2005, 2010)),
        ("2005 – 2010", (2005, 2010)),
        ("in 2012", (2012, 2012)),
        ("2012", (2012, 2012)),
        ("in the 1990s", (1990, 1999)),
        ("from the 1990s", (1990, 1999)),
        ("before the 1990s", (None, 1989)),
        ("avant 2015", (None, 2014)),
        ("jusqu’en 2015", (None, 2015)),
        ("jusqu'à 2015", (None, 2015)),
        ("après 2010", (2011, None)),
        ("APRES 2010", (2011, None)),
        ("depuis 2010", (2010, None)),
        ("à partir de 2010", (2010, None)),
        ("entre 2005 et 2010", (2005, 2010)),
        ("de 2005 à 2010", (2005, 2010)),
        ("en 2012", (2012, 2012)),
        ("dans les années 1990", (1990, 1999)),
        ("des années 90", (1990, 1999)),
        ("depuis les années 2000", (2000, None)),
        ("2010-", (2010, None)),
        ("2010–present", (2010, None)),
        ("2010 to date", (2010, None)),
        ("in January 2015", (2015, 2015)),
        ("janvier 2015", (2015, 2015)),
        ("15 March 2020", (2020, 2020)),
        ("March 15, 2020", (2020, 2020)),
        ("since March 2015", (2015, None)),
        ("depuis mars 2015", (2015, None)),
        ("from sept. 2015", (2015, None)),
        ("between March 2012 and June 2014", (2012, 2014)),
        ("de janvier 2012 à juin 2014", (2012, 2014)),
        ("before June 2014", (None, 2014)),
        ("before January 2014", (None, 2013)),
        ("après juin 2014", (2014, None)),
        ("after December 2014", (2015, None)),
        ("in 2019 and 2020", (2019, 2020)),
        ("in the 1980s and 1990s", (1980, 1999)),
        ("des années 80 et 90", (1980, 1999)),
    ],
)
def test_years_are_read(criteria: Criteria, text: str, ends: Ends) -> None:
    [found] = criteria.read(f"asthma {text}, smoking")
    assert (found.filter, found.ends) == ("years", ends)
    assert without(f"asthma {text}, smoking", [found]) == "asthma, smoking"


@pytest.mark.parametrize(
    "text", ["covid-19 2020", "COVID19 2020", "covid 19 2020", "SARS-CoV-2 2020", "HIV-1 2020", "type 2 2020"]
)
def test_a_year_after_a_name_with_a_number_is_a_year(criteria: Criteria, text: str) -> None:
    [found] = criteria.read(text)
    assert (text[found.start : found.end], found.ends, found.is_word) == ("2020", (2020, 2020), True)


@pytest.mark.parametrize(
    ("text", "are_apart"),
    [
        ("men over 40 or women over 50", [True, True]),
        ("men over 40 and women over 50", [True, True]),
        ("les hommes de plus de 40 ans et les femmes de moins de 30 ans", [True, True]),
        ("before 2000 or after 2010", [True, True]),
        ("before 2000 or after 2010, in France", [True, True, False]),
        ("since 2000 but before 2010", [False, False]),
    ],
)
def test_what_is_said_of_others_is_not_meant_together(
    criteria: Criteria, text: str, are_apart: list[bool]
) -> None:
    assert [each.is_apart for each in criteria.read(text)] == are_apart


@pytest.mark.parametrize(
    ("text", "filter", "ends"),
    [
        ("people over 65", "ages", (65, None)),
        ("over 65", "ages", (65, None)),
        ("aged 65 and over", "ages", (65, None)),
        ("children under 5", "ages", (None, 4)),
        ("adults aged 18 to 65", "ages", (18, 65)),
        ("between 18 and 65 years old", "ages", (18, 65)),
        ("personnes de plus de 65 ans", "ages", (65, None)),
        ("chutes chez les plus de 65 ans", "ages", (65, None)),
        ("65 ans et plus", "ages", (65, None)),
        ("enfants de moins de 5 ans", "ages", (None, 4)),
        ("adultes âgés de 18 à 65 ans", "ages", (18, 65)),
        ("people over 18 and under 65", "ages", (18, 64)),
        ("over 30 and under 50 years", "ages", (30, 49)),
        ("women under 50 and over 30", "ages", (30, 49)),
        ("adults under 65 and over 18", "ages", (18, 64)),
        ("aged over 18 and under 65", "ages", (18, 64)),
        ("over 18 but under 65 years old", "ages", (18, 64)),
        ("older than 40 and younger than 70", "ages", (40, 69)),
        ("personnes de plus de 18 ans et moins de 65 ans", "ages", (18, 64)),
        ("plus de 30 ans et de moins de 50 ans", "ages", (30, 49)),
        ("people over the age of 18 and under the age of 65", "ages", (18, 64)),
        ("falls over the age of 65", "ages", (65, None)),
        ("65+", "ages", (65, None)),
        ("age 65+", "ages", (65, None)),
        ("falls, people 65+ years", "ages", (65, None)),
        ("between 18 and 65 years", "ages", (18, 65)),
        ("12-17 years", "ages", (12, 17)),
        ("entre 18 et 65 ans", "ages", (18, 65)),
        ("femmes de 18 à 65 ans de la région", "ages", (18, 65)),
        ("at least 10,000 people", "people", (10_000, None)),
        ("more than 500 children", "people", (500, None)),
        ("10 000 patients or more", "people", (10_000, None)),
        ("fewer than 200 participants", "people", (None, 200)),
        ("au moins 10 000 personnes", "people", (10_000, None)),
        ("plus de 2 millions de personnes", "people", (2_000_000, None)),
    ],
)
def test_ages_and_numbers_of_people_are_read(criteria: Criteria, text: str, filter: str, ends: Ends) -> None:
    [found] = criteria.read(text)
    assert (found.filter, found.ends) == (filter, ends)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("in France or Belgium", ("FRA", "BEL")),
        ("from the Netherlands, Germany and Spain", ("NLD", "DEU", "ESP")),
        ("United Kingdom", ("GBR",)),
        ("the UK", ("GBR",)),
        ("BOSNIA AND HERZEGOVINA", ("BIH",)),
        ("en France ou en Belgique", ("FRA", "BEL")),
        ("au Royaume-Uni et aux Pays-Bas", ("GBR", "NLD")),
        ("à la Réunion", ("REU",)),
        ("en Côte d'Ivoire", ("CIV",)),
        ("en Europe", ("EUROPE",)),
        ("in Benin", ("BEN",)),
    ],
)
def test_places_are_read_by_any_name_in_their_vocabulary(
    criteria: Criteria, text: str, values: tuple[str, ...]
) -> None:
    [found] = criteria.read(f"asthma {text}")
    assert (found.filter, found.values) == ("country", values)
    assert without(f"asthma {text}", [found]) == "asthma"


@pytest.mark.parametrize(
    "text",
    [
        '"before 2015" "in France"',
        "ICD-10 2015",
        "LOINC 4548-4",
        "2024-519876-34-DE",
        "10.1000/example-t1d-study-2024",
        "born before 1950",
        "not in France",
        "sauf en Belgique",
        "refugees from Syria",
        "ICD-10 march",
        "in 2015 or 2017",
        "10 000 2015",
        "after 2000 patients",
        "between 2010 and 2005",
        "after 2020, before 2010",
        "follow-up over 10 years",
        "suivi de plus de 10 ans",
        "BMI over 30",
        "BMI 30+",
        "BMI 30 and over",
        "people under 18 or over 65",
        "under 5s and over 65s",
        "asthma over 18 and under 65",
        "5-10 years follow-up",
        "5-10 years of follow-up",
        "HER2 3+",
        "guinea pigs",
        "polype bénin",
        "réunion de concertation",
        "Île-de-France",
        "Crimean-Congo fever",
        "",
    ],
)
def test_what_may_mean_something_else_is_not_read(criteria: Criteria, text: str) -> None:
    assert criteria.read(text) == ()


def test_several_filters_are_read_in_the_order_of_the_question(criteria: Criteria) -> None:
    text = "children with type 1 diabetes, before 2015, with HbA1c, in France or Belgium"
    years, places = criteria.read(text)
    assert (years.filter, places.filter) == ("years", "country")
    assert without(text, [years, places]) == "children with type 1 diabetes, with HbA1c"
    assert without(text, [places]) == "children with type 1 diabetes, before 2015, with HbA1c"


def test_what_joined_a_part_to_the_rest_goes_with_it(criteria: Criteria) -> None:
    text = "asthma and before 2015 and smoking"
    assert without(text, criteria.read(text)) == "asthma and smoking"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("cancer (2010-2015)", "cancer"),
        ("cancer [2010-2015] lung", "cancer lung"),
        ("cancer (in France, 2012)", "cancer"),
        ("cancer (2012, adults)", "cancer (adults)"),
        ("cancer (adults, 2012)", "cancer (adults)"),
        ("cancer 2010-", "cancer"),
        ("cancer – 2010", "cancer"),
    ],
)
def test_brackets_and_dashes_around_a_part_go_with_it(criteria: Criteria, text: str, rest: str) -> None:
    assert without(text, criteria.read(text)) == rest


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("asthma in France or before 2015", True),
        ("avant 2015 ou en France", True),
        ("in France or Belgium, before 2015", False),
        ("in France and before 2015", False),
        ("in France", False),
    ],
)
def test_a_question_for_which_one_of_two_filters_is_enough_is_told(
    criteria: Criteria, text: str, is_one: bool
) -> None:
    assert alternative(text, criteria.read(text)) is is_one


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "0",
        "1 ",
        "1,",
        "between ",
        "from 2005 ",
        "people aged ",
        "France, ",
        "a - ",
        "over 5 and under ",
        "(2010-",
    ],
)
def test_the_longest_question_is_read_at_once(criteria: Criteria, piece: str) -> None:
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    criteria.read("France")
    begun = process_time()
    criteria.read(text)
    assert process_time() - begun < 0.5
