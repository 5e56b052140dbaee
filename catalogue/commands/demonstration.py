"""`catalogue demo`."""

import sys

import click

from catalogue.commands.telling import tell_summary


@click.group()
def demo() -> None:
    """The demonstration descriptions: fictitious datasets to try the catalogue with."""


@demo.command("load")
def load_command() -> None:
    """Load them, published, below the instance's own address. A second time changes nothing."""
    from catalogue import bootstrap
    from catalogue.services.demonstration import refused

    services = bootstrap.load()
    summary = services.demonstration.load(services.judge)
    services.indexing.catch_up()
    tell_summary(summary)
    sys.exit(1 if refused(summary) else 0)


@demo.command("remove")
def remove_command() -> None:
    """Remove them without a trace."""
    from catalogue import bootstrap

    services = bootstrap.load()
    count = services.demonstration.remove()
    services.indexing.catch_up()
    click.echo(f"{count} removed")
