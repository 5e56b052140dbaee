"""`catalogue findings`."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from catalogue.commands import options
from catalogue.commands.records import existing
from catalogue.commands.telling import reader, write

if TYPE_CHECKING:
    from catalogue.domain.languages import Reader
    from catalogue.domain.verdict import Verdict
    from catalogue.services.verdicts import Words


@click.command()
@click.argument("iri", required=False)
@options.language
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people; json, an object for the description or a line for each cause.",
)
def findings(iri: str | None, language: str | None, form: str) -> None:
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
    whom = reader(language, services.profile)
    words = Words(services.profile, services.vocabularies, whom.language)
    if iri is None:
        conforms = _tell_causes(found.of_all(services.store), words, None if form == "json" else whom)
    else:
        record = existing(services, iri)
        description = services.reading.description(record, draft=True)
        verdict = verdict_on(description, record.head.report, services.profile, record.source or "")
        conforms = verdict.conforms
        _tell(verdict, words, None if form == "json" else whom)
        click.echo("conforms" if conforms else "does not conform", err=True)
    sys.exit(0 if conforms else 1)


def _tell(verdict: "Verdict", words: "Words", whom: "Reader | None") -> None:
    """A verdict for people, or without a reader for programs."""
    from catalogue.commands.verdict_text import text
    from catalogue.services.verdicts import json_object

    if whom:
        write(text([verdict], words, whom))
    else:
        write([json.dumps(json_object(verdict, words), ensure_ascii=False) + "\n"])


def _tell_causes(verdicts: "Iterable[Verdict]", words: "Words", whom: "Reader | None") -> bool:
    """The causes for people, or without a reader for programs; whether all descriptions conform."""
    from catalogue.commands.verdict_text import summary
    from catalogue.domain.causes import Causes
    from catalogue.domain.report import Severity
    from catalogue.services.findings import cause_object

    causes = Causes(words.profile)
    if whom:
        write(summary(verdicts, words, whom, causes))
    else:
        for verdict in verdicts:
            causes.add(verdict)
        write(json.dumps(cause_object(each, words), ensure_ascii=False) + "\n" for each in causes)
    return all(cause.severity is not Severity.VIOLATION for cause in causes)
