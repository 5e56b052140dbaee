"""Options that several commands have, and what can be chosen there."""

from typing import Final, get_args

import click

from catalogue.settings import Settings

# The names and endings of `catalogue.rdf.formats`, which help does not wait for.
INPUTS: Final = ("turtle", "xml", "json-ld", "nt", "trig", "nquads")
OUTPUTS: Final = ("ttl", "rdf", "jsonld", "nt")
ENGINES: Final = get_args(Settings.model_fields["validator"].annotation)

language = click.option(
    "--language",
    help="The language of what is told; else that of LC_ALL or LANG where it is known, or English.",
)
input_format = click.option(
    "--input-format",
    type=click.Choice(INPUTS),
    help="The serialisation of the standard input; else its content tells.",
)
