"""What every store does that lists descriptions for those who work on them, on SQLite and on PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from catalogue.domain.languages import best
from catalogue.domain.record import ChangeKind, Description, Kind, Record, State, Write
from catalogue.domain.report import Report
from catalogue.domain.review import Review, Stage, Status, stage
from catalogue.domain.spelling import plain
from catalogue.store.listing_base import Sort, Wanted
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

REPORT = Report("healthdcat-ap/8", "PUBLIC", ())
ALL = Wanted(frozenset({"north", "south", ""}), limit=100)


def write(number: int, *titles: str, expected: int | None = None, **given: object) -> Write:
    """A description whose titles are given as N-Triples write them: `"Santé"@fr`."""
    iri = f"http://example.org/{number}"
    text = "".join(f"<{iri}> <http://purl.org/dc/terms/title> {title} .\n" for title in titles)
    text += f'<{iri}> <http://purl.org/dc/terms/title2> "other" .\n'
    described = Description(
        iri, Kind.DATASET, text, f"{number}.{hash(titles)}.{expected}".rjust(64, "0")[-64:]
    )
    values = {"change": ChangeKind.SAVED, "state": State.DRAFT, "description": described, "report": REPORT}
    values |= {"id": f"id-{number}", "organisation": "north"}
    return Write(iri=iri, expected=expected, **(values | given))  # type: ignore[arg-type]


def ids(found: tuple[Sequence[Record], int]) -> list[str]:
    return [record.id.removeprefix("id-") for record in found[0]]


class ListingContract(StoreContract):
    """The behaviour; subclasses say where."""

    def test_the_last_that_was_saved_stands_first(self, store: SqlStore) -> None:
        for number in (1, 2, 3):
            store.put([write(number, f'"T{number}"')])
        store.put([write(1, '"T1, again"', expected=1)])
        assert ids(store.listed(ALL)) == ["1", "3", "2"]

    def test_pages_have_all_once_and_each_says_how_many_there_are(self, store: SqlStore) -> None:
        store.put([write(number, f'"T{number:02}"@en') for number in range(7)])
        pages = [store.listed(replace(ALL, sort=Sort.TITLE, start=start, limit=3)) for start in (0, 3, 6, 9)]
        assert [total for _, total in pages] == [7, 7, 7, 7]
        assert [ids(page) for page in pages] == [["0", "1", "2"], ["3", "4", "5"], ["6"], []]

    def test_only_own_ones_of_the_organisations_are_there(self, store: SqlStore) -> None:
        store.put(
            [write(1, '"A"'), write(2, '"B"', organisation="south"), write(3, '"C"', source="harvested")]
        )
        assert ids(store.listed(Wanted(frozenset({"north"})))) == ["1"]
        assert store.listed(Wanted(frozenset())) == ([], 0)

    def test_all_words_stand_in_one_title_whatever_their_accents_and_case(self, store: SqlStore) -> None:
        store.put([
            write(1, '"Étude des œdèmes"@fr', '"Study of oedema"@en'),
            write(2, '"100 % of_all"'),
            write(3, '"1000 of all"'),
        ])  # fmt: skip

        def found(question: str) -> list[str]:
            return ids(store.listed(replace(ALL, words=tuple(plain(question).split()))))

        assert found("ETUDE") == ["1"]
        assert found("etude study") == []
        assert found("oedema study") == ["1"]
        assert found("100 %") == ["2"]
        assert found("of_all") == ["2"]
        assert found("\\") == []

    @pytest.mark.parametrize("languages", [("fr", "en"), ("en", "fr"), ("de",), ("fr-be", "en"), ()])
    def test_titles_are_sorted_as_they_are_shown(self, store: SqlStore, languages: tuple[str, ...]) -> None:
        store.put([
            write(1, '"Alpha"@en', '"Zèbre"@fr'),
            write(2, '"beta"@en', '"Âne"@fr-BE'),
            write(3, '"Gamma"'),
            write(4),
            write(5, '"delta"@en-GB', '"Epsilon"@EN', '"Y"@de-AT'),
        ])  # fmt: skip
        found, _ = store.listed(replace(ALL, sort=Sort.TITLE, languages=languages))
        shown = store.titles([record.number for record in found])
        titles = [plain(best(shown.get(record.number, {}), languages)[0]) for record in found]
        assert titles == [*sorted(title for title in titles if title), ""]

    def test_where_they_stand_is_what_is_said_of_each(self, store: SqlStore) -> None:
        numbers = [store.put([each])[0].number for each in _standing(store)]
        known = store.find("number", numbers)
        reviews = store.reviews(numbers)
        said = {record.id: stage(record, reviews.get(record.number)) for record in known.values()}
        assert set(said.values()) == set(Stage)
        for each in Stage:
            found, total = store.listed(replace(ALL, stage=each))
            assert {record.id for record in found} == {id for id, at in said.items() if at is each}
            assert total == len(found)

    def test_titles_are_those_of_the_newest_revision_and_go_with_the_record(self, store: SqlStore) -> None:
        [record] = store.put([write(1, '"Before"@en', '"Avant"@fr')])
        store.put([write(1, '"After"@en', expected=1)])
        assert store.titles([record.number]) == {record.number: {"en": "After"}}
        store.put([Write(record.iri, 2, ChangeKind.REMOVED, State.DRAFT)])
        assert store.titles([record.number]) == {}
        assert store.listed(ALL) == ([], 0)

    def test_titles_of_any_length_language_and_number_can_be_stored(self, store: SqlStore) -> None:
        many = [f'"In {number}"@x-a{number:04}' for number in range(300)]
        [record] = store.put(
            [write(1, f'"{"x" * 100_000}"', f'"Long"@{"-".join(["en", *["abcdefgh"] * 40])}', *many)]
        )
        noted = store.titles([record.number])[record.number]
        assert max(map(len, noted.values())) == 1_000
        assert len(noted) <= 100


def _standing(store: SqlStore) -> Iterator[Write]:
    """Writes that bring records to every stage, with their reviews."""

    def reviewed(number: int, status: Status, revision: int) -> None:
        [record] = store.find("id", [f"id-{number}"]).values()
        store.move_review(record.number, None, Review(record.number, status, revision, "ada", "", NOON))

    published: dict[str, Any] = {"state": State.PUBLISHED, "change": ChangeKind.PUBLISHED}
    yield write(1, '"draft"')
    for number, status in enumerate(Status, 2):
        yield write(number, '"looked at"')
        reviewed(number, status, 1)
    for number, status in enumerate(Status, 6):
        yield write(number, '"looked at before"')
        reviewed(number, status, 1)
        yield write(number, '"and saved again"', expected=1)
    yield write(10, '"published"', **published)
    yield write(11, '"published"', **published)
    yield write(11, '"with a draft"', expected=1)
    yield write(12, '"published"', **published)
    yield Write("http://example.org/12", 1, ChangeKind.WITHDRAWN, State.WITHDRAWN, reason="gone")


class TestSqlite(OnSqlite, ListingContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, ListingContract):
    """On PostgreSQL."""
