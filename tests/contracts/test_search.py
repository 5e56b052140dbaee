"""What every search index does: what people see, whatever the engine."""

import json
import math
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.domain.asked import Asked, Part
from catalogue.domain.errors import BadParameter, Busy, Unavailable
from catalogue.domain.organisations import Named, Naming
from catalogue.domain.search import (
    Card,
    Layout,
    Passage,
    Query,
    Results,
    SearchDocument,
    Sort,
    VariableText,
)
from catalogue.search.base import SearchIndex
from catalogue.search.generations import Generations
from catalogue.search.tantivy import TantivyIndex
from catalogue.search.tantivy.damage import is_damaged

LAYOUT = Layout(
    facets=("theme", "country", "holder"),
    ranges=("years", "people"),
    weights=(8.0, 2.0, 1.0),
    languages=("en", "fr"),
)
TITLE, DESCRIPTION, VARIABLES = (
    "http://example.org/title",
    "http://example.org/about",
    "http://example.org/variables",
)


def card(**given: Any) -> Card:
    return {"id": "", "kind": "dataset", "titles": {}, **given}  # type: ignore[return-value, typeddict-item]


def document(number: int, title: str = "A dataset", language: str = "en", **given: Any) -> SearchDocument:
    """A document; `about` is a description, `variables` are texts of their own."""
    passages = [Passage(TITLE, language, 8.0, (title,))]
    if about := given.pop("about", ""):
        passages.append(Passage(DESCRIPTION, language, 2.0, (about,)))
    if variables := given.pop("variables", ()):
        passages.append(Passage(VARIABLES, language, 1.0, tuple(variables)))
    values: dict[str, Any] = {
        "names": (),
        "facets": {},
        "ranges": {},
        "updated": float(number),
        "people": None,
        "passages": tuple(passages),
        "titles": {language: title},
        "card": card(titles={language: title}),
    }
    return SearchDocument(number=number, iri=f"http://example.org/{number}", **(values | given))


def numbers(results: Results) -> list[int]:
    return [hit.number for hit in results.hits]


def held(number: int, *names: str, iri: str = "urn:a") -> SearchDocument:
    """A document of an organisation with names as Turtle has them: `Agency@en`."""
    said = tuple((language, name) for name, _, language in (each.partition("@") for each in names))
    organisation = Named(said[0][1], iri, said)
    return document(number, facets={"holder": (organisation.value,)}, organisations=(organisation,))


def marked(results: Results, field: str = TITLE) -> list[str]:
    """The marked words of a field over all hits."""
    pieces = (
        piece
        for hit in results.hits
        for each in hit.highlights
        if each.field == field
        for piece in each.pieces
    )
    return [text for text, is_match in pieces if is_match]


