"""What a ranking is worth, against figures worked out by hand."""

import pytest

from tests.relevance.measure import Report, dcg, gain, judged, ndcg
from tests.relevance.questions import Question, within

JUDGEMENTS = {"a": 3, "b": 2, "c": 1}
IDEAL = 7 + 3 / 1.584962500721156 + 1 / 2  # log2 of 2, 3 and 4: 9.392789...


def _question(text: str, kind: str = "topic", lang: str = "en", **judgements: int) -> Question:
    return Question(text, text, lang, kind, judgements)


def test_a_grade_doubles_what_a_result_is_worth_and_more() -> None:
    assert [gain(grade) for grade in (0, 1, 2, 3)] == [0, 1, 3, 7]


def test_a_result_counts_less_the_further_down_it_stands() -> None:
    assert dcg([3]) == 7
    assert dcg([0, 3]) == pytest.approx(4.416508)  # 7 / log2(3)
    assert dcg([0, 0, 3]) == pytest.approx(3.5)  # 7 / log2(4)


def test_the_best_ranking_is_worth_one() -> None:
    assert ndcg(["a", "b", "c"], JUDGEMENTS) == 1


def test_what_follows_all_answers_takes_nothing_away() -> None:
    assert ndcg(["a", "b", "c", "x", "y"], JUDGEMENTS) == 1


def test_a_ranking_is_compared_with_the_best_one() -> None:
    assert ndcg(["b", "x", "a"], JUDGEMENTS) == pytest.approx((3 + 7 / 2) / IDEAL)
    assert ndcg(["b", "x", "a"], JUDGEMENTS) == pytest.approx(0.692020, abs=1e-6)


def test_an_answer_that_is_missing_costs_what_it_would_have_been_worth() -> None:
    assert ndcg(["a", "b"], JUDGEMENTS) == pytest.approx((IDEAL - 0.5) / IDEAL)


def test_nothing_found_is_worth_nothing() -> None:
    assert ndcg([], JUDGEMENTS) == 0
    assert ndcg(["x", "y"], JUDGEMENTS) == 0


def test_only_the_first_results_count() -> None:
    assert ndcg(["x", "a"], JUDGEMENTS, k=1) == 0
    assert ndcg(["a", "x", "x"], JUDGEMENTS, k=1) == 1
    assert ndcg([*map(str, range(10)), "a"], JUDGEMENTS) == 0


def test_with_more_answers_than_places_a_page_full_of_the_best_is_worth_one() -> None:
    many = {f"good{n}": 3 for n in range(12)} | {"related": 1}
    assert ndcg([f"good{n}" for n in range(2, 12)], many) == 1


def test_a_name_that_comes_again_is_worth_nothing_and_keeps_its_place() -> None:
    assert ndcg(["a", "a", "b"], JUDGEMENTS) == pytest.approx((7 + 3 / 2) / IDEAL)


@pytest.mark.parametrize("judgements", [{}, {"a": 0}])
def test_a_question_without_an_answer_is_refused(judgements: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="measures nothing"):
        ndcg(["a"], judgements)


def _report() -> Report:
    """One question answered, one in the wrong order, one not at all."""
    answers = {"well": ["a", "b"], "turned": ["b", "a"], "badly": ["x"]}
    questions = [
        _question("well", a=3, b=2),
        _question("turned", "code", a=3, b=2),
        _question("badly", "code", "fr", a=3, c=1),
    ]
    return judged(lambda text, lang: answers[text], questions)


TURNED = (3 + 7 / 1.584962500721156) / (7 + 3 / 1.584962500721156)  # 0.834...


def test_a_report_has_the_mean_of_all_questions() -> None:
    assert _report().mean == pytest.approx((1 + TURNED + 0) / 3)


def test_a_report_has_the_means_by_kind_and_by_language_the_worst_first() -> None:
    assert _report().by_kind() == {"code": pytest.approx(TURNED / 2), "topic": 1}
    assert list(_report().by_kind()) == ["code", "topic"]
    assert _report().by_language() == {"fr": 0, "en": pytest.approx((1 + TURNED) / 2)}


def test_a_report_names_the_worst_questions_and_what_they_missed() -> None:
    report = _report()
    assert [score.question.id for score in report.worst()] == ["badly", "turned", "well"]
    assert [score.question.id for score in report.worst(1)] == ["badly"]
    assert report.worst(1)[0].missing() == ["a", "c"]


def test_a_report_is_told_in_lines() -> None:
    lines = str(_report()).splitlines()
    assert lines[0] == "0.611  all 3 questions"
    assert "0.000  badly (fr): 'badly'; not among the first: a, c" in lines
    assert "1.000  well (en): 'well'; not among the first: nothing" in lines


def test_a_search_is_given_the_text_and_the_language_of_the_page() -> None:
    asked: list[tuple[str, str]] = []

    def search(text: str, lang: str) -> list[str]:
        asked.append((text, lang))
        return []

    judged(search, [_question("diabète", lang="fr", a=3)])
    assert asked == [("diabète", "fr")]


def test_all_questions_are_asked_unless_some_are_given() -> None:
    report = judged(lambda text, lang: [])
    assert len(report.scores) >= 60
    assert report.mean == 0


def test_where_descriptions_are_missing_so_are_their_judgements() -> None:
    question = _question("a question", a=3, b=2, c=1)
    (kept,) = within([question], {"b", "c"})
    assert kept.judgements == {"b": 2, "c": 1}


def test_a_question_that_nothing_there_answers_well_is_not_asked() -> None:
    assert within([_question("a question", a=3, c=1)], {"c"}) == []
