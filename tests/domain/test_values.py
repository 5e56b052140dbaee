"""How values are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from catalogue.domain import values
from catalogue.domain.languages import Reader

ENGLISH, FRENCH = Reader("en", ("en",)), Reader("fr", ("fr",))


@pytest.mark.parametrize(
    ("text", "datatype", "english", "french"),
    [
        ("2026-10-12", XSD.date, "12 October 2026", "12 octobre 2026"),
        ("2026-10-01", XSD.date, "1 October 2026", "1er octobre 2026"),
        ("2026-10-12T08:30:00Z", XSD.dateTime, "12 October 2026", "12 octobre 2026"),
        ("2026-10", XSD.gYearMonth, "October 2026", "octobre 2026"),
        ("2026", XSD.gYear, "2026", "2026"),
        ("24310", XSD.nonNegativeInteger, "24,310", "24\u202f310"),
        ("0.5", XSD.decimal, "0.5", "0,5"),
        ("true", XSD.boolean, "Yes", "Yes"),
        ("P3M", XSD.duration, "3 months", "3\xa0mois"),
        ("P1Y6M", XSD.duration, "1 year, 6 months", "1\xa0an, 6\xa0mois"),
        ("PT1H", XSD.duration, "1 hour", "1\xa0heure"),
    ],
)
def test_a_literal_is_said_as_people_write_it(text: str, datatype: URIRef, english: str, french: str) -> None:
    value = Literal(text, datatype=datatype)
    assert values.literal(value, ENGLISH) == english
    assert values.literal(value, FRENCH) == french


@pytest.mark.parametrize("datatype", [XSD.date, XSD.integer, XSD.boolean, XSD.duration, XSD.gYear])
@given(text=st.text(max_size=30))
def test_what_is_no_value_of_its_type_is_shown_as_it_stands_or_said(datatype: URIRef, text: str) -> None:
    assert isinstance(values.literal(Literal(text, datatype=datatype), FRENCH), str)


def test_a_day_that_does_not_exist_stays_as_it_was_written() -> None:
    assert values.day("2026-02-31", ENGLISH) == "2026-02-31"
    assert values.day("soon", ENGLISH) == "soon"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2004-01-01", "2025-12-31", "2004 to 2025"),
        ("2004", "2004", "2004"),
        ("2006-07-01", "", "since 1 July 2006"),
        ("", "2010-06-30", "until 30 June 2010"),
        ("2006-07-01", "2040-12-31", "from 1 July 2006 to 31 December 2040"),
        ("", "", ""),
    ],
)
def test_a_period_is_said_in_years_where_that_is_all(start: str, end: str, said: str) -> None:
    assert values.period(start, end, ENGLISH) == said


@pytest.mark.parametrize(
    ("iri", "text"),
    [
        ("mailto:registry@northern.example", "registry@northern.example"),
        ("http://data.europa.eu/eli/reg/2025/327/oj", "Regulation (EU) 2025/327"),
        ("http://data.europa.eu/eli/dir/2011/24/oj", "Directive (EU) 2011/24"),
        ("https://loinc.org/4548-4", "LOINC 4548-4"),
        ("http://snomed.info/id/4855003", "SNOMED CT 4855003"),
        ("http://www.orpha.net/ORDO/Orphanet_519", "ORPHA 519"),
        ("https://doi.org/10.1000/182", "DOI 10.1000/182"),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"),
        ("https://www.example.org/research/diabetes/", "example.org/research/diabetes"),
        ("https://w3id.org/dpv/dpv-pd#HealthRecord", "Health record"),
        ("http://www.iana.org/assignments/media-types/text/csv", "text/csv"),
    ],
)
def test_an_iri_is_told_by_what_people_call_it(iri: str, text: str) -> None:
    assert values.link(iri, ENGLISH) == (text, iri)


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "urn:uuid:1", "dataset:123"])
def test_what_is_no_address_leads_nowhere(iri: str) -> None:
    assert values.link(iri, ENGLISH)[1] == ""
    assert not values.is_address(URIRef(iri))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://loinc.org/26464-8/", ("loinc.org/26464-8", "https://loinc.org/26464-8/")),
        ("ask@example.org", ("ask@example.org", "mailto:ask@example.org")),
        ("see https://example.org", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_text_that_is_an_address_leads_there(text: str, said: tuple[str, str] | None) -> None:
    assert values.address_in(text) == said


def test_a_date_is_a_point_on_the_line_of_years() -> None:
    assert values.year_and_part("2006-07-01") == 2006.5
    assert values.year_and_part("2006") == 2006
    assert values.year_and_part("later") is None
