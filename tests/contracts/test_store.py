"""What every store does, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from catalogue.domain.errors import BadInput, HeldElsewhere, ResultTooLarge, Stale, Unavailable, WrongSetting
from catalogue.domain.harvest import PageState, Run, RunState, Source
from catalogue.domain.record import (
    ChangeKind,
    Description,
    Kind,
    Outcome,
    OutcomeKind,
    Publish,
    Record,
    State,
    Write,
)
from catalogue.domain.report import Finding, Report, Severity
from catalogue.store.base import KeptResult, Selection
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

REPORT = Report("healthdcat-ap/8", "PUBLIC", (Finding(Severity.WARNING, "x", "y", "z", "c", "é", "m"),))


def write(number: int = 1, *, text: str = "", expected: int | None = None, **given: object) -> Write:
    iri = f"http://example.org/{number}"
    ntriples = f'<{iri}> <http://purl.org/dc/terms/title> "Santé {text}" .\n'
    description = Description(iri, Kind.DATASET, ntriples, f"{number}{text}".rjust(64, "0"))
    values = {"change": ChangeKind.PUBLISHED, "state": State.PUBLISHED, "description": description}
    values |= {"report": REPORT, "id": f"id-{number}", "identifiers": (f"name-{number}",)}
    return Write(iri=iri, expected=expected, **(values | given))  # type: ignore[arg-type]


def withdrawal(record: Record) -> Write:
    return Write(
        record.iri, record.head.number, ChangeKind.WITHDRAWN, State.WITHDRAWN, reason="consent was revoked"
    )


class RecordsContract(StoreContract):
    """The behaviour; subclasses say where."""

    def test_what_was_put_is_found_by_each_key(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        for by, value in (
            ("iri", record.iri),
            ("id", "id-1"),
            ("identifier", "name-1"),
            ("number", record.number),
        ):
            assert store.find(by, [value]) == {value: record}  # type: ignore[arg-type]
        assert store.find("iri", ["http://example.org/unknown"]) == {}

    @pytest.mark.parametrize("identifier", ["a\0b", "".join(map(str, range(3000)))])
    def test_any_text_can_be_an_identifier(self, store: SqlStore, identifier: str) -> None:
        [record] = store.put([write(identifiers=(identifier, "short"))])
        found = store.find("identifier", [identifier, "short", "other"])
        assert found == {identifier: record, "short": record}

    def test_any_text_can_be_a_reason(self, store: SqlStore) -> None:
        [record] = store.put([write(reason="a\0b")])
        [gone] = store.put([replace(withdrawal(record), reason="c\0d")])
        assert (record.head.reason, gone.withdrawal_reason) == ("a\ufffdb", "c\ufffdd")

    def test_a_description_comes_back_as_it_was(self, store: SqlStore) -> None:
        [record] = store.put([write(text="é\\u0000 \U0001f600")])
        stored = store.ntriples([record.head.hash])[record.head.hash]
        assert stored == write(text="é\\u0000 \U0001f600").description.ntriples  # type: ignore[union-attr]
        assert record.head.report == REPORT

    def test_a_published_record_is_listed_now_and_has_no_draft(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        assert record.state is State.PUBLISHED
        assert record.published == record.head
        assert not record.has_draft
        assert record.listed == record.changed
        assert datetime.now(UTC) - record.changed < timedelta(minutes=1)

    def test_it_is_noted_which_revisions_readers_have_had_and_since_when(self, store: SqlStore) -> None:
        def drafted(number: int) -> Write:
            return write(text=f"{number}", expected=number - 1, change=ChangeKind.SAVED, state=State.DRAFT)

        (first,) = store.put([write()])
        store.put([drafted(2)])
        store.put([drafted(3)])
        (third,) = store.put([write(expected=3, description=None, report=None)])
        store.put([write(expected=3, description=None, report=None)])
        revisions = store.revisions(first.number)
        assert [each.published for each in revisions] == [first.changed, None, third.changed]
        assert third.published == revisions[2]

    def test_a_withdrawal_takes_from_readers_what_they_had_before(self, store: SqlStore) -> None:
        (record,) = store.put([write()])
        (record,) = store.put([withdrawal(record)])
        (again,) = store.put([write(text="new", expected=1)])
        assert [each.published for each in store.revisions(record.number)] == [None, again.changed]

    def test_a_draft_beside_a_published_record_leaves_readers_what_they_had(self, store: SqlStore) -> None:
        [before] = store.put([write()])
        [after] = store.put([write(text="new", expected=1, change=ChangeKind.SAVED, state=State.DRAFT)])
        assert (after.state, after.has_draft, after.head.number) == (State.PUBLISHED, True, 2)
        assert after.published == before.published
        assert after.changed == before.changed

    def test_a_stale_write_is_refused_and_changes_nothing(self, store: SqlStore) -> None:
        store.put([write()])
        store.put([write(text="new", expected=1)])
        position = store.position()
        with pytest.raises(Stale, match="revision 2, not 1"):
            store.put([write(text="late", expected=1)])
        with pytest.raises(Stale):
            store.put([write(text="again")])
        assert store.position() == position
        assert len(store.revisions(1)) == 2

    def test_one_stale_write_keeps_all_that_stand_beside_it_out(self, store: SqlStore) -> None:
        store.put([write(1)])
        with pytest.raises(Stale):
            store.put([write(2), write(1)])
        assert store.find("iri", ["http://example.org/2"]) == {}

    def test_an_id_that_is_taken_is_refused(self, store: SqlStore) -> None:
        store.put([write(1)])
        with pytest.raises(HeldElsewhere, match=r"example\.org/1"):
            store.put([write(2, id="id-1")])

    def test_an_id_that_two_of_a_batch_want_is_refused(self, store: SqlStore) -> None:
        with pytest.raises(HeldElsewhere, match=r"example\.org/1"):
            store.put([write(1), write(2, id="id-1")])
        assert store.position() == 0

    def test_a_batch_of_all_kinds_of_writes_is_stored_in_its_order(self, store: SqlStore) -> None:
        first, second, third = store.put([write(number) for number in (1, 2, 3)])
        removal = Write(second.iri, 1, ChangeKind.REMOVED, State.DRAFT)
        done = store.put(
            [
                withdrawal(first),
                write(5),
                removal,
                write(3, text="new", expected=1),
                write(4, text="", identifiers=()),
            ]
        )
        assert [record.iri for record in done] == [each.iri for each in (first, write(5), third, write(4))]
        assert [record.state for record in done][:2] == [State.WITHDRAWN, State.PUBLISHED]
        assert [(change.number, change.kind) for change in store.changes(3, 10)] == [
            (first.number, ChangeKind.WITHDRAWN),
            (done[1].number, ChangeKind.PUBLISHED),
            (second.number, ChangeKind.REMOVED),
            (third.number, ChangeKind.PUBLISHED),
            (done[3].number, ChangeKind.PUBLISHED),
        ]
        assert done == [store.find("number", [record.number])[record.number] for record in done]

    def test_a_withdrawal_leaves_a_tombstone_and_can_be_undone(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        [gone] = store.put([withdrawal(record)])
        assert (gone.state, gone.published, gone.withdrawal_reason) == (
            State.WITHDRAWN,
            None,
            "consent was revoked",
        )
        assert gone.withdrawn == gone.changed
        [back] = store.put([Write(record.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED)])
        assert (back.state, back.withdrawn, back.withdrawal_reason) == (State.PUBLISHED, None, "")
        assert back.listed == record.listed

    def test_a_check_changes_its_date_and_nothing_else(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        [checked] = store.put([Write(record.iri, 1, ChangeKind.CHECKED, record.state)])
        assert record.checked is None  # publishing is not the holder's check
        assert checked.checked is not None
        assert (checked.changed, checked.head, checked.state) == (record.changed, record.head, record.state)

    def test_removing_leaves_only_the_change(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        assert store.put([Write(record.iri, 1, ChangeKind.REMOVED, State.DRAFT)]) == []
        assert store.find("iri", [record.iri]) == {}
        assert store.revisions(record.number) == []
        assert store.ntriples([record.head.hash]) == {}
        assert [change.kind for change in store.changes(0, 10)] == [ChangeKind.PUBLISHED, ChangeKind.REMOVED]
        [new] = store.put([write()])
        assert new.number > record.number

    def test_what_a_removed_record_shares_with_another_stays(self, store: SqlStore) -> None:
        description = write(1).description
        first, second = store.put([write(1), write(2, description=description)])
        store.put([write(1, text="b", expected=1)])
        store.put([Write(first.iri, 2, ChangeKind.REMOVED, State.DRAFT)])
        kept = store.ntriples([first.head.hash, f"{1}b".rjust(64, "0")])
        assert list(kept) == [second.head.hash]

    def test_every_revision_is_kept(self, store: SqlStore) -> None:
        store.put([write(author="Ada", reason="first")])
        store.put([write(text="b", expected=1, author="Bo", reason="second")])
        told = [(revision.number, revision.author, revision.reason) for revision in store.revisions(1)]
        assert told == [(1, "Ada", "first"), (2, "Bo", "second")]
        hashes = {revision.hash for revision in store.revisions(1)}
        assert len(store.ntriples(hashes)) == 2

    def test_the_change_feed_is_read_from_any_position(self, store: SqlStore) -> None:
        assert store.position() == 0
        store.put([write(1), write(2)])
        store.put([write(1, text="b", expected=1)])
        changes = store.changes(0, 10)
        assert [change.number for change in changes] == [1, 2, 1]
        assert store.position() == changes[-1].position
        assert store.changes(changes[0].position, 1) == [changes[1]]

    def test_records_are_paged_by_number_in_both_directions(self, store: SqlStore) -> None:
        store.put([write(number) for number in range(1, 8)])
        assert numbers(store.select(Selection(limit=3))) == [1, 2, 3]
        assert numbers(store.select(Selection(after=3, limit=3))) == [4, 5, 6]
        assert numbers(store.select(Selection(after=4, limit=2, backwards=True))) == [3, 2]
        assert numbers(store.select(Selection(limit=2, backwards=True))) == [7, 6]

    def test_a_selection_narrows_by_state_kind_source_and_time(self, store: SqlStore) -> None:
        store.put([write(1), write(2, state=State.DRAFT, change=ChangeKind.SAVED), write(3, source="north")])
        store.put([withdrawal(store.find("number", [1])[1])])
        assert numbers(store.select(Selection(public=True))) == [1, 3]
        assert numbers(store.select(Selection(states=frozenset({State.DRAFT})))) == [2]
        assert numbers(store.select(Selection(kinds=frozenset({Kind.SERIES})))) == []
        assert numbers(store.select(Selection(source="north"))) == [3]
        later = store.find("number", [1])[1].changed
        assert numbers(store.select(Selection(changed_since=later))) == [1]
        assert store.count(Selection(public=True, limit=1)) == 2

    def test_many_keys_are_found_at_once(self, store: SqlStore) -> None:
        store.put([write(number) for number in range(1, 1201)])
        assert len(store.find("iri", [f"http://example.org/{number}" for number in range(1, 1201)])) == 1200

    def test_writers_beside_each_other_lose_nothing(self, store: SqlStore, address: str) -> None:
        def save(start: int) -> None:
            own = SqlStore(address)
            for number in range(start, start + 25):
                own.put([write(number)])
            own.close()

        threads = [threading.Thread(target=save, args=(100 * place,)) for place in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count(Selection()) == 100
        positions = [change.position for change in store.changes(0, 1000)]
        assert positions == list(range(1, 101))

    def test_of_two_who_save_one_record_one_is_told(self, store: SqlStore, address: str) -> None:
        store.put([write()])
        refused: list[Stale] = []

        def save(name: str) -> None:
            own = SqlStore(address)
            try:
                own.put([write(text=name, expected=1)])
            except Stale as error:
                refused.append(error)
            own.close()

        threads = [threading.Thread(target=save, args=(name,)) for name in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert len(store.revisions(1)) == 2

    def test_a_source_and_its_runs_come_back(self, store: SqlStore) -> None:
        pages = {"http://north.example/1": PageState('"a"', "Mon", ("http://x/1",), "http://north.example/2")}
        source = Source(
            "north", "http://north.example", publish=Publish.ALWAYS, added=datetime.now(UTC), pages=pages
        )
        store.save_source(Source("north", "http://old.example"))
        store.save_source(source)
        assert store.sources() == [source]
        run = Run("r1", "north", datetime.now(UTC), RunState.PARTIAL, datetime.now(UTC), message="broke off")
        run.summary.add(Outcome(OutcomeKind.REFUSED, "http://x/1", "no title", "T"))
        store.save_run(run)
        store.save_run(Run("r0", "north", datetime(2026, 1, 1, tzinfo=UTC)))
        assert store.runs("north", 5)[0] == run
        assert [kept.id for kept in store.runs("north", 5)] == ["r1", "r0"]

    def test_a_result_is_there_until_its_moment(self, store: SqlStore) -> None:
        result = KeptResult("secret", NOON + timedelta(days=1), b"\0verdicts")
        store.keep_result(result, NOON, 1000)
        assert store.result("secret", NOON) == result
        assert store.result("guessed", NOON) is None
        assert store.result("secret", result.until) is None

    def test_results_that_are_over_are_removed_when_another_is_kept_or_by_a_purge(
        self, store: SqlStore
    ) -> None:
        for number in range(3):
            store.keep_result(KeptResult(f"r{number}", NOON + timedelta(hours=number), b"x"), NOON, 1000)
        assert store.result("r0", NOON - timedelta(hours=1)) is None
        assert store.purge_results(NOON + timedelta(hours=1)) == 1
        assert store.result("r2", NOON)

    def test_a_result_is_removed_at_once_when_it_is_asked_for(self, store: SqlStore) -> None:
        store.keep_result(KeptResult("r", NOON + timedelta(days=1), b"x"), NOON, 1000)
        assert store.remove_result("r")
        assert not store.remove_result("r")
        assert store.result("r", NOON) is None

    def test_results_never_take_more_than_their_bound(self, store: SqlStore) -> None:
        for number in range(5):
            end = NOON + timedelta(hours=number + 1)
            store.keep_result(KeptResult(f"r{number}", end, b"x" * 100), NOON, 250)
        assert [bool(store.result(f"r{number}", NOON)) for number in range(5)] == [False] * 3 + [True] * 2

    def test_a_result_that_would_not_fit_is_refused_and_removes_none(self, store: SqlStore) -> None:
        kept = KeptResult("small", NOON + timedelta(hours=1), b"x" * 250)
        store.keep_result(kept, NOON, 250)
        with pytest.raises(ResultTooLarge):
            store.keep_result(KeptResult("large", NOON + timedelta(hours=2), b"x" * 251), NOON, 250)
        assert store.result("small", NOON) == kept
        assert store.result("large", NOON) is None

    def test_a_database_that_is_down_is_told_as_that(self, store: SqlStore) -> None:
        with pytest.raises(Unavailable, match="The database"), store._reading():
            raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))
        assert store.position() == 0

    def test_a_past_revision_can_be_taken_from_readers_and_no_other(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        store.put([write(text="draft", expected=1, change=ChangeKind.SAVED, state=State.DRAFT)])
        store.put([write(text="now", expected=2)])
        read, position = store.changed_for_readers(), store.position()
        assert [store.hide_revision(record.number, number) for number in (1, 1, 2, 3, 4)] == [
            True, False, False, False, False,
        ]  # fmt: skip
        assert [bool(each.published) for each in store.revisions(record.number)] == [False, False, True]
        assert (store.changed_for_readers(), store.position()) == (read, position + 1)

    def test_what_holds_a_character_that_no_record_has_is_not_found(self, store: SqlStore) -> None:
        [record] = store.put([write()])
        for by in ("id", "iri", "identifier"):
            assert store.find(by, ["a\0b"]) == {}
        assert store.find("id", [record.id, "a\0b"]) == {record.id: record}

    def test_an_error_of_the_database_does_not_quote_what_was_asked_with(self, store: SqlStore) -> None:
        with pytest.raises(SQLAlchemyError) as raised, store._engine.connect() as connection:
            connection.execute(
                text("SELECT nothing FROM records WHERE id = :who"), {"who": "ada@example.org"}
            )
        assert "ada@example.org" not in str(raised.value)

    def test_opening_again_keeps_everything(self, store: SqlStore, address: str) -> None:
        store.put([write()])
        again = SqlStore(address)
        assert again.position() == 1
        again.close()


def numbers(records: Sequence[Record]) -> list[int]:
    return [record.number for record in records]


class TestSqlite(OnSqlite, RecordsContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, RecordsContract):
    """On PostgreSQL."""

    def test_a_character_that_postgresql_cannot_hold_is_bad_input(self, store: SqlStore) -> None:
        with pytest.raises(BadInput, match=r"U\+0000"):
            store.saved_by("a\0b")
        with pytest.raises(BadInput, match=r"U\+0000"):
            store.result("a\0b", NOON)


def test_an_address_of_no_database_is_refused_with_its_setting() -> None:
    with pytest.raises(WrongSetting, match="CATALOGUE_DATABASE_URL"):
        SqlStore("mysql://somewhere/db")
    with pytest.raises(WrongSetting, match="CATALOGUE_DATABASE_URL"):
        SqlStore("postgresql://nobody@127.0.0.1:1/none")
