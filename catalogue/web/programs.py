"""How a program asks: with its key, within its bounds, and each request that it repeats answered once."""

import functools
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from catalogue.domain.deliveries import NoKey
from catalogue.domain.errors import BadInput, CatalogueError, TooLarge
from catalogue.domain.people import Actor
from catalogue.rdf.formats import Format
from catalogue.services.answering import Answer
from catalogue.services.deliveries import Body
from catalogue.web import errors, languages, parameters, submissions
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.openapi import Interface, Operation

REPEATED: Final = "Idempotency-Key"
_LONGEST_NAME: Final = 255
_KEPT_HEADERS: Final = ("Content-Type", "Location", "ETag", "Content-Language", "Link")
# What says nothing of the request itself, so that it may be sent again under the same key.
_NOT_KEPT: Final = (401, 403, 408, 429)
_log = logging.getLogger(__name__)
View = Callable[..., Response]


def operation(interface: Interface, method: str, rule: str, declared: Operation) -> Callable[[View], View]:
    """Make a view an operation of programs: it gets who asks as its first argument."""
    names = [each.name for each in declared.parameters if each.place == "query"]

    def declare(view: View) -> View:
        @functools.wraps(view)
        def answered(**path: Any) -> Response:
            who = program()
            parameters.check_known(names)
            if method == "POST" and REPEATED in request.headers:
                return _private(_once(who, functools.partial(view, who, **path)))
            return _private(view(who, **path))

        return interface.add(method, rule, declared)(answered)

    return declare


def program() -> Actor:
    """The program that asks, who reads what this answer speaks. Raises NoKey, WrongCredentials, TooManyAttempts."""
    who = actor()
    if not who.known:
        raise NoKey
    services().limiting.admit(services().limiting.program(who.id))
    return replace(who, language=languages.current())


def content(limit: int) -> bytes:
    """What was sent. Raises TooLarge for more than `limit` bytes, before it is in memory."""
    request.max_content_length = limit
    try:
        data = request.get_data()
    except RequestEntityTooLarge:
        submissions.drain(request)
        data = None
    if data is None or len(data) > limit:
        raise TooLarge(source=gettext("What was sent"), limit=submissions.told(limit))
    return data


def body() -> Body:
    """A description as it was sent. Raises TooLarge, UnknownFormat for what is no RDF, and BadInput for nothing."""
    form = rdf_format()
    data = content(services().settings.description_limit * 2**20)
    if not data.strip():
        raise BadInput(reason=gettext("The body is empty: send a description as RDF."))
    return Body(data, form)


def rdf_format() -> Format | None:
    """The serialisation that the Content-Type names; None leaves it to the content. Raises UnknownFormat."""
    return submissions.form_of((request.mimetype or "").lower())


def _private(response: Response) -> Response:
    """What a program gets is for its organisation, and is kept nowhere on the way."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.add("Vary", "X-API-Key, Authorization")
    return response


def _once(who: Actor, view: Callable[[], Response]) -> Response:
    """Answer a request, or repeat the answer that it had under its idempotency key."""
    name = request.headers[REPEATED].strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise BadInput(reason=gettext("An idempotency key has 1 to 255 characters."))
    own, said = services().answering, _said()
    known = own.begin(who, name, said)
    if known is not None:
        return Response(known.body, known.status, [*known.headers, ("Idempotency-Replayed", "true")])
    try:
        response = _told(view)
    except BaseException:
        own.give_up(who, name)
        raise
    if response.status_code >= 500 or response.status_code in _NOT_KEPT:
        own.give_up(who, name)
        return response
    headers = tuple((each, response.headers[each]) for each in _KEPT_HEADERS if each in response.headers)
    own.finish(who, name, said, Answer(response.status_code, headers, response.get_data()))
    return response


def _told(view: Callable[[], Response]) -> Response:
    """The answer of a view, also where that is a refusal."""
    try:
        return view()
    except CatalogueError as error:
        return errors.told(error)
    except HTTPException as error:
        return errors.told_http(error)


def _said() -> Sequence[bytes]:
    """Everything that makes a request what it is."""
    most = max(services().settings.description_limit, services().settings.batch_limit)
    head = (request.method, request.full_path, request.mimetype or "", request.headers.get("If-Match", ""))
    return [*(each.encode() for each in head), content(most * 2**20)]
