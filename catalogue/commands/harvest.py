"""`catalogue harvest`: the catalogues that this one follows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from catalogue.commands.telling import moment, tell_summary
from catalogue.domain.harvest import Run, RunState, Source
from catalogue.domain.record import OutcomeKind, Publish

if TYPE_CHECKING:
    from catalogue.bootstrap import Services
    from catalogue.services.harvest_run import Progress


@click.group()
def harvest() -> None:
    """Follow other catalogues: what they list is listed here, and what they withdraw is withdrawn."""


@harvest.command()
@click.argument("url")
@click.option("--id", default="", help="Name of the source here; made from its host if not given.")
@click.option(
    "--publish",
    type=click.Choice([choice.value for choice in Publish]),
    default=Publish.CONFORMING.value,
    show_default=True,
    help="Which of its descriptions are published; the others are kept as drafts with their findings.",
)
@click.option(
    "--every", default=24.0, show_default=True, help="Hours between two runs; 0 for only when asked."
)
@click.option("--harvester", default="dcat", show_default=True, help="The kind of source.")
def add(publish: str, **given: Any) -> None:
    """Add a source, or change the one that has this id or address. The worker harvests it when it is due."""
    source = _load().harvesting.add(Source(publish=Publish(publish), **given))
    click.echo(f"added {source.id}: {source.url}")
    click.echo(f"Harvest it now with: catalogue harvest run {source.id}")


@harvest.command()
@click.argument("names", nargs=-1, metavar="ID...")
@click.option("--all", "every", is_flag=True, help="All sources.")
@click.option("--confirm", is_flag=True, help="Withdraw what is gone from a source, however much that is.")
def run(names: tuple[str, ...], every: bool, confirm: bool) -> None:
    """Harvest sources now. Exits with 1 unless each was read to its end, and nothing held back or refused."""
    if bool(names) == every:
        raise click.UsageError("Name the sources, or give --all.")
    services = _load()
    sources = [each.source.id for each in services.harvesting.list()] if every else list(names)
    runs = [_run(services, name, confirm) for name in sources]
    services.indexing.catch_up()
    sys.exit(0 if all(_is_well(each) for each in runs) else 1)


@harvest.command("list")
def list_command() -> None:
    """List the sources: when they were last harvested, with what result, and when they are due."""
    from rich.console import Console
    from rich.table import Table

    services = _load()
    say, sources = partial(_moment, services), services.harvesting.list()
    if not sources:
        click.echo("There is no source yet. Add one with: catalogue harvest add URL")
        return
    table = Table("id", "address", "publish", "last run", "state", "result", "next")
    for each in sources:
        source, last = each.source, each.last
        told = (say(last.started), last.state.value, _counts(last)) if last else ("never", "", "")
        table.add_row(source.id, source.url, source.publish.value, *told, say(each.due))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


@harvest.command()
@click.argument("name", metavar="ID")
@click.option("--runs", default=3, show_default=True, help="How many of the latest runs.")
def show(name: str, runs: int) -> None:
    """Show the latest runs of a source, with what became of its descriptions."""
    services = _load()
    for each in reversed(services.harvesting.runs(name, runs)):
        click.echo(f"{_moment(services, each.started)} to {_moment(services, each.finished)}: {each.state}")
        _tell(each)
        click.echo()


def _load() -> "Services":
    from catalogue import bootstrap

    return bootstrap.load()


def _run(services: "Services", name: str, confirm: bool) -> Run:
    with _progress(name) as tell:
        done = services.harvesting.run(name, confirm, tell)
    click.echo(f"{name}: {done.state}")
    _tell(done)
    return done


@contextmanager
def _progress(name: str) -> Iterator[Callable[["Progress"], None]]:
    """A line on a terminal that counts: how many a source has is known only when it was read."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"Harvesting {name}") as status:

        def tell(progress: "Progress") -> None:
            pages = len(progress.pages) + len(progress.pending)
            status.update(f"Harvesting {name}: {pages} page(s), {_counts(progress.run)}")

        yield tell


def _tell(done: Run) -> None:
    tell_summary(done.summary)
    if done.message:
        click.echo(done.message)


def _is_well(done: Run) -> bool:
    return done.state is RunState.COMPLETE and not done.summary.counts[OutcomeKind.REFUSED]


def _counts(done: Run) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in done.summary.counts.items() if count) or "nothing"


def _moment(services: "Services", when: datetime | None) -> str:
    return moment(when, services.settings) if when else "–"
