"""What every search index does with a question that is understood: other forms, codes, beginnings and slips."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.errors import Unavailable
from catalogue.domain.search import Query, Results, SearchDocument
from catalogue.search.base import Index
from catalogue.search.tantivy import TantivyIndex
from tests.contracts.test_search import LAYOUT, card, document, marked, numbers

ATTACK = Part(
    ("heart", "attack"),
    (
        Form("myocardial infarction", "en", Said.SYNONYM, 0.8),
        Form("infarctus du myocarde", "fr", Said.TRANSLATION, 0.7),
        Form("IDM", "fr", Said.TRANSLATION, 0.7),
    ),
)


def titled(number: int, title: str, language: str = "en", **given: object) -> SearchDocument:
    shown = card(id=f"d{number}", titles={language: title})
    return document(number, title, language, card=shown, **given)


class UnderstoodContract:
    """The behaviour; subclasses say which engine."""

    @pytest.fixture
    def index(self) -> Index:
        raise NotImplementedError

    @pytest.fixture
    def fill(self, index: Index) -> Callable[..., None]:
        def fill(*documents: SearchDocument) -> None:
            index.rebuild(documents, 1)

        return fill

    @pytest.fixture
    def ask(self, index: Index) -> Callable[..., Results]:
        def ask(*parts: Part, language: str = "en", codes: tuple[str, ...] = (), text: str = "") -> Results:
            typed = text or " ".join(word for part in parts for word in part.words)
            return index.search(Query(typed, language, asked=Asked(parts, (), codes)))

        return ask

    # Other forms

    def test_a_part_is_found_by_its_other_forms(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Registre de l’infarctus du myocarde", "fr"),
            document(2, "Myocardial infarctions in the north"),
            document(3, "A heart attack register"),
            document(4, "Stroke"),
            document(5, "Cohorte IDM", "fr"),
        )
        assert set(numbers(ask(ATTACK))) == {1, 2, 3, 5}

    def test_what_is_typed_comes_before_what_means_the_same(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Infarctus du myocarde", "fr"),
            document(2, "Myocardial infarction"),
            document(3, "Heart attack"),
        )
        assert numbers(ask(ATTACK))[0] == 3

    def test_the_words_of_a_form_stand_together(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(document(1, "Infarction of the lung, and myocardial disease"))
        assert ask(ATTACK).total == 0

    def test_every_part_must_be_had_in_one_of_its_forms(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Infarctus du myocarde chez la femme", "fr"),
            document(2, "Infarctus du myocarde", "fr"),
        )
        women = Part(("women",), (Form("femme", "fr", Said.TRANSLATION, 0.7),))
        assert numbers(ask(women, ATTACK)) == [1]

    def test_what_matched_as_a_translation_or_a_synonym_is_told(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Suivi de l’infarctus du myocarde", "fr"),
            document(2, "Follow-up of myocardial infarction"),
            document(3, "Heart attacks, and myocardial infarction"),
        )
        said = {hit.number: [each.said for each in hit.highlights] for hit in ask(ATTACK).hits}
        assert said == {1: [Said.TRANSLATION], 2: [Said.SYNONYM], 3: [None]}

    def test_the_words_of_a_form_are_marked_where_they_stand_together(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(document(1, "Du myocarde sain : registre de l’infarctus du myocarde", "fr"))
        assert marked(ask(ATTACK))[0] == "infarctus"
        assert marked(ask(ATTACK))[-1] == "myocarde"
        assert marked(ask(ATTACK)).count("myocarde") == 1

    def test_what_is_narrower_counts_less_than_what_means_the_same_and_is_told(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(document(1, "Angor", "fr"), document(2, "Cardiopathie", "fr"), document(3, "Stroke"))
        same = Form("cardiopathie", "fr", Said.TRANSLATION, 0.7)
        found = ask(Part(("heart", "disease"), (same, Form("angor", "fr", Said.NARROWER, 0.4))))
        assert [(hit.number, hit.highlights[0].said) for hit in found.hits] == [
            (2, Said.TRANSLATION),
            (1, Said.NARROWER),
        ]

    def test_a_word_that_a_stemmer_takes_for_another_is_found_and_marked_by_itself(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Dons d’organes : œuvre des dons", "fr"),
            document(2, "L’œuvre des données élevées", "fr"),
            document(3, "Données des élèves", "fr"),
        )
        for typed, found, words in (
            ("dons", [1], ["Dons", "dons"]),
            ("élève", [3], ["élèves"]),
            ("élevé", [2], ["élevées"]),
            ("eleve", [2, 3], ["élevées", "élèves"]),
        ):
            answer = ask(Part((typed,)), language="fr")
            assert sorted(numbers(answer)) == found
            assert sorted(marked(answer)) == sorted(words)

    def test_as_many_parts_are_enough_as_the_question_says(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        fill(document(1, "Asthma in children"), document(2, "Children"), document(3, "Stroke"))
        parts = Part(("asthma",)), Part(("children",)), Part(("zebra",))
        assert numbers(index.search(Query("x", asked=Asked(parts, enough=1)))) == [1, 2]
        assert numbers(index.search(Query("x", asked=Asked(parts, enough=2)))) == [1]
        assert numbers(index.search(Query("x", asked=Asked(parts)))) == []

    def test_what_covers_the_years_that_are_spoken_of_comes_first_and_nothing_is_left_out(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        def spanning(number: int, *ends: float) -> SearchDocument:
            return document(number, "Asthma", ranges={"years": ends} if ends else {})

        fill(spanning(1, 1980, 1999), spanning(2, 2012, 2030), spanning(3), spanning(4, 2000, math.inf))
        asked = Asked((Part(("asthma",)),), spans=(("years", (2010, 2015)),))
        found = numbers(index.search(Query("asthma", asked=asked)))
        assert (found[:2], set(found[2:])) == ([4, 2], {1, 3})
        since = replace(asked, spans=(("years", (2031, None)),))
        assert numbers(index.search(Query("asthma", asked=since)))[0] == 4
        before = replace(asked, spans=(("years", (None, 1990)),))
        assert numbers(index.search(Query("asthma", asked=before)))[0] == 1

    # Codes

    def test_a_code_that_is_used_comes_first(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "E10, a road: accidents on the E10"),
            document(2, "Diabetes", codes=("e10", "icd-10:e10")),
        )
        assert numbers(ask(Part(("E10",)), codes=("e10",))) == [2, 1]

    def test_a_code_is_found_without_the_words_beside_it(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(document(1, "Diabetes", codes=("icd-10:e10",)), document(2, "Asthma", codes=("icd-10:j45",)))
        found = ask(Part(("ICD-10",)), Part(("E10",)), codes=("icd-10:e10", "e10"))
        assert numbers(found) == [1]

    def test_results_have_scores_that_fall(
        self, fill: Callable[..., None], ask: Callable[..., Results]
    ) -> None:
        fill(document(1, "Asthma"), document(2, "Something", about="also asthma, among many other things"))
        scores = [hit.score for hit in ask(Part(("asthma",))).hits]
        assert scores == sorted(scores, reverse=True)
        assert scores[-1] > 0

    # Beginnings

    def test_a_beginning_is_completed_with_titles(self, fill: Callable[..., None], index: Index) -> None:
        fill(
            titled(1, "National diabetes register"),
            titled(2, "Registre du diabète", "fr"),
            titled(3, "Asthma"),
        )
        found = [each for each in index.complete("diab", "en", 5) if each.kind == "title"]
        assert {(each.text, each.language, each.id) for each in found} == {
            ("National diabetes register", "en", "d1"),
            ("Registre du diabète", "fr", "d2"),
        }

    def test_of_several_words_the_last_is_the_beginning(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        fill(titled(1, "National diabetes register"), titled(2, "National register of asthma"))
        assert [each.id for each in index.complete("register diab", "en", 5)] == ["d1"]

    def test_accents_and_case_of_a_beginning_do_not_matter(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        fill(titled(1, "Épilepsie de l’enfant", "fr"))
        for beginning in ("ÉPIL", "epil", "l’enf"):
            assert [each.id for each in index.complete(beginning, "fr", 5)] == ["d1"]

    def test_a_beginning_is_completed_with_codes_and_how_often_they_are_used(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        fill(titled(1, "A", codes=("e10", "i20")), titled(2, "B", codes=("e10", "e11")))
        found = [(each.text, each.count) for each in index.complete("E1", "en", 5) if each.kind == "code"]
        assert found == [("e10", 2), ("e11", 1)]

    def test_what_a_description_is_known_by_is_found_as_a_code_and_suggested_to_nobody(
        self, fill: Callable[..., None], index: Index, ask: Callable[..., Results]
    ) -> None:
        fill(titled(1, "A", codes=("e10",), known_by=("e10:known", "e1")), titled(2, "B", codes=("e11",)))
        assert [each.text for each in index.complete("e1", "en", 5)] == ["e10", "e11"]
        assert numbers(ask(Part(("e10_known",)), codes=("e10:known",))) == [1]

    def test_no_more_of_a_kind_are_told_than_asked_for(self, fill: Callable[..., None], index: Index) -> None:
        fill(*(titled(n, f"Diabetes {n}", codes=(f"e1{n}",)) for n in range(9)))
        assert len(index.complete("diab", "en", 3)) == 3
        assert len(index.complete("e1", "en", 3)) == 3

    @pytest.mark.parametrize(
        "beginning", ["", " ", ".*", "e1.*|z", "\\", "(", "🦠", "a" * 5_000, '"', "\x00"]
    )
    def test_no_beginning_is_read_as_the_engines_language(
        self, fill: Callable[..., None], index: Index, beginning: str
    ) -> None:
        fill(titled(1, "Diabetes", codes=("e10",)))
        assert list(index.complete(beginning, "en", 5)) == []

    # Slips

    @pytest.mark.parametrize(
        ("slip", "meant"),
        [("diabtes", "diabetes"), ("asthme", "asthma"), ("Alzeimer", "alzheimer"), ("epilepsi", "épilepsie")],
    )
    def test_a_slip_is_told_as_the_word_that_texts_have(
        self, fill: Callable[..., None], index: Index, slip: str, meant: str
    ) -> None:
        fill(
            document(1, "Diabetes and asthma"),
            document(2, "Alzheimer’s disease"),
            document(3, "Épilepsie", "fr"),
        )
        assert index.words_like(slip)[0][0] == meant

    def test_a_word_is_told_with_how_many_descriptions_have_it(
        self, fill: Callable[..., None], index: Index
    ) -> None:
        fill(document(1, "Diabetes"), document(2, "Diabetes, diabetes"), document(3, "Asthma"))
        assert list(index.words_like("diabtes")) == [("diabetes", 2)]

    @pytest.mark.parametrize("word", ["", "e10", "qqqqqqqq", "12345", "🦠🦠🦠🦠", "a*b?", "x" * 5_000])
    def test_what_is_no_slip_is_like_nothing(
        self, fill: Callable[..., None], index: Index, word: str
    ) -> None:
        fill(document(1, "Diabetes"))
        assert list(index.words_like(word)) == []

    def test_an_index_that_is_not_there_says_so(self, index: Index) -> None:
        with pytest.raises(Unavailable):
            index.complete("diab", "en", 5)
        with pytest.raises(Unavailable):
            index.words_like("diabtes")


class TestTantivy(UnderstoodContract):
    """The embedded index."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> TantivyIndex:
        return TantivyIndex(tmp_path / "index", LAYOUT)
