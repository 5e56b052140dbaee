"""From a description to the variables that the search is given of it."""

from rdflib import Graph

from catalogue.bootstrap import Services
from catalogue.domain import codes
from catalogue.domain.asked import Asked
from catalogue.domain.search import Query, VariableQuestion, VariableText
from catalogue.services.search_variables import CODES, LONGEST_PASSAGE, variables
from tests.services.searchable import PREFIXES, publish


def listed(*columns: str) -> tuple[VariableText, ...]:
    table = " , ".join(f"[ {column} ]" for column in columns)
    return variables(Graph().parse(data=f"{PREFIXES} [] csvw:column {table} .", format="turtle"))


def test_a_variable_is_told_with_its_texts_type_and_codes() -> None:
    [told] = listed(
        'csvw:name "hba1c" ; csvw:title "Glycated haemoglobin"@en, "Hémoglobine glyquée"@fr ; '
        'dct:description "In  percent"@EN ; csvw:datatype "xsd:decimal" ; '
        "csvw:propertyUrl <http://loinc.org/rdf/4548-4>"
    )
    assert told == VariableText(
        "hba1c",
        (("en", "Glycated haemoglobin"), ("fr", "Hémoglobine glyquée"), ("en", "In percent")),
        "decimal",
        ("4548-4", "http://loinc.org/rdf/4548-4"),
    )


def test_titles_of_both_releases_are_read() -> None:
    assert [each.texts for each in listed('csvw:titles "Age"@en', 'csvw:title "Sex"')] == [
        (("", "Sex"),),
        (("en", "Age"),),
    ]


def test_variables_are_in_the_order_of_their_names_and_empty_ones_left_out() -> None:
    assert [each.name for each in listed('csvw:name "b"', 'csvw:name "a"', 'csvw:datatype "date"')] == [
        "a",
        "b",
    ]


def test_long_texts_and_wide_ranges_of_codes_are_bounded() -> None:
    [told] = listed(
        f'csvw:name "{"n" * 5_000}" ; csvw:title "{"t" * 5_000}"@en ; csvw:propertyUrl "ICD-10 S00-T98"'
    )
    assert (len(told.name), len(told.texts[0][1]), len(told.codes)) == (200, 1_000, CODES)
    many = listed(*(f'csvw:name "v{n}" ; csvw:title "{"t" * 999}"' for n in range(800)))
    assert sum(len(text) for each in many for _, text in each.texts) <= LONGEST_PASSAGE


def test_a_description_without_variables_has_none() -> None:
    assert variables(Graph()) == ()


def test_what_is_published_is_found_by_its_variables(services: Services) -> None:
    columns = 'csvw:column [ csvw:name "hba1c" ] , [ csvw:name "birth_year" ; csvw:title "Year of birth"@en ]'
    publish(services, 1, f"healthdcatap:hasVariables [ csvw:table [ {columns} ] ]", title="Diabetes")
    publish(services, 2, title="Nothing")
    services.indexing.catch_up()
    question = VariableQuestion((Asked(codes=codes.asked("birth year")),), Query())
    [hit] = services.index.variables(question).hits
    assert (hit.iri, hit.card["titles"]) == ("http://example.org/1", {"en": "Diabetes"})
    assert [each.name for each in hit.variables[0]] == ["birth_year"]
