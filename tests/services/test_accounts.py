"""Organisations and people: who may manage whom, and what stays true whatever is done."""

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import (
    Conflict,
    Forbidden,
    HeldElsewhere,
    LastAdministrator,
    NotFound,
    WrongField,
)
from catalogue.domain.people import NOBODY, OPERATOR, Organisation, Role
from catalogue.services.accounts import Newcomer
from catalogue.services.sessions import actor_of
from tests.services.signed_in import actor, organisation, person


def test_an_organisation_is_added_listed_and_renamed(services: Services) -> None:
    organisation(services)
    services.accounts.rename_organisation(OPERATOR, "north", "  Hôpital   du Nord ")
    assert services.accounts.organisations(OPERATOR) == [Organisation("north", "Hôpital du Nord")]
    actions = [event.action for event in services.auditing.events(OPERATOR)]
    assert actions == ["organisation-renamed", "organisation-added"]


@pytest.mark.parametrize("id", ["", "No", "-x", "x-", "a b", "é", "x" * 101, "../x"])
def test_an_organisation_has_a_plain_id(services: Services, id: str) -> None:
    with pytest.raises(WrongField, match="id"):
        services.accounts.add_organisation(OPERATOR, id, "Name")


def test_an_organisation_is_added_once(services: Services) -> None:
    organisation(services)
    with pytest.raises(Conflict, match="already"):
        services.accounts.add_organisation(OPERATOR, "north", "Other")


@pytest.mark.parametrize(
    "email",
    [
        *("", "ada", "a@b", "a b@example.org", "a@example.org,b@example.org", "@x.org"),
        *("a..b@example.org", ".a@example.org", "a.@example.org", "é@example.org", "a@b..c"),
    ],
)
def test_an_account_has_an_address(services: Services, email: str) -> None:
    with pytest.raises(WrongField, match="e-mail"):
        services.accounts.add(OPERATOR, Newcomer(email))


def test_an_address_has_one_account_in_any_case(services: Services) -> None:
    person(services)
    with pytest.raises(HeldElsewhere):
        person(services, "ADA@Example.org")


def test_who_joins_no_organisation_that_exists_is_refused_and_not_added(services: Services) -> None:
    with pytest.raises(NotFound):
        services.accounts.add(OPERATOR, Newcomer("ada@example.org", organisation="none"))
    assert services.accounts.people(OPERATOR) == []


def test_an_administrator_of_an_organisation_manages_its_members_alone(services: Services) -> None:
    organisation(services)
    organisation(services, "south", "Zuid")
    chief = actor(services, role=Role.ADMINISTRATOR)
    member, is_new = services.accounts.join(chief, Newcomer("bo@example.org", organisation="north"))
    assert is_new
    assert member in services.accounts.members(chief, "north")
    for refused in (
        lambda: services.accounts.join(chief, Newcomer("bo@example.org", organisation="south")),
        lambda: services.accounts.give(chief, member.id, "south", frozenset({Role.EDITOR})),
        lambda: services.accounts.rename_organisation(chief, "south", "Mine"),
        lambda: services.accounts.add_organisation(chief, "west", "West"),
        lambda: services.accounts.people(chief),
        lambda: services.accounts.promote(chief, chief.id, True),
        lambda: services.accounts.activate(chief, member.id, False),
        lambda: services.accounts.add(
            chief, Newcomer("c@example.org", administrator=True, organisation="north")
        ),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_nobody_may_manage_anything(services: Services) -> None:
    organisation(services)
    with pytest.raises(Forbidden):
        services.accounts.join(NOBODY, Newcomer("bo@example.org", organisation="north"))


def test_members_of_another_organisation_are_not_told(services: Services) -> None:
    organisation(services)
    organisation(services, "south", "Zuid")
    editor = actor(services, role=Role.EDITOR)
    assert [each.id for each in services.accounts.organisations(editor)] == ["north"]
    with pytest.raises(NotFound):
        services.accounts.members(editor, "south")


def test_who_has_an_account_joins_with_it_and_keeps_other_roles(services: Services) -> None:
    organisation(services)
    known = person(services, role=Role.EDITOR)
    joined, is_new = services.accounts.join(
        OPERATOR, Newcomer("Ada@example.org", organisation="north", role=Role.REVIEWER)
    )
    assert (joined.id, is_new) == (known.id, False)
    assert joined.roles == {"north": {Role.EDITOR, Role.REVIEWER}}


def test_without_roles_one_is_no_member(services: Services) -> None:
    organisation(services)
    member = person(services, role=Role.EDITOR)
    services.accounts.give(OPERATOR, member.id, "north", frozenset())
    assert services.accounts.members(OPERATOR, "north") == []


def test_the_last_administrator_stays(services: Services) -> None:
    first = person(services, administrator=True)
    with pytest.raises(LastAdministrator):
        services.accounts.promote(OPERATOR, first.id, False)
    with pytest.raises(LastAdministrator):
        services.accounts.activate(OPERATOR, first.id, False)
    person(services, "bo@example.org", administrator=True)
    assert not services.accounts.promote(OPERATOR, first.id, False).administrator


def test_who_is_deactivated_is_signed_out_at_once(services: Services) -> None:
    gone = person(services)
    secret = services.sessions.begin(gone)
    assert services.sessions.actor(secret) == actor_of(gone)
    services.accounts.activate(OPERATOR, gone.id, False)
    assert services.sessions.actor(secret) is None


def test_new_roles_count_at_once_in_a_running_session(services: Services) -> None:
    organisation(services)
    member = person(services, role=Role.EDITOR)
    secret = services.sessions.begin(member)
    services.accounts.give(OPERATOR, member.id, "north", frozenset({Role.READER}))
    found = services.sessions.actor(secret)
    assert found is not None
    assert found.roles == {"north": {Role.READER}}


def test_one_calls_oneself_what_one_likes_but_nothing(services: Services) -> None:
    mine = actor(services)
    assert services.accounts.introduce(mine, " Ada  King ", "fr").name == "Ada King"
    for name in ("", " ", "x" * 201):
        with pytest.raises(WrongField, match="name"):
            services.accounts.introduce(mine, name, "")
