"""Differences in the reader's words."""

from rdflib import Graph

from catalogue.domain.compared import Change, told
from catalogue.domain.differences import differences
from catalogue.domain.languages import Reader
from catalogue.domain.telling import Language
from catalogue.rdf.profiles import find_profile, load_vocabularies
from tests.domain.test_differences import IRI, PROFILE, distribution, turtle

VOCABULARIES = load_vocabularies(find_profile("healthdcat-ap/8"))
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency"


def changes(before: str, after: str, language: str = "en") -> list[Change]:
    graphs: tuple[Graph, Graph] = turtle(before), turtle(after)
    found = differences(*graphs, IRI, PROFILE)
    reader = Reader(language, (language, "en"))
    return list(told(found, graphs, IRI, Language(PROFILE, VOCABULARIES, reader)))


def texts(change: Change) -> tuple[list[str], list[str]]:
    return [each.value.text for each in change.before], [each.value.text for each in change.after]


def test_entries_of_lists_are_told_by_name_in_the_readers_language() -> None:
    def frequency(code: str) -> str:
        return f"<{IRI}> dct:accrualPeriodicity <{FREQUENCY}/{code}> ."

    [english] = changes(frequency("ANNUAL"), frequency("MONTHLY"))
    [french] = changes(frequency("ANNUAL"), frequency("MONTHLY"), "fr")
    assert texts(english) == (["Yearly"], ["Monthly"])
    assert texts(french) == (["Tous les ans"], ["Tous les mois"])
    assert english.field != french.field


def test_a_text_in_another_language_than_the_readers_is_told_too() -> None:
    [change] = changes(f'<{IRI}> dct:title "A"@en, "Un"@fr .', f'<{IRI}> dct:title "A"@en, "Une"@fr .')
    assert texts(change) == (["Un"], ["Une"])
    assert (change.before[0].tongue, change.after[0].value.language) == ("fr", "fr")


def test_the_words_that_differ_in_a_long_text_are_marked() -> None:
    start = "All patients who were treated in one of the seven hospitals of the region between"
    [change] = changes(
        f'<{IRI}> dct:description "{start} 2001 and 2010."@en .',
        f'<{IRI}> dct:description "{start} 2001 and 2020."@en .',
    )
    assert [text for text, differs in change.before[0].pieces if differs] == ["2010."]
    assert [text for text, differs in change.after[0].pieces if differs] == ["2020."]
    assert "".join(text for text, _ in change.after[0].pieces) == change.after[0].value.text


def test_what_reads_alike_is_told_by_its_terms() -> None:
    [change] = changes(
        f'<{IRI}> dcat:byteSize "1"^^xsd:integer .', f'<{IRI}> dcat:byteSize "1"^^xsd:decimal .'
    )
    assert texts(change) == (['"1"^^xsd:integer'], ['"1"^^xsd:decimal'])


def test_a_part_that_came_is_told_with_what_it_says() -> None:
    [change] = changes("", distribution("Extract", "dcat:byteSize 2"))
    [came] = change.after
    assert change.before == ()
    assert came.value.part is not None
    assert came.value.part.title is not None
    assert came.value.part.title.text == "Extract"
