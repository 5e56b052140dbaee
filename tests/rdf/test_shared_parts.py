"""What two versions have in common need not be compared: of long lists of parts only what differs is left."""

import random

import pytest

from catalogue.domain.differences import Difference, differences
from catalogue.domain.places import Places
from catalogue.rdf import graphs
from catalogue.rdf.shared_parts import MANY, without_shared
from catalogue.rdf.written import Written
from tests.conftest import described
from tests.shapes.loaded import profile

IRI = "http://example.org/1"
PREFIXES = """
@prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix h: <http://healthdataportal.eu/ns/health#> .
"""


def column(number: int, more: str = "") -> str:
    return f'[ a csvw:Column ; csvw:name "v_{number:04}" ; csvw:title "Variable {number}"@en {more} ]'


def version(*tables: list[str], title: str = "A cohort") -> str:
    """The stored text of a description with tables of such columns."""
    told = ", ".join(
        f'[ a csvw:Table ; dct:title "Table {number}" ; csvw:column {", ".join(columns)} ]'
        for number, columns in enumerate(tables)
    )
    text = (
        f'{PREFIXES} <{IRI}> a dcat:Dataset ; dct:title "{title}"@en ; h:hasVariables [ csvw:table {told} ] .'
    )
    return described(text)[0].ntriples


def whole(before: str, after: str) -> list[tuple[object, ...]]:
    found = differences(graphs.graph(before), graphs.graph(after), IRI, profile())
    return sorted(map(_told, found), key=str)


def reduced(before: str, after: str) -> list[tuple[object, ...]]:
    few = [graphs.graph(text) for text in without_shared(before, after)]
    places = [_places(text) for text in (before, after)]
    found = differences(few[0], few[1], IRI, profile(), (places[0], places[1]))
    return sorted(map(_told, found), key=str)


def _places(text: str) -> Places:
    written = Written(text)
    return Places(written, IRI, profile(), written.links, written.says)


def _told(found: Difference) -> tuple[object, ...]:
    return found.place, found.owner, found.path, found.before, found.after, found.statements


COLUMNS = [column(number) for number in range(3 * MANY)]
CHANGED = [*COLUMNS[:7], column(7, '; dct:description "More"'), *COLUMNS[8:]]
FEWER, MORE = [*COLUMNS[:9], *COLUMNS[10:]], [*COLUMNS, column(9_999), column(9_998)]
TWICE = [*COLUMNS, COLUMNS[3]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([COLUMNS], [CHANGED]),
        ([COLUMNS], [COLUMNS]),
        ([COLUMNS], [FEWER]),
        ([FEWER], [MORE]),
        ([COLUMNS, COLUMNS], [COLUMNS, CHANGED]),
        ([COLUMNS, FEWER], [CHANGED, MORE]),
        ([COLUMNS], [COLUMNS, CHANGED]),
        ([COLUMNS, COLUMNS[:1]], [COLUMNS[1:], COLUMNS[:2]]),
        ([CHANGED], [list(reversed(CHANGED))]),
        ([COLUMNS], [TWICE]),
    ],
)
def test_the_differences_are_those_of_the_whole(before: list[list[str]], after: list[list[str]]) -> None:
    one, other = version(*before), version(*after, title="Another")
    assert reduced(one, other) == whole(one, other)
    assert reduced(other, one) == whole(other, one)


@pytest.mark.parametrize("seed", range(6))
def test_any_changes_of_many_variables_are_found(seed: int) -> None:
    chance = random.Random(seed)
    changed = [column(number, f'; dct:description "{chance.random()}"') if chance.random() < 0.1 else each
               for number, each in enumerate(COLUMNS) if chance.random() < 0.9]  # fmt: skip
    one, other = version(COLUMNS), version(changed)
    assert reduced(one, other) == whole(one, other)


def test_little_is_left_of_a_long_list() -> None:
    for after in (CHANGED, COLUMNS):
        left = without_shared(version(COLUMNS), version(after, title="Another"))
        assert [text.count("\n") < 20 for text in left] == [True, True]


def test_what_is_the_same_has_no_difference() -> None:
    one = version(COLUMNS)
    assert reduced(one, one) == []
