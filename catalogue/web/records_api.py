"""Descriptions for programs: list, create, read, replace, patch, delete, and their revisions."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from catalogue.domain.deliveries import UnknownPatch
from catalogue.domain.errors import BadParameter
from catalogue.domain.people import Actor
from catalogue.domain.record import Record, Revision, State
from catalogue.rdf import patching, writing
from catalogue.rdf.formats import SERVED
from catalogue.services.submitting import Ask, Version, home
from catalogue.web import languages, parameters, preconditions, programs, record_answers
from catalogue.web import record_operations as operations
from catalogue.web.answers import content_type
from catalogue.web.api import interface, speak
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.negotiation import wanted
from catalogue.web.record_operations import COLLECTIONS, MOST, PAGE

JSON: Final = "application/json"
ALL: Final = f"/<any({','.join(COLLECTIONS)}):collection>"
ONE: Final = f"{ALL}/<id>"
_LONGEST_REASON: Final = 500


@programs.operation(interface, "GET", "/whoami", operations.WHOAMI)
def whoami(who: Actor) -> Response:
    """The key that asks."""
    return record_answers.json_answer(record_answers.program(who))


@programs.operation(interface, "GET", ALL, operations.LIST)
def list_(who: Actor, collection: str) -> Response:
    """A page of the descriptions of the program's organisation."""
    state = parameters.choice("state", operations.STATES)
    ask = Ask(
        COLLECTIONS[collection],
        parameters.whole("after", 0) or 0,
        min(parameters.whole("limit", 1) or PAGE, MOST),
        frozenset({State(state)}) if state else None,
        parameters.moment("changed_since"),
    )
    found, onwards = services().submitting.mine(who, ask)
    following = None
    if onwards is not None:
        kept = {name: value for name, value in request.args.items() if name != "after"}
        query = urlencode({**kept, "after": onwards})
        following = f"{services().settings.base_url}{request.path}?{query}"
    answer = record_answers.json_answer(
        {"items": [record_answers.one(each) for each in found], "next": following}
    )
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


@programs.operation(interface, "POST", ALL, operations.CREATE)
def create(who: Actor, collection: str) -> Response:
    """A new draft of the program's organisation; published at once on wish, if it conforms."""
    speak()
    own, publish, reason = services(), parameters.flag("publish"), revision_reason()
    description = own.deliveries.one(programs.body(), COLLECTIONS[collection], home(who))
    record = own.submitting.create(who, description, reason)
    answer = _delivered(who, record, "created", publish=publish)
    answer.status_code = 201
    answer.headers["Location"] = record_answers.address(record)
    return answer


@programs.operation(interface, "GET", ONE, operations.READ)
def read(who: Actor, collection: str, id: str) -> Response:
    """A description as RDF, or what the catalogue knows about it as JSON."""
    version: Version | None = parameters.choice("version", ("head", "published"))  # type: ignore[assignment]
    own, record = services().submitting, _find(who, collection, id)
    revision = own.revision(who, record, version)
    if _wants_json():
        [listed] = own.listed([record])
        return record_answers.json_answer(record_answers.one(listed), record=record)
    return _rdf(record, revision)


@programs.operation(interface, "PUT", ONE, operations.REPLACE)
def replace(who: Actor, collection: str, id: str) -> Response:
    """A new revision in place of the one that the program has read."""
    speak()
    record, publish, reason = _find(who, collection, id), parameters.flag("publish"), revision_reason()
    preconditions.check(record)
    own = services()
    description = own.deliveries.one(programs.body(), record.kind, record.organisation, record.iri)
    after = own.submitting.replace(who, record, description, reason)
    return _delivered(who, after, _outcome(record, after), publish=publish)


@programs.operation(interface, "PATCH", ONE, operations.PATCH)
def patch(who: Actor, collection: str, id: str) -> Response:
    """A new revision with some statements changed."""
    speak()
    record, publish, reason = _find(who, collection, id), parameters.flag("publish"), revision_reason()
    if request.mimetype != patching.MEDIA_TYPE:
        raise UnknownPatch(source=request.mimetype or "?", known=patching.MEDIA_TYPE)
    preconditions.check(record)
    data = programs.content(services().settings.description_limit * 2**20)
    after = services().submitting.patch(who, record, data, reason)
    return _delivered(who, after, _outcome(record, after), publish=publish)


@programs.operation(interface, "DELETE", ONE, operations.DELETE)
def delete(who: Actor, collection: str, id: str) -> Response:
    """Delete what was never published."""
    record = _find(who, collection, id)
    preconditions.check(record)
    services().submitting.delete(who, record)
    return Response(status=204)


@programs.operation(interface, "GET", f"{ONE}/revisions", operations.REVISIONS)
def revisions(who: Actor, collection: str, id: str) -> Response:
    """Every version of a description."""
    record = _find(who, collection, id)
    found = services().submitting.revisions(who, record)
    return record_answers.json_answer({"items": [record_answers.revision(record, each) for each in found]})


@programs.operation(interface, "GET", f"{ONE}/revisions/<int:number>", operations.REVISION)
def revision(who: Actor, collection: str, id: str, number: int) -> Response:
    """A version of a description by its number."""
    record = _find(who, collection, id)
    found = services().submitting.revision(who, record, number)
    return _rdf(record, found)


def _find(who: Actor, collection: str, id: str) -> Record:
    return services().submitting.find(who, COLLECTIONS[collection], id)


def _wants_json() -> bool:
    """Whether a request names plain JSON, which elsewhere may stand for JSON-LD, before any RDF."""
    accepted = request.accept_mimetypes
    named = [accepted.quality(each.media_type) for each in SERVED if each.media_type in dict(accepted)]
    return JSON in dict(accepted) and accepted.quality(JSON) > max(named, default=0)


def _rdf(record: Record, revision: Revision) -> Response:
    form = wanted(page=False)
    text = services().submitting.text(revision, record.iri)
    response = Response(writing.body(text, form), content_type=content_type(form))
    response.headers["ETag"] = preconditions.etag(revision, form.extension)
    response.headers["Vary"] = "Accept"
    response.headers["Accept-Patch"] = patching.MEDIA_TYPE
    return response.make_conditional(request)  # type: ignore[return-value]


def _delivered(who: Actor, record: Record, outcome: str, *, publish: bool) -> Response:
    """What became of a description: stored, and published where that was wished and nothing stands against it."""
    own = services()
    if publish:
        record = own.submitting.publish(who, record)
    [listed] = own.submitting.listed([record])
    told: dict[str, Any] = {
        "outcome": outcome,
        "record": record_answers.one(listed),
        "verdict": record_answers.verdict(record),
    }
    answer = record_answers.json_answer(told, record=record)
    answer.headers["Content-Language"] = languages.current()
    return answer


def _outcome(before: Record, after: Record) -> str:
    return "unchanged" if before.head.number == after.head.number else "updated"


def revision_reason() -> str:
    reason = request.args.get("reason", "").strip()
    if len(reason) > _LONGEST_REASON:
        raise BadParameter(name="reason", value="…", expected=gettext("at most 500 characters"))
    return reason
