"""What a visitor hands in to be checked, read from a request and held to its bounds before it is in memory."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final, Self

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from catalogue.domain.errors import BadInput, TooLarge, UnknownFormat
from catalogue.domain.sentences import quoted
from catalogue.rdf import formats
from catalogue.rdf.formats import Format
from catalogue.services.public_checks import PASTED, Question
from catalogue.web.context import services
from catalogue.web.languages import gettext

# A form brings more than the body: names of fields, boundaries, the other fields.
FRAME: Final = 64 * 1024
# Up to so many times the limit a body is read and thrown away, since a browser that may not finish sending
# shows no answer.
_PATIENCE: Final = 8
_BLOCK: Final = 256 * 1024
_LONGEST_NAME: Final = 200
# What clients send for anything; the content tells what it is.
_VAGUE: Final = ("", "application/octet-stream", "application/x-www-form-urlencoded", "text/plain")


@dataclass(slots=True)
class Submission:
    """What the form was filled in with. It is shown again when something is wrong with it."""

    text: str = ""
    url: str = ""
    file: str = ""
    profile: str = ""
    level: str = ""
    upload: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """What the fields of a form or of an address say."""
        told = {name: fields.get(name, "") for name in ("text", "url", "profile", "level")}
        return cls(told["text"], told["url"].strip(), "", told["profile"].strip(), told["level"].strip())

    @property
    def way(self) -> str:
        """The field that says what to check: `text`, `file` or `url`."""
        return "file" if self.file else "url" if self.url and not self.text.strip() else "text"

    @property
    def content(self) -> bytes:
        """What was pasted or uploaded."""
        return self.upload if self.file else self.text.encode()

    def question(self) -> Question:
        """What is asked. Raises BadInput when that is nothing, or more than one thing."""
        given = [bool(self.text.strip()), bool(self.file), bool(self.url)]
        if sum(given) == 0:
            raise BadInput(
                reason=gettext(
                    "There is nothing to check yet: paste a description, choose a file, or give an address."
                )
            )
        if sum(given) > 1:
            raise BadInput(
                reason=gettext(
                    "Only one thing is checked at a time: leave the pasted text, the file or the address, "
                    "and empty the others."
                )
            )
        asked: dict[str, Any] = {"profile": self.profile, "level": self.level or None}
        if self.url:
            return Question(_address(self.url), **asked)
        if self.file:
            form = formats.by_extension(PurePath(self.file).suffix)
            return Question(self.file, self.upload, form, **asked)
        return Question(PASTED, self.text.encode(), **asked)


def form_of(media_type: str) -> Format | None:
    """The serialisation of a media type; None leaves it to the content. Raises UnknownFormat."""
    form = None if media_type in _VAGUE else formats.by_media_type(media_type)
    if form is None and media_type not in _VAGUE:
        raise UnknownFormat(source=media_type, known=formats.known())
    return form


def read(request: Request) -> Submission:
    """What a form was filled in with. Raises TooLarge, before it is in memory."""
    limit = services().public_checks.limit
    # A text somewhat over the limit can be shown again; what is far over it is not even read.
    request.max_content_length = request.max_form_memory_size = 2 * limit + FRAME
    try:
        form, file = request.form, request.files.get("file")
    except RequestEntityTooLarge:
        drain(request)
        raise TooLarge(source=gettext("What was sent"), limit=told(limit)) from None
    given = Submission.of(form)
    given.file, given.upload = name_of(file), content_of(file)
    return given


def content_of(file: FileStorage | None) -> bytes:
    """What a file holds; it is closed, since a large one lies on disk."""
    if file is None:
        return b""
    with closing(file):
        return bytes(file.read())


def address_in(data: bytes) -> str:
    """The address that a JSON body gives; nothing for one that is JSON-LD. Raises BadInput for one that is neither."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return ""  # the RDF reader says where it breaks
    if said == {}:
        raise BadInput(
            reason=gettext('The JSON object is empty: give an address, as {"url": "https://…"}, or JSON-LD.')
        )
    if not isinstance(said, dict) or "url" not in said or any(name.startswith("@") for name in said):
        return ""
    if len(said) > 1:
        others = ", ".join(quoted(name) for name in said if name != "url")
        reason = gettext(
            "Beside “url”, a JSON object that gives an address has nothing, and this one has: %(others)s. "
            "Parameters go into the address of the request."
        )
        raise BadInput(reason=reason % {"others": quoted(others)})
    return _checked(said["url"])


def _checked(url: object) -> str:
    text = url.strip() if isinstance(url, str) else ""
    if not text or not text.isprintable():
        raise BadInput(reason=gettext("“url” must be an address, such as https://example.org/catalog.ttl."))
    return text


def drain(request: Request) -> None:
    """Take in what is still being sent, unless it is a lot, so that its sender gets to read the answer."""
    left = request.content_length or 0
    if left > _PATIENCE * services().public_checks.limit:
        return
    stream = request.environ["wsgi.input"]
    while left > 0 and (block := stream.read(min(_BLOCK, left))):
        left -= len(block)


def told(limit: int) -> str:
    """A number of bytes as people say it."""
    return gettext("%(number)s MB") % {"number": limit // 2**20}


def name_of(file: FileStorage | None) -> str:
    """What the file is called, without the folders that some browsers tell."""
    if file is None or not file.filename:
        return ""
    return file.filename.replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:]


def _address(url: str) -> str:
    """An address as somebody types it, who leaves out how it begins."""
    return url if "://" in url else f"https://{url}"
