"""Verdicts as files and as answers to programs: every serialisation with its media type, in one table."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Final

from flask import Response

from catalogue.domain.verdict import Verdict
from catalogue.services import cells
from catalogue.services import verdicts as written
from catalogue.services.verdicts import Words
from catalogue.web import reasons

_IN_MEMORY: Final = 2**20  # bytes of an answer before it goes to a file
_BLOCK: Final = 2**16

Verdicts = Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write verdicts down. `name` is what the parameter `format` says; `types` are its media types."""

    name: str
    label: str
    types: tuple[str, ...]
    write: Callable[[Verdicts, Words], Iterable[str | bytes]]


def _lines(verdicts: Verdicts, words: Words) -> Iterable[str]:
    return (f"{json.dumps(written.json_object(each, words), ensure_ascii=False)}\n" for each in verdicts)


def _table(verdicts: Verdicts, words: Words) -> Iterable[str]:
    yield cells.MARK
    yield from written.csv_parts(verdicts, words)


JSON: Final = Writing(
    "json", "JSON", ("application/jsonl", "application/json", "application/x-ndjson"), _lines
)
CSV: Final = Writing("csv", "CSV", ("text/csv",), _table)
JUNIT: Final = Writing("junit", "JUnit", ("application/xml", "text/xml"), written.junit)
SHACL: Final = Writing("shacl", "SHACL", ("text/turtle",), written.shacl_parts)

WRITINGS: Final = (JSON, CSV, JUNIT, SHACL)
DOWNLOADS: Final = {"csv": CSV, "json": JSON, "ttl": SHACL}


def respond(verdicts: Verdicts, words: Words, writing: Writing) -> Response:
    """The verdicts written down, in the language of this answer.

    As JSON it is one object a line; a single one is a whole JSON document too.

    Nothing is sent before all of it is written, so that an error can be told; what is long waits in a file, so
    that who reads it slowly takes no memory.
    """
    told = [replace(each, error=reasons.translate(each.error)) for each in verdicts]
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        for part in writing.write(told, words):
            file.write(part.encode() if isinstance(part, str) else part)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    media_type = "application/json" if writing is JSON and len(verdicts) == 1 else writing.types[0]
    response = Response(_blocks(file), mimetype=media_type)
    response.content_length = size
    response.call_on_close(file.close)
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(_BLOCK), b"")
