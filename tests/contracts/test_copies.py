"""What every store does with work in progress, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.domain.errors import Stale
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.domain.report import Report
from catalogue.store.holder_base import Copy
from catalogue.store.sql import SqlStore
from tests.conftest import dataset, described
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract


class CopiesContract(StoreContract):
    """The behaviour; subclasses say where."""

    @pytest.fixture
    def record(self, store: SqlStore) -> Record:
        [description] = described(dataset())
        report = Report("p", "PUBLIC", complete=False)
        write = Write(description.iri, None, ChangeKind.SAVED, State.DRAFT, description, report, id="1")
        return store.put([write])[0]

    @pytest.fixture
    def copy(self, record: Record) -> Copy:
        return Copy(record.number, "ada", 1, 1, NOON, '<a:a> <a:b> "é\\u0000"@fr .\n')

    def test_a_copy_comes_back_as_it_was_kept(self, store: SqlStore, copy: Copy) -> None:
        assert store.copy(copy.record, "ada") is None
        store.keep_copy(copy)
        assert store.copy(copy.record, "ada") == copy
        assert store.copy(copy.record, "bob") is None

    def test_a_copy_takes_the_place_of_the_version_before(self, store: SqlStore, copy: Copy) -> None:
        store.keep_copy(copy)
        second = replace(copy, version=2, base=3, ntriples="", at=NOON + timedelta(minutes=1))
        store.keep_copy(second)
        assert store.copy(copy.record, "ada") == second

    @pytest.mark.parametrize("version", [1, 3])
    def test_a_copy_of_another_version_is_refused(self, store: SqlStore, copy: Copy, version: int) -> None:
        store.keep_copy(copy)
        with pytest.raises(Stale):
            store.keep_copy(replace(copy, version=version, ntriples="lost"))
        assert store.copy(copy.record, "ada") == copy

    def test_a_first_copy_is_of_version_one(self, store: SqlStore, copy: Copy) -> None:
        with pytest.raises(Stale):
            store.keep_copy(replace(copy, version=2))

    def test_copies_are_listed_without_their_text(self, store: SqlStore, copy: Copy) -> None:
        later = replace(copy, person="bob", at=NOON + timedelta(hours=1))
        store.keep_copy(copy)
        store.keep_copy(later)
        bare = [replace(each, ntriples="") for each in (later, copy)]
        assert store.copies(record=copy.record) == bare
        assert store.copies(person="ada") == bare[1:]
        assert store.copies(record=copy.record + 1) == []

    def test_a_dropped_copy_is_gone(self, store: SqlStore, copy: Copy) -> None:
        store.keep_copy(copy)
        store.drop_copy(copy.record, "ada")
        store.drop_copy(copy.record, "ada")
        assert store.copies() == []

    def test_copies_go_with_their_record(self, store: SqlStore, record: Record, copy: Copy) -> None:
        store.keep_copy(copy)
        store.put([Write(record.iri, 1, ChangeKind.REMOVED, State.DRAFT)])
        assert store.copies() == []
        assert store.unjudged(10) == []

    def test_a_copy_that_was_saved_goes_and_one_that_was_kept_since_stays(
        self, store: SqlStore, copy: Copy
    ) -> None:
        store.keep_copy(copy)
        later = replace(copy, version=2, ntriples="later")
        store.keep_copy(later)
        store.settle_copy(copy.record, "ada", 1, 7)
        assert store.copy(copy.record, "ada") == replace(later, base=7)
        store.settle_copy(copy.record, "bob", 2, 8)
        store.settle_copy(copy.record, "ada", 2, 8)
        assert store.copies() == []

    def test_what_is_to_be_judged_is_noted_with_the_revision(self, store: SqlStore, record: Record) -> None:
        assert store.unjudged(10) == [record.number]
        assert store.unjudged(0) == []
        [description] = described(dataset(title="Again"))
        second = Write(record.iri, 1, ChangeKind.SAVED, State.DRAFT, description, record.head.report)
        store.put([second])
        store.settle_unjudged(record.number, 1)
        assert store.unjudged(10) == [record.number]
        store.settle_unjudged(record.number, 2)
        assert store.unjudged(10) == []
        store.put([replace(second, expected=2)])
        store.put([Write(record.iri, 3, ChangeKind.SAVED, State.DRAFT, report=Report("p", "PUBLIC"))])
        assert store.unjudged(10) == []

    def test_a_report_says_whether_it_is_complete(self, store: SqlStore, record: Record) -> None:
        assert not record.head.report.complete
        report = Report("p", "PUBLIC")
        write = Write(record.iri, 1, ChangeKind.SAVED, State.DRAFT, report=report)
        assert store.put([write])[0].head.report == report


class TestSqlite(OnSqlite, CopiesContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, CopiesContract):
    """On PostgreSQL."""
