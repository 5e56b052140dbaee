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
_JSON: Final = "application/json"
_NUMBER: Final = {"type": "integer", "minimum": 1}

_COLLECTION: Final = Parameter(
    "collection", say("The kind of description."), {"type": "string", "enum": list(COLLECTIONS)}, "path"
)
_ID: Final = Parameter("id", say("The record’s id."), _TEXT, "path")
_ONE: Final = (_COLLECTION, _ID)
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
_REPEATED: Final = Parameter(
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
_MAY_MATCH: Final = replace(_MATCH, required=False)
_RDF: Final = {form.media_type: _TEXT for form in formats.FORMATS}
_SERVED: Final = {form.media_type: _TEXT for form in formats.SERVED}
_BODY: Final = Content(
    say("One description as RDF in any serialisation, by its Content-Type or else by its content."), _RDF
)
_ETAG: Final = {"ETag": say("Names the revision, for If-Match.")}

_WRONG: Final = say("A wrong parameter.")
_KEY: Final = {
    401: say("No key, or one that is unknown, over or revoked."),
    403: say("The key’s role or organisation does not allow it."),
    429: say("Too many requests; Retry-After says when to come again."),
}
_THERE: Final = {404: say("No such description, or one that you may not know of.")}
_SENT: Final = {
    400: say("Broken RDF (with its line and column), or a wrong parameter."),
    413: say("Larger than what is taken in."),
    415: say("Not RDF."),
    422: say("RDF without a description in it, with several, or with another than the address names."),
}
_VERSION: Final = {
    412: say("It was changed since you read it; the answer names the newest ETag."),
    428: say("If-Match is missing."),
}
_AGAIN: Final = {409: say("It clashes with what is stored, or the same request is being answered.")}


def _operation(
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
    return Content(description, {_JSON: schemas.Delivered}, headers)


_CHANGE: Final = Content(say("The record as it is now."), {_JSON: schemas.Change}, _ETAG)

WHOAMI: Final = _operation(
    "whoami",
    (say("Who am I"), say("The key that asks: its name, its organisation, and what it may do.")),
    Content(say("The key."), {_JSON: schemas.Program}),
    (),
    _KEY,
)
LIST: Final = _operation(
    "list",
    (
        say("List descriptions"),
        say(
            "The descriptions of your organisation in the order in which they came. A page goes on where the one "
            "before it ended, whatever changes meanwhile: follow “next”."
        ),
    ),
    Content(say("A page of records."), {_JSON: schemas.Records}, {"Link": say("The next page.")}),
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
    {**_KEY, 400: _WRONG, 404: say("No such kind of description.")},
)
CREATE: Final = replace(
    _operation(
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
        (_COLLECTION, _PUBLISH, _REASON, _LANGUAGE, _REPEATED),
        {**_KEY, **_SENT, **_AGAIN, 404: say("No such kind of description.")},
    ),
    body=_BODY,
    status=201,
)
READ: Final = _operation(
    "read",
    (
        say("Read a description"),
        say(
            "The newest revision of a description of your organisation, or the published one; of others the published "
            "one. With Accept: application/json, what the catalogue knows about it."
        ),
    ),
    Content(say("The description."), {**_SERVED, _JSON: schemas.Record}, _ETAG),
    (
        *_ONE,
        Parameter(
            "version",
            say("Which version: the newest, or the published one."),
            {"type": "string", "enum": ["head", "published"]},
        ),
    ),
    {
        **_KEY,
        **_THERE,
        400: _WRONG,
        406: say("No form that the Accept header takes, or one that cannot say this description."),
        410: say("It was withdrawn; the answer says when and why."),
    },
)
REPLACE: Final = replace(
    _operation(
        "replace",
        (
            say("Replace a description"),
            say(
                "A new revision. What readers get stays as it is until that is published. The same again changes "
                "nothing."
            ),
        ),
        _delivered(say("It is stored.")),
        (*_ONE, _PUBLISH, _REASON, _LANGUAGE, _MATCH),
        {**_KEY, **_THERE, **_SENT, **_AGAIN, **_VERSION},
    ),
    body=_BODY,
)
PATCH: Final = replace(
    _operation(
        "patch",
        (
            say("Change statements of a description"),
            say(
                "A new revision, by an RDF Patch: a line “D”, with a statement as N-Triples write it, deletes it, and "
                "“A” adds one. Blank nodes have the labels of the N-Triples that you read. All lines apply, or none."
            ),
        ),
        _delivered(say("It is stored.")),
        (*_ONE, _PUBLISH, _REASON, _LANGUAGE, _MATCH),
        {
            **_KEY,
            **_THERE,
            **_VERSION,
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
    _operation(
        "delete",
        (
            say("Delete a draft"),
            say(
                "Deletes a description that was never published, with all its revisions. What was published is "
                "withdrawn."
            ),
        ),
        Content(say("It is deleted."), {}),
        (*_ONE, _MATCH),
        {**_KEY, **_THERE, **_VERSION, 409: say("It was published once.")},
    ),
    status=204,
)


def action(
    name: str, words: tuple[str, str], body: Content | None = None, problems: Mapping[int, str] | None = None
) -> Operation:
    """An operation that takes a description a step further."""
    other = {400: _WRONG, 422: say("The idempotency key was used for another request.")}
    told = {**_KEY, **_THERE, **_AGAIN, **other, 412: _VERSION[412], **(problems or {})}
    declared = _operation(name, words, _CHANGE, (*_ONE, _MAY_MATCH, _REPEATED), told)
    return replace(declared, body=body)


_NOTE: Final = Content(say("A remark; the body may be empty."), {_JSON: schemas.Note})
SUBMIT: Final = action(
    "submit",
    (
        say("Send in for review"),
        say("Asks the reviewers of your organisation to look at the newest revision."),
    ),
)
PUBLISH: Final = action(
    "publish",
    (
        say("Publish a description"),
        say("Readers get the newest revision. With violations it is refused, and the answer lists them."),
    ),
    problems={422: say("It has violations, which are listed, or the way to publication was not gone.")},
)
WITHDRAW: Final = action(
    "withdraw",
    (
        say("Withdraw a description"),
        say("Takes it back from readers. A notice with the day and the reason stays at its address."),
    ),
    Content(say("The reason, which readers are told."), {_JSON: schemas.Reason}),
    {410: say("It was withdrawn already.")},
)
RESTORE: Final = action(
    "undo-withdrawal",
    (say("Undo a withdrawal"), say("Readers get again what they had before.")),
    problems={422: say("It has violations, which are listed, or the way to publication was not gone.")},
)
CHECK: Final = action(
    "check",
    (
        say("Confirm a description"),
        say(
            "Says that it was checked and is still true, as the law asks for once a year (EHDS, Article 60)."
        ),
    ),
    _NOTE,
)
REVISIONS: Final = _operation(
    "revisions",
    (say("List revisions"), say("Every version that was ever stored: when, by whom and why.")),
    Content(say("The revisions, the oldest first."), {_JSON: schemas.Revisions}),
    _ONE,
    {**_KEY, **_THERE},
)
REVISION: Final = _operation(
    "revision",
    (say("Read a revision"), say("A version of a description by its number.")),
    Content(say("The description as it was."), _SERVED, _ETAG),
    (*_ONE, Parameter("number", say("The number of the revision."), _NUMBER, "path")),
    {**_KEY, **_THERE, 406: READ.problems[406]},
)
BATCH: Final = replace(
    _operation(
        "batch",
        (
            say("Hand in many descriptions"),
            say(
                "Every description of the body is taken for itself, and the answer tells what became of each: the "
                "status is 200 also where some were refused. Those that are there already are replaced only if the "
                "parameter “replace” says so, or a line names their ETag."
            ),
        ),
        Content(say("What became of each, in the order of the body."), {_JSON: schemas.Batch}),
        (
            _PUBLISH,
            Parameter(
                "replace",
                say("Replace what is there already, whichever revision it has."),
                {"type": "boolean", "default": False},
            ),
            _REASON,
            _LANGUAGE,
            _REPEATED,
        ),
        {**_KEY, **_SENT, 409: say("The same request is being answered.")},
    ),
    body=Content(
        say("RDF with any number of descriptions, or JSON Lines with one on each line."),
        {**_RDF, "application/jsonl": _TEXT},
    ),
)
