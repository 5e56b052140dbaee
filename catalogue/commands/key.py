"""`catalogue key`: what programs sign in with."""

from typing import TYPE_CHECKING

import click

from catalogue.commands.telling import moment
from catalogue.domain.people import OPERATOR, PROGRAM_ROLES, Role

if TYPE_CHECKING:
    from catalogue.services.keys import Keys


@click.group()
def key() -> None:
    """The keys of programs, each for an organisation and a role."""


@key.command()
@click.argument("name")
@click.option("--organisation", required=True, metavar="ID", help="The organisation in whose name it acts.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in PROGRAM_ROLES]),
    required=True,
    help="An editor describes and sends in for review; a provider publishes without review, and withdraws; a reader "
    "reads drafts too.",
)
@click.option(
    "--expires", type=click.IntRange(1, 3650), metavar="DAYS", help="After how many days it ends by itself."
)
def create(name: str, organisation: str, role: str, expires: int | None) -> None:
    """Make a key. The last line is the key alone; it is told this once."""
    from catalogue.services.keys import Wanted

    made = _keys().create(OPERATOR, Wanted(name, organisation, Role(role), expires))
    until = f", until {made.key.expires:%Y-%m-%d}" if made.key.expires else ""
    if made.key.role is Role.PROVIDER:
        click.echo(
            "It publishes without review; --role editor makes one whose descriptions wait for somebody."
        )
    click.echo(f"made {made.key.prefix}… for {organisation} ({role}){until}. It is not shown again:")
    click.echo(made.secret)


@key.command("list")
def list_command() -> None:
    """List the keys: beginning, name, organisation, role, state, last use."""
    from catalogue import bootstrap

    services = bootstrap.load()
    keys = services.keys
    for each in keys.of(OPERATOR):
        state = "revoked" if each.revoked else "good" if keys.is_live(each) else "expired"
        used = moment(each.used, services.settings) if each.used else "never used"
        click.echo("\t".join((each.prefix, each.name, each.organisation, each.role, state, used)))


@key.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """End a key at once, by its beginning as `catalogue key list` tells it."""
    keys = _keys()
    found = [each for each in keys.of(OPERATOR) if each.prefix == prefix.rstrip("…")]
    if len(found) != 1:
        raise click.ClickException(f"There are {len(found)} keys that begin with {prefix}.")
    keys.revoke(OPERATOR, found[0].id)
    click.echo(f"revoked {found[0].prefix}… ({found[0].name})")


def _keys() -> "Keys":
    from catalogue import bootstrap

    return bootstrap.load().keys
