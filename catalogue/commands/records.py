"""Commands about single records: `publish`, `withdraw`, `remove`, `list`."""

import getpass
from typing import TYPE_CHECKING

import click

from catalogue.domain.record import Record, State

if TYPE_CHECKING:
    from catalogue.bootstrap import Services


def existing(services: "Services", name: str) -> Record:
    """The record of an IRI, or of the id in its page's address."""
    record = services.reading.find(iri=name) or services.reading.find(id=name)
    if record is None:
        raise click.ClickException(f"There is no description <{name}> in this catalogue.")
    return record


def _load() -> "Services":
    from catalogue import bootstrap

    return bootstrap.load()


@click.command()
@click.argument("iri")
def publish(iri: str) -> None:
    """Publish the newest revision of a description, whatever validation found."""
    services = _load()
    record = services.records.publish(existing(services, iri).iri, getpass.getuser())
    services.indexing.catch_up()
    click.echo(f"published <{record.iri}>, revision {record.head.number}")


@click.command()
@click.argument("iri")
@click.option("--reason", required=True, help="Why; readers and other catalogues are told.")
def withdraw(iri: str, reason: str) -> None:
    """Take a published description back. A tombstone with the reason stays in its place."""
    services = _load()
    record = services.records.withdraw(existing(services, iri).iri, reason, getpass.getuser())
    services.indexing.catch_up()
    click.echo(f"withdrawn <{record.iri}>")


@click.command()
@click.argument("iri")
@click.confirmation_option(prompt="Delete the description with all its revisions, without a tombstone?")
def remove(iri: str) -> None:
    """Delete a description and its revisions. Nothing is left to tell those who knew it; rather withdraw."""
    services = _load()
    record = existing(services, iri)
    services.records.remove(record.iri)
    services.indexing.catch_up()
    click.echo(f"removed <{record.iri}>")


@click.command("list")
@click.option(
    "--state", type=click.Choice([state.value for state in State]), help="Only those in this state."
)
@click.option("--source", help="Only those of this harvest source.")
def list_command(state: str | None, source: str | None) -> None:
    """List the records: state, whether the newest revision conforms, IRI."""
    from catalogue.store.base import Selection, walk

    states = frozenset({State(state)}) if state else None
    for record in walk(_load().store, Selection(limit=500, states=states, source=source)):
        conforms = "conforms" if record.head.report.conforms else "does not conform"
        click.echo(f"{record.state}\t{conforms}\t<{record.iri}>")
