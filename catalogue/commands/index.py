"""`catalogue reindex`."""

import click

from catalogue.commands.telling import progress_bar


@click.command("reindex")
@click.option(
    "--only-new", is_flag=True, help="Take in what changed since the last time; build nothing anew."
)
def reindex_command(only_new: bool) -> None:
    """Build the search index anew from what is published.

    Readers keep the old one until it is done. The worker follows all changes by itself: this is for a changed
    profile that should be searched at once, or for doubt.
    """
    from catalogue import bootstrap

    indexing = bootstrap.load().indexing
    if only_new:
        click.echo(f"{indexing.catch_up()} changes taken in")
        return
    with progress_bar("Indexing") as tell:
        done = indexing.rebuild(tell)
    indexing.catch_up()
    click.echo(f"{done} datasets can be found")
