"""What every store does for review, comments and notices, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.domain.errors import Stale
from catalogue.domain.places import Step
from catalogue.domain.record import ChangeKind, Record, Revision, State, Write
from catalogue.domain.report import Report
from catalogue.domain.review import Comment, Notice, NoticeKind, Review, Status
from catalogue.store.base import Selection
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract
from tests.contracts.test_store import withdrawal, write

PLACE = (Step("http://www.w3.org/ns/dcat#Dataset", "http://www.w3.org/ns/dcat#distribution", 2, "Été"),)


def had(revision: Revision | None) -> tuple[int, str]:
    """Which version it is, whenever readers first got it."""
    assert revision
    return revision.number, revision.hash


class ReviewStoreContract(StoreContract):
    """The behaviour; subclasses say where."""

    @pytest.fixture
    def record(self, store: SqlStore) -> Record:
        return store.put([write()])[0]

    def test_a_review_moves_from_what_was_seen_and_from_nothing_else(
        self, store: SqlStore, record: Record
    ) -> None:
        first = Review(record.number, Status.IN_REVIEW, 1, "ada", "", NOON)
        store.move_review(record.number, None, first)
        assert store.reviews([record.number, 77]) == {record.number: first}
        approved = replace(first, status=Status.APPROVED, assignee="grace")
        for wrong in (None, approved):
            with pytest.raises(Stale):
                store.move_review(record.number, wrong, approved)
        store.move_review(record.number, first, approved)
        assert store.reviews([record.number]) == {record.number: approved}
        store.move_review(record.number, approved, None)
        assert store.reviews([record.number]) == {}

    def test_of_many_who_move_a_review_at_once_one_does(self, store: SqlStore, record: Record) -> None:
        def move(name: str) -> bool:
            try:
                store.move_review(
                    record.number, None, Review(record.number, Status.IN_REVIEW, 1, name, "", NOON)
                )
            except Stale:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(move, map(str, range(8)))) == 1

    def test_of_two_who_publish_one_state_for_readers_one_does(self, store: SqlStore) -> None:
        draft = store.put([write(change=ChangeKind.SAVED, state=State.DRAFT)])[0]
        publication = Write(draft.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, readers=None)
        store.put([publication])
        before = store.position()
        with pytest.raises(Stale):
            store.put([publication])
        assert store.position() == before
        assert had(store.find("iri", [draft.iri])[draft.iri].published) == had(draft.head)

    def test_a_write_that_rests_on_a_review_is_stored_with_that_review_alone(self, store: SqlStore) -> None:
        draft = store.put([write(change=ChangeKind.SAVED, state=State.DRAFT)])[0]
        approved = Review(draft.number, Status.APPROVED, 1, "ada", "", NOON)
        back = replace(approved, status=Status.SENT_BACK)
        store.move_review(draft.number, None, back)
        publication = Write(draft.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, readers=None)
        for wrong in (None, approved):
            with pytest.raises(Stale):
                store.put_reviewed(publication, wrong)
        assert store.find("iri", [draft.iri])[draft.iri].published is None
        assert had(store.put_reviewed(publication, back).published) == had(draft.head)
        assert store.reviews([draft.number]) == {}

    def test_writes_in_turn_are_stored_all_or_not_at_all(self, store: SqlStore) -> None:
        draft = store.put([write(change=ChangeKind.SAVED, state=State.DRAFT)])[0]
        publication = Write(draft.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, readers=None)
        with pytest.raises(Stale):
            store.put_in_turn([publication, Write(draft.iri, 2, ChangeKind.SAVED, State.DRAFT)])
        assert store.find("iri", [draft.iri])[draft.iri] == draft
        after = replace(write(change=ChangeKind.SAVED, state=State.DRAFT), expected=1)
        stored = store.put_in_turn([publication, after])
        assert had(stored.published) == had(draft.head)
        assert (stored.head.number, stored.state) == (2, State.PUBLISHED)

    def test_a_publication_brings_the_report_that_it_rests_on(self, store: SqlStore) -> None:
        draft = store.put([write(change=ChangeKind.SAVED, state=State.DRAFT)])[0]
        report = Report("other", "RESTRICTED")
        [published] = store.put([Write(draft.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED, report=report)])
        assert published.published is not None
        assert published.published.report == report
        assert store.revisions(draft.number)[0].report == report

    def test_a_withdrawal_remembers_what_readers_had(self, store: SqlStore, record: Record) -> None:
        store.put([write(text="2", expected=1, change=ChangeKind.SAVED, state=State.DRAFT, person="ada")])
        [gone] = store.put([replace(withdrawal(record), expected=2)])
        assert (gone.published, gone.last_published, gone.head.number) == (None, 1, 2)
        assert gone.head.person == "ada"

    def test_what_nobody_has_checked_since_a_moment_is_our_own(self, store: SqlStore) -> None:
        first, foreign, checked = store.put([write(1), write(2, source="s"), write(3)])
        later = first.changed + timedelta(days=1)

        def unchecked(before: object) -> list[int]:
            return [each.number for each in store.select(Selection(unchecked_since=before))]  # type: ignore[arg-type]

        assert foreign.number not in unchecked(later)
        assert unchecked(later) == [first.number, checked.number]
        store.put([Write(checked.iri, 1, ChangeKind.CHECKED, State.PUBLISHED)])
        moment = store.find("iri", [checked.iri])[checked.iri].checked
        assert unchecked(moment) == [first.number]
        assert unchecked(first.changed) == []

    def test_a_saved_draft_is_no_change_for_readers(self, store: SqlStore) -> None:
        assert store.changed_for_readers() is None
        store.put([write(1, change=ChangeKind.SAVED, state=State.DRAFT)])
        assert store.changed_for_readers() is None
        [public] = store.put([write(2)])
        store.put([write(2, text="draft", expected=1, change=ChangeKind.SAVED, state=State.DRAFT)])
        assert store.changed_for_readers() == public.changed

    def test_comments_are_kept_in_order_with_their_places(self, store: SqlStore, record: Record) -> None:
        whole = store.add_comment(Comment(record.number, 1, "ada", "Ada", NOON, "Bien\0 !"))
        about = store.add_comment(
            Comment(record.number, 1, "grace", "Grace", NOON, "Which?", PLACE, answers=whole.id)
        )
        assert store.comments(record.number) == [replace(whole, text="Bien\ufffd !"), about]
        store.settle_comment(whole.id, NOON, "Grace")
        settled = store.comments(record.number)[0]
        assert (settled.settled, settled.settled_by) == (NOON, "Grace")
        store.settle_comment(whole.id, None, "")
        assert store.comments(record.number)[0].settled is None

    def test_what_was_said_of_a_removed_record_goes_with_it(self, store: SqlStore, record: Record) -> None:
        store.add_comment(Comment(record.number, 1, "ada", "Ada", NOON, "Well"))
        store.move_review(record.number, None, Review(record.number, Status.IN_REVIEW, 1, "ada", "", NOON))
        store.put([Write(record.iri, 1, ChangeKind.REMOVED, State.DRAFT)])
        assert store.comments(record.number) == []
        assert store.reviews([record.number]) == {}

    def test_notices_are_seen_and_sent_once(self, store: SqlStore, record: Record) -> None:
        def notice(person: str, kind: NoticeKind, hours: int) -> Notice:
            return Notice(person, kind, record.number, NOON + timedelta(hours=hours), {"title": "Santé"})

        store.add_notices([])
        store.add_notices([notice("ada", NoticeKind.SUBMITTED, 0), notice("grace", NoticeKind.ASSIGNED, 1)])
        store.add_notices([notice("ada", NoticeKind.PUBLISHED, 2)])
        newest, oldest = store.notices("ada", 10)
        assert (newest.kind, oldest.kind, newest.data) == (
            NoticeKind.PUBLISHED,
            NoticeKind.SUBMITTED,
            {"title": "Santé"},
        )
        assert store.unseen("ada") == 2
        store.see_notices("ada", oldest.id, NOON)
        assert store.unseen("ada") == 1
        waiting = store.to_send(NOON, 10)
        assert [each.person for each in waiting] == ["grace", "ada"]
        assert [each.person for each in store.to_send(NOON + timedelta(hours=2), 10)] == ["ada"]
        store.mark_sent([waiting[0].id], NOON)
        assert [each.id for each in store.to_send(NOON, 10)] == [newest.id]
        every = set(NoticeKind)
        assert store.kinds_told(every, record.number, NOON + timedelta(hours=1)) == {
            NoticeKind.ASSIGNED,
            NoticeKind.PUBLISHED,
        }
        assert store.kinds_told({NoticeKind.CHECK_DUE}, record.number, NOON) == set()
        assert store.purge_notices(NOON + timedelta(hours=2)) == 2
        assert [each.kind for each in store.notices("ada", 10)] == [NoticeKind.PUBLISHED]


class TestSqlite(OnSqlite, ReviewStoreContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, ReviewStoreContract):
    """On PostgreSQL."""
