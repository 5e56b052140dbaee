"""The programming interface: every operation with its declaration, which is also its documentation."""

import json
from typing import Any, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from catalogue import __version__
from catalogue.domain.errors import BadInput, BadParameter, NotAcceptable, TooLarge
from catalogue.rdf import formats
from catalogue.services.public_checks import BOUNDS, Question, Result
from catalogue.services.verdicts import Words
from catalogue.web import languages, parameters, schemas, submissions, writing
from catalogue.web.answers import open_to_all
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.openapi import Content, Declared, Interface, Operation, Parameter
from catalogue.web.reasons import say
from catalogue.web.writing import Writing

PREFIX: Final = "/api/v1"
BODY: Final = "body"  # the source of what came without a name
_FORM: Final = "multipart/form-data"
_EXPOSED: Final = (
    "Accept-Patch, Content-Language, ETag, Idempotency-Replayed, Link, Location, Retry-After, X-Ended"
)
_ALLOWED: Final = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "X-API-Key"
)
_JSON: Final = "application/json"

api = Blueprint("api", __name__, url_prefix=PREFIX)
interface = Interface(api, PREFIX)
_TEXT: Final = {"type": "string"}
_SEVERAL: Final = {"type": "array", "items": _TEXT}
_BINARY: Final = {"type": "string", "format": "binary"}

_CHECK: Final = Operation(
    "validate",
    say("Check descriptions"),
    say(
        "Checks every description of the body, or of an address with the pages that follow, against a "
        "profile, and tells the findings in the language that is asked for. The answer is 200 whether they "
        "conform or not. As JSON, one description is answered by one object, and several by one object a "
        "line (JSON Lines). Nothing is stored."
    ),
    Content(
        say("The verdicts, in the form that was asked for."),
        {
            _JSON: schemas.Verdict,
            "application/jsonl": _TEXT,
            "text/csv": _TEXT,
            "application/xml": _TEXT,
            "text/turtle": _TEXT,
        },
    ),
    parameters=(
        Parameter(
            "level",
            say("Hold all descriptions to this access level: by default each to the one that it states."),
        ),
        Parameter("profile", say("Id of a shipped profile: by default that of this catalogue.")),
        Parameter(
            "format",
            say("The form of the answer, instead of the Accept header."),
            {"type": "string", "enum": [each.name for each in writing.WRITINGS]},
        ),
        Parameter("language", say("The language of the messages, instead of the Accept-Language header.")),
    ),
    body=Content(
        say("RDF in any serialisation, by its Content-Type or else by its content; a file; or an address."),
        {
            **{form.media_type: _TEXT for form in formats.FORMATS},
            _JSON: schemas.Address,
            _FORM: {"type": "object", "properties": {"file": _BINARY}, "required": ["file"]},
        },
    ),
    problems={
        400: say("Broken RDF (with its line), a wrong parameter or address, or nothing to check."),
        406: say("No form of answer that the Accept header takes."),
        413: say("Larger than what is checked here."),
        415: say("Not RDF."),
        422: say("RDF without a description in it."),
        502: say("The server of the address did not give what was asked."),
        503: say("Too many are checking; Retry-After says when to come again."),
    },
)


@api.after_request
def _open(response: Response) -> Response:
    """Let scripts of any site ask: no cookie is read here, so that there is nothing to make use of."""
    open_to_all(response)
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = _ALLOWED
    return response


@interface.add("POST", "/validate", _CHECK)
def validate() -> Response:
    """Check descriptions: a body, a file, or what an address gives."""
    speak()
    parameters.check_known([each.name for each in _CHECK.parameters])
    form = _writing()
    question = _question()
    return services().public_checks.check(question, lambda result: _answer(result, form))


