"""`catalogue findings`."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from catalogue.commands.records import existing

if TYPE_CHECKING:
    from catalogue.domain.languages import Reader
    from catalogue.domain.verdict import Verdict
    from catalogue.services.verdicts import Words


@click.command()
@click.argument("iri", required=False)
@click.option("--language", default="en", show_default=True, help="The language of the explanations.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people; json, an object for the description or a line for each cause.",
)
def findings(iri: str | None, language: str, form: str) -> None:
    """Tell what the newest revision of a description lacks, in plain words: where, what, how to mend it, by which rule.

    Without an IRI, the findings of all stored descriptions by cause, the most frequent first, with how many
    descriptions have each. Both tell what was found when the descriptions came; `catalogue validate` checks anew.
    Exits with 1 if one does not conform.
    """
    from catalogue import bootstrap
    from catalogue.services import findings as found
    from catalogue.services.checking import verdict_on
    from catalogue.services.verdicts import Words

    services = bootstrap.load()
    words, reader = Words(services.profile, services.vocabularies, language), _reader(language)
    if iri is None:
        conforms = _tell_causes(found.of_all(services.store), words, None if form == "json" else reader)
    else:
        record = existing(services, iri)
        description = services.reading.description(record, draft=True)
        verdict = verdict_on(description, record.head.report, services.profile, record.source or "")
        conforms = verdict.conforms
        _tell(verdict, words, None if form == "json" else reader)
        click.echo("conforms" if conforms else "does not conform", err=True)
    sys.exit(0 if conforms else 1)


def _tell(verdict: "Verdict", words: "Words", reader: "Reader | None") -> None:
    """A verdict for people, or without a reader for programs."""
    from catalogue.commands.verdict_text import text
    from catalogue.services.verdicts import json_object

    if reader:
        _write(text([verdict], words, reader))
    else:
        _write([json.dumps(json_object(verdict, words), ensure_ascii=False) + "\n"])


def _tell_causes(verdicts: "Iterable[Verdict]", words: "Words", reader: "Reader | None") -> bool:
    """The causes for people, or without a reader for programs; whether all descriptions conform."""
    from catalogue.commands.verdict_text import summary
    from catalogue.domain.causes import Causes
    from catalogue.domain.report import Severity
    from catalogue.services.findings import cause_object

    causes = Causes()
    if reader:
        _write(summary(verdicts, words, reader, causes))
    else:
        for verdict in verdicts:
            causes.add(verdict)
        _write(json.dumps(cause_object(each, words), ensure_ascii=False) + "\n" for each in causes)
    return all(cause.severity is not Severity.VIOLATION for cause in causes)


def _write(parts: Iterable[str]) -> None:
    for part in parts:
        click.echo(part, nl=False)


def _reader(language: str) -> "Reader":
    from catalogue.domain.languages import Reader
    from catalogue.web.languages import translations

    spoken = translations(language)
    return Reader(language, (language,), spoken.gettext, spoken.ngettext)
