"""What every store does for saved searches, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from catalogue.domain.saved import SavedSearch
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

HEART = SavedSearch("ada@example.org", "o1", "k1", "en", (("q", "cœur"), ("country", "FRA")), NOON)
LUNG = SavedSearch("grace@example.org", "o2", "k2", "fr", (("q", "lung"),), NOON)
DAY = timedelta(days=1)


def due(store: SqlStore, before: datetime, at: datetime | None = None, limit: int = 10) -> list[str]:
    return sorted(each.key for each in store.due_saved(before, at or before, limit))


class SavedSearchContract(StoreContract):
    """The behaviour; subclasses say where."""

    def test_what_is_kept_is_given_back(self, store: SqlStore) -> None:
        kept = store.add_saved(HEART)
        assert kept == replace(HEART, id=kept.id)
        assert store.saved_of("ada@example.org") == [kept]
        assert store.saved_to_confirm("k1") == kept
        assert store.saved_to_confirm("k2") is None

    def test_all_searches_of_an_address_have_one_owner(self, store: SqlStore) -> None:
        store.add_saved(HEART)
        second = store.add_saved(replace(HEART, owner="another", key="k3"))
        assert second.owner == "o1"
        assert store.add_saved(LUNG).owner == "o2"

    def test_a_search_is_confirmed_once(self, store: SqlStore) -> None:
        waiting = store.add_saved(HEART)
        assert store.saved_by("o1") == [waiting]
        found = store.confirm_saved("k1", frozenset({3, 1}), NOON + DAY)
        assert found is not None
        assert (found.confirmed, found.checked, found.seen) == (NOON + DAY, NOON + DAY, frozenset({1, 3}))
        assert store.saved_by("o1") == [found]
        assert store.confirm_saved("k1", frozenset(), NOON) is None
        assert store.confirm_saved("k9", frozenset(), NOON) is None

    def test_of_many_who_confirm_at_once_one_does(self, store: SqlStore) -> None:
        store.add_saved(HEART)
        with ThreadPoolExecutor(8) as threads:
            done = list(threads.map(lambda _: store.confirm_saved("k1", frozenset(), NOON), range(8)))
        assert len([each for each in done if each]) == 1

    def test_only_its_owner_ends_a_search(self, store: SqlStore) -> None:
        first, other = store.add_saved(HEART), store.add_saved(LUNG)
        second = store.add_saved(replace(HEART, key="k3"))
        assert store.end_saved("o1", other.id) == 0
        assert store.end_saved("o1", first.id) == 1
        assert store.saved_of(HEART.email) == [second]
        assert store.end_saved("o1") == 1
        assert store.saved_of(HEART.email) == []
        assert store.saved_of(LUNG.email) == [other]

    def test_searches_are_due_when_none_of_their_owner_was_looked_at(self, store: SqlStore) -> None:
        for each in (HEART, LUNG, replace(HEART, key="k3"), replace(LUNG, key="k4")):
            store.add_saved(each)
        store.confirm_saved("k1", frozenset(), NOON)
        store.confirm_saved("k2", frozenset(), NOON)
        store.confirm_saved("k3", frozenset(), NOON + DAY)
        assert due(store, NOON) == ["k2"]  # and not k4, which nobody confirmed
        assert due(store, NOON + DAY) == ["k1", "k2", "k3"]
        assert due(store, NOON + DAY, limit=1) == ["k2"]  # who waits longest
        assert due(store, NOON - DAY) == []

    def test_who_is_put_off_is_not_due_and_then_lets_others_pass(self, store: SqlStore) -> None:
        for each in (HEART, replace(HEART, key="k3"), LUNG):
            store.add_saved(each)
        for key, at in (("k1", NOON), ("k3", NOON), ("k2", NOON + DAY)):
            store.confirm_saved(key, frozenset(), at)
        assert due(store, NOON + DAY, limit=1) == ["k1", "k3"]
        store.put_off_saved("o1", NOON + 3 * DAY, 2)
        assert [each.refused for each in store.saved_by("o1")] == [2, 2]
        assert due(store, NOON + DAY) == ["k2"]
        assert due(store, NOON + DAY, NOON + 3 * DAY, limit=1) == ["k2"]
        assert due(store, NOON + DAY, NOON + 3 * DAY) == ["k1", "k2", "k3"]

    def test_a_look_is_noted_with_what_was_found(self, store: SqlStore) -> None:
        store.add_saved(HEART)
        found = store.confirm_saved("k1", frozenset(), NOON)
        assert found is not None
        many = frozenset(range(10_000))
        store.mark_saved(found.id, many, NOON + DAY)
        [after] = store.saved_by("o1")
        assert (after.seen, after.checked) == (many, NOON + DAY)
        assert due(store, NOON) == []

    def test_a_look_ends_what_put_it_off(self, store: SqlStore) -> None:
        store.add_saved(HEART)
        found = store.confirm_saved("k1", frozenset(), NOON)
        assert found is not None
        store.put_off_saved("o1", NOON + 9 * DAY, 1)
        store.mark_saved(found.id, frozenset(), NOON + DAY)
        [after] = store.saved_by("o1")
        assert (after.later, after.refused) == (None, 0)
        assert due(store, NOON + DAY) == ["k1"]

    def test_what_nobody_confirmed_goes(self, store: SqlStore) -> None:
        store.add_saved(HEART)
        store.add_saved(LUNG)
        store.confirm_saved("k2", frozenset(), NOON)
        assert store.purge_saved(NOON) == 0
        assert store.purge_saved(NOON + DAY) == 1
        assert store.saved_of(HEART.email) == []
        assert len(store.saved_of(LUNG.email)) == 1


class TestSqlite(OnSqlite, SavedSearchContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, SavedSearchContract):
    """On PostgreSQL."""
