"""`catalogue profile`: the rules that descriptions are held to."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from catalogue import settings

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue.rdf.linting import Flaw


@click.group()
def profile() -> None:
    """The profiles: the rules that descriptions are held to, with their words."""


@profile.command(name="list")
def list_profiles() -> None:
    """List the profiles that come with the catalogue: id, version and title."""
    from catalogue.domain.languages import pick
    from catalogue.rdf.profiles import find_profile, read_manifest, shipped

    own = settings.load().profile
    for name in shipped():
        found = read_manifest(find_profile(name))
        mark = "  (the one of this instance)" if name == own else ""
        click.echo(f"{found.id}  {found.version}  {pick(found.title, ('en',))}{mark}")


@profile.command()
@click.argument("folder", default="")
def check(folder: str) -> None:
    """Say what is wrong with a profile: a FOLDER, an id, or else that of this instance. Exits with 1 on errors.

    An error makes a profile impossible and would stop the start; a warning is about what has no effect or no words.
    """
    from catalogue.rdf.profiles import check_profile, find_profile

    path = find_profile(folder or settings.load().profile)
    problems = check_profile(path)
    if not any(problem.impossible for problem in problems):
        problems += tuple(_refused(path))
    for problem in problems:
        click.echo(f"{'error' if problem.impossible else 'warning'}: {problem}")
    errors = sum(problem.impossible for problem in problems)
    click.echo(f"{path}: {errors} errors, {len(problems) - errors} warnings")
    sys.exit(1 if errors else 0)


def _refused(path: "Path") -> "Iterator[Flaw]":
    """What pySHACL says when it is given something to validate at every access level."""
    from catalogue.bootstrap import Services
    from catalogue.rdf.linting import Flaw
    from catalogue.services.trying import try_out

    services = Services(settings.load().model_copy(update={"profile": str(path), "validator": "pyshacl"}))
    for level, reason in try_out(services.profile, services.validator):
        yield Flaw(f"{services.profile.id}, at {level}", reason, impossible=True)
