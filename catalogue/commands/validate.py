"""`catalogue validate`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from catalogue.commands import options as offered
from catalogue.commands.telling import are_many, progress_bar, reader, write

if TYPE_CHECKING:
    from catalogue.bootstrap import Services
    from catalogue.domain.languages import Reader
    from catalogue.domain.profile import Profile
    from catalogue.domain.verdict import Verdict
    from catalogue.services.checking import Checker, Wanted
    from catalogue.services.verdicts import Words


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@click.option(
    "--level",
    metavar="LEVEL",
    help="The access level of the profile to hold each description to, such as PUBLIC; else the one that it states.",
)
@click.option(
    "--profile", help="The id of a shipped profile, or a profile's folder; else that of the settings."
)
@click.option(
    "--engine", type=click.Choice(offered.ENGINES), help="The SHACL engine; else that of the settings."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "shacl"]),
    default="text",
    show_default=True,
    help="text for people; json, a line for each description; junit for CI; shacl, a SHACL report in Turtle.",
)
@offered.language
@offered.input_format
@click.option("--base", help="The address against which relative IRIs in files are read.")
def validate(names: tuple[str, ...], **options: str | None) -> None:
    """Say what is wrong with descriptions, and store nothing.

    They are read from files, folders, addresses, and from the standard input (-), as Turtle, RDF/XML, JSON-LD,
    N-Triples, TriG or N-Quads. An address may be a whole catalogue: the pages that it names (hydra:next, or a Link
    header) are followed. Datasets, series, data services and, where there is nothing else, catalogues are held to
    the profile one by one.

    Exits with 0 if all of them conform (a warning is no violation), with 1 if one does not, and with 2 if something
    could not be read or the command is not used rightly.
    """
    from catalogue import bootstrap
    from catalogue.rdf.formats import FORMATS
    from catalogue.services.checking import Wanted
    from catalogue.services.inputs import ReadAs
    from catalogue.services.verdicts import Words

    services = bootstrap.load()
    wanted = Wanted(options["profile"], options["engine"])
    checker = _checker(services, wanted)
    whom = reader(options["language"], checker.profile)
    in_json = whom.language if options["form"] == "json" else None
    level = _level(options["level"], checker.profile)
    wanted = replace(wanted, level=level, in_json=in_json, language=whom.language)
    words = Words(checker.profile, checker.vocabularies, whom.language)
    form = next((each for each in FORMATS if each.name == options["input_format"]), None)
    read_as = ReadAs(form, _base(options["base"]))
    seen = _Seen()
    with services.checks(wanted, are_many(names)) as checks, progress_bar("Validating") as tell:
        verdicts = services.validating.files(names, replace(checks, say=whom.gettext), tell, read_as)
        write(_told(seen.over(verdicts), str(options["form"]), words, whom))
    for note in verdicts.notes:
        click.echo(f"catalogue: {note}", err=True)
    sys.exit(seen.exit_code)


@dataclass(slots=True)
class _Seen:
    """What the exit code tells of the verdicts that went by."""

    refused: bool = False
    broken: bool = False

    def over(self, verdicts: "Iterable[Verdict]") -> "Iterator[Verdict]":
        for verdict in verdicts:
            self.broken = self.broken or bool(verdict.error)
            self.refused = self.refused or not verdict.conforms
            yield verdict

    @property
    def exit_code(self) -> int:
        return 2 if self.broken else int(self.refused)


def _checker(services: "Services", wanted: "Wanted") -> "Checker":
    from catalogue.domain.errors import WrongSetting

    try:
        checker = services.checker(wanted.profile, wanted.engine)
    except WrongSetting as error:
        if wanted.profile is None:
            raise
        told = (
            error.fields["reason"] if error.fields["name"] == "CATALOGUE_PROFILE" else error
        )  # names the file
        raise click.BadParameter(str(told), param_hint="--profile") from None
    return checker


def _level(wanted: str | None, profile: "Profile") -> str | None:
    """The id of the level that is asked for, in capitals or not."""
    if wanted is None:
        return None
    for level in profile.levels:
        if level.casefold() == wanted.casefold():
            return level
    known = ", ".join(profile.levels)
    raise click.BadParameter(f"{profile.id} has the levels {known}", param_hint="--level")


def _base(base: str | None) -> str | None:
    if base and not urlsplit(base).scheme:
        raise click.BadParameter(
            "an address in full is expected, such as https://example.org/", param_hint="--base"
        )
    return base


def _told(verdicts: "Iterator[Verdict]", form: str, words: "Words", reader: "Reader") -> Iterator[str]:
    """The parts of an answer, each as soon as it is known."""
    from catalogue.commands.verdict_text import text
    from catalogue.services.verdicts import json_line, junit, shacl_parts

    if form == "json":
        return (json_line(each, words) for each in verdicts)
    if form == "junit":
        return junit(verdicts, words)
    if form == "shacl":
        return (part.decode() for part in shacl_parts(verdicts, words))
    return text(verdicts, words, reader)
