"""The keys of an organisation's programs: made, shown once, revoked."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import BadInput, Forbidden, WrongField
from catalogue.domain.people import PROGRAM_ROLES, Permission, Role
from catalogue.domain.sentences import Sentence
from catalogue.services.keys import LONGEST_DAYS, Made, Wanted
from catalogue.web import actors, errors, frame
from catalogue.web.context import services
from catalogue.web.workspace import once
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.organisations import found, told, trouble
from catalogue.web.workspace.roles import explained, roles

DONE = {"revoked": Sentence("The key was revoked. It opens nothing any more.")}


@workspace.get("/organisation/<id>/keys")
def keys(id: str) -> Response:
    """The keys of an organisation's programs."""
    return _page(id)


@workspace.post("/organisation/<id>/keys")
def create_key(id: str) -> Response:
    """A new key, which this answer shows and no other: of a form that is sent twice the second key is kept."""
    given = {name: request.form.get(name, "").strip() for name in ("name", "role", "days")}
    try:
        made = services().keys.create(actors.actor(), _wanted(id, given))
    except BadInput as error:
        return _page(id, error, given)
    once.made(made.key.id)
    if once.lost():
        services().keys.revoke(actors.actor(), once.lost())
    return _page(id, made=made)


@workspace.post("/organisation/<id>/keys/<key>/revoke")
def revoke_key(id: str, key: str) -> AnyResponse:
    """End a key at once."""
    services().keys.revoke(actors.actor(), key)
    return redirect(url_for("workspace.keys", id=id, done="revoked"))


def _wanted(id: str, given: dict[str, str]) -> Wanted:
    """The key that the form asks for. Raises WrongField."""
    if given["role"] not in PROGRAM_ROLES:
        raise WrongField(field="role", reason=Sentence("A key is for the role editor, provider or reader."))
    days = given["days"]
    if days and not (days.isascii() and days.isdigit() and 0 < int(days[:9]) <= LONGEST_DAYS):
        raise WrongField(field="days", reason=Sentence("A key is good for 1 to 3650 days."))
    return Wanted(given["name"], id, Role(given["role"]), int(days) if days else None)


def _page(
    id: str, error: BadInput | None = None, given: dict[str, str] | None = None, made: Made | None = None
) -> Response:
    frame.place("workspace.keys", id=id)
    who, own = actors.actor(), services().keys
    organisation = found(id)
    if not who.may(Permission.MANAGE_KEYS, id):
        raise Forbidden
    return page(
        "keys.html",
        errors.status_of(error) if error else 200,
        organisation=organisation,
        keys=[(key, own.is_live(key)) for key in own.of(who) if key.organisation == id],
        given=given or {"name": "", "role": Role.EDITOR.value, "days": "365"},
        roles=[(role, roles()[role], explained()[role]) for role in PROGRAM_ROLES],
        names=roles(),
        explained=explained(),
        made=made,
        again=bool(once.lost()),
        trouble=trouble(error, "name"),
        told=told(DONE),
    )
