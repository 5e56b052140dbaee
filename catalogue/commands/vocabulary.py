"""`catalogue vocabulary`: the lists, and the values of descriptions that should come from them."""

import getpass
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from catalogue.commands.telling import progress_bar
from catalogue.domain.misuse import Misuse, MisuseKind
from catalogue.domain.record import OutcomeKind

if TYPE_CHECKING:
    from catalogue.bootstrap import Services
    from catalogue.services.mending import Mended
    from catalogue.services.vocabularies import Found, Group, VocabularyCheck

_KINDS: Final = {
    MisuseKind.FORMER: "Former address",
    MisuseKind.MISSPELT: "Misspelt",
    MisuseKind.RETIRED: "Retired",
    MisuseKind.DEAD: "Not in the list",
}
_OUTCOMES: Final = {
    OutcomeKind.UPDATED: "mended and published",
    OutcomeKind.DRAFT: "mended, kept as draft",
    OutcomeKind.REFUSED: "not changed",
    OutcomeKind.UNCHANGED: "not changed",
}
_LANGUAGE: Final = click.option("--language", default="en", show_default=True, help="The language of labels.")


@click.group()
def vocabulary() -> None:
    """The controlled vocabularies, and the values of descriptions that should come from them."""


@vocabulary.command("list")
@_LANGUAGE
def list_command(language: str) -> None:
    """List the vocabularies: name, number of entries, whole or in part, date, source, title."""
    from catalogue.domain.languages import pick

    for scheme in _load().vocabularies:
        whole = "whole" if scheme.complete else "part"
        cells = (
            scheme.name,
            len(scheme.concepts),
            whole,
            scheme.date,
            scheme.source,
            pick(scheme.title, (language,)),
        )
        click.echo("\t".join(map(str, cells)))


@vocabulary.command()
@click.argument("names", nargs=-1, metavar="FILE|FOLDER...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_LANGUAGE
def check(names: tuple[str, ...], form: str, language: str) -> None:
    """Find values that are not, or no longer, in their lists: in the catalogue, or in files.

    Former addresses and renamed codes, misspelt, retired and unknown values of the fields that the profile binds to
    a vocabulary, each with its number, where it stands, and what to put in its place. Nothing is changed.

    Exits with 0 if there are none, with 1 if there are, and with 2 if something could not be read.
    """
    services = _load()
    asked = services.vocabulary_check
    with progress_bar("Checking") as tell:
        found = asked.files(names) if names else asked.stored(services.store, tell)
    if form == "json":
        click.echo(json.dumps(_json(found, asked, language), ensure_ascii=False, indent=2))
    else:
        for line in _text(found, asked, language):
            click.echo(line)
    for note in found.notes:
        click.echo(f"catalogue: {note}", err=True)
    for name, reason in found.unread:
        click.echo(f"{name}: {reason}", err=True)
    sys.exit(2 if found.unread else int(found.wrong > 0))


@vocabulary.command()
@click.argument("iris", nargs=-1, metavar="[IRI...]")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Store it; without this, only show what would change."
)
@click.option("--guesses", is_flag=True, help="Take proposals for misspelt values, too; read them before.")
def mend(iris: tuple[str, ...], is_applied: bool, guesses: bool) -> None:
    """Put today's entries in place of former addresses and renamed codes.

    Of the descriptions that are named by IRI or id, or of all. Each becomes a new revision; what is published is
    published again unless it would have more violations than before, and a draft stays one. Harvested descriptions
    are told of and not changed: their source must mend them.

    Exits with 1 if something was to be mended and was not.
    """
    from catalogue.services.mending import Wish

    services = _load()
    wish = Wish(is_applied, guesses, getpass.getuser())
    counts = {"shown": 0, "mended": 0, "left": 0}
    for each in services.mending.run(iris, wish):
        counts[_state(each)] += 1
        for line in _told(each, services):
            click.echo(line)
    if counts["mended"]:
        services.indexing.catch_up()
    click.echo(_sum(counts))
    sys.exit(1 if counts["left"] or counts["shown"] else 0)


def _text(found: "Found", asked: "VocabularyCheck", language: str) -> Iterator[str]:
    for group in found:
        kind, field = _KINDS[group.misuse.kind], _field(asked, group.owner, group.path, language)
        yield f"{kind} – {field}, {_times(group)}"
        yield f"  {group.value}"
        if group.misuse.today:
            yield f"  → {group.misuse.today} “{_label(asked, group.misuse, language)}”"
        if group.misuse.reason:
            yield f"  {group.misuse.reason}{_since(group.misuse)}"
        more = group.descriptions - len(group.examples)
        yield f"  in {', '.join(group.examples)}{f' and {more} more' if more else ''}"
        yield ""
    if found.beyond:
        yield f"{found.beyond} more uses of other values are not told one by one."
    yield f"{found.wrong} of {found.checked} description(s) have such values."


def _json(found: "Found", asked: "VocabularyCheck", language: str) -> dict[str, Any]:
    return {
        "checked": found.checked,
        "wrong": found.wrong,
        "beyond": found.beyond,
        "values": [
            {
                "kind": group.misuse.kind.value,
                "value": group.value,
                "class": group.owner,
                "path": group.path,
                "field": _field(asked, group.owner, group.path, language),
                "count": group.count,
                "descriptions": group.descriptions,
                "examples": group.examples,
                "today": group.misuse.today,
                "label": _label(asked, group.misuse, language),
                "certain": group.misuse.certain,
                "reason": group.misuse.reason,
                "since": group.misuse.since.isoformat() if group.misuse.since else "",
            }
            for group in found
        ],
        "unread": [{"source": source, "error": error} for source, error in found.unread],
    }


def _told(mended: "Mended", services: "Services") -> Iterator[str]:
    outcome = mended.outcome
    what = _OUTCOMES[outcome.kind] if outcome else "would change"
    refused = outcome is not None and outcome.kind is OutcomeKind.REFUSED
    yield f"{what}: <{mended.record.iri}>{f': {outcome.reason}' if outcome and refused else ''}"
    for each in mended.values:
        yield f"  {_field(services.vocabulary_check, each.owner, each.use.path, 'en')}"
        yield f"    {each.use.value}"
        yield f"    → {each.misuse.today}"


def _state(mended: "Mended") -> str:
    if mended.outcome is None:
        return "shown"
    return "mended" if mended.outcome.kind in (OutcomeKind.UPDATED, OutcomeKind.DRAFT) else "left"


def _sum(counts: dict[str, int]) -> str:
    shown = f"{counts['shown']} description(s) would change; --apply does it" if counts["shown"] else ""
    mended = f"{counts['mended']} description(s) mended" if counts["mended"] else ""
    left = f"{counts['left']} left as they are" if counts["left"] else ""
    return ", ".join(part for part in (shown, mended, left) if part) or "nothing to mend"


def _field(asked: "VocabularyCheck", owner: str, path: str, language: str) -> str:
    return f"{asked.profile.name(owner, language)} › {asked.profile.label(owner, path, language)}"


def _label(asked: "VocabularyCheck", misuse: Misuse, language: str) -> str:
    found = asked.vocabularies.label(misuse.today, [language])
    return found[0] if found else ""


def _times(group: "Group") -> str:
    times = "once" if group.count == 1 else f"{group.count} times"
    return times if group.descriptions == 1 else f"{times} in {group.descriptions} descriptions"


def _since(misuse: Misuse) -> str:
    return f" (since {misuse.since})" if misuse.since else ""


def _load() -> "Services":
    from catalogue import bootstrap

    return bootstrap.load()
