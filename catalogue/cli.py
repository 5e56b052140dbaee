"""The command `catalogue`. Each command is a module of `catalogue.commands`, imported when it runs."""

import sys
from importlib import import_module
from typing import Final

import click

from catalogue.settings import SettingsError

# Command -> its module; the function has the command's name.
COMMANDS: Final = {
    "serve": "serve",
    "web": "serve",
    "worker": "worker",
    "import": "importing",
    "export": "exporting",
    "upgrade": "upgrade",
    "publish": "records",
    "withdraw": "records",
    "remove": "records",
    "list": "records",
    "findings": "findings",
    "validate": "validate",
    "vocabulary": "vocabulary",
    "harvest": "harvest",
    "reindex": "index",
    "organisation": "organisation",
    "user": "user",
    "key": "key",
    "demo": "demonstration",
    "profile": "profile",
    "settings": "settings",
}


class Commands(click.Group):
    """The commands in the order of the table, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"catalogue.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command", None) or getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="health-catalogue")
def catalogue() -> None:
    """A catalogue of health datasets: HealthDCAT-AP descriptions, searched, read and harvested.

    Settings are CATALOGUE_* variables or a TOML file; `catalogue settings` shows them.
    """


def main() -> None:
    """Run a command; what people cause is told in a line, without a trace."""
    from catalogue.domain.errors import CatalogueError  # noqa: PLC0415 - not for --help

    try:
        catalogue()
    except (SettingsError, CatalogueError) as error:
        click.echo(f"catalogue: {error}", err=True)
        sys.exit(2)
