"""`catalogue settings`."""

import click

from catalogue import settings as configuration


@click.command()
@click.option("--help-texts", is_flag=True, help="With what each setting is for.")
def settings(help_texts: bool) -> None:
    """Print every setting with its value and where it comes from. Secrets are not shown."""
    for origin in configuration.origins():
        click.echo(f"{origin.name} = {origin.value}  ({origin.origin})")
        if help_texts:
            click.echo(f"    {origin.help}")
