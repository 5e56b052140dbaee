"""Verdicts as files and as answers to programs: every serialisation with its media type, in one table."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response

from catalogue.domain.verdict import Verdict
from catalogue.services import verdicts as written
from catalogue.services.verdicts import Words

Verdicts = Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write verdicts down. `name` is what the parameter `format` says; `types` are its media types."""

    name: str
    label: str
    types: tuple[str, ...]
    write: Callable[[Verdicts, Words], str | bytes | Iterable[str]]


def _lines(verdicts: Verdicts, words: Words) -> Iterable[str]:
    return (f"{json.dumps(written.json_object(each, words), ensure_ascii=False)}\n" for each in verdicts)


JSON: Final = Writing(
    "json", "JSON", ("application/jsonl", "application/json", "application/x-ndjson"), _lines
)
CSV: Final = Writing(
    "csv", "CSV", ("text/csv",), lambda verdicts, words: "\ufeff" + written.csv_text(verdicts, words)
)
JUNIT: Final = Writing("junit", "JUnit", ("application/xml", "text/xml"), written.junit)
SHACL: Final = Writing("shacl", "SHACL", ("text/turtle",), written.shacl_report)

WRITINGS: Final = (JSON, CSV, JUNIT, SHACL)
DOWNLOADS: Final = {"csv": CSV, "json": JSON, "ttl": SHACL}


def respond(verdicts: Verdicts, words: Words, writing: Writing) -> Response:
    """The verdicts written down. As JSON it is one object a line; a single one is a whole JSON document too."""
    media_type = "application/json" if writing is JSON and len(verdicts) == 1 else writing.types[0]
    written_down = writing.write(verdicts, words)
    # Whole before it is sent: an error in the middle could not be told any more.
    body = written_down if isinstance(written_down, str | bytes) else "".join(written_down)
    return Response(body, mimetype=media_type)
