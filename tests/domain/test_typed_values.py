"""What is typed becomes a value of its datatype, or is told as a slip at the field, with an example."""

from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, XSD, Literal, URIRef

from catalogue.domain.forms.typing import Mistake, term
from catalogue.domain.profile import Field
from catalogue.domain.terms import HEALTHDCATAP, SPDX
from tests.shapes.loaded import profile


def _field(path: URIRef, owner: URIRef = DCAT.Dataset) -> Field:
    found = profile().field(str(owner), str(path))
    assert found is not None
    return found


DATE = _field(DCTERMS.issued)
COUNT = _field(HEALTHDCATAP.numberOfRecords)
SIZE = _field(DCAT.spatialResolutionInMeters)
SPAN = _field(DCAT.temporalResolution)
CHECKSUM = _field(SPDX.checksumValue, SPDX.Checksum)
BOX = _field(DCAT.bbox, DCTERMS.Location)


def _of(field: Field, *names: str) -> Field:
    """The same field as a national profile may ask for it."""
    return replace(field, datatypes=tuple(str(XSD[name]) for name in names))


GOOD = [
    (DATE, "2014-12", "2014-12", "gYearMonth"),
    (DATE, "12/2014", "2014-12", "gYearMonth"),
    (DATE, "12.2014", "2014-12", "gYearMonth"),
    (DATE, "2014", "2014", "gYear"),
    (DATE, "29/02/2024", "2024-02-29", "date"),
    (DATE, "29-2-2024", "2024-02-29", "date"),
    (DATE, "2024-02-29Z", "2024-02-29Z", "date"),
    (DATE, "2024-02-29T23:59:59+02:00", "2024-02-29T23:59:59+02:00", "dateTime"),
    (COUNT, "24 310", "24310", "nonNegativeInteger"),
    (COUNT, "24\u202f310", "24310", "nonNegativeInteger"),
    (COUNT, "24,310", "24310", "nonNegativeInteger"),
    (COUNT, "24.310", "24310", "nonNegativeInteger"),
    (COUNT, "0", "0", "nonNegativeInteger"),
    (SIZE, "-0,5", "-0.5", "decimal"),
    (SIZE, "0.5", "0.5", "decimal"),
    (SIZE, "1 000,25", "1000.25", "decimal"),
    (SPAN, "3 months", "P3M", "duration"),
    (SPAN, "3 mois", "P3M", "duration"),
    (SPAN, "2 semaines", "P14D", "duration"),
    (SPAN, "pt15m", "PT15M", "duration"),
    (SPAN, "P1Y6M", "P1Y6M", "duration"),
    (CHECKSUM, "9F86d0", "9F86d0", "hexBinary"),
    (_of(COUNT, "integer"), "-24 310", "-24310", "integer"),
    (_of(COUNT, "positiveInteger"), "1", "1", "positiveInteger"),
    (_of(COUNT, "int"), "2147483647", "2147483647", "int"),
    (_of(SIZE, "double"), "1.5e-3", "1.5e-3", "double"),
    (_of(SIZE, "float"), "INF", "INF", "float"),
    (_of(DATE, "time"), "09:30:00", "09:30:00", "time"),
    (_of(CHECKSUM, "anyURI"), "https://a.org/é", "https://a.org/é", "anyURI"),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("field", "text", "lexical", "datatype"), GOOD)
def test_what_is_typed_well_has_its_datatype(
    field: Field, text: str, lexical: str, datatype: str, language: str
) -> None:
    value = term(text, "", field, language)
    assert isinstance(value, Literal)
    assert (str(value), value.datatype) == (lexical, XSD[datatype])


BAD = [
    (DATE, "2014-13", "2024-05"),
    (DATE, "2014-00", "2024-05"),
    (DATE, "13/2014", "2024-05"),
    (DATE, "00/2014", "2024-05"),
    (DATE, "0000", "2024"),
    (DATE, "0000-01", "2024-05"),
    (DATE, "14", "2024"),
    (DATE, "2014/12", "2024-05"),
    (DATE, "2014-1", "2024-05"),
    (DATE, "29/02/2023", "2024-05-31"),
    (DATE, "05/31/2024", "2024-05-31"),
    (DATE, "2024-02-29T25:00:00", "2024-05-31"),
    (DATE, "2024-02-29 10:00", "2024-05-31"),
    (DATE, "2024-02-29+15:00", "2024-05-31"),
    (DATE, "٢٠٢٤", "2024"),
    (COUNT, "1,5", "24310"),
    (COUNT, "-3", "24310"),
    (COUNT, "1e3", "24310"),
    (COUNT, "٣", "24310"),
    (COUNT, "about 10", "24310"),
    (SIZE, "1e3", "0.5"),
    (SIZE, "1,2,3", "0.5"),
    (SIZE, "half", "0.5"),
    (SIZE, "NaN", "0.5"),
    (SPAN, "P", "P3M"),
    (SPAN, "P1YT", "P3M"),
    (SPAN, "P1.5Y", "P3M"),
    (SPAN, "3 fortnights", "P3M"),
    (SPAN, "3", "P3M"),
    (CHECKSUM, "9f8", "9f86"),
    (CHECKSUM, "xyz0", "9f86"),
    (BOX, "2.35, 48.86", "POLYGON"),
    (_of(COUNT, "integer"), "many", "24310"),
    (_of(COUNT, "integer"), "1.5", "24310"),
    (_of(COUNT, "positiveInteger"), "0", "24310"),
    (_of(COUNT, "int"), "2147483648", "24310"),
    (_of(COUNT, "unsignedByte"), "256", "24310"),
    (_of(COUNT, "long"), "99999999999999999999", "24310"),
    (_of(SIZE, "double"), "half", "0.5"),
    (_of(DATE, "date"), "2024-05", "2024-05-31"),
    (_of(DATE, "date"), "2024-02-30", "2024-05-31"),
    (_of(DATE, "gYear"), "2024-05", "2024"),
    (_of(DATE, "gYearMonth"), "2024", "2024-05"),
    (_of(DATE, "dateTime"), "2024-05-31", "2024-05-31T10:00:00"),
    (_of(DATE, "time"), "25:00:00", "10:00:00"),
    (_of(CHECKSUM, "anyURI"), "see our page", "https://"),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("field", "text", "example"), BAD)
def test_what_is_no_value_of_the_datatype_is_told_with_an_example(
    field: Field, text: str, example: str, language: str
) -> None:
    with pytest.raises(Mistake) as mistake:
        term(text, "", field, language)
    assert text in str(mistake.value.problem)
    assert example in str(mistake.value.mend)


def test_of_one_datatype_no_form_of_another_is_proposed() -> None:
    with pytest.raises(Mistake) as mistake:
        term("05/2024", "", _of(DATE, "date"), "en")
    assert str(mistake.value.problem) == "“05/2024” does not fit here."
    assert "“2024-05”" not in str(mistake.value.mend)
    assert "“2024”" not in str(mistake.value.mend)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2014-13", "The month “2014-13” does not exist."),
        ("13/2014", "The month “13/2014” does not exist."),
        ("2014-02-30", "The day “2014-02-30” does not exist."),
        ("30.02.2014", "The day “30.02.2014” does not exist."),
        ("0000", "“0000” does not fit here."),
    ],
)
def test_what_is_not_in_the_calendar_is_told_as_that(text: str, problem: str) -> None:
    with pytest.raises(Mistake) as mistake:
        term(text, "", DATE, "en")
    assert str(mistake.value.problem) == problem
