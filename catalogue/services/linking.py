"""Whose account it is that an OpenID provider vouches for, and what they may do by what it says of them."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from catalogue.domain.errors import LastAdministrator, NotVouchedFor, WrongField
from catalogue.domain.people import OPERATOR, Person, Role
from catalogue.domain.sentences import Sentence
from catalogue.services.accounts import checked_email
from catalogue.services.auditing import Auditing
from catalogue.services.sessions import actor_of
from catalogue.settings import Settings
from catalogue.store.holder_base import PeopleStore

log = logging.getLogger(__name__)
_ADMINISTRATOR: Final = "administrator"
_LONGEST_NAME: Final = 200
Roles = dict[str, frozenset[Role]]


class Linking:
    """Finds, links or makes accounts: linked by an address that the provider has verified, and no other way."""

    def __init__(self, settings: Settings, people: PeopleStore, auditing: Auditing) -> None:
        self._settings = settings
        self._people = people
        self._auditing = auditing

    def person(self, claims: Mapping[str, Any]) -> Person:
        """The person of these claims, with the roles that they give. Raises NotVouchedFor."""
        subject = f"{self._settings.oidc_issuer}|{claims['sub']}"
        known = self._people.person("subject", subject) or self._linked(subject, claims)
        person = known or self._made(subject, claims)
        if not person.active:
            raise NotVouchedFor(reason=Sentence("this account was deactivated. Ask an administrator."))
        return self._with_roles(person, set(values_of(claims, self._settings.oidc_claim)))

    def _linked(self, subject: str, claims: Mapping[str, Any]) -> Person | None:
        """The account of the verified address, from now on also that of the subject."""
        found = self._people.person("email", _verified_email(claims))
        if found is None:
            return None
        if found.subject:
            raise NotVouchedFor(
                reason=Sentence("the account of this address belongs to somebody else there.")
            )
        person = self._people.change_person(found.id, lambda each: replace(each, subject=subject))
        self._auditing.note(actor_of(person), "account-linked", person.email, detail=subject)
        return person

    def _made(self, subject: str, claims: Mapping[str, Any]) -> Person:
        name = " ".join(str(claims.get("name") or "").split())[:_LONGEST_NAME]
        person = Person(uuid4().hex, _verified_email(claims), name, subject=subject)
        self._people.save_person(person)
        self._auditing.note(OPERATOR, "person-added", person.email, detail=subject)
        return person

    def _with_roles(self, person: Person, held: set[str]) -> Person:
        """The person with the roles that the settings give for these values; in other organisations as before."""
        governed, given, rules, ruled = self._meant(held)
        roles = {id: kept for id, kept in person.roles.items() if id not in governed} | given
        changed = replace(person, roles=roles, administrator=rules if ruled else person.administrator)
        if changed == person:
            return person
        try:
            after = self._change(changed)
        except LastAdministrator:
            log.warning(
                "%s stays an administrator, though the provider does not say so: it is the last.",
                person.email,
            )
            after = self._change(replace(changed, administrator=True))
        told = "; ".join(f"{id}: {', '.join(sorted(each))}" for id, each in sorted(after.roles.items()))
        self._auditing.note(OPERATOR, "roles-from-provider", after.email, detail=told)
        return after

    def _change(self, wanted: Person) -> Person:
        return self._people.change_person(
            wanted.id, lambda each: replace(each, roles=wanted.roles, administrator=wanted.administrator)
        )

    def _meant(self, held: set[str]) -> tuple[set[str], Roles, bool, bool]:
        """The organisations whose roles the provider gives, the roles, whether it makes an administrator, and could."""
        exist = {each.id for each in self._people.organisations()}
        governed: set[str] = set()
        given: Roles = {}
        rules = ruled = False
        for value, meant in (entry.rsplit("=", 1) for entry in self._settings.oidc_roles):
            if meant == _ADMINISTRATOR:
                rules, ruled = rules or value in held, True
                continue
            id, _, role = meant.partition(":")
            if id not in exist:
                log.warning("CATALOGUE_OIDC_ROLES names the organisation %s, which does not exist.", id)
                continue
            governed.add(id)
            if value in held:
                given[id] = given.get(id, frozenset()) | {Role(role)}
        return governed, given, rules, ruled


def values_of(claims: Mapping[str, Any], path: str) -> Iterator[str]:
    """The values of a claim: a text, or a list of them; its name may lead into objects by dots."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
    yield from (
        each for each in ([found] if isinstance(found, str) else found or []) if isinstance(each, str)
    )


def _verified_email(claims: Mapping[str, Any]) -> str:
    """The address that the provider has verified. Raises NotVouchedFor."""
    email = claims.get("email")
    # Some providers write the boolean as a text.
    if not isinstance(email, str) or claims.get("email_verified") not in (True, "true"):
        raise NotVouchedFor(
            reason=Sentence("the provider does not say that it has verified your e-mail address.")
        )
    try:
        return checked_email(email)
    except WrongField as error:
        raise NotVouchedFor(reason=error.sentence) from None
