"""Labels and concepts of the vocabularies."""

from catalogue.domain.vocabulary import Vocabularies
from tests.shapes.loaded import vocabularies

FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"
GERMANY = "http://publications.europa.eu/resource/authority/country/DEU"
COUNTRIES = "http://publications.europa.eu/resource/authority/country"


def test_a_label_comes_with_its_language() -> None:
    assert vocabularies().label(GERMANY, ["fr", "en"]) == ("Allemagne", "fr")


def test_the_first_language_that_has_a_label_is_taken() -> None:
    assert vocabularies().label(GERMANY, ["fi", "fr"]) == ("Allemagne", "fr")


def test_a_variant_of_a_language_takes_its_label() -> None:
    assert vocabularies().label(GERMANY, ["fr-BE"]) == ("Allemagne", "fr")


def test_without_any_of_the_languages_it_is_english() -> None:
    assert vocabularies().label(GERMANY, ["fi"]) == ("Germany", "en")


def test_what_is_no_concept_has_no_label() -> None:
    assert vocabularies().label("http://example.org/other", ["en"]) is None
    assert vocabularies().concept("http://example.org/other") is None
    assert vocabularies().concepts("http://example.org/other") == ()
    assert "http://example.org/other" not in vocabularies()


def test_a_concept_knows_its_code_and_scheme() -> None:
    concept = vocabularies().concept(FRANCE)
    assert concept
    assert (concept.code, concept.scheme) == ("FRA", COUNTRIES)


def test_a_scheme_says_whose_it_is_and_of_when() -> None:
    scheme = vocabularies().scheme(COUNTRIES)
    assert scheme
    assert scheme.title["fr"] == "Pays et territoires"
    assert scheme.source
    assert scheme.date.year >= 2026


def test_an_empty_set_of_vocabularies_answers_with_nothing() -> None:
    assert Vocabularies([]).label(FRANCE, ["en"]) is None
