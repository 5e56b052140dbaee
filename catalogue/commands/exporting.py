"""`catalogue export`."""

import sys

import click

from catalogue.commands.options import OUTPUTS
from catalogue.commands.records import existing


@click.command()
@click.argument("iri")
@click.option(
    "--format",
    "name",
    type=click.Choice(OUTPUTS),
    default="ttl",
    show_default=True,
    help="Serialisation of the output.",
)
@click.option("--published", is_flag=True, help="What readers get, where a draft stands beside it.")
def export(iri: str, name: str, published: bool) -> None:
    """Write one description to standard output, exactly as it is stored; a draft, too."""
    from catalogue import bootstrap
    from catalogue.rdf.formats import by_extension

    services = bootstrap.load()
    record = existing(services, iri)
    if published and record.published is None:
        raise click.ClickException(f"<{iri}> is not published.")
    form = by_extension(name)
    assert form is not None
    sys.stdout.buffer.write(services.reading.body(record, form, draft=not published))
