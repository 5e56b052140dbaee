"""Requests whose files may hold people's data: they stay in memory, and never lie on the disk, not for a moment.

What is larger than it may be is weighed and thrown away, so that its sender can be told which file it was, and reads
the answer: a browser that may not finish sending shows none.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any, Final, cast

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from catalogue.domain.errors import FileTooLarge, FormTooLarge
from catalogue.domain.sentences import megabytes

_OF_PEOPLE: Final = frozenset({"workspace.hand_in_variables"})
# They show their form again with what is wrong with its file: `refuse_too_large` tells them.
_TELLING: Final = frozenset({"workspace.receive", "workspace.hand_in_variables"})
_PATIENCE: Final = 8  # up to so many times its bound a request is read
_BLOCK: Final = 256 * 1024
_LONGEST: Final = 10_000  # characters of an input beside a file


@dataclass(slots=True)
class Weighed:
    """What a request brings that is too large: its size and that of its file, and the short inputs beside that."""

    size: int
    file: str = ""
    file_size: int = 0
    inputs: dict[str, str] = field(default_factory=dict)
    _input: str = ""

    def take(self, event: Event) -> None:
        """Note what comes next in the body."""
        if isinstance(event, File):
            self.file, self._input = event.filename, ""
        elif isinstance(event, Field):
            self._input = event.name
            self.inputs[self._input] = ""
        elif isinstance(event, Data) and self._input:
            said = self.inputs[self._input] + event.data.decode("utf-8", "replace")
            self.inputs[self._input] = said[:_LONGEST]
        elif isinstance(event, Data):
            self.file_size += len(event.data)


class CarefulRequest(Request):
    """A request as Flask has it, but for files that may hold data. What it may bring is bounded by its endpoint."""

    weighed: Weighed | None = None

    def _get_file_stream(self, *given: Any, **named: Any) -> IO[bytes]:
        if self.endpoint in _OF_PEOPLE:
            return BytesIO()
        return super()._get_file_stream(*given, **named)

    def take_form(self, most: int, inputs: int) -> None:
        """Take in a form of so many bytes and inputs. Raises FormTooLarge, unless the endpoint tells of its file."""
        self.max_content_length = self.max_form_memory_size = most
        self.max_form_parts = inputs
        try:
            self._load_form_data()
        except RequestEntityTooLarge:
            self.weighed = _weigh(self, most)
            if self.endpoint not in _TELLING or not self.weighed.file:
                raise FormTooLarge(size=megabytes(self.weighed.size), limit=megabytes(most)) from None
            vars(self).update(form=ImmutableMultiDict(self.weighed.inputs), files=ImmutableMultiDict())


def refuse_too_large(limit: int) -> None:
    """Raises FileTooLarge when the file of this request was too large to be taken in. `limit` is told, in bytes."""
    found = cast(CarefulRequest, request).weighed
    if found:
        raise FileTooLarge(source=found.file, size=megabytes(found.file_size), limit=megabytes(limit))


def _weigh(given: Request, most: int) -> Weighed:
    """Read what is sent, as far as patience goes, and keep nothing but what it is."""
    found = Weighed(given.content_length or 0)
    left = found.size if found.size <= _PATIENCE * most else _BLOCK
    is_whole = left == found.size
    decoder = _decoder(given)
    while left > 0 and (block := given.environ["wsgi.input"].read(min(_BLOCK, left))):
        left -= len(block)
        decoder = decoder if decoder and _decode(decoder, block, found) else None
    if found.file and not is_whole:
        found.file_size = found.size
    return found


def _decoder(given: Request) -> MultipartDecoder | None:
    boundary = given.mimetype_params.get("boundary", "")
    return MultipartDecoder(boundary.encode()) if boundary else None


def _decode(decoder: MultipartDecoder, block: bytes, found: Weighed) -> bool:
    """Take a part of a body; whether there is more to be understood in it."""
    try:
        decoder.receive_data(block)
        while not isinstance(event := decoder.next_event(), NeedData):
            if isinstance(event, Epilogue):
                return False
            found.take(event)
    except (ValueError, LookupError):
        return False
    return True
