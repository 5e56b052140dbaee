"""Records, revisions and verdicts as programs read them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Response

from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Kind, Record, Revision
from catalogue.domain.report import Severity
from catalogue.services import verdicts
from catalogue.services.checking import verdict_on
from catalogue.services.submitting import Listed
from catalogue.services.verdicts import Words
from catalogue.web import languages, preconditions
from catalogue.web.api import PREFIX
from catalogue.web.context import services

COLLECTION: Final = {Kind.DATASET: "datasets", Kind.SERIES: "series", Kind.SERVICE: "services"}


def json_answer(told: Mapping[str, Any], status: int = 200, record: Record | None = None) -> Response:
    """An answer in JSON; with a record, the ETag is that of its newest revision."""
    response = Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/json")
    if record is not None:
        response.headers["ETag"] = preconditions.etag(record.head)
    return response


def change(record: Record) -> Response:
    """A record as it is after an action."""
    [listed] = services().submitting.listed([record])
    return json_answer({"record": one(listed)}, record=record)


def address(record: Record) -> str:
    """Where a description stands in this interface."""
    return f"{services().settings.base_url}{PREFIX}/{COLLECTION[record.kind]}/{record.id}"


def one(listed: Listed) -> dict[str, Any]:
    """A record."""
    record = listed.record
    return {
        "id": record.id,
        "iri": record.iri,
        "kind": str(record.kind),
        "title": listed.title,
        "organisation": record.organisation,
        "state": str(record.state),
        "stage": str(listed.stage),
        "revision": record.head.number,
        "published": record.published.number if record.published else None,
        "etag": preconditions.etag(record.head),
        "url": address(record),
        "page": f"{services().settings.base_url}/dataset/{record.id}",
        "changed": record.changed.isoformat(),
        "listed": _moment(record.listed),
        "checked": _moment(record.checked),
        "withdrawn": _moment(record.withdrawn),
        "withdrawal_reason": record.withdrawal_reason,
    }


def revision(record: Record, version: Revision) -> dict[str, Any]:
    """A version in a list."""
    return {
        "number": version.number,
        "at": version.at.isoformat(),
        "author": version.author,
        "reason": version.reason,
        "etag": preconditions.etag(version),
        "level": version.report.level,
        "conforms": version.report.conforms,
        "url": f"{address(record)}/revisions/{version.number}",
    }


def verdict(record: Record) -> dict[str, Any]:
    """What the profile says of the newest revision, in the language of this answer; what hinders comes first."""
    own = services()
    text = own.submitting.text(record.head, record.iri)
    description = Description(record.iri, record.kind, text, record.head.hash)
    words = Words(own.profile, own.vocabularies, languages.current())
    report = record.head.report.by_severity()
    return verdicts.json_object(verdict_on(description, report, own.profile, record.iri), words)


def violations(record: Record) -> int:
    """How many violations the newest revision has."""
    return sum(each.severity is Severity.VIOLATION for each in record.head.report.findings)


def program(who: Actor) -> dict[str, Any]:
    """A key, for whoever holds it."""
    [(organisation, roles)] = who.roles.items()
    allowed = [str(each) for each in Permission if who.may(each, organisation)]
    role = ", ".join(sorted(roles))
    return {
        "id": who.id,
        "name": who.name,
        "organisation": organisation,
        "role": role,
        "permissions": allowed,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
