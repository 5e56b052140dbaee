"""Words that stemmers take for others are told apart, and forms of one word that they tell apart are one."""

import pytest

from catalogue.domain.asked import Asked, Part
from catalogue.search.analysis import Analysis
from catalogue.search.elastic.fields import ANALYSIS as ELASTIC
from catalogue.search.marks import marked
from catalogue.search.stems import apart, apart_with_places
from catalogue.search.tantivy.fields import ANALYSIS as TANTIVY
from catalogue.search.thesaurus import Thesaurus

both = pytest.mark.parametrize("analysis", [TANTIVY, ELASTIC], ids=["tantivy", "elastic"])


def finds(analysis: Analysis, way: str, typed: str, written: str) -> bool:
    return tuple(analysis.analysers[way].analyze(written)) in analysis.variants(typed, way)


@both
@pytest.mark.parametrize(
    ("way", "typed", "written"),
    [
        ("fr", "dons", "données"),
        ("fr", "données", "dons"),
        ("fr", "élève", "élevé"),
        ("fr", "élevé", "élève"),
        ("fr", "Élèves,", "élevés"),
        ("fr", "côlon", "colonne"),
        ("fr", "colonne", "côlon"),
        ("fr", "environnement", "environ"),
        ("fr", "foie", "foyer"),
        ("fr", "étudiants", "étudiée"),
        ("fr", "jeunes", "jeun"),
        ("fr", "dos", "doses"),
        ("fr", "HIV", "hiver"),
        ("en", "ageing", "ages"),
        ("en", "medication", "medical"),
        ("en", "severe", "several"),
        ("en", "informal", "information"),
        ("en", "general", "generic"),
        ("en", "university", "universal"),
        ("en", "community", "communication"),
    ],
)
def test_a_word_does_not_find_another_one_of_its_stem(
    analysis: Analysis, way: str, typed: str, written: str
) -> None:
    assert not finds(analysis, way, typed, written)


@both
@pytest.mark.parametrize(
    ("way", "typed", "written"),
    [
        ("fr", "donnee", "Données"),
        ("fr", "DONNEES", "données"),
        ("fr", "données", "DONNEES"),
        ("fr", "eleve", "élèves"),
        ("fr", "eleve", "élevés"),
        ("fr", "elevee", "élevé"),
        ("fr", "l’élève", "élèves"),
        ("fr", "marche", "marché"),
        ("fr", "essai", "essais"),
        ("fr", "loi", "lois"),
        ("fr", "foyers", "foyer"),
        ("fr", "don", "dons"),
        ("en", "aging", "ageing"),
        ("en", "Universities", "university"),
    ],
)
def test_a_word_is_found_in_its_forms_and_without_its_accents(
    analysis: Analysis, way: str, typed: str, written: str
) -> None:
    assert finds(analysis, way, typed, written)


def test_a_language_that_has_no_such_words_is_as_it_is_written() -> None:
    assert apart("données, ageing", "any") == "données, ageing"


def test_no_two_words_are_written_as_the_same() -> None:
    written = apart("élève élevé gène génération générique généraliste", "fr").split()
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("text", ["Élèves et données de l’hiver, œuvre élevée", "données", "le foie", ""])
def test_what_is_found_has_its_place_in_the_text_as_it_was(text: str) -> None:
    given, place = apart_with_places(text, "fr")
    spans, at = [], 0
    for word in given.replace("’", " ").replace(",", " ").split():
        start = given.encode().index(word.encode(), at)
        at = start + len(word.encode())
        spans.append(place((start, at)))
    words = [text.encode()[slice(*span)].decode() for span in spans]
    assert words == text.replace("’", " ").replace(",", " ").split()


def test_the_list_of_terms_tells_them_apart_too() -> None:
    known = Thesaurus([{"en": ("sea",), "fr": ("mer",)}, {"en": ("mother",), "fr": ("mère",)}])
    for typed, other in (("mer", "sea"), ("mères", "mother"), ("mere", "mother")):
        term = known.find((typed,), "fr")
        assert term
        assert [form.text for form in term.forms] == [other]


@pytest.mark.parametrize(
    ("typed", "text", "words"), [("essai", "Essais", ["Essais"]), ("dons", "Données de dons", ["dons"])]
)
def test_they_are_marked_as_they_are_found(typed: str, text: str, words: list[str]) -> None:
    pieces = marked(text, Asked((Part((typed,)),)))
    assert [piece for piece, is_match in pieces if is_match] == words
