"""The audit log: who did what, by pages and as CSV."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Response, request, url_for

from catalogue.domain.people import Event
from catalogue.services import cells
from catalogue.web import actors, moments, parameters
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.organisations import found

SHOWN: Final = 100
COLUMNS: Final = ("time", "actor", "action", "about", "organisation", "detail")


@workspace.get("/log")
def log() -> Response:
    """The audit log of the whole instance, or of one organisation."""
    parameters.check_known(("before", "organisation"))
    return _page(request.args.get("organisation", ""))


@workspace.get("/log.csv")
def log_csv() -> Response:
    """All of it as CSV."""
    parameters.check_known(("organisation",))
    organisation = request.args.get("organisation", "")
    events = services().auditing.all(actors.actor(), organisation)
    name = f"audit-{organisation}.csv" if organisation else "audit.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(cells.table(_rows(events)), mimetype="text/csv", headers=headers)


def _page(organisation: str) -> Response:
    who = actors.actor()
    events = services().auditing.events(who, organisation, parameters.whole("before", 1), SHOWN)
    chosen: dict[str, Any] = {"organisation": organisation} if organisation else {}
    older = url_for("workspace.log", **chosen, before=events[-1].position) if len(events) == SHOWN else ""
    return page(
        "audit.html",
        events=events,
        told_at=moments.to_the_second,
        older=older,
        is_first="before" not in request.args,
        first=url_for("workspace.log", **chosen),
        csv=url_for("workspace.log_csv", **chosen),
        organisation=found(organisation) if organisation else None,
        organisations=services().accounts.organisations(who) if who.administrator else [],
    )


def _rows(events: Iterator[Event]) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for each in events:
        yield (each.at.isoformat(), each.actor, each.action, each.about, each.organisation, each.detail)
