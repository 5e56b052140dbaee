"""`catalogue validate`."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from catalogue.commands.telling import are_many, progress_bar

if TYPE_CHECKING:
    from catalogue.bootstrap import Services
    from catalogue.domain.languages import Reader
    from catalogue.domain.verdict import Verdict
    from catalogue.services.checking import Checker, Wanted
    from catalogue.services.verdicts import Words

LEVELS: Final = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
INPUTS: Final = ("turtle", "xml", "json-ld", "nt", "trig", "nquads")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@click.option(
    "--level",
    type=click.Choice(LEVELS, case_sensitive=False),
    metavar="|".join(LEVELS),
    help="The access level to hold each description to; the one that it states, if this is left out.",
)
@click.option(
    "--profile", help="The id of a shipped profile, or a profile's folder; else that of the settings."
)
@click.option(
    "--engine", type=click.Choice(["pyshacl", "fast"]), help="The SHACL engine; else that of the settings."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "shacl"]),
    default="text",
    show_default=True,
    help="text for people; json, a line for each description; junit for CI; shacl, a SHACL report in Turtle.",
)
@click.option(
    "--language",
    help="The language of the messages; else that of LC_ALL or LANG where it is known, or English.",
)
@click.option(
    "--input-format",
    type=click.Choice(INPUTS),
    help="The serialisation of the standard input; else its content tells.",
)
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
    wanted = Wanted(options["profile"], options["engine"], options["level"])
    checker = _checker(services, wanted)
    reader = _reader(options["language"], os.environ, checker)
    words = Words(checker.profile, checker.vocabularies, reader.language)
    form = next((each for each in FORMATS if each.name == options["input_format"]), None)
    read_as = ReadAs(form, _base(options["base"]))
    seen = _Seen()
    with services.checks(wanted, are_many(names)) as checks, progress_bar("Validating") as tell:
        verdicts = services.validating.files(names, replace(checks, say=reader.gettext), tell, read_as)
        _write(_told(seen.over(verdicts), str(options["form"]), words, reader))
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
        raise click.BadParameter(str(error.fields["reason"]), param_hint="--profile") from None
    if wanted.level and wanted.level not in checker.profile.levels:
        known = ", ".join(checker.profile.levels)
        raise click.BadParameter(f"{checker.profile.id} has the levels {known}", param_hint="--level")
    return checker


def _base(base: str | None) -> str | None:
    if base and not urlsplit(base).scheme:
        raise click.BadParameter(
            "an address in full is expected, such as https://example.org/", param_hint="--base"
        )
    return base


def _reader(wanted: str | None, environment: Mapping[str, str], checker: "Checker") -> "Reader":
    """Whom to speak to: in a language that the profile has messages in."""
    from catalogue.domain.languages import Reader, base
    from catalogue.web.languages import translations

    known = checker.profile.messages
    if wanted and base(wanted) not in known:
        raise click.BadParameter(f"there are messages in {', '.join(sorted(known))}", param_hint="--language")
    said = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language = base(wanted or next(filter(None, said), "").partition(".")[0])
    language = language if language in known else "en"
    spoken = translations(language)
    return Reader(language, (language,), spoken.gettext, spoken.ngettext)


def _told(verdicts: "Iterator[Verdict]", form: str, words: "Words", reader: "Reader") -> Iterator[str]:
    """The parts of an answer, each as soon as it is known."""
    from catalogue.commands.verdict_text import text
    from catalogue.services.verdicts import json_object, junit, shacl_parts

    if form == "json":
        return (json.dumps(json_object(each, words), ensure_ascii=False) + "\n" for each in verdicts)
    if form == "junit":
        return junit(verdicts, words)
    if form == "shacl":
        return (part.decode() for part in shacl_parts(verdicts, words))
    return text(verdicts, words, reader)


def _write(parts: Iterable[str]) -> None:
    """Write to standard output, in UTF-8 as all these formats are, whatever the locale says."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for part in parts:
        click.echo(part, nl=False)
