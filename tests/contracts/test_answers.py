"""What every store does with what programs were answered, on SQLite and on PostgreSQL."""

import threading
from dataclasses import replace
from datetime import timedelta

from catalogue.store.holder_base import KeptAnswer
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

CLAIM = KeptAnswer("key", "once", "a" * 64, NOON + timedelta(minutes=10))
ANSWER = replace(
    CLAIM, status=201, headers=(("Location", "/é"),), body=b"\x00{}", until=NOON + timedelta(days=1)
)


class AnswersContract(StoreContract):
    """The behaviour; subclasses say where."""

    def test_a_second_claim_gets_what_is_kept(self, store: SqlStore) -> None:
        assert store.claim_answer(CLAIM, NOON) is None
        assert store.claim_answer(replace(CLAIM, request="b" * 64), NOON) == CLAIM
        store.keep_answer(ANSWER)
        assert store.claim_answer(CLAIM, NOON) == ANSWER

    def test_keys_have_their_own_answers(self, store: SqlStore) -> None:
        store.claim_answer(CLAIM, NOON)
        assert store.claim_answer(replace(CLAIM, key="other"), NOON) is None
        assert store.claim_answer(replace(CLAIM, idempotency="twice"), NOON) is None

    def test_what_was_released_or_is_over_can_be_claimed_again(self, store: SqlStore) -> None:
        store.claim_answer(CLAIM, NOON)
        store.release_answer(CLAIM.key, CLAIM.idempotency)
        assert store.claim_answer(CLAIM, NOON) is None
        assert store.claim_answer(CLAIM, CLAIM.until) is None

    def test_what_is_over_is_purged(self, store: SqlStore) -> None:
        store.claim_answer(CLAIM, NOON)
        store.claim_answer(replace(ANSWER, key="other"), NOON)
        assert store.purge_answers(NOON) == 0
        assert store.purge_answers(CLAIM.until) == 1
        assert store.claim_answer(replace(CLAIM, key="other"), NOON) is not None

    def test_of_many_who_claim_at_once_one_gets_it(self, store: SqlStore) -> None:
        got: list[KeptAnswer | None] = []
        start = threading.Barrier(8)

        def claim() -> None:
            start.wait()
            got.append(store.claim_answer(CLAIM, NOON))

        threads = [threading.Thread(target=claim) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert got.count(None) == 1
        assert len(got) == 8


class TestSqlite(OnSqlite, AnswersContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, AnswersContract):
    """On PostgreSQL."""
