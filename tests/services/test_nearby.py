"""What a question that finds nothing may cost: what the index is asked beside it."""

from collections.abc import Callable, Sequence

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.languages import Reader
from catalogue.domain.search import Query, Results
from catalogue.search.base import Index
from catalogue.search.words import MAX_LENGTH
from catalogue.services.nearby import Nearby
from catalogue.services.searching import Searching
from tests.services.searchable import publish

ENGLISH = Reader("en", ("en", "fr"))


class Heard:
    """What an index is asked, and its answers."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.questions: list[Query] = []
        self.answers: list[Results] = []
        self.words: list[str] = []
        self.position = index.position
        self.apply, self.rebuild = index.apply, index.rebuild
        self.complete, self.variables = index.complete, index.variables

    def search(self, query: Query) -> Results:
        self.questions.append(query)
        self.answers.append(self._index.search(query))
        return self.answers[-1]

    def words_like(self, word: str) -> Sequence[tuple[str, int]]:
        self.words.append(word)
        return self._index.words_like(word)


@pytest.fixture
def heard(services: Services) -> Heard:
    publish(services, 1, "dct:spatial country:FRA", title="Asthma in Norway")
    publish(services, 2, "dct:spatial country:DEU", title="Births")
    services.indexing.catch_up()
    return Heard(services.index)


@pytest.fixture
def ask(services: Services) -> Callable[..., Query]:
    def ask(text: str, **filters: tuple[str, ...]) -> Query:
        return Query(text, asked=services.understanding.understand(text, "en"), filters=filters)

    return ask


@pytest.fixture
def nearby(services: Services, heard: Heard) -> Nearby:
    return Nearby(heard, services.understanding)


def test_no_slip_is_looked_for_in_a_long_question(
    nearby: Nearby, heard: Heard, ask: Callable[..., Query]
) -> None:
    assert nearby.meant(ask("asthna cohort registry norway winter summer autumn")) is None
    assert (heard.words, heard.questions) == ([], [])


def test_no_slip_is_looked_for_where_only_a_filter_leaves_nothing(
    nearby: Nearby, heard: Heard, ask: Callable[..., Query]
) -> None:
    assert nearby.meant(ask("asthma", country=("DEU",))) is None
    assert heard.words == []


def test_what_would_be_longer_than_a_question_may_be_was_not_meant(
    nearby: Nearby, heard: Heard, ask: Callable[..., Query]
) -> None:
    text = f'norwa "{"x" * (MAX_LENGTH - 8)}"'
    assert len(text) == MAX_LENGTH
    assert nearby.meant(ask(text)) is None
    assert "norwa" in heard.words


def test_a_word_is_looked_up_once_until_the_index_changes(
    services: Services, nearby: Nearby, heard: Heard, ask: Callable[..., Query]
) -> None:
    for text in ("asthna", "asthna norway", "asthna"):
        meant = nearby.meant(ask(text))
        assert meant is not None
        assert meant.text == text.replace("asthna", "asthma")
    assert sorted(heard.words) == ["asthna", "asthnanorway"]
    publish(services, 3, title="Influenza")
    services.indexing.catch_up()
    assert nearby.meant(ask("asthna"))
    assert heard.words.count("asthna") == 2


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("excluding {}", "including"),
        ("without {}", "withhout"),
        ("sans {}", "sang"),
        ("hors {}", "horst"),
        ("juin {}", "jouin"),
        ("depuis {}", "depuys"),
        ("influenza {}", "influentza"),  # a term
        ("estonia {}", "estonie"),  # a label of a vocabulary
        ("Excluding, {}", "including"),
    ],
)
def test_a_correct_word_is_never_taken_for_a_slip(
    services: Services, nearby: Nearby, heard: Heard, ask: Callable[..., Query], text: str, alike: str
) -> None:
    publish(services, 3, title=f"Spirometry {alike}")
    services.indexing.catch_up()
    assert nearby.meant(ask(text.format("spirometry"))) is None
    assert nearby.meant(ask(text.format("spirommetry"))) is None
    assert "spirommetry" in heard.words


def test_only_totals_are_asked_for_to_tell_what_was_meant(
    nearby: Nearby, heard: Heard, ask: Callable[..., Query]
) -> None:
    assert nearby.meant(ask("asthna", country=("FRA",)))
    assert all_are_totals(heard)


def test_only_totals_are_asked_for_to_tell_which_filter_empties_a_result(
    services: Services, heard: Heard
) -> None:
    searching = Searching(heard, services.understanding, services.search_labels)
    found = searching.search({"q": ["asthma"], "country": ["DEU"], "people_min": ["5"]}, ENGLISH)
    assert [(len(relief.tags), relief.total) for relief in found.reliefs] == [(2, 1)]
    del heard.questions[0], heard.answers[0]
    shown = [each for each in heard.questions if each.counts]
    assert len(shown) == 5  # without each filter, the words, or all filters; and whether there is a slip
    assert all_are_totals(heard)


def test_titles_are_found_with_nothing_beside_them(services: Services, heard: Heard) -> None:
    searching = Searching(heard, services.understanding, services.search_labels)
    assert [card["titles"]["en"] for card in searching.titles("asthma", ENGLISH, 3)] == ["Asthma in Norway"]
    assert searching.titles("asthna", ENGLISH, 3) == ()
    assert [(each.counts, each.highlights, each.page_size) for each in heard.questions] == [
        (False, False, 3)
    ] * 2
    assert heard.words == []


def all_are_totals(heard: Heard) -> bool:
    """Whether every question with a count asks for nothing else: the others are for what is shown beside."""
    pairs = zip(heard.questions, heard.answers, strict=True)
    counted = [(asked, answer) for asked, answer in pairs if asked.counts]
    return bool(counted) and all(
        not answer.facets and not asked.highlights and len(answer.hits) <= 1 for asked, answer in counted
    )
