"""`catalogue upgrade`."""

import getpass
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.commands import options as offered
from catalogue.commands.telling import progress_bar, reader

if TYPE_CHECKING:
    from catalogue.bootstrap import Services
    from catalogue.services.upgrade_report import Report
    from catalogue.services.upgrading import Item, Unread, Upgrade, Upgrading


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@click.option(
    "--to",
    "target",
    default="healthdcat-ap/8",
    show_default=True,
    help="The profile to turn them into; health-data-hub/1 is the way back, for the French Health Data Hub.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file for all, or a folder (any path without an ending) for a file each; else the standard output.",
)
@click.option(
    "--to-format",
    type=click.Choice(offered.OUTPUTS),
    default="ttl",
    show_default=True,
    help="Serialisation of the output.",
)
@click.option(
    "--report",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What is told on standard error: text for people, or json, a line for each description.",
)
@offered.language
@offered.input_format
@click.option(
    "--stored",
    is_flag=True,
    help="The names are IRIs of this catalogue: store what becomes of them as drafts, and write nothing else.",
)
def upgrade(names: tuple[str, ...], stored: bool, **options: object) -> None:
    """Turn descriptions of an older release into HealthDCAT-AP Release 8, or back for who has stayed with one.

    Nothing is lost: what has no new home stays in the description as it is, and the report names it. It also
    names what a rule could not decide, and what a person must still add. Drafts that --stored makes are published
    by nobody but you (catalogue publish).

    Exits with 0 if all of them conform to the profile then, with 1 if something is to be added, and with 2 if
    something could not be read.
    """
    from catalogue import bootstrap
    from catalogue.rdf.conversion.table import read_table
    from catalogue.services.upgrade_report import Report
    from catalogue.services.verdicts import Words

    services, table = bootstrap.load(), read_table()
    target = str(options["target"])
    if target not in table.targets:
        raise click.BadParameter(f"rules lead to {', '.join(table.targets)}", param_hint="--to")
    if stored and target != table.newer:
        raise click.UsageError(f"What is stored here is turned into {table.newer} only.")
    upgrading = services.upgrading(target)
    checker = upgrading.checker
    whom = reader(str(options["language"] or ""), checker.profile)
    report = Report(table, Words(checker.profile, checker.vocabularies, whom.language))
    items = _stored(services, target, names, report) if stored else _written(upgrading, names, options)
    counts = Counter(_tell(item, report, str(options["form"])) for item in items)
    click.echo(report.sum(counts["conforms"], counts["open"]), err=True)
    sys.exit(2 if counts["unread"] else int(bool(counts["open"])))


def _tell(item: "Item", report: "Report", form: str) -> str:
    """Report on standard error; gives what the item counts as."""
    from catalogue.services.upgrading import Unread

    told = report.text(item) if form == "text" else json.dumps(report.json_object(item), ensure_ascii=False)
    click.echo(told, err=True)
    if isinstance(item, Unread):
        return "unread"
    if item.verdict is None:
        return "rest"
    return "conforms" if item.verdict.conforms else "open"


def _stored(
    services: "Services", target: str, names: Iterable[str], report: "Report"
) -> "Iterator[Upgrade | Unread]":
    """Upgrade what is stored; one that cannot be does not stop the others."""
    from catalogue.domain.errors import CatalogueError
    from catalogue.domain.record import OutcomeKind
    from catalogue.services.upgrading import Stored, Unread

    keeping = Stored(services.upgrading(target), services.reading, services.records, services.judge)
    for name in names:
        try:
            upgraded, outcome = keeping.upgrade(name, getpass.getuser(), report.reason())
        except CatalogueError as error:
            yield Unread(name, error)
            continue
        if outcome.kind is OutcomeKind.REFUSED:
            yield Unread(name, outcome.reason)
        else:
            yield upgraded
    services.indexing.catch_up()


def _written(
    upgrading: "Upgrading", names: tuple[str, ...], options: Mapping[str, object]
) -> "Iterator[Item]":
    """Upgrade what is read, and write what becomes of it; files appear when they are complete."""
    from catalogue.commands.documents import Documents
    from catalogue.rdf.formats import FORMATS, by_extension

    given = next((each for each in FORMATS if each.name == options["input_format"]), None)
    form = by_extension(str(options["to_format"]))
    assert form is not None
    output = options["output"]
    assert output is None or isinstance(output, Path)
    with Documents(form, output) as documents, progress_bar("Upgrading") as tell:
        for item in upgrading.files(names, given, tell):
            yield documents.add(item)
    for note in upgrading.notes:
        click.echo(f"catalogue: {note}", err=True)
