"""`catalogue import`."""

import getpass
import sys
from pathlib import Path

import click

from catalogue.commands.telling import progress_bar, tell_summary
from catalogue.domain.record import OutcomeKind, Publish

_MANY = 256 * 2**10  # bytes from which processes of their own are worth their start


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
    with services.judges(_are_many(names)) as judges, progress_bar("Importing") as tell:
        summary = services.importing.run(names, intake, judges, tell)
    tell_summary(summary)
    sys.exit(1 if summary.counts[OutcomeKind.REFUSED] else 0)


def _are_many(names: tuple[str, ...]) -> bool:
    """Whether there is much to validate, as far as sizes tell; an address may have any number of pages."""
    paths = [Path(name) for name in names]
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return size > _MANY or any("://" in name for name in names)