@interface.add(
    "GET",
    "/openapi.json",
    Operation(
        "openapi",
        say("This description"),
        say("The operations of this interface as an OpenAPI document."),
        Content(say("The document."), {_JSON: {"type": "object"}}),
    ),
)
def openapi() -> Response:
    """The operations of the programming interface as an OpenAPI document."""
    response = Response(json.dumps(document(), ensure_ascii=False), mimetype=_JSON)
    response.add_etag()
    response.headers["Cache-Control"] = "public, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]


def document() -> dict[str, Any]:
    """The OpenAPI document of this instance."""
    settings = services().settings
    info = {
        "title": languages.text(settings.title),
        "version": __version__,
        "description": "Descriptions of health datasets: find, check and publish them.",
    }
    return interface.document(info, settings.base_url, _offered())


def page() -> Response:
    """The programming interface, for people."""
    own = services()
    return Response(
        render_template(
            "api.html",
            declared=_offered(),
            base=own.settings.base_url,
            prefix=PREFIX,
        )
    )


def _offered() -> list[Declared]:
    """The operations as this instance has them."""
    labels, reader = services().search_labels, languages.reader()
    filters = [Parameter(name, labels.name(name, reader), _SEVERAL) for name in labels.filters]
    return interface.offering(_choices(), filters)


def _choices() -> dict[str, list[str]]:
    """The values that parameters may have in this instance."""
    own = services()
    offered = own.public_checks.offered
    levels = dict.fromkeys(level for each in offered.values() for level in each.levels)
    spoken = list(own.settings.languages)
    return {"level": list(levels), "profile": list(offered), "language": spoken, "lang": spoken}


def _answer(result: Result, form: Writing) -> Response:
    checker = services().public_checks.checker(result.profile)
    words = Words(checker.profile, checker.vocabularies, languages.current())
    response = writing.respond(result.verdicts, words, form)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = words.language
    if result.ended:
        response.headers["X-Ended"] = result.ended if result.ended in BOUNDS else "broken"
    return response


def speak() -> None:
    """Speak the language of the parameter, where there is one."""
    asked = request.args.get("language", "")
    known = services().settings.languages
    if asked and asked not in known:
        raise BadParameter(name="language", value=asked, expected=", ".join(known))
    languages.speak(asked or languages.preferred(request))


def _writing() -> Writing:
    """The form of the answer: by the parameter, else by the Accept header, else JSON."""
    asked = request.args.get("format", "")
    named = {each.name: each for each in writing.WRITINGS}
    if asked and asked not in named:
        raise BadParameter(name="format", value=asked, expected=", ".join(named))
    if asked or not request.accept_mimetypes:
        return named[asked or "json"]
    by_type = {type_: each for each in writing.WRITINGS for type_ in each.types}
    best = request.accept_mimetypes.best_match(by_type)
    if best is None:
        raise NotAcceptable(asked=request.headers.get("Accept", ""), available=", ".join(by_type))
    return by_type[best]


def _question() -> Question:
    """What is to be checked. Raises BadInput, UnknownFormat, TooLarge."""
    limit = services().public_checks.limit
    request.max_content_length = limit + submissions.FRAME
    media_type = (request.mimetype or "").lower()
    try:
        if media_type == _FORM:
            return _of_file()
        return _of_body(media_type, request.get_data(cache=False))
    except RequestEntityTooLarge:
        submissions.drain(request)
        raise TooLarge(source=BODY, limit=submissions.told(limit)) from None


def _of_file() -> Question:
    file = request.files.get("file")
    if file is None:
        raise BadInput(reason=gettext("A form needs a file under the name “file”."))
    name = submissions.name_of(file) or BODY
    form = formats.by_extension(name.rpartition(".")[2]) if "." in name else None
    return Question(name, submissions.content_of(file), form, **_asked())


def _of_body(media_type: str, data: bytes) -> Question:
    address = submissions.address_in(data) if media_type == _JSON else ""
    if address:
        return Question(address, **_asked())
    return Question(BODY, data, submissions.form_of(media_type), **_asked())


def _asked() -> dict[str, Any]:
    return {"profile": request.args.get("profile", ""), "level": request.args.get("level") or None}
