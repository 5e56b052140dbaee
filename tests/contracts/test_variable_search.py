"""What every search index does with the variables of all datasets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.domain import codes
from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.errors import BadParameter, Unavailable
from catalogue.domain.search import (
    DEEPEST,
    Query,
    SearchDocument,
    VariableHit,
    VariableQuestion,
    VariableResults,
    VariableText,
)
from catalogue.search.base import Index
from catalogue.search.tantivy import TantivyIndex
from catalogue.search.words import ask as read
from tests.contracts.test_search import LAYOUT, card, document, numbers

Fill = Callable[..., None]
Ask = Callable[..., VariableResults]


def variable(name: str, *texts: str, **given: object) -> VariableText:
    """A variable; its texts are English, "fr:…" French."""
    split = (text.removeprefix("fr:") for text in texts)
    languages = ("fr" if text.startswith("fr:") else "en" for text in texts)
    return VariableText(name, tuple(zip(languages, split, strict=True)), **given)  # type: ignore[arg-type]


def dataset(number: int, *variables: VariableText, **given: Any) -> SearchDocument:
    shown = card(id=f"d{number}", titles={"en": f"Dataset {number}"})
    made = document(number, f"Dataset {number}", card=shown, **given)
    return SearchDocument(
        **{name: getattr(made, name) for name in made.__slots__} | {"variables": tuple(variables)}
    )


def understood(text: str) -> Asked:
    asked = read(text)
    return Asked(asked.parts, asked.phrases, codes.asked(text))


def found(results: VariableResults) -> list[int]:
    return [hit.number for hit in results.hits]


def names(hit: VariableHit, group: int = 0) -> list[str]:
    return [each.name for each in hit.variables[group]]


class VariableContract:
    """The behaviour; subclasses say which engine."""

    @pytest.fixture
    def index(self) -> Index:
        raise NotImplementedError

    @pytest.fixture
    def fill(self, index: Index) -> Fill:
        def fill(*documents: SearchDocument) -> None:
            index.rebuild(documents, 1)

        return fill

    @pytest.fixture
    def ask(self, index: Index) -> Ask:
        """Asks for groups, each a text or a question that is understood."""

        def ask(*groups: str | Asked, most: int = 5, **given: object) -> VariableResults:
            each = tuple(understood(group) if isinstance(group, str) else group for group in groups)
            return index.variables(VariableQuestion(each, Query(**given), most))  # type: ignore[arg-type]

        return ask

    # What a variable is found by

    def test_a_variable_is_told_with_all_that_is_said_of_it(self, fill: Fill, ask: Ask) -> None:
        told = VariableText(
            "hba1c",
            (("en", "Glycated haemoglobin"), ("fr", "Hémoglobine glyquée"), ("en", "In percent, last visit")),
            "decimal",
            ("loinc:4548-4", "4548-4"),
        )
        fill(dataset(7, told, variable("age")))
        [hit] = ask("hba1c").hits
        assert (hit.number, hit.iri, hit.card["id"]) == (7, "http://example.org/7", "d7")
        assert hit.variables == ((told,),)
        assert hit.counts == (1,)

    @pytest.mark.parametrize("typed", ["hba1c", "HbA1c", "HBA1C", "hba1c "])
    def test_the_exact_name_comes_first(self, fill: Fill, ask: Ask, typed: str) -> None:
        fill(
            dataset(1, variable("visit", "HbA1c, HbA1c and again HbA1c")),
            dataset(2, variable("HbA1c_baseline", "HbA1c at baseline")),
            dataset(3, variable("HBA1C", "Glycated haemoglobin, in percent of all haemoglobin")),
        )
        results = ask(typed)
        assert results.total == 3
        assert found(results)[0] == 3

    @pytest.mark.parametrize(
        "name",
        [
            "birthYear",
            "BirthYear",
            "BIRTH_YEAR",
            "birth.year",
            "birth-year2",
            "birthYEAR",
            "mothersBirthYear",
        ],
    )
    def test_names_are_found_by_the_words_in_them(self, fill: Fill, ask: Ask, name: str) -> None:
        fill(dataset(1, variable(name)), dataset(2, variable("birthday")))
        assert found(ask("birth year")) == [1]
        assert found(ask("years of births")) == [1]

    @pytest.mark.parametrize("typed", ["birth_year", "birthYear", "birthyear", "BIRTH_YEAR", "birth year"])
    def test_names_are_found_however_their_words_are_joined(self, fill: Fill, ask: Ask, typed: str) -> None:
        fill(dataset(1, variable("birth_year")), dataset(2, variable("year")))
        assert found(ask(typed)) == [1]

    def test_letters_and_digits_of_a_name_are_found_together_and_apart(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("icd10code")), dataset(2, variable("HbA1c_v2")))
        assert found(ask("icd 10")) == [1]
        assert found(ask("hba1c")) == [2]
        assert found(ask("hba1c v2")) == [2]

    def test_titles_and_descriptions_are_found_in_their_other_forms(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("v1", "Weights at births", "Measured by midwives")),
            dataset(2, variable("v2", "fr:Données déclarées par les patients traités")),
        )
        assert found(ask("weight birth")) == [1]
        assert found(ask("measuring")) == [1]
        assert found(ask("donnee declaree", language="fr")) == [2]

    def test_a_title_in_another_language_is_found_by_its_form(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("poids", "fr:Poids de naissance")), dataset(2, variable("poids", "fr:Poids"))
        )
        birth_weight = Part(("birth", "weight"), (Form("poids de naissance", "fr", Said.TRANSLATION, 0.7),))
        assert found(ask(Asked((birth_weight,)))) == [1]

    def test_what_is_typed_comes_before_what_means_the_same(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("v1", "fr:Poids")), dataset(2, variable("v2", "Weight")))
        weight = Part(("weight",), (Form("poids", "fr", Said.TRANSLATION, 0.7),))
        assert found(ask(Asked((weight,)))) == [2, 1]

    def test_codes_are_found_without_the_words_beside_them(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("v1", "Sugar", codes=("loinc:4548-4", "4548-4"))),
            dataset(2, variable("v2", "Sugar", codes=("loinc:2345-7", "2345-7"))),
        )
        assert found(ask("LOINC 4548-4")) == found(ask("4548-4")) == [1]

    def test_the_type_is_searched_with_the_words(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("admission", type="date")), dataset(2, variable("admission", type="integer"))
        )
        assert found(ask("admission date")) == [1]

    def test_a_phrase_stands_as_it_is_given(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("v1", "Blood pressure")), dataset(2, variable("v2", "Pressure of blood")))
        assert set(found(ask("blood pressure"))) == {1, 2}
        assert found(ask('"blood pressure"')) == [1]

    def test_a_name_counts_more_than_a_title_and_a_title_more_than_a_description(
        self, fill: Fill, ask: Ask
    ) -> None:
        fill(
            dataset(1, variable("v1", "Something", "The smoking of the mother")),
            dataset(2, variable("v2", "Smoking of the mother", "Something")),
            dataset(3, variable("smoking_mother", "Something", "Something")),
        )
        assert found(ask("smoking mother")) == [3, 2, 1]

    # One variable, several groups

    def test_one_variable_has_all_the_words(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("birth_weight"), variable("year")),
            dataset(2, variable("birth_year")),
        )
        assert found(ask("birth year")) == [2]
        assert found(ask("a year of the birth in which something else entirely")) == []

    def test_several_groups_may_be_in_several_variables_of_one_dataset(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("hba1c"), variable("birth_year"), variable("sex")),
            dataset(2, variable("hba1c")),
            dataset(3, variable("birth_year")),
        )
        results = ask("hba1c", "birth year")
        assert (results.total, found(results)) == (1, [1])
        [hit] = results.hits
        assert (names(hit, 0), names(hit, 1)) == (["hba1c"], ["birth_year"])
        assert hit.counts == (1, 1)

    def test_groups_are_not_put_together_from_several_datasets(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("hba1c")), dataset(2, variable("birth_year")))
        assert ask("hba1c", "birth year") == VariableResults(0, ())

    def test_one_variable_may_answer_several_groups(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("birth_year", "Year of birth")))
        assert names(ask("birth", "year").hits[0], 1) == ["birth_year"]

    def test_the_best_variables_are_told_and_all_are_counted(self, fill: Fill, ask: Ask) -> None:
        many = [variable(f"visit_{n}", "Weight at a visit, in kilograms") for n in range(30)]
        fill(dataset(1, *many, variable("weight")))
        [hit] = ask("weight", most=3).hits
        assert names(hit)[0] == "weight"
        assert len(hit.variables[0]) == 3
        assert hit.counts == (31,)

    def test_of_equal_matches_the_dataset_with_more_of_them_comes_first(self, fill: Fill, ask: Ask) -> None:
        fill(
            dataset(1, variable("glucose")),
            dataset(2, variable("glucose"), variable("glucose"), variable("glucose")),
            dataset(3, variable("glucose"), variable("glucose")),
        )
        assert found(ask("glucose")) == [2, 3, 1]

    # Filters and pages

    @pytest.fixture
    def filled(self, fill: Fill) -> None:
        fill(
            *(
                dataset(
                    number,
                    variable("weight"),
                    variable("height"),
                    facets={"country": ("FRA",) if number % 2 else ("FRA", "DEU"), "theme": ()},
                    ranges={"years": (2000.0, 2000.0 + number)},
                )
                for number in range(1, 26)
            )
        )

    @pytest.mark.usefixtures("filled")
    def test_filters_and_ranges_narrow_the_datasets(self, ask: Ask) -> None:
        assert ask("weight").total == 25
        assert ask("weight", filters={"country": ("DEU",)}).total == 12
        assert ask("weight", filters={"country": ("DEU", "FRA")}).total == 25
        assert ask("weight", "height", ranges={"years": (2023.0, None)}).total == 3
        assert ask("weight", filters={"country": ("BEL",)}).total == 0

    @pytest.mark.usefixtures("filled")
    def test_facets_count_the_datasets_that_have_the_variables(self, ask: Ask, fill: Fill) -> None:
        assert ask("weight").facets["country"] == (("FRA", 25), ("DEU", 12))
        # A choice does not lessen the counts of its own facet, and is there at zero; a range narrows.
        chosen = ask("weight", "height", filters={"country": ("DEU",)}, ranges={"years": (2023.0, None)})
        assert chosen.total == 1
        assert chosen.facets["country"] == (("FRA", 3), ("DEU", 1))
        assert ask("weight", filters={"country": ("BEL",)}).facets["country"][-1] == ("BEL", 0)
        assert ask("weight", "salt").facets == {}
        assert ask("weight", counted=()).facets == {}
        fill(dataset(1, variable("a"), facets={"country": ("FRA",)}), dataset(2, variable("b")))
        assert ask("a", "b").facets == {}

    @pytest.mark.usefixtures("filled")
    def test_pages_follow_each_other_without_gap_or_repeat(self, ask: Ask) -> None:
        shown = [ask("weight", page=page, page_size=10) for page in (1, 2, 3, 4)]
        assert [each.total for each in shown] == [25] * 4
        assert [len(each.hits) for each in shown] == [10, 10, 5, 0]
        assert sorted(number for each in shown for number in found(each)) == list(range(1, 26))

    @pytest.mark.usefixtures("filled")
    def test_what_cannot_be_asked_is_refused(self, ask: Ask) -> None:
        for given in (
            {"page": 0},
            {"page": DEEPEST},
            {"filters": {"nothing": ("x",)}},
            {"ranges": {"nothing": (1.0, 2.0)}},
        ):
            with pytest.raises(BadParameter):
                ask("weight", **given)

    # Following the store

    def test_what_is_replaced_or_removed_is_found_no_more(self, fill: Fill, index: Index, ask: Ask) -> None:
        fill(dataset(1, variable("weight"), variable("height")), dataset(2, variable("weight")))
        index.apply([dataset(1, variable("height"))], [2], 2)
        assert ask("weight").total == 0
        assert ask("height").hits[0].counts == (1,)
        index.apply([dataset(3, variable("weight"))], [], 3)
        assert found(ask("weight")) == [3]

    def test_a_change_that_breaks_off_changes_no_variable(self, fill: Fill, index: Index, ask: Ask) -> None:
        def breaking() -> list[SearchDocument]:
            raise RuntimeError("broken off")

        fill(dataset(1, variable("weight")))
        with pytest.raises(RuntimeError, match="broken off"):
            index.apply((each for each in (*[dataset(1, variable("height"))], *breaking())), [], 2)
        assert (found(ask("weight")), found(ask("height"))) == ([1], [])

    def test_searches_of_datasets_do_not_see_variables(self, fill: Fill, index: Index) -> None:
        fill(
            dataset(1, *(variable(f"asthma_{n}") for n in range(20)), facets={"country": ("FRA",)}),
            dataset(2),
        )
        everything = index.search(Query())
        assert (everything.total, sorted(numbers(everything))) == (2, [1, 2])
        assert everything.facets["country"] == (("FRA", 1),)
        assert index.search(Query("asthma")).total == 0
        assert index.search(Query(filters={"country": ("FRA",)})).total == 1

    def test_names_of_variables_complete_a_beginning(self, fill: Fill, index: Index) -> None:
        fill(
            dataset(1, variable("birth_year"), variable("sex")),
            dataset(2, variable("birth_year"), variable("birth_year"), variable("birthWeight")),
        )
        told = [each for each in index.complete("bir", "en", 5) if each.kind == "variable"]
        assert [(each.text, each.count) for each in told] == [("birth_year", 2), ("birthWeight", 1)]
        assert [each.text for each in index.complete("birth we", "en", 5)] == ["birthWeight"]
        assert [each.text for each in index.complete("wei", "en", 5)] == ["birthWeight"]
        assert len(index.complete("bir", "en", 1)) == 1

    # Bad input

    @pytest.mark.parametrize(
        "typed",
        [
            "*",
            "name:weight",
            "weight OR height",
            "kind:variable",
            '"',
            "we*",
            "(weight",
            "weight^9",
            "🦠",
            "!!!",
            "\x00",
        ],
    )
    def test_no_text_is_read_as_the_engines_language(self, fill: Fill, ask: Ask, typed: str) -> None:
        fill(dataset(1, variable("weight")), dataset(2, variable("height")))
        assert ask(typed).total <= 1

    def test_a_group_that_says_nothing_finds_nothing(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, variable("weight")))
        assert ask(Asked()) == ask() == ask("weight", Asked()) == VariableResults(0, ())

    def test_odd_variables_are_kept_as_they_are(self, fill: Fill, ask: Ask) -> None:
        odd = [
            VariableText(""),
            variable("x" * 50_000),
            variable("⁂", "مؤشر كتلة الجسم"),
            variable("weight\x00\ud800", "a" * 100_000),
        ]
        fill(dataset(1, *odd))
        assert found(ask("مؤشر")) == [1]
        assert found(ask("weight")) == [1]

    def test_a_dataset_with_thousands_of_variables_is_found(self, fill: Fill, ask: Ask) -> None:
        fill(dataset(1, *(variable(f"item_{n}", f"Answer to question {n}") for n in range(6_000))))
        [hit] = ask("item_4711").hits
        assert (names(hit)[0], hit.counts) == ("item_4711", (1,))
        assert ask("answer").hits[0].counts == (6_000,)

    def test_an_index_that_is_not_there_says_so(self, ask: Ask) -> None:
        with pytest.raises(Unavailable):
            ask("weight")


class TestTantivy(VariableContract):
    """The embedded index."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> TantivyIndex:
        return TantivyIndex(tmp_path / "index", LAYOUT)
