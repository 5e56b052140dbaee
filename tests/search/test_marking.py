"""How much work it is to mark what matches: more matches and more forms cost no more than they must."""

import json
from collections.abc import Collection, Sequence

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.search.analysis import ANY, Analysis
from catalogue.search.highlights import Highlighter, Kind
from catalogue.search.marking import Marking, Span
from catalogue.search.tantivy.fields import ANALYSIS
from tests.counted import calls


class Finder:
    """Finds a word wherever it stands."""

    def spans(self, text: str, kind: Kind, terms: Collection[str]) -> list[Span]:
        return [(at, at + 6) for at in range(0, len(text), 8) if text.startswith("asthma", at)]


class Counting:
    """An analyser that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def analyze(self, text: str) -> Sequence[str]:
        self.asked.append(text)
        return text.lower().split()


def marked(matches: int) -> int:
    """How many calls it takes to highlight one long line with so many matches."""
    stored = json.dumps([["description", "en", 1.0, "asthma, " * matches]])
    highlighter = Highlighter(Asked((Part(("asthma",)),)), "en", ANALYSIS, Finder())
    return calls(lambda: highlighter.highlights(stored))


def marking(forms: int) -> Marking:
    """For a question that has so many other forms, none of which a text has."""
    others = tuple(Form(f"lung{n} trouble", "en", Said.SYNONYM) for n in range(forms))
    return Marking(
        Asked((Part(("asthma",), (Form("bronchial asthma", "en", Said.SYNONYM), *others)),)), "en", ANALYSIS
    )


def test_twice_as_many_matches_in_a_line_are_at_most_twice_the_work() -> None:
    assert marked(4_000) < 2.1 * marked(2_000)


def test_the_part_of_a_long_line_with_most_matches_is_shown() -> None:
    text = "asthma, " + "nothing " * 100 + "asthma, " * 20 + "nothing " * 100 + "asthma, "
    stored = json.dumps([["description", "en", 1.0, text]])
    [found] = Highlighter(Asked((Part(("asthma",)),)), "en", ANALYSIS, Finder()).highlights(stored)
    assert sum(is_match for _, is_match in found.pieces) == 20


def test_forms_that_a_text_does_not_have_cost_nothing_when_it_is_marked() -> None:
    text = b"bronchial asthma " * 200
    spans = [(at + start, at + end) for at in range(0, len(text), 17) for start, end in ((0, 9), (10, 16))]
    few, many = marking(1), marking(600)
    assert many.chosen(text, spans) == few.chosen(text, spans) == spans
    assert calls(lambda: many.chosen(text, spans)) == calls(lambda: few.chosen(text, spans))


def test_a_form_is_read_once() -> None:
    counting = Counting()
    analysis = Analysis({"en": counting, ANY: counting})
    said = [analysis.said(Form("heart attack", "en", kind)) for kind in (Said.SYNONYM, Said.TRANSLATION)]
    assert said == [(("en", ("heart", "attack")), (ANY, ("heart", "attack")))] * 2
    assert counting.asked == ["heart attack"] * 2


def test_a_typed_word_within_a_longer_form_is_as_it_was_typed() -> None:
    assert marking(0).said(b"bronchial asthma", [(0, 9), (10, 16)]) is None


def test_a_word_like_a_typed_one_within_a_translation_is_a_translation() -> None:
    donation = Part(("organ", "donation"), (Form("don d’organe", "fr", Said.TRANSLATION),))
    french = Marking(Asked((donation,)), "fr", ANALYSIS)
    text = "dons d’organes".encode()
    assert french.said(text, [(0, 4), (8, 16)]) is Said.TRANSLATION
    assert french.said(b"organes", [(0, 7)]) is None
