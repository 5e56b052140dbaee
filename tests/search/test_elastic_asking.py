"""Questions as Elasticsearch and OpenSearch are asked them: never more conditions than they take."""

from typing import Any

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.search import Query
from catalogue.search.elastic.asking import Asking
from catalogue.search.elastic.fields import ANALYSIS, Fields
from catalogue.search.words import MAX_WORDS
from catalogue.services.search_documents import SearchDocuments
from catalogue.settings import Settings

TAKEN = 1_024  # indices.query.bool.max_clause_count, as both engines have it
OTHERS = 60  # filters and ranges, which are asked beside
LEAVES = ("match_phrase", "term", "terms", "match")
# Each of these has many other forms.
TERMS = (
    "cancer diabetes heart lung asthma stroke hypertension obesity depression dementia covid influenza pneumonia "
    "arthritis osteoporosis hepatitis cirrhosis epilepsy autism schizophrenia anxiety insomnia migraine tuberculosis "
    "malaria HIV sepsis anaemia leukaemia lymphoma melanoma glaucoma cataract psoriasis eczema allergy pregnancy birth "
    "mortality children women men elderly vaccination hospital surgery medication insulin statins France"
)
PLACES = (
    "Austria Belgium Bulgaria Croatia Cyprus Denmark Estonia Finland France Germany Greece Hungary Iceland Ireland "
    "Italy Latvia Lithuania Luxembourg Malta Norway Poland Portugal Romania Serbia Slovakia Slovenia Spain Sweden "
    "Switzerland Ukraine Albania Algeria Angola Argentina Brazil Canada Chile China Colombia Cuba Egypt India"
)
QUESTIONS = {
    "terms": TERMS,
    "places": ", ".join(PLACES.split()),
    "words": " ".join(f"word{number}" for number in range(MAX_WORDS)),
    "codes": " ".join(f"E{number:02}.1" for number in range(MAX_WORDS)),
    "phrases": " ".join(f'"x {number}"' for number in range(MAX_WORDS)),
}
WAYS = {"two languages": ("en", "fr", "any"), "all languages": tuple(ANALYSIS.analysers)}


@pytest.fixture(scope="module")
def services() -> Services:
    return Services(Settings())


@pytest.fixture(scope="module")
def fields(services: Services) -> Fields:
    return Fields(SearchDocuments(services.profile, services.vocabularies, ("en", "fr")).layout)


def leaves(clause: Any) -> int:
    """How many conditions an engine counts in a query."""
    if isinstance(clause, list):
        return sum(map(leaves, clause))
    if not isinstance(clause, dict):
        return 0
    return sum(1 if name in LEAVES else leaves(inner) for name, inner in clause.items())


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("read", ["understand", "loosen"])
def test_the_longest_questions_have_no_more_conditions_than_engines_take(
    services: Services, fields: Fields, ways: str, question: str, read: str
) -> None:
    text = QUESTIONS[question]
    asked = getattr(services.understanding, read)(text, "en")
    built = Asking(fields, WAYS[ways]).text(Query(text, asked=asked), asked)
    variable = Asking(fields, WAYS[ways]).variable(asked, "en")
    assert 0 < leaves(built) <= TAKEN - OTHERS
    assert 0 < leaves(variable) <= TAKEN - OTHERS


def test_a_question_of_all_languages_is_asked_of_the_texts_in_the_reader_s_own(
    services: Services, fields: Fields
) -> None:
    asked = services.understanding.understand(TERMS, "fr")
    built = str(Asking(fields, WAYS["all languages"]).text(Query(TERMS, "fr", asked=asked), asked))
    assert "text0_fr" in built
    assert "text0_any" in built
    assert "text0_hu" not in built


def test_a_short_question_keeps_its_other_forms(services: Services, fields: Fields) -> None:
    asked = services.understanding.understand("heart attack", "en")
    built = str(Asking(fields, WAYS["two languages"]).text(Query("heart attack", asked=asked), asked))
    assert "infarctus" in built


@pytest.mark.parametrize("ways", WAYS)
def test_of_places_that_are_joined_each_is_asked_for_in_a_long_question_too(
    services: Services, fields: Fields, ways: str
) -> None:
    text = f"{' '.join(TERMS.split()[:40])} in France or Belgium"
    asked = services.understanding.understand(text, "en")
    built = str(Asking(fields, WAYS[ways]).variable(asked, "en"))
    assert "hepatitis" in built
    assert "hépatite" not in built
    assert "Belgium" in built
