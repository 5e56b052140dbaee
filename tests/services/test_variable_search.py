"""From the parameters of an address to the datasets that have variables."""

from urllib.parse import parse_qs, urlencode

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import BadParameter, Unavailable
from catalogue.domain.languages import Reader
from catalogue.search.marks import Pieces
from catalogue.services.variable_search import GROUPS, MOST, VariablePage
from tests.services.searchable import publish

ENGLISH, FRENCH = Reader("en", ("en", "fr")), Reader("fr", ("fr", "en"))


def with_variables(services: Services, number: int, *columns: str, also: str = "") -> None:
    listed = " , ".join(f"[ {column} ]" for column in columns)
    table = f"healthdcatap:hasVariables [ csvw:table [ csvw:column {listed} ] ]"
    publish(services, number, f"{table} ; {also}" if also else table, title=f"Dataset {number}")


@pytest.fixture
def shelf(services: Services) -> Services:
    """Diabetes in France with two variables that matter, in Germany with one; births in French."""
    hba1c = (
        'csvw:name "HbA1c" ; csvw:title "Glycated haemoglobin"@en ; csvw:datatype "xsd:decimal" ; '
        "csvw:propertyUrl <http://loinc.org/rdf/4548-4>"
    )
    with_variables(
        services,
        1,
        hba1c,
        'csvw:name "birthYear" ; csvw:title "Year of birth"@en',
        also="dct:spatial country:FRA ; dct:accessRights access:NON_PUBLIC",
    )
    with_variables(services, 2, 'csvw:name "hba1c_last"', also="dct:spatial country:DEU")
    with_variables(services, 3, 'csvw:name "poids_nais" ; csvw:title "Poids de naissance"@fr')
    services.indexing.catch_up()
    return services


def search(shelf: Services, address: str = "", reader: Reader = ENGLISH) -> VariablePage:
    return shelf.variable_searching.search(parse_qs(address, keep_blank_values=True), reader)


def iris(page: VariablePage) -> list[str]:
    return [hit.iri.removeprefix("http://example.org/") for hit in page.hits]


def shown(pieces: Pieces) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


def test_without_a_question_there_is_nothing(shelf: Services) -> None:
    page = search(shelf, "q=&q=+")
    assert (page.texts, page.total, page.hits, page.reliefs) == ((), 0, (), ())


def test_a_variable_is_told_in_words_with_what_was_asked_marked(shelf: Services) -> None:
    hit = search(shelf, "q=hba1c").hits[0]
    [match] = hit.groups[0].matches
    assert (shown(match.name), match.type, match.code) == ("[HbA1c]", "number", "4548-4")
    assert (shown(match.title), match.title_language) == ("[Glycated] [haemoglobin]", "")
    assert hit.access
    assert search(shelf, "q=hba1c", FRENCH).hits[0].groups[0].matches[0].title_language == "en"


def test_datasets_have_all_that_is_asked_for(shelf: Services) -> None:
    assert iris(search(shelf, "q=hba1c")) == ["1", "2"]
    page = search(shelf, "q=hba1c&q=birth+year")
    assert iris(page) == ["1"]
    assert [(group.text, group.more) for group in page.hits[0].groups] == [("hba1c", 0), ("birth year", 0)]


def test_the_question_for_the_very_variables_of_a_dataset_is_told(shelf: Services) -> None:
    [hit] = search(shelf, "q=glycated&q=year+birth").hits
    assert hit.with_these == (("q", "HbA1c"), ("q", "birthYear"))
    assert iris(search(shelf, urlencode(hit.with_these))) == ["1"]


def test_a_title_in_french_is_found_in_english(shelf: Services) -> None:
    page = search(shelf, "q=birth+weight")
    assert iris(page) == ["3"]
    assert shown(page.hits[0].groups[0].matches[0].title) == "[Poids] de [naissance]"
    assert page.hits[0].groups[0].finds == "", "the dataset's own table knows no translations"


def test_filters_narrow_and_are_told_as_tags(shelf: Services) -> None:
    page = search(shelf, "q=hba1c&country=DEU&sort=nonsense")
    assert iris(page) == ["2"]
    [tag] = page.tags
    assert (tag.label, tag.parameters) == ("Germany", (("q", "hba1c"),))
    assert page.asking(("a", "b")) == (("q", "a"), ("q", "b"), ("country", "DEU"))


def test_more_variables_than_are_told_are_counted(services: Services) -> None:
    with_variables(services, 1, *(f'csvw:name "weight_{n}"' for n in range(MOST + 7)))
    services.indexing.catch_up()
    [group] = search(services, "q=weight").hits[0].groups
    assert (len(group.matches), group.more, group.finds) == (MOST, 7, "weight")


def test_an_empty_result_says_what_there_would_be_without_one(shelf: Services) -> None:
    page = search(shelf, "q=hba1c&q=unheard&country=FRA")
    assert page.total == 0
    assert [(relief.text, relief.total) for relief in page.reliefs] == [("unheard", 1)]
    assert page.reliefs[0].parameters == (("q", "hba1c"), ("country", "FRA"))
    [relief] = search(shelf, "q=poids&country=FRA").reliefs
    assert (relief.text, relief.total, relief.parameters) == ("", 1, (("q", "poids"),))


def test_pages_beyond_the_last_show_the_last(services: Services) -> None:
    for number in range(23):
        with_variables(services, number, 'csvw:name "weight"')
    services.indexing.catch_up()
    page = search(services, "q=weight&page=400")
    assert (page.total, page.pages, page.query.page, len(page.hits)) == (23, 2, 2, 3)
    assert page.at(1) == (("q", "weight"),)


@pytest.mark.parametrize(
    "address",
    [
        urlencode([("q", f"v{n}") for n in range(GROUPS + 1)]),
        f"q={'a' * 10_000}",
        f"q={'+'.join(f'v{n}' for n in range(60))}",
        "q=a&page=0",
        "q=a&page=x",
        "q=a&years_min=x",
    ],
)
def test_what_cannot_be_meant_is_refused(shelf: Services, address: str) -> None:
    with pytest.raises(BadParameter):
        search(shelf, address)


def test_a_search_that_is_down_says_so(services: Services) -> None:
    with pytest.raises(Unavailable):
        search(services, "q=weight")