class SearchContract:
    """The behaviour; subclasses say which engine."""

    @pytest.fixture
    def index(self) -> SearchIndex:
        raise NotImplementedError

    @pytest.fixture
    def search(self, index: SearchIndex) -> Callable[..., Results]:
        """Asks for a text, or for what keywords say."""

        def ask(text: str = "", **given: Any) -> Results:
            return index.search(Query(text, **given))

        return ask

    @pytest.fixture
    def fill(self, index: SearchIndex) -> Callable[..., None]:
        def fill(*documents: SearchDocument) -> None:
            index.rebuild(documents, 1)

        return fill

    # Following the store

    def test_a_new_index_must_be_rebuilt_before_it_answers(self, index: SearchIndex) -> None:
        assert index.position() == -1
        with pytest.raises(Unavailable):
            index.search(Query())
        with pytest.raises(Unavailable):
            index.apply([document(1)], [], 1)

    def test_a_rebuilt_index_is_at_the_position_it_was_given(self, index: SearchIndex) -> None:
        index.rebuild([document(1)], 41)
        assert index.position() == 41
        assert numbers(index.search(Query())) == [1]

    def test_an_empty_index_answers_that_there_is_nothing(self, index: SearchIndex) -> None:
        index.rebuild([], 0)
        assert index.position() == 0
        assert index.search(Query("diabetes")) == Results(0, (), {"theme": (), "country": (), "holder": ()})

    def test_a_change_replaces_removes_and_moves_the_position(self, index: SearchIndex) -> None:
        index.rebuild([document(1, "Asthma"), document(2, "Stroke")], 2)
        index.apply([document(1, "Dementia"), document(3, "Asthma")], [2], 5)
        assert index.position() == 5
        assert numbers(index.search(Query("asthma"))) == [3]
        assert numbers(index.search(Query("dementia"))) == [1]
        assert index.search(Query()).total == 2

    def test_what_another_process_has_taken_in_already_changes_nothing(self, index: SearchIndex) -> None:
        index.rebuild([document(1, "Asthma")], 7)
        index.apply([document(1, "Stroke")], [], 7)
        index.apply([], [1], 3)
        assert index.position() == 7
        assert numbers(index.search(Query("asthma"))) == [1]

    def test_a_change_that_breaks_off_leaves_index_and_position_as_they_were(
        self, index: SearchIndex
    ) -> None:
        def breaking() -> Iterator[SearchDocument]:
            yield document(2)
            raise RuntimeError("broken off")

        index.rebuild([document(1)], 1)
        for write in (lambda: index.apply(breaking(), [1], 2), lambda: index.rebuild(breaking(), 2)):
            with pytest.raises(RuntimeError, match="broken off"):
                write()
            assert index.position() == 1
            assert numbers(index.search(Query())) == [1]
        index.apply([document(2)], [], 2)
        assert index.search(Query()).total == 2

    def test_readers_keep_an_answer_all_through_a_rebuild(self, index: SearchIndex) -> None:
        index.rebuild([document(1)], 1)
        totals = []

        def reading() -> Iterator[SearchDocument]:
            for number in range(1, 30):
                totals.append(index.search(Query()).total)
                yield document(number)

        index.rebuild(reading(), 2)
        assert set(totals) == {1}
        assert index.search(Query()).total == 29

    # Names of organisations

    def test_organisations_are_named_as_descriptions_that_are_there_name_them(
        self, index: SearchIndex
    ) -> None:
        index.rebuild([held(1, "Agency@en", "Agence@fr"), held(2, "Agency@en", "Agence@fr", iri="")], 1)
        assert index.naming() == Naming(
            (("Agency", {"en": "Agency", "fr": "Agence"}, 2),), (("urn:a", "Agency"),)
        )
        index.apply([held(2, "Agence@fr"), document(3)], [], 2)
        naming = index.naming()
        assert sorted(naming.iris) == [("urn:a", "Agence"), ("urn:a", "Agency")]
        assert {value: count for value, _, count in naming.names} == {"Agence": 1, "Agency": 1}
        index.apply([], [1], 3)
        assert index.naming() == Naming((("Agence", {"fr": "Agence"}, 1),), (("urn:a", "Agence"),))
        index.rebuild([held(1, "Agency@en")], 3)
        assert index.naming() == Naming((("Agency", {"en": "Agency"}, 1),), (("urn:a", "Agency"),))

    def test_what_is_named_alike_is_the_same_object_until_something_changes(self, index: SearchIndex) -> None:
        with pytest.raises(Unavailable):
            index.naming()
        index.rebuild([held(1, "Agency@en")], 1)
        assert index.naming() is index.naming()
        index.apply([held(1, "Agency@en")], [], 1)
        assert index.naming() is index.naming()

    def test_names_of_organisations_stay_through_a_rebuild_and_what_breaks_off(
        self, index: SearchIndex
    ) -> None:
        index.rebuild([held(1, "Agency@en")], 1)
        before, seen = index.naming(), []

        def breaking() -> Iterator[SearchDocument]:
            for number in range(1, 4):
                seen.append(index.naming())
                yield held(number, "Office@en")
            raise RuntimeError("broken off")

        for write in (lambda: index.apply(breaking(), [1], 2), lambda: index.rebuild(breaking(), 2)):
            with pytest.raises(RuntimeError, match="broken off"):
                write()
        assert seen == [before] * 6
        assert index.naming() == before

    def test_any_name_is_that_of_the_value_that_is_counted(self, index: SearchIndex) -> None:
        names = ['"; \\ [', "A\nB\u0000C", "\ud800 x", "e\u0301" * 400, "机构", "\u00a0"]
        index.rebuild(
            (held(n, f"{name}@en", "Agence@fr", iri=f"urn:{name}") for n, name in enumerate(names)), 1
        )
        naming, counted = index.naming(), dict(index.search(Query()).facets["holder"])
        assert len(counted) == len(names)
        assert {value: count for value, _, count in naming.names} == counted
        assert {value: said for value, said, _ in naming.names} == {
            value: {"en": value, "fr": "Agence"} for value in counted
        }
        assert sorted(value for _, value in naming.iris) == sorted(counted)

    # Words

    def test_words_are_found_in_their_other_forms(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Hospital admissions of diabetic patients"),
            document(2, "Registres des cancers", "fr"),
        )
        assert numbers(search("admission")) == numbers(search("patient diabetes")) == [1]
        assert numbers(search("cancer registre")) == [2]

    @pytest.mark.parametrize("asked", ["santé", "sante", "SANTÉ", "Sante", "sante\u0301"])
    @pytest.mark.parametrize("written", ["La santé", "LA SANTE", "la sante\u0301"])
    def test_accents_and_case_need_not_be_typed(
        self, fill: Callable[..., None], search: Callable[..., Results], asked: str, written: str
    ) -> None:
        fill(document(1, written, "fr"))
        assert search(asked).total == 1

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("mortalité", "mortalite"),
            ("maternités", "maternite"),
            ("personnes traitées", "traitees"),
            ("données déclarées", "donnee declaree"),
            ("activités", "activite"),
            ("première année", "premiere annee"),
            ("hôpitaux", "hopital"),
            ("cœur", "coeur"),
            ("causes de décès", "deces"),
        ],
    )
    def test_french_endings_are_found_without_their_accents(
        self, fill: Callable[..., None], search: Callable[..., Results], written: str, asked: str
    ) -> None:
        fill(document(1, written, "fr"))
        assert search(asked).total == 1
        assert search(written).total == 1

    @pytest.mark.parametrize(
        "asked", ["enfant", "l'enfant", "l’enfant", "enfants", "qu’enfant", '"l’enfant"']
    )
    def test_french_elisions_do_not_hide_words(
        self, fill: Callable[..., None], search: Callable[..., Results], asked: str
    ) -> None:
        fill(document(1, "La santé de l’enfant", "fr"), document(2, "Une lettre", "fr"))
        assert numbers(search(asked)) == [1]
        assert marked(search(asked)) == ["enfant"]

    @pytest.mark.parametrize("asked", ["Crohn's disease", "crohn disease", "Crohn’s"])
    def test_english_possessives_are_found_with_and_without(
        self, fill: Callable[..., None], search: Callable[..., Results], asked: str
    ) -> None:
        fill(document(1, "Crohn’s disease"))
        assert search(asked).total == 1

    def test_other_languages_and_texts_without_one_are_found(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Krebsregister Österreich", "de"),
            document(2, "بيانات السرطان", "ar"),
            document(3, "hba1c", ""),
        )
        assert numbers(search("osterreich")) == [1]
        assert numbers(search("السرطان")) == [2]
        assert numbers(search("HbA1c")) == [3]

    def test_every_word_must_match_but_small_ones(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Asthma in children"), document(2, "Children"), document(3, "Asthma"))
        assert numbers(search("asthma of the children")) == [1]

    def test_of_many_words_one_in_four_may_be_missing(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Asthma hospital children"), document(2, "Asthma hospital"))
        assert numbers(search("asthma hospital children zebra")) == [1]

    def test_who_asks_for_hits_alone_is_told_no_more(
        self, index: SearchIndex, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(*(document(n, "Asthma") for n in range(5)))
        found = index.search(Query("asthma", counts=False, page_size=3))
        assert (found.total, len(found.hits), dict(found.facets)) == (3, 3, {})
        assert search("asthma").total == 5

    def test_the_same_words_are_counted_anew_where_they_are_understood_otherwise(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Asthma"), document(2, "Stroke"), document(3, "Stroke", names=("asthma",)))
        understood = (Asked((Part((word,)),)) for word in ("asthma", "stroke", "gout"))
        assert [search("asthma", asked=each).total for each in understood] == [2, 2, 1]
        assert search("asthma", asked=Asked()).total == 1

    @pytest.mark.parametrize("asked", ['"type 1 diabetes"', "“type 1 diabetes”", "« type 1 diabetes »"])
    def test_a_phrase_in_quotation_marks_is_found_as_it_stands(
        self, fill: Callable[..., None], search: Callable[..., Results], asked: str
    ) -> None:
        fill(document(1, "Type 1 diabetes"), document(2, "Diabetes, 1 type"))
        assert numbers(search(asked)) == [1]
        assert marked(search(asked)) == ["Type", "1", "diabetes"]

    def test_the_parts_of_a_code_belong_together(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Codes U07.1 and C50"), document(2, "U07 and 1"))
        assert numbers(search("U07.1")) == [1]
        assert numbers(search("c50")) == [1]

    def test_an_identifier_is_found_whole(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "About DEMO-1"), document(2, "Other", names=("http://example.org/2", "DEMO-1")))
        assert numbers(search("http://example.org/2")) == [2]
        assert numbers(search("demo-1"))[0] == 2

    def test_a_match_in_a_title_comes_first(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "Registry", about="cancer " * 3),
            document(2, "Cancer"),
            document(3, "Registry", variables=["cancer"]),
        )
        assert numbers(search("cancer")) == [2, 1, 3]

    def test_the_language_of_the_reader_comes_first(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Cancer", "en"), document(2, "Cancer", "fr"))
        assert numbers(search("cancer", language="en")) == [1, 2]
        assert numbers(search("cancer", language="fr")) == [2, 1]

    # Highlights

    def test_a_highlight_names_its_field_and_language(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Registre", "fr", variables=["hba1c: hémoglobine glyquée", "poids", "glyquée deux"]))
        [hit] = search("hemoglobine glyquee").hits
        [highlight] = hit.highlights
        assert (highlight.field, highlight.language, highlight.more) == (VARIABLES, "fr", 1)
        assert highlight.pieces == (
            ("hba1c: ", False),
            ("hémoglobine", True),
            (" ", False),
            ("glyquée", True),
        )

    def test_texts_of_a_field_are_shown_until_each_word_is_and_no_more_than_three(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            document(
                1, "Registry", variables=["dx: asthma", "weight", "asthma again", "tobacco: smoking", "sex"]
            )
        )
        [hit] = search("asthma smoking").hits
        [highlight] = hit.highlights
        assert "".join(text for text, _ in highlight.pieces) == "dx: asthma · tobacco: smoking"
        assert [text for text, is_match in highlight.pieces if is_match] == ["asthma", "smoking"]
        assert highlight.more == 1
        [hit] = search("asthma smoking weight sex").hits
        assert "".join(text for text, _ in hit.highlights[0].pieces).count(" · ") == 2

    def test_a_highlight_of_a_long_text_is_the_part_that_matches(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        filler = "Lorem ipsum dolor sit amet. " * 50
        fill(document(1, about=f"{filler} the Zebrafish 🐟 model {filler}"))
        [highlight] = search("zebrafish").hits[0].highlights
        text = "".join(piece for piece, _ in highlight.pieces)
        assert "Zebrafish 🐟 model" in text
        assert len(text) < 300
        assert text.startswith("… ")
        assert text.endswith(" …")

    def test_markup_in_a_text_stays_text(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "<b>Asthma</b> & <script>"))
        [highlight] = search("asthma").hits[0].highlights
        assert highlight.pieces == (("<b>", False), ("Asthma", True), ("</b> & <script>", False))

    def test_a_single_digit_is_marked_beside_its_word_only(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "In 1 of 1 of type 1"))
        assert marked(search("type 1")) == ["type", "1"]

    def test_without_words_nothing_is_marked(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1))
        assert search().hits[0].highlights == ()

    # Facets and ranges

    @pytest.fixture
    def places(self, fill: Callable[..., None]) -> None:
        fill(
            document(1, "Asthma", facets={"theme": ("a",), "country": ("FRA",)}),
            document(2, "Asthma", facets={"theme": ("a", "b"), "country": ("BEL",)}),
            document(3, "Stroke", facets={"theme": ("b",), "country": ("FRA", "BEL")}),
        )

    @pytest.mark.usefixtures("places")
    def test_facets_count_the_results_the_most_frequent_first(self, search: Callable[..., Results]) -> None:
        assert search().facets == {
            "theme": (("a", 2), ("b", 2)),
            "country": (("BEL", 2), ("FRA", 2)),
            "holder": (),
        }
        assert search("asthma").facets["theme"] == (("a", 2), ("b", 1))

    @pytest.mark.usefixtures("places")
    def test_values_of_one_facet_widen_and_facets_together_narrow(
        self, search: Callable[..., Results]
    ) -> None:
        assert search(filters={"theme": ("a", "b")}).total == 3
        assert numbers(search(filters={"theme": ("a",), "country": ("FRA",)})) == [1]

    @pytest.mark.usefixtures("places")
    def test_a_choice_does_not_lessen_the_counts_of_its_own_facet(
        self, search: Callable[..., Results]
    ) -> None:
        found = search(filters={"country": ("FRA",)})
        assert found.facets["country"] == (("BEL", 2), ("FRA", 2))
        assert found.facets["theme"] == (("a", 1), ("b", 1))
        both = search(filters={"country": ("FRA",), "theme": ("a",)})
        assert both.facets == {
            "theme": (("a", 1), ("b", 1)),
            "country": (("BEL", 1), ("FRA", 1)),
            "holder": (),
        }

    @pytest.mark.usefixtures("places")
    def test_what_is_chosen_stays_in_sight_at_zero(self, search: Callable[..., Results]) -> None:
        assert search("stroke", filters={"theme": ("a",)}).facets["theme"] == (("b", 1), ("a", 0))
        found = search(filters={"theme": ("unheard of",)})
        assert found.total == 0
        assert found.facets["theme"] == (("a", 2), ("b", 2), ("unheard of", 0))

    def test_a_chosen_value_is_counted_however_rare_it_is(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            *(document(n, facets={"holder": (f"holder {n // 2:03}",)}) for n in range(400)),
            document(400, facets={"holder": ("rare",)}),
        )
        found = search(filters={"holder": ("rare",)})
        assert dict(found.facets["holder"])["rare"] == 1
        assert found.total == 1

    def test_only_facets_that_are_asked_for_are_counted_and_those_with_a_choice(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, facets={"theme": ("a",), "country": ("FRA",), "holder": ("h",)}))
        assert set(search().facets) == {"theme", "country", "holder"}
        assert dict(search(counted=("theme",)).facets) == {"theme": (("a", 1),)}
        assert set(search(counted=("theme",), filters={"holder": ("h",)}).facets) == {"theme", "holder"}
        assert search(counted=()).total == 1
        assert search(counted=(), filters={"holder": ("h",)}).facets == {}
        assert search(counted=(), filters={"holder": ("h",)}).total == 1

    def test_as_many_values_are_counted_as_are_asked_for(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(*(document(n, facets={"holder": (f"holder {n:03}",)}) for n in range(300)))
        assert len(search().facets["holder"]) == 100
        assert len(search(counted=("holder",), values=1_000).facets["holder"]) == 300

    @pytest.mark.parametrize(
        "value",
        ['a" OR theme:b', "é ü", "with space", "x:y/z#é", "*", "[a TO z]", "\U0001f600", "\ud800", "\x00"],
    )
    def test_a_value_is_taken_literally(
        self, fill: Callable[..., None], search: Callable[..., Results], value: str
    ) -> None:
        fill(document(1, facets={"theme": (value,)}), document(2, facets={"theme": ("b",)}))
        found = search(filters={"theme": (value,)})
        assert numbers(found) == [1]
        assert dict(found.facets["theme"]) == {value if value.isprintable() else " ": 1, "b": 1}

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ((2005.0, 2015.0), [1, 3]),
            ((2011.0, None), [2, 3]),
            ((None, 1999.0), [4]),
            ((2010.0, 2010.0), [1, 3]),
            ((None, None), [1, 2, 3, 4, 5]),
        ],
    )
    def test_a_range_finds_what_overlaps_it(
        self,
        fill: Callable[..., None],
        search: Callable[..., Results],
        asked: tuple[float | None, float | None],
        expected: list[int],
    ) -> None:
        spans = {1: (2000, 2010), 2: (2016, 2020), 3: (2009, math.inf), 4: (-math.inf, 1999)}
        fill(
            *(document(n, ranges={"years": (float(a), float(b))}) for n, (a, b) in spans.items()), document(5)
        )
        assert sorted(numbers(search(ranges={"years": asked}))) == expected

    def test_an_unknown_filter_or_range_is_refused(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1))
        for asked in ({"filters": {"colour": ("red",)}}, {"ranges": {"height": (1.0, 2.0)}}):
            with pytest.raises(BadParameter):
                search(**asked)

    # Order and pages

    def test_results_are_sorted_as_asked(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(
            document(1, "zebra", people=5.0),
            document(2, "Émile", "fr", people=500.0),
            document(3, "« Alpha »"),
            document(4, "beta", people=50.0),
        )
        assert numbers(search()) == [4, 3, 2, 1]
        assert numbers(search(sort=Sort.UPDATED)) == [4, 3, 2, 1]
        assert numbers(search(sort=Sort.TITLE)) == [3, 4, 2, 1]
        assert numbers(search(sort=Sort.TITLE, language="fr")) == [3, 4, 2, 1]
        assert numbers(search(sort=Sort.PEOPLE)) == [2, 4, 1, 3]

    def test_pages_follow_each_other_without_gap_or_repeat(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(*(document(n, f"Asthma {n % 7}") for n in range(50)))
        for asked in ({}, {"sort": Sort.TITLE}, {"text": "asthma"}):
            pages = [numbers(search(page=page, page_size=20, **asked)) for page in (1, 2, 3, 4)]
            assert [len(page) for page in pages] == [20, 20, 10, 0]
            assert sorted(number for page in pages for number in page) == list(range(50))

    @pytest.mark.parametrize("page", [0, -1, 501, 10**9])
    def test_a_page_beyond_all_bounds_is_refused(
        self, fill: Callable[..., None], search: Callable[..., Results], page: int
    ) -> None:
        fill(document(1))
        with pytest.raises(BadParameter):
            search(page=page)

    # Input that is odd or hostile

    @pytest.mark.parametrize(
        "text",
        [
            "AND OR ((",
            'title:x AND NOT "',
            "*",
            "a* ~2 ^5 [x TO y] /re/ \\",
            "\x00\x01\x1b[31m",
            "\ud800 lone",
            "😀🏥",
            "\u200fשלום مرحبا\u202e",
            '"""',
            "''''",
            "l’ d’ s'",
            "-asthma +stroke",
            "a" * 300,
            "é" * 499,
        ],
    )
    def test_odd_text_gives_an_answer(
        self, fill: Callable[..., None], search: Callable[..., Results], text: str
    ) -> None:
        fill(document(1, "Asthma"), document(2, "Stroke"))
        assert search(text).total in (0, 1, 2)

    @pytest.mark.parametrize("text", ["x" * 10_000, " ".join(map(str, range(60))), "é" * 501])
    def test_text_beyond_the_bounds_is_refused(
        self, fill: Callable[..., None], search: Callable[..., Results], text: str
    ) -> None:
        fill(document(1))
        with pytest.raises(BadParameter, match="at most"):
            search(text)

    def test_text_that_has_no_word_finds_nothing(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, "Asthma"))
        assert search("😀 ((").total == 0
        assert search("   ").total == 1

    def test_any_text_can_be_asked_for_and_any_indexed(self, index: SearchIndex) -> None:
        anything = st.text(st.characters(exclude_categories=()), max_size=60)

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(anything, min_size=20, max_size=20))
        def check(texts: list[str]) -> None:
            index.rebuild(
                [document(n, text or "-", facets={"theme": (text,)}) for n, text in enumerate(texts)], 1
            )
            for text in texts:
                assert index.search(Query(text)).total <= len(texts)
                found = index.search(Query(text, filters={"theme": (text,)}))
                for highlight in (each for hit in found.hits for each in hit.highlights):
                    assert any(is_match for _, is_match in highlight.pieces)

        check()

    def test_a_description_with_thousands_of_variables_is_found(
        self, fill: Callable[..., None], search: Callable[..., Results]
    ) -> None:
        fill(document(1, variables=[f"var_{n}: measurement number {n} of the visit" for n in range(6_000)]))
        [highlight] = search("var_4711").hits[0].highlights
        assert "4711" in "".join(text for text, is_match in highlight.pieces if is_match)

    def test_threads_read_while_one_writes(self, index: SearchIndex) -> None:
        index.rebuild([document(n) for n in range(20)], 1)
        failures: list[BaseException] = []
        stop = threading.Event()

        def read() -> None:
            try:
                while not stop.is_set():
                    assert index.search(Query("dataset")).total >= 20
            except BaseException as error:
                failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for position in range(2, 12):
            index.apply([document(18 + position)], [], position)
            index.rebuild([document(n) for n in range(40)], position)
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []


