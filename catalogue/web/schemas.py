"""The bodies of the programming interface, as models from which their schemas are written.

They say what `services.verdicts.json_object` gives; a test holds real answers against them.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = dict[str, str]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Address(Body):
    """An address that is fetched and checked, with the pages that follow."""

    url: str = Field(examples=["https://example.org/catalog.ttl"])


class Problem(Body):
    """What went wrong (RFC 9457). `type` names the kind; what else there is, depends on it."""

    type: str = Field("about:blank", examples=["urn:x-catalogue:problem:stale"])
    title: str
    status: int
    detail: str
    line: int | None = Field(None, description="Where a text breaks, from 1.")
    column: int | None = None
    etag: str | None = Field(None, description="Of the newest revision, where another was meant.")
    findings: "list[Finding] | None" = Field(None, description="What must be mended first.")


class Finding(Body):
    """One finding: for programs by full IRIs, and for people in the language that was asked for."""

    severity: Literal["Violation", "Warning", "Info"]
    focus: str = Field(description="The node that the finding is about: an IRI, or a blank node as “_:…”.")
    class_: str = Field(
        serialization_alias="class", description="IRI of the class of the node; may be empty."
    )
    path: str = Field(description="IRI of the property; empty for the node itself.")
    component: str = Field(description="IRI of the SHACL constraint component.")
    value: str = Field(description="The offending value; empty where something is missing.")
    field: str = Field(description="The way to the field by its labels: “Distribution 2 › Format”.")
    message: str = Field(description="What is wrong.")
    mend: str = Field(description="How to mend it.")
    example: str = Field(description="A good value, where there is one.")
    rule: str = Field(description="Whose rule it is.")


class Step(Body):
    """One step of a way into a description: from a node of a class by a property to its value at a position."""

    owner: str
    path: str
    position: int
    name: str


class Gap(Body):
    """A field that is not filled in, in the part at `place`."""

    owner: str
    path: str
    place: list[Step]


class Meter(Body):
    """How many fields of an obligation are filled in."""

    obligation: Literal["mandatory", "recommended", "optional"]
    filled: int
    total: int
    missing: list[Gap]


class Element(Body):
    """A minimum element of Implementing Regulation (EU) 2026/2098, and whether the description gives it."""

    id: str
    label: Text
    paths: list[str]
    conditional: bool
    condition: Text
    state: Literal["given", "missing", "not-applicable", "conditional-not-given"]


class Completeness(Body):
    """How complete a description is, beside whether it conforms."""

    meters: list[Meter]
    elements: list[Element]


class Verdict(Body):
    """What a check says of one description."""

    source: str = Field(description="The file, address or body that it came from.")
    iri: str
    title: str | None = Field(None, description="Left out where there is none.")
    profile: str = Field(description="Id of the profile.", examples=["healthdcat-ap/8"])
    level: str = Field(description="The access level to which it was held.", examples=["NON_PUBLIC"])
    conforms: bool = Field(description="Whether there is no violation.")
    error: str | None = Field(
        None, description="Why it could not be read or checked; left out where it could."
    )
    findings: list[Finding]
    completeness: Completeness | None = Field(None, description="Left out where nothing could be read.")
