"""A form that is sent twice, as by a double click where no script holds the second back, is answered once.

Its token is another one each time that a page is made. So a form that is the same in all of its inputs and files, the
token too, is the same press of the same button: it gets the answer of the first one, which was lost on the way. Where
that cannot be given twice, as it shows a secret, the form is answered anew, and what the first one made is undone.
"""

import hashlib
import logging
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from flask import Response, g, redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.deliveries import BeingAnswered
from catalogue.domain.errors import Unavailable
from catalogue.services.answering import Answer
from catalogue.web import crossing, parameters
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import workspace

# Who comes back later, by the browser's button, means to send it once more.
_REMEMBERED: Final = timedelta(seconds=10)
_PATIENCE: Final = 20.0  # seconds that a second one waits for the first
_PAUSE: Final = 0.05
_PIECE: Final = 2**16  # bytes
_MADE: Final = "Made"
_log = logging.getLogger(__name__)


@workspace.before_request
def repeat() -> AnyResponse | None:
    """Where the answer to the same form leads, once there is one; nothing for the first, which is to be answered."""
    if request.method in crossing.SAFE or parameters.wants_json() or crossing.FIELD not in request.form:
        return None
    name = _press()
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            known = services().answering.begin(actor(), name, ())
        except BeingAnswered:
            time.sleep(_PAUSE)
            continue
        if known is None:
            g.press = name
            return None
        headers = dict(known.headers)
        if "Location" in headers:
            return redirect(headers["Location"], known.status)
        g.lost = headers[_MADE]
        name = f"{name}:{g.lost}"  # the next of several takes its turn
    return None


def made(id: str) -> None:
    """Note what this form has made, where its answer cannot be given twice."""
    g.made = id


def lost() -> str:
    """What the same form has made just before, in an answer that was lost; "" for the first."""
    return str(g.get("lost", ""))


@workspace.after_request
def remember(response: Response) -> Response:
    """Keep where a form led that was taken; one that was not is taken anew when it is sent again."""
    if name := g.pop("press", ""):
        try:
            _settle(name, response)
        except Unavailable:
            _log.warning("what a form was answered cannot be kept")
    return response


def _settle(name: str, response: Response) -> None:
    if response.status_code == HTTPStatus.SEE_OTHER:
        told = ("Location", response.headers["Location"])
    elif "made" in g:
        told = (_MADE, g.made)
    else:
        services().answering.give_up(actor(), name)
        return
    answer = Answer(response.status_code, (told,))
    services().answering.finish(actor(), name, (), answer, _REMEMBERED)


def _press() -> str:
    """A name for everything that was sent, and where to."""
    files = [(name, _content(file)) for name, file in request.files.items(multi=True)]
    said = urlencode([("", request.full_path), *request.form.items(multi=True), ("", ""), *files])
    return f"form:{hashlib.sha256(said.encode()).hexdigest()}"


def _content(file: FileStorage) -> str:
    """A name for a file of the form and for what it holds; it is read again from its start afterwards."""
    content = hashlib.sha256()
    while piece := file.stream.read(_PIECE):
        content.update(piece)
    file.stream.seek(0)
    return f"{content.hexdigest()} {file.filename}"