class TestTantivy(SearchContract):
    """The embedded index, and what comes with lying in a folder that several processes use."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "index"

    @pytest.fixture
    def index(self, folder: Path) -> TantivyIndex:
        return TantivyIndex(folder, LAYOUT)

    def test_another_process_sees_what_was_written(self, index: TantivyIndex, folder: Path) -> None:
        other = TantivyIndex(folder, LAYOUT)
        index.rebuild([document(1)], 1)
        assert other.search(Query()).total == 1
        index.apply([document(2)], [], 2)
        assert (other.position(), other.search(Query()).total) == (2, 2)
        other.rebuild([document(3)], 3)
        assert numbers(index.search(Query())) == [3]

    def test_an_index_of_another_layout_must_be_rebuilt(self, index: TantivyIndex, folder: Path) -> None:
        index.rebuild([document(1)], 1)
        changed = TantivyIndex(folder, Layout(("theme",), (), (8.0, 2.0, 1.0), ("en",)))
        assert changed.position() == -1
        with pytest.raises(Unavailable):
            changed.search(Query())
        changed.rebuild([document(1)], 1)
        assert changed.search(Query()).total == 1

    def test_a_broken_file_is_noticed_and_mended_by_a_rebuild(
        self, index: TantivyIndex, folder: Path
    ) -> None:
        own = (VariableText("age"),)
        documents = [replace(document(n, facets={"theme": ("a",)}), variables=own) for n in range(50)]
        index.rebuild(documents, 1)
        [generation] = folder.glob("generation-*")
        files = [path for path in generation.rglob("*") if path.is_file() and ".lock" not in path.name]
        assert {path.parent for path in files if path.suffix == ".store"} == {
            generation,
            generation / "variables",
        }
        whole = {path: path.read_bytes() for path in files}
        for path, content in whole.items():
            for damaged in (b"", content[: len(content) // 2], None):
                path.unlink()
                if damaged is not None:
                    path.write_bytes(damaged)
                broken = TantivyIndex(folder, LAYOUT)
                if path.name != ".managed.json":  # readers do not need it
                    assert broken.position() == -1, path.suffix
                    with pytest.raises(Unavailable):
                        broken.search(Query())
                path.write_bytes(content)
        [path] = generation.glob("*.term")
        path.unlink()
        mended = TantivyIndex(folder, LAYOUT)
        mended.rebuild([document(1)], 2)
        assert mended.search(Query()).total == 1

    def test_a_file_that_decays_never_shows_and_is_mended_once_it_hurts(
        self, index: TantivyIndex, folder: Path
    ) -> None:
        index.rebuild([document(n, f"Asthma {n}") for n in range(200)], 1)
        index.apply([document(3, "Stroke")], [4], 2)
        [generation] = folder.glob("generation-*")
        assert not is_damaged(generation)
        for path in generation.glob("*.store"):
            content = bytearray(path.read_bytes())
            content[: len(content) // 2] = bytes(len(content) // 2)
            path.unlink()  # who has the file open keeps it whole: a mapped file that shrinks ends a process
            path.write_bytes(content)
        reader = TantivyIndex(folder, LAYOUT)
        with pytest.raises(Unavailable):
            reader.search(Query(page_size=200))
        assert reader.position() == TantivyIndex(folder, LAYOUT).position() == -1
        reader.rebuild([document(1)], 3)
        assert numbers(index.search(Query())) == [1]

    def test_a_broken_pointer_is_noticed(self, index: TantivyIndex, folder: Path) -> None:
        index.rebuild([document(1)], 1)
        for content in (b"", b"{", b"[]", b'{"generation": "../..", "layout": 1}', b"\xff"):
            (folder / "current").write_bytes(content)
            assert TantivyIndex(folder, LAYOUT).position() == -1

    def test_what_a_broken_off_rebuild_left_is_swept(self, index: TantivyIndex, folder: Path) -> None:
        left = Generations(folder, "").begin()
        (left / "half.term").write_bytes(b"half")
        assert index.position() == -1
        index.rebuild([document(1)], 1)
        assert not left.exists()
        assert index.search(Query()).total == 1

    def test_what_a_killed_writer_left_is_not_in_the_way_of_the_next(
        self, index: TantivyIndex, folder: Path
    ) -> None:
        index.rebuild([document(1), document(2)], 1)
        assert index.position() == 1, "it is opened before another process is killed"
        [generation] = folder.glob("generation-*")
        meta = json.loads((generation / "meta.json").read_bytes())
        segment = meta["segments"][0]["segment_id"].replace("-", "")
        left = [f"{segment}.{meta['opstamp'] + ahead}.del" for ahead in range(20)]
        for name in left:
            (generation / name).touch()
        managed = generation / ".managed.json"
        managed.write_text(json.dumps([*json.loads(managed.read_bytes()), *left]))
        index.apply([document(1, "Stroke")], [2], 2)
        assert numbers(index.search(Query())) == [1]

    def test_a_vanished_folder_is_noticed_by_who_reads_it(self, index: TantivyIndex, folder: Path) -> None:
        index.rebuild([document(1)], 1)
        shutil.rmtree(folder)
        assert index.position() == -1
        index.rebuild([document(1)], 2)
        assert index.search(Query()).total == 1

    def test_one_writes_and_the_other_is_told(self, index: TantivyIndex, folder: Path) -> None:
        index.rebuild([document(1)], 1)
        with Generations(folder, "").writing(0), pytest.raises(Busy), Generations(folder, "").writing(0.05):
            pass
        index.apply([document(2)], [], 2)
        assert index.position() == 2

    def test_a_writer_that_is_killed_leaves_a_whole_index(self, folder: Path) -> None:
        TantivyIndex(folder, LAYOUT).rebuild([document(0)], 0)
        writing = """
import itertools, sys
from pathlib import Path
from catalogue.search.tantivy import TantivyIndex
from catalogue.search.tantivy.damage import is_damaged
from tests.contracts.test_search import LAYOUT, document
index = TantivyIndex(Path(sys.argv[1]), LAYOUT)
for position in itertools.count(index.position() + 1):
    if position % 7 == 0:
        index.rebuild((document(n) for n in range(position + 1)), position)
    else:
        index.apply([document(position)], [], position)
    print(position, flush=True)
"""
        reached = 0
        for patience in (0.05, 0.0, 0.11, 0.02):
            process = subprocess.Popen(
                [sys.executable, "-c", writing, str(folder)], stdout=subprocess.PIPE, text=True
            )
            assert process.stdout
            told = int(process.stdout.readline())
            time.sleep(patience)
            process.kill()
            told = int((process.stdout.read().split() or [told])[-1])
            process.wait()
            process.stdout.close()
            index = TantivyIndex(folder, LAYOUT)
            assert index.position() >= told >= reached
            assert index.search(Query()).total == index.position() + 1
            reached = told
        assert reached > 3
