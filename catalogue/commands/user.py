"""`catalogue user`: the people who have accounts."""

import sys
from typing import TYPE_CHECKING

import click

from catalogue.domain.people import MEMBER_ROLES, OPERATOR, Person, Role

if TYPE_CHECKING:
    from catalogue.bootstrap import Services

ROLES = click.Choice([role.value for role in MEMBER_ROLES])


@click.group()
def user() -> None:
    """The people who have accounts. Nobody has one at first, and no password is set beforehand."""


@user.command()
@click.argument("email")
@click.option("--name", default="", help="What the person is called.")
@click.option("--admin", is_flag=True, help="May do everything, in all organisations.")
@click.option("--organisation", default="", metavar="ID", help="An organisation that the person belongs to.")
@click.option("--role", type=ROLES, help="What the person is there: editor, where nothing is said.")
@click.option("--no-password", is_flag=True, help="Set none: for who signs in elsewhere, or gets a link.")
def add(email: str, name: str, admin: bool, organisation: str, role: str | None, no_password: bool) -> None:
    """Add an account. The password is asked for, or is the first line of the standard input."""
    from catalogue.services.accounts import Newcomer, checked_email
    from catalogue.services.passwords import check

    if role and not organisation:
        raise click.UsageError("A role is in an organisation: give --organisation.")
    services = _load()
    checked_email(email)
    newcomer = Newcomer(email, name, admin, organisation, Role(role or Role.EDITOR))
    password = "" if no_password else _password()
    if not no_password:
        check(password, Person("", email, name))
    person = services.accounts.add(OPERATOR, newcomer)
    if password:
        services.passwords.set(OPERATOR, person, password)
    click.echo(f"added {person.email}")


@user.command("list")
def list_command() -> None:
    """List the people: address, name, what they are where, whether the account can be used."""
    for each in _load().accounts.people(OPERATOR):
        roles = [f"{name}:{role}" for name, held in sorted(each.roles.items()) for role in sorted(held)]
        told = ["administrator"] * each.administrator + roles
        click.echo(
            f"{each.email}\t{each.name}\t{', '.join(told)}\t{'active' if each.active else 'deactivated'}"
        )


@user.command()
@click.argument("email")
@click.argument("organisation", required=False)
@click.argument("roles", nargs=-1, type=ROLES)
@click.option(
    "--admin/--no-admin", "admin", default=None, help="Whether the person may do everything, everywhere."
)
def role(email: str, organisation: str | None, roles: tuple[str, ...], admin: bool | None) -> None:
    """Say what somebody is: the ROLES in an ORGANISATION, none to end the membership; or --admin."""
    if (organisation is None) == (admin is None):
        raise click.UsageError("Give an organisation with roles, or --admin or --no-admin.")
    accounts = _load().accounts
    person = accounts.find(OPERATOR, email)
    if admin is not None:
        accounts.promote(OPERATOR, person.id, admin)
        click.echo(f"{person.email}: {'an administrator' if admin else 'no administrator any more'}")
    if organisation is not None:
        accounts.give(OPERATOR, person.id, organisation, frozenset(map(Role, roles)))
        click.echo(f"{person.email} in {organisation}: {', '.join(roles) or 'no member any more'}")


@user.command("password")
@click.argument("email")
@click.option("--set", "given", is_flag=True, help="Ask for the password here, instead of printing a link.")
def password_command(email: str, given: bool) -> None:
    """Print a link with which somebody sets a password: good for an hour, and once. Hand it over in person."""
    services = _load()
    person = services.accounts.find(OPERATOR, email)
    if given:
        services.passwords.set(OPERATOR, person, _password())
        click.echo(f"{person.email} has a new password; all sessions ended")
        return
    services.auditing.note(OPERATOR, "link-made", person.email)
    click.echo(services.letters.address(services.passwords.link(person), person.language))


@user.command()
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let the account be used again.")
def deactivate(email: str, undo: bool) -> None:
    """Let an account not be used any more, and end its sessions. What the person did keeps their name."""
    accounts = _load().accounts
    person = accounts.find(OPERATOR, email)
    accounts.activate(OPERATOR, person.id, undo)
    click.echo(f"{person.email} is {'active' if undo else 'deactivated'}")


def _load() -> "Services":
    from catalogue import bootstrap

    return bootstrap.load()


def _password() -> str:
    """A password from the terminal, twice, or the first line of the standard input."""
    if sys.stdin.isatty():
        answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return answer
    return sys.stdin.readline().rstrip("\r\n")
