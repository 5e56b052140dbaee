"""`catalogue import`."""

import getpass
import sys

import click

from catalogue.commands.telling import are_many, progress_bar, tell_summary
from catalogue.domain.record import OutcomeKind, Publish


@click.command("import")
@click.argument("names", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option(
    "--publish",
    type=click.Choice([choice.value for choice in Publish]),
    default=Publish.CONFORMING.value,
    show_default=True,
    help="Which descriptions are published; the others are kept as drafts with their findings.",
)
def import_command(names: tuple[str, ...], publish: str) -> None:
    """Take in descriptions from files, folders and addresses.

    Turtle, RDF/XML, JSON-LD, N-Triples, TriG and N-Quads. The same file twice changes nothing. Exits with 1 if
    anything was refused.
    """
    from catalogue import bootstrap
    from catalogue.services.records import Intake

    services = bootstrap.load()
    intake = Intake(Publish(publish), author=getpass.getuser(), reason="import")
    with services.judges(are_many(names)) as judges, progress_bar("Importing") as tell:
        summary = services.importing.run(names, intake, judges, tell)
    tell_summary(summary)
    sys.exit(1 if summary.counts[OutcomeKind.REFUSED] else 0)
