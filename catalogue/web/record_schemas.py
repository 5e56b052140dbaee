"""The bodies of the operations on descriptions, as models from which their schemas are written."""

from typing import Any, Literal

from pydantic import Field

from catalogue.web.schemas import Body, Problem, Verdict

Moment = str | None


class Program(Body):
    """Who a key is."""

    id: str
    name: str = Field(description="What the key is called.")
    organisation: str = Field(description="Id of the organisation that it acts for.")
    role: str = Field(description="provider, who may change descriptions, or reader.")
    permissions: list[str] = Field(description="What it may do in its organisation.")


class Record(Body):
    """A description's place in the catalogue."""

    id: str
    iri: str
    kind: Literal["dataset", "series", "service"]
    title: str = Field(description="A title of the newest revision; may be empty.")
    organisation: str
    state: Literal["draft", "in-review", "published", "withdrawn"] = Field(
        description="Of what readers get; a draft may stand beside it."
    )
    stage: str = Field(
        description="Where the newest revision stands: draft, in-review, sent-back, approved, published or withdrawn."
    )
    revision: int = Field(description="Number of the newest revision.")
    published: int | None = Field(description="Number of the revision that readers get.")
    etag: str = Field(description="What If-Match says to change the newest revision.")
    url: str = Field(description="Address of the description in this interface.")
    page: str = Field(description="Its address for readers.")
    changed: str
    listed: Moment = Field(description="When it was published first.")
    checked: Moment = Field(description="When its holder confirmed it last.")
    withdrawn: Moment
    withdrawal_reason: str


class Records(Body):
    """A page of records."""

    items: list[Record]
    next: str | None = Field(description="Address of the next page; null at the end.")


class Delivered(Body):
    """What became of a description, and what the profile says of it."""

    outcome: Literal["created", "updated", "unchanged"]
    record: Record
    verdict: Verdict


class Change(Body):
    """A record as it is after an action."""

    record: Record


class Revision(Body):
    """One version of a description."""

    number: int
    at: str
    author: str
    reason: str
    etag: str
    level: str = Field(description="The access level to which it was held.")
    conforms: bool
    url: str = Field(description="Address of its RDF.")


class Revisions(Body):
    """The versions of a description, the oldest first."""

    items: list[Revision]


class Reason(Body):
    """Why a description is withdrawn: readers are told."""

    reason: str = Field(min_length=1, max_length=2000)


class Note(Body):
    """A remark for the people of the organisation; may be left out."""

    note: str = Field("", max_length=2000)


class Item(Body):
    """One line of a batch of JSON Lines."""

    description: str | dict[str, Any] = Field(
        description="RDF as a text in the serialisation `type`, or a JSON-LD object."
    )
    type: str = Field("text/turtle", description="Media type of a text.")
    if_match: str = Field("", description="The ETag of the revision that it replaces; empty for a new one.")


class Result(Body):
    """What became of one description of a batch."""

    position: int = Field(description="Its place in the batch, from 1.")
    iri: str = Field(description="Empty where it could not be read.")
    status: int = Field(description="The status that the operation for it alone would have had.")
    outcome: Literal["created", "updated", "unchanged", "refused"]
    record: Record | None = None
    violations: int = Field(0, description="How many violations its newest revision has.")
    problem: Problem | None = None


class Batch(Body):
    """What became of every description of a batch."""

    items: list[Result]
    created: int
    updated: int
    unchanged: int
    refused: int
    published: int
