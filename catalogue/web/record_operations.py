"""The operations on descriptions, declared: their parameters, bodies, answers, and why they may be refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from catalogue.domain.record import Kind, State
from catalogue.rdf import formats, patching
from catalogue.web import record_schemas as schemas
from catalogue.web.openapi import Content, Operation, Parameter
from catalogue.web.reasons import say

# What stands in the path for a kind of description.
COLLECTIONS: Final = {"datasets": Kind.DATASET, "series": Kind.SERIES, "services": Kind.SERVICE}
STATES: Final = tuple(str(each) for each in State)
MOST: Final = 1000  # records on a page of a list
PAGE: Final = 100
_TEXT: Final = {"type": "string"}
JSON: Final = "application/json"
_NUMBER: Final = {"type": "integer", "minimum": 1}

_COLLECTION: Final = Parameter(
    "collection", say("The kind of description."), {"type": "string", "enum": list(COLLECTIONS)}, "path"
)
_ID: Final = Parameter("id", say("The record’s id."), _TEXT, "path")
ONE: Final = (_COLLECTION, _ID)
_REASON: Final = Parameter(
    "reason", say("Why, for the list of revisions."), {"type": "string", "maxLength": 500}
)
_PUBLISH: Final = Parameter(
    "publish",
    say("Publish it at once if it has no violation; otherwise it stays a draft."),
    {"type": "boolean", "default": False},
)
_LANGUAGE: Final = Parameter(
    "language", say("The language of the messages, instead of the Accept-Language header.")
)
REPEATED: Final = Parameter(
    "Idempotency-Key",
    say(
        "A name of your choice for this request: sent again within 24 hours, it gets the same answer and does nothing."
    ),
    {"type": "string", "minLength": 1, "maxLength": 255},
    "header",
)
_MATCH: Final = Parameter(
    "If-Match",
    say("The ETag of the revision that you have read, or * for whichever there is."),
    _TEXT,
    "header",
    required=True,
)
MAY_MATCH: Final = replace(_MATCH, required=False)
_RDF: Final = {form.media_type: _TEXT for form in formats.FORMATS}
_SERVED: Final = {form.media_type: _TEXT for form in formats.SERVED}
_BODY: Final = Content(
    say("One description as RDF in any serialisation, by its Content-Type or else by its content."), _RDF
)
_ETAG: Final = {"ETag": say("Names the revision, for If-Match.")}

WRONG: Final = say("A wrong parameter.")
KEY: Final = {
    401: say("No key, or one that is unknown, over or revoked."),
    403: say("The key’s role or organisation does not allow it."),
    429: say("Too many requests; Retry-After says when to come again."),
}
THERE: Final = {404: say("No such description, or one that you may not know of.")}
_SENT: Final = {
    400: say("Broken RDF (with its line and column), or a wrong parameter."),
    413: say("Larger than what is taken in."),
    415: say("Not RDF."),
    422: say("RDF without a description in it, with several, or with another than the address names."),
}
VERSION: Final = {
    412: say("It was changed since you read it; the answer names the newest ETag."),
    428: say("If-Match is missing."),
}
GONE: Final = {410: say("It was withdrawn; the answer says when and why.")}
AGAIN: Final = {409: say("It clashes with what is stored, or the same request is being answered.")}


def secured(
    id: str,
    words: tuple[str, str],
    answer: Content,
    parameters: tuple[Parameter, ...],
    problems: Mapping[int, str],
) -> Operation:
    summary, description = words
    told = {status: problems[status] for status in sorted(problems)}
    return Operation(id, summary, description, answer, parameters, problems=told, secured=True)


def _delivered(description: str, headers: Mapping[str, str] = _ETAG) -> Content:
    return Content(description, {JSON: schemas.Delivered}, headers)


CHANGE: Final = Content(say("The record as it is now."), {JSON: schemas.Change}, _ETAG)

WHOAMI: Final = secured(
    "whoami",
    (say("Who am I"), say("The key that asks: its name, its organisation, and what it may do.")),
    Content(say("The key."), {JSON: schemas.Program}),
    (),
    KEY,
)
LIST: Final = secured(
    "list",
    (
        say("List descriptions"),
        say(
            "The descriptions of your organisation in the order in which they came. A page goes on where the one "
            "before it ended, whatever changes meanwhile: follow “next”."
        ),
    ),
    Content(say("A page of records."), {JSON: schemas.Records}, {"Link": say("The next page.")}),
    (
        _COLLECTION,
        Parameter("state", say("Only those in this state."), {"type": "string", "enum": list(STATES)}),
        Parameter(
            "changed_since",
            say("Only those that changed at this moment or later: a date, or a date with time and zone."),
            {"type": "string", "examples": ["2026-11-01", "2026-11-01T12:00:00Z"]},
        ),
        Parameter("after", say("From where a page goes on; “next” has it."), _NUMBER),
        Parameter("limit", say("How many on a page."), {**_NUMBER, "maximum": MOST, "default": PAGE}),
    ),
    {**KEY, 400: WRONG, 404: say("No such kind of description.")},
)
CREATE: Final = replace(
    secured(
        "create",
        (
            say("Create a description"),
            say(
                "A new draft of your organisation. It keeps its IRI, or gets one of this catalogue if it has none. "
                "A draft may lack anything; the answer tells what the profile says of it."
            ),
        ),
        _delivered(
            say("It was created."),
            {**_ETAG, "Location": say("Address of the description in this interface.")},
        ),
        (_COLLECTION, _PUBLISH, _REASON, _LANGUAGE, REPEATED),
        {**KEY, **_SENT, **AGAIN, 404: say("No such kind of description.")},
    ),
    body=_BODY,
    status=201,
)
READ: Final = secured(
    "read",
    (
        say("Read a description"),
        say(
            "The newest revision of a description of your organisation, or the published one; of others the published "
            "one. With Accept: application/json, what the catalogue knows about it."
        ),
    ),
    Content(say("The description."), {**_SERVED, JSON: schemas.Record}, _ETAG),
    (
        *ONE,
        Parameter(
            "version",
            say("Which version: the newest, or the published one."),
            {"type": "string", "enum": ["head", "published"]},
        ),
    ),
    {
        **KEY,
        **THERE,
        400: WRONG,
        406: say("No form that the Accept header takes, or one that cannot say this description."),
        **GONE,
    },
)
REPLACE: Final = replace(
    secured(
        "replace",
        (
            say("Replace a description"),
            say(
                "A new revision. What readers get stays as it is until that is published. The same again changes "
                "nothing."
            ),
        ),
        _delivered(say("It is stored.")),
        (*ONE, _PUBLISH, _REASON, _LANGUAGE, _MATCH),
        {**KEY, **THERE, **GONE, **_SENT, **AGAIN, **VERSION},
    ),
    body=_BODY,
)
PATCH: Final = replace(
    secured(
        "patch",
        (
            say("Change statements of a description"),
            say(
                "A new revision, by an RDF Patch: a line “D”, with a statement as N-Triples write it, deletes it, and "
                "“A” adds one. Blank nodes have the labels of the N-Triples that you read. All lines apply, or none."
            ),
        ),
        _delivered(say("It is stored.")),
        (*ONE, _PUBLISH, _REASON, _LANGUAGE, _MATCH),
        {
            **KEY,
            **THERE,
            **GONE,
            **VERSION,
            400: say("No RDF Patch, with the line that breaks."),
            409: say("A statement to delete is not there, or one to add is."),
            413: say("Larger than what is taken in."),
            415: say("Another form of changes; Accept-Patch names the one that is read."),
            422: say("What would be left is no description of this kind."),
        },
    ),
    body=Content(say("An RDF Patch."), {patching.MEDIA_TYPE: _TEXT}),
)
DELETE: Final = replace(
    secured(
        "delete",
        (
            say("Delete a draft"),
            say(
                "Deletes a description that was never published, with all its revisions. What was published is "
                "withdrawn."
            ),
        ),
        Content(say("It is deleted."), {}),
        (*ONE, _MATCH),
        {**KEY, **THERE, **VERSION, 409: say("It was published once.")},
    ),
    status=204,
)


REVISIONS: Final = secured(
    "revisions",
    (say("List revisions"), say("Every version that was ever stored: when, by whom and why.")),
    Content(say("The revisions, the oldest first."), {JSON: schemas.Revisions}),
    ONE,
    {**KEY, **THERE},
)
REVISION: Final = secured(
    "revision",
    (say("Read a revision"), say("A version of a description by its number.")),
    Content(say("The description as it was."), _SERVED, _ETAG),
    (*ONE, Parameter("number", say("The number of the revision."), _NUMBER, "path")),
    {**KEY, **THERE, 406: READ.problems[406]},
)
BATCH: Final = replace(
    secured(
        "batch",
        (
            say("Hand in many descriptions"),
            say(
                "Every description of the body is taken for itself, and the answer tells what became of each: the "
                "status is 200 also where some were refused. Those that are there already are replaced only if the "
                "parameter “replace” says so, or a line names their ETag."
            ),
        ),
        Content(say("What became of each, in the order of the body."), {JSON: schemas.Batch}),
        (
            _PUBLISH,
            Parameter(
                "replace",
                say("Replace what is there already, whichever revision it has."),
                {"type": "boolean", "default": False},
            ),
            _REASON,
            _LANGUAGE,
            REPEATED,
        ),
        {**KEY, **_SENT, 409: say("The same request is being answered.")},
    ),
    body=Content(
        say("RDF with any number of descriptions, or JSON Lines with one on each line."),
        {**_RDF, "application/jsonl": _TEXT},
    ),
)
