"""`catalogue worker`: indexing and scheduled harvests, without the web."""

import click

from catalogue.processes.listening import prepare_folder
from catalogue.settings import load


@click.command()
def worker() -> None:
    """Run the worker alone: it indexes what changes, and harvests the sources that are due."""
    from catalogue.processes.worker import end_with, main

    prepare_folder(load().data)
    end_with(main)
