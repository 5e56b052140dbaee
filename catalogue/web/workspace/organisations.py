"""Organisations and their members: who belongs to one, what they are there, and inviting others."""

from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, Conflict, NotFound, Unavailable, Undeliverable, WrongField
from catalogue.domain.people import MEMBER_ROLES, Organisation, Permission, Role
from catalogue.domain.sentences import Sentence
from catalogue.services.accounts import Newcomer
from catalogue.web import actors, errors, frame, reasons
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.roles import explained, roles

DONE: Final = {
    "added": Sentence("The organisation was added."),
    "renamed": Sentence("The organisation has another name."),
    "invited": Sentence("An invitation was sent by mail."),
    "joined": Sentence("This person had an account already, and is a member now."),
    "unsent": Sentence(
        "The account was made, but no mail could be sent. An administrator of this catalogue gets the link to "
        "hand over by the command “catalogue user password”."
    ),
    "changed": Sentence("The roles were changed."),
    "ended": Sentence("The membership has ended."),
}


@workspace.get("/organisation")
def organisation() -> AnyResponse:
    """The organisations that one belongs to; straight to the only one."""
    found = services().accounts.organisations(actors.actor())
    if len(found) == 1 and not actors.actor().administrator:
        return redirect(url_for("workspace.members", id=found[0].id))
    return _list()


@workspace.post("/organisation")
def add_organisation() -> AnyResponse:
    """A new organisation."""
    given = {name: request.form.get(name, "").strip() for name in ("id", "name")}
    try:
        services().accounts.add_organisation(actors.actor(), given["id"], given["name"])
    except (WrongField, Conflict) as error:
        return _list(error, given)
    return redirect(url_for("workspace.members", id=given["id"], done="added"))


@workspace.get("/organisation/<id>")
def members(id: str) -> Response:
    """The members of an organisation, and what they are there."""
    return _page(id)


@workspace.post("/organisation/<id>")
def rename_organisation(id: str) -> AnyResponse:
    """Another name for an organisation."""
    try:
        services().accounts.rename_organisation(actors.actor(), id, request.form.get("name", ""))
    except WrongField as error:
        return _page(id, error)
    return redirect(url_for("workspace.members", id=id, done="renamed"))


@workspace.post("/organisation/<id>/members")
def invite(id: str) -> AnyResponse:
    """A new member: who has no account gets a mail with which to set a password."""
    given = {name: request.form.get(name, "").strip() for name in ("email", "name", "role")}
    who, accounts = actors.actor(), services().accounts
    try:
        newcomer = Newcomer(given["email"], given["name"], False, id, _role(given["role"]))
        person, is_new = accounts.join(who, newcomer)
    except WrongField as error:
        return _page(id, error, given)
    done = "invited" if is_new else "joined"
    if is_new:
        try:
            services().letters.invite(who, person, accounts.organisation(id))
        except (Unavailable, Undeliverable):
            done = "unsent"
    return redirect(url_for("workspace.members", id=id, done=done))


@workspace.post("/organisation/<id>/members/<person>")
def change_member(id: str, person: str) -> AnyResponse:
    """Other roles of a member, or none any more."""
    held = frozenset(_role(name) for name in request.form.getlist("role"))
    if "end" in request.form:
        held = frozenset()
    elif not held:
        reason = Sentence("A member has a role at least. To end the membership, there is a button.")
        return _page(id, WrongField(field=f"roles-{person}", reason=reason))
    services().accounts.give(actors.actor(), person, id, held)
    return redirect(url_for("workspace.members", id=id, done="changed" if held else "ended"))


def _role(name: str) -> Role:
    """The role of a name. Raises WrongField."""
    if name not in MEMBER_ROLES:
        raise WrongField(field="role", reason=Sentence("Choose what the person is in the organisation."))
    return Role(name)


def _list(error: CatalogueError | None = None, given: dict[str, str] | None = None) -> Response:
    frame.place("workspace.organisation")
    who = actors.actor()
    return page(
        "organisations.html",
        errors.status_of(error) if error else 200,
        organisations=services().accounts.organisations(who),
        given=given or {"id": "", "name": ""},
        may_add=who.may(Permission.MANAGE_INSTANCE),
        trouble=trouble(error, "id"),
    )


def _page(id: str, error: CatalogueError | None = None, given: dict[str, Any] | None = None) -> Response:
    frame.place("workspace.members", id=id)
    who = actors.actor()
    held = services().accounts.members(who, id)
    return page(
        "organisation.html",
        errors.status_of(error) if error else 200,
        organisation=found(id),
        members=held,
        given=given or {"email": "", "name": "", "role": Role.EDITOR.value},
        roles=[(role, roles()[role], explained()[role]) for role in MEMBER_ROLES],
        may_manage=who.may(Permission.MANAGE_MEMBERS, id),
        may_keys=who.may(Permission.MANAGE_KEYS, id),
        mailing=services().mailing.is_set,
        own=who.id,
        trouble=trouble(error, "name"),
        told=told(DONE),
    )


def found(id: str) -> Organisation:
    """An organisation that one belongs to. Raises NotFound."""
    for each in services().accounts.organisations(actors.actor()):
        if each.id == id:
            return each
    raise NotFound(name=id)


def trouble(error: CatalogueError | None, field: str) -> dict[str, str] | None:
    """What is wrong, and with which input; `field` where the error names none."""
    return {"field": str(error.fields.get("field", field)), "words": errors.say(error)} if error else None


def told(done: dict[str, Sentence]) -> str:
    """What was done before one was led here, in words."""
    sentence = done.get(request.args.get("done", ""))
    return reasons.translate(sentence) if sentence else ""
