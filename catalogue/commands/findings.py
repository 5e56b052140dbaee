"""`catalogue findings`."""

import sys

import click

from catalogue.commands.records import existing


@click.command()
@click.argument("iri")
@click.option("--language", default="en", show_default=True, help="The language of the explanations.")
def findings(iri: str, language: str) -> None:
    """Tell what the newest revision of a description lacks, in plain words. Exits with 1 if it does not conform."""
    from catalogue import bootstrap
    from catalogue.domain.wording import explain, worth_telling

    services = bootstrap.load()
    report = existing(services, iri).head.report
    for finding in sorted(worth_telling(report.findings)):
        told = explain(finding, services.profile, language, services.vocabularies)
        click.echo(f"{finding.severity}: {told.field}: {told.problem} {told.mend}")
    click.echo("conforms" if report.conforms else "does not conform", err=True)
    sys.exit(0 if report.conforms else 1)
