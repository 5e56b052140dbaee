"""How commands tell people how far they are, and what became of each thing."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.domain import values
from catalogue.domain.record import OutcomeKind, Summary

if TYPE_CHECKING:
    from catalogue.domain.languages import Reader
    from catalogue.domain.profile import Profile
    from catalogue.settings import Settings

_WORDS = {
    OutcomeKind.CREATED: "created",
    OutcomeKind.UPDATED: "updated",
    OutcomeKind.UNCHANGED: "unchanged",
    OutcomeKind.DRAFT: "kept as draft",
    OutcomeKind.WITHDRAWN: "withdrawn",
    OutcomeKind.REFUSED: "refused",
}
_ALWAYS = (
    OutcomeKind.CREATED,
    OutcomeKind.UPDATED,
    OutcomeKind.UNCHANGED,
    OutcomeKind.DRAFT,
    OutcomeKind.REFUSED,
)


_MANY = 256 * 2**10  # bytes from which processes of their own are worth their start


def are_many(names: tuple[str, ...]) -> bool:
    """Whether there is much to validate, as far as sizes tell; an address may have any number of pages."""
    paths = [Path(name) for name in names]
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return size > _MANY or any("://" in name for name in names)


def moment(when: datetime, settings: "Settings") -> str:
    """A moment in the time zone of the instance, as its pages tell it: `2026-11-22 14:05 CET`."""
    local = when.astimezone(settings.zone)
    return f"{local:%Y-%m-%d %H:%M} {values.zone(local)}"


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, on standard error; call it with how many are done and how many are known."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # Redirected, what a command prints while the bar is shown would go where the bar goes.
    shared = sys.stdout.isatty()
    with Progress(*columns, console=console, disable=not console.is_terminal, redirect_stdout=shared) as bar:
        task = bar.add_task(title, total=None)

        def tell(done: int, known: int) -> None:
            bar.update(task, completed=done, total=max(done, known))

        yield tell


def reader(wanted: str | None, profile: "Profile") -> "Reader":
    """Whom to speak to: in the language asked for, else in that of the environment, else in English.

    Raises BadParameter for a language that the profile has no messages in.
    """
    from catalogue.domain.languages import Reader, base
    from catalogue.services.translating import translations

    known = profile.messages
    if wanted and base(wanted) not in known:
        raise click.BadParameter(f"there are messages in {', '.join(sorted(known))}", param_hint="--language")
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language = base(wanted or next(filter(None, said), "").partition(".")[0])
    language = language if language in known else "en"
    spoken = translations(language)
    return Reader(language, (language,), spoken.gettext, spoken.ngettext)


def write(parts: Iterable[str]) -> None:
    """Write to standard output, in UTF-8 as these answers are, whatever the locale says."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for part in parts:
        click.echo(part, nl=False)


def tell_summary(summary: Summary) -> None:
    """The outcomes worth telling, the notes, and the counts in the last line."""
    for outcome in summary.told:
        name = f"{outcome.title} <{outcome.name}>: " if outcome.title else f"{outcome.name}: "
        told = name + outcome.reason.removeprefix(name.removesuffix(": ") + ", ")
        click.echo(f"{_WORDS[outcome.kind]}: {told}")
    for note in summary.notes:
        click.echo(f"note: {note}")
    counts = [f"{count} {_WORDS[kind]}" for kind, count in summary.counts.items() if count or kind in _ALWAYS]
    click.echo(", ".join(counts))
