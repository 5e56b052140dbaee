"""How well rankings answer judged questions: nDCG, with the mean by kind and by language, and the worst.

nDCG of k results: each result counts its gain, `2^grade - 1`, divided by `log2(place + 1)`; the sum is divided by that
of the best ranking that the judgements allow. 1 is that ranking, 0 is nothing of use among the first k.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Final

from tests.relevance.questions import Question, read_questions

PLACES: Final = 10
WORST: Final = 10

Search = Callable[[str, str], list[str]]  # a text and the language of the page to names, best first


def gain(grade: int) -> int:
    """What a result of this grade is worth: 7, 3, 1 or 0."""
    return (1 << grade) - 1


def dcg(grades: Iterable[int]) -> float:
    """The gains of results in their order, each counting less the further down it stands."""
    return sum(gain(grade) / log2(place + 1) for place, grade in enumerate(grades, start=1))


def ndcg(ranked: Sequence[str], judgements: Mapping[str, int], k: int = PLACES) -> float:
    """How good the first k of these names are, from 0 to 1. Raises ValueError where no name is judged above 0."""
    best = dcg(sorted(judgements.values(), reverse=True)[:k])
    if not best:
        raise ValueError("a question without an answer measures nothing")
    return dcg(_grades(ranked[:k], judgements)) / best


def _grades(ranked: Sequence[str], judgements: Mapping[str, int]) -> Iterator[int]:
    """The grade of each place; a name that comes again keeps its place and is worth nothing there."""
    met: set[str] = set()
    for name in ranked:
        yield 0 if name in met else judgements.get(name, 0)
        met.add(name)


@dataclass(frozen=True, slots=True)
class Score:
    """What a search answered to a question, and how good that is."""

    question: Question
    ranked: tuple[str, ...]
    ndcg: float

    def missing(self) -> list[str]:
        """Answers that are not among the first, the best of them first."""
        judged = sorted(self.question.judgements.items(), key=lambda item: -item[1])
        return [name for name, _ in judged if name not in self.ranked[:PLACES]]


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of all questions."""

    scores: tuple[Score, ...]

    @property
    def mean(self) -> float:
        return _mean(self.scores)

    def by_kind(self) -> dict[str, float]:
        """The mean of each kind of question, the worst first."""
        return _means(self.scores, lambda question: question.kind)

    def by_language(self) -> dict[str, float]:
        """The mean of each language of the page, the worst first."""
        return _means(self.scores, lambda question: question.lang)

    def worst(self, count: int = WORST) -> list[Score]:
        return sorted(self.scores, key=lambda score: score.ndcg)[:count]

    def __str__(self) -> str:
        """For people: the means, and for each of the worst questions what should have been found."""
        means = {f"all {len(self.scores)} questions": self.mean, **self.by_language(), **self.by_kind()}
        lines = [f"{mean:.3f}  {name}" for name, mean in means.items()]
        return "\n".join([*lines, "", "The worst:", *map(_told, self.worst())])


def judged(search: Search, questions: Sequence[Question] | None = None) -> Report:
    """How well a search answers these questions, or all that there are."""
    asked = read_questions() if questions is None else questions
    return Report(tuple(_score(search, question) for question in asked))


def _score(search: Search, question: Question) -> Score:
    ranked = tuple(search(question.text, question.lang))
    return Score(question, ranked, ndcg(ranked, question.judgements))


def _mean(scores: Iterable[Score]) -> float:
    return fmean(score.ndcg for score in scores)


def _means(scores: Iterable[Score], key: Callable[[Question], str]) -> dict[str, float]:
    groups: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        groups[key(score.question)].append(score)
    means = {name: _mean(group) for name, group in groups.items()}
    return dict(sorted(means.items(), key=lambda item: item[1]))


def _told(score: Score) -> str:
    question = score.question
    missing = ", ".join(score.missing()) or "nothing"
    return f"{score.ndcg:.3f}  {question.id} ({question.lang}): {question.text!r}; not among the first: {missing}"
