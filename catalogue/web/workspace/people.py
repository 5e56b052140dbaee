"""Everybody who has an account, for administrators of the instance."""

from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, LastAdministrator
from catalogue.domain.sentences import Sentence
from catalogue.web import actors, errors, frame
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.organisations import told, trouble
from catalogue.web.workspace.roles import roles

DONE: Final = {"changed": Sentence("The account was changed.")}


@workspace.get("/people")
def people() -> Response:
    """Everybody who has an account."""
    return _page()


@workspace.post("/people/<id>")
def change_person(id: str) -> AnyResponse:
    """Let an account be used or not, or make its holder an administrator of the instance or not."""
    who, accounts = actors.actor(), services().accounts
    actions = {
        "activate": lambda: accounts.activate(who, id, True),
        "deactivate": lambda: accounts.activate(who, id, False),
        "promote": lambda: accounts.promote(who, id, True),
        "demote": lambda: accounts.promote(who, id, False),
    }
    try:
        actions.get(request.form.get("action", ""), lambda: None)()
    except LastAdministrator as error:
        return _page(error)
    return redirect(url_for("workspace.people", done="changed"))


def _page(error: CatalogueError | None = None) -> Response:
    frame.place("workspace.people")
    who = actors.actor()
    return page(
        "people.html",
        errors.status_of(error) if error else 200,
        people=services().accounts.people(who),
        organisations={each.id: each.name for each in services().accounts.organisations(who)},
        roles=roles(),
        own=who.id,
        trouble=trouble(error, "main"),
        told=told(DONE),
    )
