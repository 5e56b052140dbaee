"""Organisations, and the people who have accounts: who they are, and what they are where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.headerregistry import Address
from typing import Final
from uuid import uuid4

from catalogue.domain.errors import Conflict, NotFound, WrongField
from catalogue.domain.people import Actor, Organisation, Permission, Person, Role
from catalogue.domain.sentences import Sentence, quoted
from catalogue.services.auditing import Auditing
from catalogue.services.sessions import Sessions
from catalogue.store.holder_base import PeopleStore

_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
_EMAIL: Final = re.compile(
    r"[^\s\x00-\x20<>\"{}|\\^`@,;:()\[\]]+@[^\s\x00-\x20<>\"{}|\\^`@,;:()\[\]]+\.[^\s.@,;]+"
)
_LONGEST_NAME: Final = 200
_LONGEST_EMAIL: Final = 254  # RFC 5321


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who gets an account, and what they are where."""

    email: str
    name: str = ""
    administrator: bool = False
    organisation: str = ""
    role: Role = Role.EDITOR
    language: str = ""


class Accounts:
    """Every change is noted. Administrators of an organisation manage its members, those of the instance everything."""

    def __init__(self, store: PeopleStore, sessions: Sessions, auditing: Auditing) -> None:
        self._store = store
        self._sessions = sessions
        self._auditing = auditing

    def organisations(self, actor: Actor) -> Sequence[Organisation]:
        """Those that an actor belongs to; all, for an administrator."""
        return [each for each in self._store.organisations() if actor.may(Permission.READ, each.id)]

    def organisation(self, id: str) -> Organisation:
        """The organisation of an id. Raises NotFound."""
        found = next((each for each in self._store.organisations() if each.id == id), None)
        if found is None:
            raise NotFound(name=id)
        return found

    def add_organisation(self, actor: Actor, id: str, name: str) -> Organisation:
        """A new organisation. Raises WrongField, and Conflict where the id is taken."""
        actor.demand(Permission.MANAGE_INSTANCE)
        if not _ID.fullmatch(id):
            raise WrongField(
                field="id",
                reason=Sentence(
                    "An organisation’s id has 1 to 100 small letters, digits, dots, hyphens and underscores."
                ),
            )
        if any(each.id == id for each in self._store.organisations()):
            raise Conflict(reason=Sentence("There is an organisation “%(name)s” already.", name=id))
        made = Organisation(id, _name(name))
        self._store.save_organisation(made)
        self._auditing.note(actor, "organisation-added", id, id, made.name)
        return made

    def rename_organisation(self, actor: Actor, id: str, name: str) -> Organisation:
        """The organisation with another name. Raises NotFound and WrongField."""
        actor.demand(Permission.MANAGE_MEMBERS, id)
        before = self.organisation(id)
        after = Organisation(id, _name(name))
        if after != before:
            self._store.save_organisation(after)
            self._auditing.note(actor, "organisation-renamed", id, id, f"{before.name} → {after.name}")
        return after

    def people(self, actor: Actor) -> Sequence[Person]:
        """Everybody who has an account. Raises Forbidden but for administrators."""
        actor.demand(Permission.MANAGE_INSTANCE)
        return self._store.people()

    def members(self, actor: Actor, organisation: str) -> Sequence[Person]:
        """Who belongs to an organisation, for those who do too. Raises NotFound."""
        self.organisation(organisation)
        if not actor.may(Permission.READ, organisation):
            raise NotFound(name=organisation)
        return [person for person in self._store.people() if organisation in person.roles]

    def find(self, actor: Actor, email: str) -> Person:
        """The person of an address, for an administrator. Raises Forbidden and NotFound."""
        actor.demand(Permission.MANAGE_INSTANCE)
        found = self._store.person("email", email.strip())
        if found is None:
            raise NotFound(name=email)
        return found

    def own(self, actor: Actor) -> Person:
        """The account of who asks. Raises NotFound for a program."""
        found = self._store.person("id", actor.id)
        if found is None:
            raise NotFound(name=actor.name)
        return found

    def add(self, actor: Actor, newcomer: Newcomer) -> Person:
        """An account without a password. Raises WrongField, NotFound for no organisation, HeldElsewhere."""
        roles = {}
        if newcomer.organisation:
            actor.demand(Permission.MANAGE_MEMBERS, newcomer.organisation)
            self.organisation(newcomer.organisation)
            roles = {newcomer.organisation: frozenset({newcomer.role})}
        if newcomer.administrator or not newcomer.organisation:
            actor.demand(Permission.MANAGE_INSTANCE)
        email, name = checked_email(newcomer.email), newcomer.name.strip()[:_LONGEST_NAME]
        person = Person(uuid4().hex, email, name, newcomer.administrator, roles, newcomer.language)
        self._store.save_person(person)
        detail = "administrator" if person.administrator else ""
        self._auditing.note(actor, "person-added", email, newcomer.organisation, detail)
        if newcomer.organisation:
            self._auditing.note(actor, "role-given", email, newcomer.organisation, newcomer.role.value)
        return person

    def join(self, actor: Actor, newcomer: Newcomer) -> tuple[Person, bool]:
        """The member that somebody becomes, with a new account where they have none; and whether it is new."""
        actor.demand(Permission.MANAGE_MEMBERS, newcomer.organisation)
        known = self._store.person("email", checked_email(newcomer.email))
        if known is None:
            return self.add(actor, newcomer), True
        held = known.roles.get(newcomer.organisation, frozenset())
        return self.give(actor, known.id, newcomer.organisation, held | {newcomer.role}), False

    def give(self, actor: Actor, id: str, organisation: str, roles: frozenset[Role]) -> Person:
        """The person with these roles in an organisation; with none, no member any more. Raises NotFound."""
        actor.demand(Permission.MANAGE_MEMBERS, organisation)
        self.organisation(organisation)
        after = self._store.change_person(id, lambda person: _with_roles(person, organisation, roles))
        action, told = ("role-given", ", ".join(sorted(roles))) if roles else ("member-removed", "")
        self._auditing.note(actor, action, after.email, organisation, told)
        return after

    def promote(self, actor: Actor, id: str, administrator: bool) -> Person:
        """The person as an administrator of the instance, or not. Raises LastAdministrator."""
        actor.demand(Permission.MANAGE_INSTANCE)
        after = self._store.change_person(id, lambda person: replace(person, administrator=administrator))
        action = "administrator-made" if administrator else "administrator-unmade"
        self._auditing.note(actor, action, after.email)
        return after

    def activate(self, actor: Actor, id: str, active: bool) -> Person:
        """The person with an account that can be used, or not: then every session ends. Raises LastAdministrator."""
        actor.demand(Permission.MANAGE_INSTANCE)
        after = self._store.change_person(id, lambda person: replace(person, active=active))
        if not active:
            self._sessions.end_all(id)
        self._auditing.note(actor, "person-activated" if active else "person-deactivated", after.email)
        return after

    def introduce(self, actor: Actor, name: str, language: str) -> Person:
        """Who acts, by another name or with another preferred language. Raises WrongField."""
        told = _name(name)
        after = self._store.change_person(
            actor.id, lambda person: replace(person, name=told, language=language)
        )
        self._auditing.note(actor, "account-changed", after.email)
        return after


def checked_email(email: str) -> str:
    """An address as it is kept. Raises WrongField."""
    email = email.strip().lower()
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email) or not _is_mailable(email):
        reason = Sentence(
            "“%(email)s” is not an e-mail address such as name@example.org.", email=quoted(email)
        )
        raise WrongField(field="email", reason=reason)
    return email


def _is_mailable(email: str) -> bool:
    """Whether a mail can be written to it, by the rules of those who write mails (RFC 5322, section 3.4.1)."""
    try:
        Address(addr_spec=email)
    except (ValueError, MessageError):
        return False
    return True


def _name(name: str) -> str:
    told = " ".join(name.split())
    if not 0 < len(told) <= _LONGEST_NAME:
        raise WrongField(field="name", reason=Sentence("Give a name of at most 200 characters."))
    return told


def _with_roles(person: Person, organisation: str, roles: frozenset[Role]) -> Person:
    others = {name: held for name, held in person.roles.items() if name != organisation}
    return replace(person, roles={**others, organisation: roles} if roles else others)
