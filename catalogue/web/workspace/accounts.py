"""The account of who is signed in: name, language, password, sessions."""

from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import TooManyAttempts, WrongField
from catalogue.domain.sentences import Sentence
from catalogue.web import actors, errors, frame, languages, reasons
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.roles import roles

DONE: Final = {
    "saved": Sentence("Your account was changed."),
    "password": Sentence("Your password was changed. All your other sessions have ended."),
    "sessions": Sentence("All your other sessions have ended."),
}


@workspace.get("/account")
def account() -> Response:
    """The account of who is signed in."""
    return _page()


@workspace.post("/account")
def change_account() -> AnyResponse:
    """Another name or language."""
    name, language = request.form.get("name", ""), request.form.get("language", "")
    if language not in ("", *services().settings.languages):
        language = ""
    try:
        services().accounts.introduce(actors.actor(), name, language)
    except WrongField as error:
        return _page(error, name=name)
    return redirect(url_for("workspace.account", language=language or languages.current(), done="saved"))


@workspace.post("/account/password")
def change_password() -> AnyResponse:
    """Another password: every session ends, and this browser gets a new one."""
    who, limiting = actors.actor(), services().limiting
    bounds = limiting.sign_in(request.remote_addr or "", who.email)
    try:
        limiting.admit(bounds)
        before, after = request.form.get("before", ""), request.form.get("password", "")
        person = services().passwords.change(who, before, after)
    except (WrongField, TooManyAttempts) as error:
        return _page(error)
    limiting.give_back(bounds)
    actors.hold(services().sessions.begin(person, request.user_agent.string))
    return redirect(url_for("workspace.account", done="password"))


@workspace.post("/account/sessions")
def end_sessions() -> AnyResponse:
    """End the sessions of other browsers."""
    who = actors.actor()
    services().sessions.end_others(who.id, actors.secret())
    services().auditing.note(who, "sessions-ended", who.email)
    return redirect(url_for("workspace.account", done="sessions"))


def _page(error: WrongField | TooManyAttempts | None = None, **given: Any) -> Response:
    frame.place("workspace.account")
    person = services().accounts.own(actors.actor())
    trouble = {"field": error.fields.get("field", "before"), "words": errors.say(error)} if error else None
    done = DONE.get(request.args.get("done", ""))
    return page(
        "account.html",
        errors.status_of(error) if error else 200,
        person=person,
        given={"name": person.name, **given},
        trouble=trouble,
        told=reasons.translate(done) if done else "",
        sessions=services().sessions.of(person.id, actors.secret()),
        tongues=[(each, languages.own_name(each)) for each in services().settings.languages],
        organisations=_memberships(),
        local=services().settings.local_sign_in,
    )


def _memberships() -> list[tuple[str, str]]:
    """What one is where, in words."""
    who, names = actors.actor(), roles()
    told = [(gettext("The whole catalogue"), gettext("Administrator"))] if who.administrator else []
    for each in services().accounts.organisations(who):
        held = who.roles.get(each.id, frozenset())
        if held:
            told.append((each.name, ", ".join(names[role] for role in sorted(held))))
    return told
