"""`catalogue organisation`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from catalogue.services.accounts import Accounts


@click.group()
def organisation() -> None:
    """The organisations whose members describe datasets."""


@organisation.command()
@click.argument("id")
@click.option("--name", required=True, help="What people call it.")
def add(id: str, name: str) -> None:
    """Add an organisation. Its ID stands in addresses: small letters, digits, hyphens."""
    from catalogue.domain.people import OPERATOR

    made = _accounts().add_organisation(OPERATOR, id, name)
    click.echo(f"added {made.id}: {made.name}")


@organisation.command("list")
def list_command() -> None:
    """List the organisations: id, name."""
    from catalogue.domain.people import OPERATOR

    for each in _accounts().organisations(OPERATOR):
        click.echo(f"{each.id}\t{each.name}")


@organisation.command()
@click.argument("id")
@click.argument("name")
def rename(id: str, name: str) -> None:
    """Give an organisation another name. Its id stays."""
    from catalogue.domain.people import OPERATOR

    renamed = _accounts().rename_organisation(OPERATOR, id, name)
    click.echo(f"renamed {renamed.id}: {renamed.name}")


def _accounts() -> "Accounts":
    from catalogue import bootstrap

    return bootstrap.load().accounts
