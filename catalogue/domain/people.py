"""Who may do what: people and programs, their organisations, and one table of what each role allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from catalogue.domain.errors import Forbidden


class Role(StrEnum):
    """What somebody is in an organisation. A key of a program is an editor, a provider or a reader."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    PROVIDER = "provider"
    READER = "reader"


class Permission(StrEnum):
    """What can be allowed in an organisation, or (MANAGE_INSTANCE, READ_AUDIT) in the whole instance."""

    READ = "read"  # drafts, revisions and comments of the organisation
    EDIT = "edit"  # drafts, the register, and sending in for review
    REVIEW = "review"  # comments, approval, sending back
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    HIDE = "hide"  # a past version from readers
    CHECK = "check"  # the yearly check
    MANAGE_MEMBERS = "manage-members"
    MANAGE_KEYS = "manage-keys"
    MANAGE_INSTANCE = "manage-instance"
    READ_AUDIT = "read-audit"


_ALL_BUT_INSTANCE: Final = frozenset(Permission) - {Permission.MANAGE_INSTANCE, Permission.READ_AUDIT}
# What people can be, and what keys can.
MEMBER_ROLES: Final = (Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR, Role.READER)
PROGRAM_ROLES: Final = (Role.EDITOR, Role.PROVIDER, Role.READER)
# With review switched off, who may edit may publish: `services.workflow` decides that.
GRANTS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.READER: frozenset({Permission.READ}),
    Role.EDITOR: frozenset({Permission.READ, Permission.EDIT, Permission.CHECK}),
    Role.REVIEWER: frozenset(
        {
            Permission.READ,
            Permission.EDIT,
            Permission.REVIEW,
            Permission.PUBLISH,
            Permission.WITHDRAW,
            Permission.CHECK,
        }
    ),
    Role.PROVIDER: frozenset(
        {Permission.READ, Permission.EDIT, Permission.PUBLISH, Permission.WITHDRAW, Permission.CHECK}
    ),
    Role.ADMINISTRATOR: _ALL_BUT_INSTANCE,
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """A data holder or access body whose members describe datasets. `id` stands in addresses and in settings."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `roles` are by organisation; `administrator` may do everything everywhere.

    `password` is an argon2 hash, empty for who signs in elsewhere; `subject` is `issuer|sub` of an OpenID provider.
    """

    id: str
    email: str
    name: str
    administrator: bool = False
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    language: str = ""
    active: bool = True
    password: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What a program signs in with: kept as the SHA-256 of the key, which is shown once.

    `prefix` is the beginning of the key, by which people tell it apart.
    """

    id: str
    hash: str
    prefix: str
    name: str
    organisation: str
    role: Role
    created: datetime
    created_by: str
    expires: datetime | None = None
    used: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a program with a key, the operator at the command line, or nobody.

    `name` is what revisions and the audit log tell; `id` is the id of the person or key, empty for nobody.
    """

    id: str = ""
    name: str = ""
    email: str = ""
    administrator: bool = False
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    language: str = ""

    @property
    def known(self) -> bool:
        """Whether it is somebody."""
        return bool(self.id)

    def may(self, permission: Permission, organisation: str = "") -> bool:
        """Whether a permission is granted in an organisation; of the whole instance only to administrators."""
        if self.administrator:
            return True
        roles = self.roles.get(organisation, frozenset())
        return any(permission in GRANTS[role] for role in roles)

    def demand(self, permission: Permission, organisation: str = "") -> None:
        """Raises Forbidden where a permission is not granted."""
        if not self.may(permission, organisation):
            raise Forbidden

    def where(self, permission: Permission) -> frozenset[str]:
        """The organisations in which a permission is granted; of an administrator only those of its own roles."""
        return frozenset(name for name in self.roles if self.may(permission, name))


NOBODY: Final = Actor()
OPERATOR: Final = Actor("operator", "operator", administrator=True)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log: who did what to what. `about` is a record's IRI, a person's e-mail, a key's prefix."""

    at: datetime
    actor: str
    action: str
    about: str
    organisation: str = ""
    detail: str = ""
    position: int = 0
