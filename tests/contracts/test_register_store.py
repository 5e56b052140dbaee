"""What every store does with registers, changes on their way, templates and what is handed in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.domain.errors import Stale
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.domain.register import Action, Change, Effect, Item, RegisterEntry
from catalogue.domain.report import Report
from catalogue.store.register_base import Pending, Template
from catalogue.store.sql import SqlStore
from tests.conftest import dataset, described
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

AGENT = "http://127.0.0.1:8000/agent/a"
ENTRY = RegisterEntry(AGENT, 1, "agent", "north", "Hôpital", f'<{AGENT}> <x:name> "Hôpital" .\n', NOON, "Ada")
CHANGE = Change("c1", Action.MERGE, AGENT, "x:other", "north", "ada", "Ada", True, NOON)
REPORT = Report("p", "PUBLIC")


class RegisterContract(StoreContract):
    """The behaviour; subclasses say where."""

    def put(self, store: SqlStore, iri: str, publisher: str, state: State) -> Record:
        [description] = described(dataset(iri, "A", f"dct:publisher <{publisher}>"))
        known = store.find("iri", [iri]).get(iri)
        kind = ChangeKind.PUBLISHED if state is State.PUBLISHED else ChangeKind.SAVED
        expected = known.head.number if known else None
        return store.put([Write(iri, expected, kind, state, description, REPORT, id=iri[-1])])[0]

    def test_an_entry_comes_back_as_it_was_saved_with_every_version(self, store: SqlStore) -> None:
        store.save_entry(ENTRY)
        second = replace(ENTRY, version=2, name="CHU", merged_into="x:other", at=NOON + timedelta(days=1))
        store.save_entry(second)
        assert store.entries() == [second]
        assert store.entry_versions(AGENT) == [ENTRY, second]

    @pytest.mark.parametrize("version", [1, 3])
    def test_another_version_than_the_next_is_refused(self, store: SqlStore, version: int) -> None:
        store.save_entry(ENTRY)
        with pytest.raises(Stale):
            store.save_entry(replace(ENTRY, version=version))

    def test_entries_are_found_by_organisation_and_address_and_sorted_by_name(self, store: SqlStore) -> None:
        other = replace(ENTRY, iri="x:b", organisation="", name="agence")
        for entry in (ENTRY, other):
            store.save_entry(entry)
        assert store.entries() == [other, ENTRY]
        assert store.entries({"north"}) == [ENTRY]
        assert store.entries({"north"}, ["x:b"]) == []
        assert store.entries(None, ["x:b", "x:unknown"]) == [other]
        assert store.entries(None, []) == []

    def test_uses_follow_the_newest_revision_and_what_readers_get(self, store: SqlStore) -> None:
        store.save_entry(ENTRY)
        store.save_entry(replace(ENTRY, iri="x:b"))
        record = self.put(store, "http://example.org/1", AGENT, State.DRAFT)
        assert (store.uses(AGENT), store.uses(AGENT, public=True)) == ([record.number], [])
        self.put(store, "http://example.org/1", AGENT, State.PUBLISHED)
        assert store.uses(AGENT, public=True) == [record.number]
        self.put(store, "http://example.org/1", "x:b", State.DRAFT)
        assert (store.uses(AGENT), store.uses("x:b")) == ([record.number], [record.number])
        assert store.use_counts([AGENT, "x:b", "x:c"]) == {AGENT: 1, "x:b": 1}
        self.put(store, "http://example.org/1", "x:b", State.PUBLISHED)
        assert store.uses(AGENT) == []
        head = store.find("number", [record.number])[record.number].head.number
        store.put([Write("http://example.org/1", head, ChangeKind.WITHDRAWN, State.WITHDRAWN, reason="r")])
        assert (store.uses("x:b"), store.uses("x:b", public=True)) == ([record.number], [])

    def test_a_removed_record_uses_nothing(self, store: SqlStore) -> None:
        store.save_entry(ENTRY)
        record = self.put(store, "http://example.org/1", AGENT, State.PUBLISHED)
        assert not store.remove_entry(AGENT)
        store.put([Write(record.iri, 1, ChangeKind.REMOVED, State.DRAFT)])
        assert store.uses(AGENT) == []
        assert store.remove_entry(AGENT)
        assert store.entries() == []
        assert not store.remove_entry(AGENT)

    def test_uses_older_than_their_entry_are_noted_when_it_comes(self, store: SqlStore) -> None:
        record = self.put(store, "http://example.org/1", AGENT, State.PUBLISHED)
        store.save_entry(ENTRY)
        assert store.uses(AGENT) == []
        text = store.ntriples([record.head.hash])[record.head.hash]
        store.note_uses([(record.number, text, False), (record.number, text, True)])
        assert store.uses(AGENT, public=True) == [record.number]

    def test_a_change_is_carried_out_once_for_each_record(self, store: SqlStore) -> None:
        record = self.put(store, "http://example.org/1", AGENT, State.PUBLISHED)
        store.start_change(CHANGE, [record.number, record.number])
        assert store.register_change("c1") == CHANGE
        assert store.items("c1", waiting=True) == [Item("c1", record.number)]
        [first] = described(dataset(record.iri, "First"))
        [second] = described(dataset(record.iri, "Second"))
        item = Item("c1", record.number, Effect.BOTH, 1, 1, 3, 2)
        steps = [
            Write(record.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, first, REPORT),
            Write(record.iri, 2, ChangeKind.SAVED, State.DRAFT, second, REPORT),
        ]
        assert store.carry_out(item, steps)
        assert not store.carry_out(item, steps)
        after = store.find("iri", [record.iri])[record.iri]
        assert (after.head.number, after.head.hash) == (3, second.hash)
        assert after.published is not None
        assert (after.published.number, after.published.hash) == (2, first.hash)
        assert store.items("c1") == [item]

    def test_a_change_that_is_too_late_leaves_nothing_behind(self, store: SqlStore) -> None:
        record = self.put(store, "http://example.org/1", AGENT, State.PUBLISHED)
        store.start_change(CHANGE, [record.number])
        [first] = described(dataset(record.iri, "First"))
        steps = [
            Write(record.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, first, REPORT),
            Write(record.iri, 1, ChangeKind.SAVED, State.DRAFT, first, REPORT),
        ]
        with pytest.raises(Stale):
            store.carry_out(Item("c1", record.number, Effect.BOTH), steps)
        assert store.find("iri", [record.iri])[record.iri] == record
        assert store.items("c1", waiting=True) == [Item("c1", record.number)]

    def test_a_change_is_stored_with_its_entries_or_not_at_all(self, store: SqlStore) -> None:
        first, other = replace(ENTRY, version=1), replace(ENTRY, iri="x:b")
        store.save_entry(first)
        with pytest.raises(Stale):
            store.start_change(CHANGE, [], [replace(first, version=2), replace(other, version=3)])
        assert store.entries() == [first]
        assert store.register_change("c1") is None
        store.start_change(CHANGE, [], [replace(first, version=2), other])
        assert [each.version for each in store.entries()] == [2, 1]
        assert store.register_change("c1") == CHANGE

    def test_changes_are_found_by_either_entry_and_until_they_are_finished(self, store: SqlStore) -> None:
        later = replace(CHANGE, id="c2", action=Action.CHANGE, iri="x:c", other="", at=NOON + timedelta(1))
        for change in (CHANGE, later):
            store.start_change(change, [])
        assert store.register_changes() == [later, CHANGE]
        assert store.register_changes("x:other") == store.register_changes(AGENT) == [CHANGE]
        assert store.register_changes(unfinished=True) == [CHANGE, later]
        store.finish_change("c1", NOON)
        assert store.register_changes(unfinished=True) == [later]
        assert store.register_change("c1") == replace(CHANGE, finished=NOON)
        assert store.register_change("c9") is None

    def test_templates_are_listed_by_name_without_their_text(self, store: SqlStore) -> None:
        template = Template("t", "north", "Cohorts", "<a:a> <a:b> <a:c> .\n", NOON, "Ada")
        shared = replace(template, id="s", organisation="", name="All")
        for each in (template, shared):
            store.save_template(each)
        assert store.templates(None) == [replace(shared, ntriples=""), replace(template, ntriples="")]
        assert store.templates({"north"}) == [replace(template, ntriples="")]
        assert store.template("t") == template
        store.save_template(replace(template, name="Renamed"))
        assert [each.name for each in store.templates({"north"})] == ["Renamed"]
        store.remove_template("t")
        assert store.template("t") is None

    def test_what_is_handed_in_is_kept_for_one_person_until_its_moment(self, store: SqlStore) -> None:
        kept = Pending("ada", "file:1", NOON + timedelta(hours=1), b"\x00data")
        store.keep_pending(kept)
        store.keep_pending(replace(kept, data=b"newer"))
        assert store.pending("ada", "file:1", NOON) == replace(kept, data=b"newer")
        assert store.pending("bob", "file:1", NOON) is None
        assert store.pending("ada", "file:1", kept.until) is None
        assert store.purge_pending(kept.until) == 1
        store.keep_pending(kept)
        store.drop_pending("ada", "file:1")
        assert store.pending("ada", "file:1", NOON) is None


class TestSqlite(OnSqlite, RegisterContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, RegisterContract):
    """On PostgreSQL."""
