"""What every store does about people, what they hold, and what they did, on SQLite and on PostgreSQL."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.domain.errors import HeldElsewhere, LastAdministrator, NotFound
from catalogue.domain.people import Event, Key, Organisation, Person, Role
from catalogue.store.holder_base import Token
from catalogue.store.sql import SqlStore
from tests.contracts.stores import NOON, OnPostgresql, OnSqlite, StoreContract

HOUR = timedelta(hours=1)
ADA = Person(
    "p1",
    "ada@example.org",
    "Ada",
    roles={
        "north": frozenset({Role.EDITOR, Role.REVIEWER}),
        "south": frozenset({Role.ADMINISTRATOR}),
    },
)
KEY = Key("k1", "0" * 64, "hc_abc", "Nightly", "north", Role.PROVIDER, NOON, "Ada")


class PeopleContract(StoreContract):
    """The behaviour; subclasses say where."""

    @pytest.fixture(autouse=True)
    def organisations(self, store: SqlStore) -> None:
        store.save_organisation(Organisation("south", "Zuid"))
        store.save_organisation(Organisation("north", "Nord"))

    def test_organisations_come_by_name_and_can_be_renamed(self, store: SqlStore) -> None:
        store.save_person(ADA)
        assert store.organisations() == [Organisation("north", "Nord"), Organisation("south", "Zuid")]
        store.save_organisation(Organisation("north", "Zz"))
        assert [each.id for each in store.organisations()] == ["south", "north"]
        assert store.person("id", "p1") == ADA

    def test_a_person_is_found_by_each_key_with_roles(self, store: SqlStore) -> None:
        ada = replace(ADA, subject="https://idp|1", language="fr", password="$argon2", administrator=True)
        store.save_person(ada)
        for by, value in (("id", "p1"), ("email", "ADA@Example.org"), ("subject", "https://idp|1")):
            assert store.person(by, value) == ada  # type: ignore[arg-type]
        assert store.person("email", "other@example.org") is None

    def test_nobody_is_found_by_nothing(self, store: SqlStore) -> None:
        store.save_person(ADA)
        assert store.person("subject", "") is None
        assert store.person("email", "") is None

    def test_people_come_by_name_each_with_their_roles(self, store: SqlStore) -> None:
        other = Person("p2", "aa@example.org", "Aa", roles={"north": frozenset({Role.EDITOR})})
        store.save_person(ADA)
        store.save_person(other)
        assert store.people() == [other, ADA]

    def test_saving_again_replaces_the_roles_too(self, store: SqlStore) -> None:
        store.save_person(ADA)
        less = replace(ADA, roles={"south": frozenset({Role.EDITOR})})
        store.save_person(less)
        assert store.people() == [less]

    def test_an_address_or_subject_belongs_to_one_person(self, store: SqlStore) -> None:
        store.save_person(replace(ADA, subject="s"))
        with pytest.raises(HeldElsewhere, match="Ada"):
            store.save_person(Person("p2", "ADA@example.org", "Other"))
        with pytest.raises(HeldElsewhere, match="Ada"):
            store.save_person(Person("p2", "other@example.org", "Other", subject="s"))
        assert len(store.people()) == 1

    def test_many_may_have_no_subject(self, store: SqlStore) -> None:
        store.save_person(ADA)
        store.save_person(Person("p2", "bo@example.org", "Bo"))
        assert len(store.people()) == 2

    def test_the_last_administrator_stays_one(self, store: SqlStore) -> None:
        store.save_person(replace(ADA, administrator=True))
        for change in ({"administrator": False}, {"active": False}):
            with pytest.raises(LastAdministrator, match="Ada"):
                store.change_person("p1", lambda person: replace(person, **change))  # noqa: B023
        assert store.person("id", "p1") == replace(ADA, administrator=True)
        store.save_person(Person("p2", "bo@example.org", "Bo", administrator=True))
        assert store.change_person("p1", lambda person: replace(person, active=False)).active is False

    def test_of_two_last_administrators_who_leave_at_once_one_stays(
        self, store: SqlStore, address: str
    ) -> None:
        store.save_person(replace(ADA, administrator=True))
        store.save_person(Person("p2", "bo@example.org", "Bo", administrator=True))
        refused: list[str] = []

        def leave(id: str) -> None:
            own = SqlStore(address)
            try:
                own.change_person(id, lambda person: replace(person, administrator=False))
            except LastAdministrator:
                refused.append(id)
            own.close()

        threads = [threading.Thread(target=leave, args=(id,)) for id in ("p1", "p2")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1

    def test_changing_nobody_is_refused(self, store: SqlStore) -> None:
        with pytest.raises(NotFound):
            store.change_person("none", lambda person: person)

    def test_a_token_is_there_until_its_moment_and_for_its_purpose(self, store: SqlStore) -> None:
        token = Token("h", "session", "p1", NOON + HOUR, NOON, {"agent": "é"})
        store.keep_token(token)
        assert store.token("h", "session", NOON) == token
        assert store.token("h", "password", NOON) is None
        assert store.token("h", "session", NOON + HOUR) is None

    def test_using_a_token_never_brings_an_ended_one_back(self, store: SqlStore) -> None:
        store.keep_token(Token("h", "session", "p1", NOON + HOUR, NOON, {}))
        store.use_token("h", NOON + timedelta(minutes=1))
        found = store.token("h", "session", NOON)
        assert found is not None
        assert found.used == NOON + timedelta(minutes=1)
        store.end_tokens(hash="h")
        store.use_token("h", NOON)
        assert store.token("h", "session", NOON) is None

    def test_tokens_end_by_hash_by_person_and_by_purpose(self, store: SqlStore) -> None:
        def fill() -> None:
            for hash, purpose, person in (
                ("a", "session", "p1"),
                ("b", "session", "p1"),
                ("c", "password", "p1"),
                ("d", "session", "p2"),
            ):
                store.keep_token(Token(hash, purpose, person, NOON + HOUR, NOON, {}))  # type: ignore[arg-type]

        fill()
        assert [each.hash for each in store.tokens("p1", "session", NOON)] in (["a", "b"], ["b", "a"])
        assert store.end_tokens(hash="a") == 1
        fill()
        assert store.end_tokens(person="p1", purpose="session") == 2
        fill()
        assert store.end_tokens(person="p1") == 3
        assert store.end_tokens(purpose="session") == 0
        assert store.token("d", "session", NOON)

    def test_tokens_that_are_over_are_purged(self, store: SqlStore) -> None:
        store.keep_token(Token("a", "session", "p1", NOON, NOON, {}))
        store.keep_token(Token("b", "session", "p1", NOON + HOUR, NOON, {}))
        assert store.purge_tokens(NOON) == 1
        assert store.token("b", "session", NOON)

    def test_a_key_is_found_by_id_and_hash(self, store: SqlStore) -> None:
        whole = replace(KEY, expires=NOON + HOUR, used=NOON, revoked=NOON)
        store.save_key(KEY)
        store.save_key(whole)
        assert store.key("id", "k1") == store.key("hash", "0" * 64) == whole
        assert store.key("hash", "1" * 64) is None

    def test_keys_come_by_organisation_the_newest_first(self, store: SqlStore) -> None:
        later = replace(KEY, id="k2", hash="2" * 64, created=NOON + HOUR)
        other = replace(KEY, id="k3", hash="3" * 64, organisation="south")
        for key in (KEY, later, other):
            store.save_key(key)
        assert store.keys(["north"]) == [later, KEY]
        assert len(store.keys()) == 3
        assert store.keys([]) == []

    def test_using_a_key_never_undoes_its_revocation(self, store: SqlStore) -> None:
        store.save_key(replace(KEY, revoked=NOON))
        store.use_key("k1", NOON + HOUR)
        assert store.key("id", "k1") == replace(KEY, revoked=NOON, used=NOON + HOUR)

    def test_attempts_count_until_they_are_over(self, store: SqlStore) -> None:
        assert store.attempts("a", NOON) == (0, NOON)
        assert store.count_attempt("a", NOON + HOUR, NOON) == 1
        assert store.count_attempt("a", NOON + 2 * HOUR, NOON, 2) == 3
        assert store.attempts("a", NOON) == (3, NOON + HOUR)
        assert store.attempts("a", NOON + HOUR)[0] == 0
        assert store.count_attempt("a", NOON + 2 * HOUR, NOON + HOUR) == 1

    def test_attempts_are_forgotten_and_purged(self, store: SqlStore) -> None:
        store.count_attempt("a", NOON + HOUR, NOON)
        store.count_attempt("b", NOON + HOUR, NOON)
        store.forget_attempts("a")
        assert store.attempts("a", NOON)[0] == 0
        assert store.purge_attempts(NOON + HOUR) == 1

    def test_attempts_beside_each_other_are_all_counted(self, store: SqlStore, address: str) -> None:
        def count() -> None:
            own = SqlStore(address)
            for _ in range(10):
                own.count_attempt("a", NOON + HOUR, NOON)
            own.close()

        threads = [threading.Thread(target=count) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.attempts("a", NOON)[0] == 30

    def test_the_audit_log_is_paged_and_narrowed(self, store: SqlStore) -> None:
        for number in range(5):
            organisation = "north" if number % 2 else "south"
            store.note(Event(NOON, "Ada", "saved", f"r{number}", organisation, "a\0b"))
        newest = store.events(None, 2)
        assert [event.about for event in newest] == ["r4", "r3"]
        assert newest[0].detail == "a\ufffdb"
        assert [event.about for event in store.events(newest[-1].position, 9)] == ["r2", "r1", "r0"]
        assert [event.about for event in store.events(None, 9, ["north"])] == ["r3", "r1"]
        assert [event.about for event in store.events(None, 9, None, "r2")] == ["r2"]
        assert store.events(None, 9, []) == []


class TestSqlite(OnSqlite, PeopleContract):
    """On SQLite."""


class TestPostgresql(OnPostgresql, PeopleContract):
    """On PostgreSQL."""
