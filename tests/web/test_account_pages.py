"""The pages of accounts, organisations, keys and the audit log, as those see them who may."""

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from catalogue.services.keys import Wanted
from tests.engines.mail import Letterbox
from tests.services.signed_in import PASSWORD, organisation, person
from tests.web.markup import Html
from tests.web.visitors import BROWSER, Visitor, visitor

NORTH = "/en/workspace/organisation/north"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def app(services: Services) -> Flask:
    organisation(services)
    organisation(services, "south", "Zuid")
    return create_app(services=services)


@pytest.fixture
def chief(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "chief@example.org", Role.ADMINISTRATOR)


@pytest.fixture
def editor(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "ed@example.org", Role.EDITOR)


@pytest.fixture
def manager(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "root@example.org", administrator=True)


def test_one_changes_ones_name_and_language(editor: Visitor) -> None:
    answer = editor.post("/en/workspace/account", {"name": HOSTILE, "language": "fr"})
    assert answer.headers["Location"] == "/fr/workspace/account?done=saved"
    page = editor.get("/fr/workspace/account?done=saved")
    assert "Votre compte a été changé." in page.read
    assert HOSTILE in page.read
    assert editor.services.accounts.own(editor.actor).language == "fr"


def test_a_name_that_is_missing_is_told_at_its_input(editor: Visitor) -> None:
    answer = editor.post("/en/workspace/account", {"name": " ", "language": "xx"})
    page = Html(answer)
    assert answer.status_code == 400
    assert page.title.startswith("Error:")
    assert page.all("a", href="#name")
    assert page.by_id("name").get("aria-invalid") == "true"


def test_a_new_password_keeps_this_browser_signed_in_and_no_other(app: Flask, editor: Visitor) -> None:
    own = editor.services.accounts.own(editor.actor)
    editor.services.passwords.set(OPERATOR, own, PASSWORD)
    one, other = visitor(app, editor.services, own.email), visitor(app, editor.services, own.email)
    change = {"before": "wrong", "password": "another good password"}
    assert one.post("/en/workspace/account/password", change).status_code == 400
    assert (
        one.post("/en/workspace/account/password", change | {"before": PASSWORD, "password": "x"}).status_code
        == 400
    )
    assert one.post("/en/workspace/account/password", change | {"before": PASSWORD}).status_code == 302
    assert one.ask("/en/workspace/account").status_code == 200
    assert other.ask("/en/workspace/account").status_code == 302


def test_one_ends_ones_other_sessions(app: Flask, editor: Visitor) -> None:
    other = visitor(app, editor.services, editor.actor.email)
    assert editor.get("/en/workspace/account").read.count("A test") == 2
    editor.post("/en/workspace/account/sessions")
    assert editor.ask("/en/workspace/account").status_code == 200
    assert other.ask("/en/workspace/account").status_code == 302


def test_a_member_sees_the_members_and_changes_nothing(chief: Visitor, editor: Visitor) -> None:
    page = editor.get(NORTH)
    assert "chief@example.org" in page.read
    assert [form.get("action") for form in page.all("form")] == ["/en/sign-out"]
    assert editor.ask("/en/workspace/organisation").headers["Location"] == NORTH


def test_another_organisation_is_not_told(chief: Visitor) -> None:
    for url in ("", "/keys"):
        assert chief.ask(f"/en/workspace/organisation/south{url}").status_code == 404
    assert chief.ask("/en/workspace/log?organisation=south").status_code == 403
    for url in ("", "/members", "/keys"):
        data = {"name": "Mine", "email": "x@example.org", "role": "editor", "days": ""}
        assert chief.post(f"/en/workspace/organisation/south{url}", data).status_code in (403, 404), url
    data = {"name": "Mine", "role": "provider", "days": ""}
    assert chief.post("/en/workspace/organisation/south/keys", data).status_code == 403


def test_an_administrator_adds_an_organisation(manager: Visitor) -> None:
    answer = manager.post("/en/workspace/organisation", {"id": "west", "name": "West"})
    assert answer.headers["Location"] == "/en/workspace/organisation/west?done=added"
    wrong = manager.post("/en/workspace/organisation", {"id": "west", "name": "Again"})
    assert wrong.status_code == 409
    assert Html(wrong).by_id("name").get("value") == "Again"


def test_roles_are_given_and_taken(chief: Visitor, editor: Visitor) -> None:
    member = f"{NORTH}/members/{editor.actor.id}"
    assert chief.post(member, {"role": ["editor", "reviewer"]}).headers["Location"] == f"{NORTH}?done=changed"
    assert editor.services.accounts.own(editor.actor).roles == {"north": {Role.EDITOR, Role.REVIEWER}}
    assert chief.post(member, {}).status_code == 400
    assert chief.post(member, {"role": "provider"}).status_code == 400
    assert chief.post(member, {"end": "1", "role": "editor"}).headers["Location"] == f"{NORTH}?done=ended"
    assert editor.ask(NORTH).status_code == 403
    assert editor.post(member, {"role": "administrator"}).status_code == 403


def test_somebody_is_invited_by_mail_and_signs_in_by_its_link(
    make_services: Callable[..., Services], letterbox: Letterbox
) -> None:
    services = make_services(
        mail_server="127.0.0.1", mail_port=letterbox.port, mail_security="none", mail_from="c@example.org"
    )
    organisation(services)
    app = create_app(services=services)
    chief = visitor(app, services, "chief@example.org", Role.ADMINISTRATOR)
    data = {"email": "Bo@example.org", "name": "Bo", "role": "editor"}
    assert chief.post(f"{NORTH}/members", data).headers["Location"] == f"{NORTH}?done=invited"
    [path] = re.findall(r"http://127.0.0.1:8000(/\S+)", letterbox.mails[0].get_content())
    fresh = app.test_client()
    page = fresh.get(path, headers=BROWSER)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Html(page).by_id("email").get("value") == "bo@example.org"
    assert fresh.post(path, data={"password": "short"}, headers=BROWSER).status_code == 400
    assert fresh.post(path, data={"password": PASSWORD}, headers=BROWSER).status_code == 302
    assert "Sign out" in Html(fresh.get("/en/", headers=BROWSER)).read
    assert app.test_client().get(path, headers=BROWSER).status_code == 410


def test_asking_for_a_link_tells_nobody_who_has_an_account(
    make_services: Callable[..., Services], letterbox: Letterbox
) -> None:
    services = make_services(
        mail_server="127.0.0.1", mail_port=letterbox.port, mail_security="none", mail_from="c@example.org"
    )
    person(services)
    client = create_app(services=services).test_client()
    told = [
        Html(client.post("/en/password", data={"email": email}, headers=BROWSER)).read.replace(email, "…")
        for email in ("ada@example.org", "nobody@example.org")
    ]
    services.letters.close()
    assert told[0] == told[1]
    assert len(letterbox.mails) == 1


def test_without_a_mail_server_the_pages_say_who_helps(app: Flask, chief: Visitor) -> None:
    page = Html(app.test_client().get("/en/password", headers=BROWSER))
    assert "sends no mails" in page.read
    data = {"email": "bo@example.org", "name": "", "role": "editor"}
    answer = chief.post(f"{NORTH}/members", data)
    assert answer.headers["Location"] == f"{NORTH}?done=unsent"
    assert "catalogue user password" in chief.get(f"{NORTH}?done=unsent").read
    assert chief.services.store.person("email", "bo@example.org")


def test_a_key_publishes_without_review_only_where_somebody_chose_that(chief: Visitor) -> None:
    page = chief.get(f"{NORTH}/keys")
    [chosen] = [
        each.get("value") for each in page.all("input", name="role") if each.get("checked") is not None
    ]
    assert chosen == "editor"
    assert "publishes without review" in page.read
    made = Html(chief.post(f"{NORTH}/keys", {"name": "x", "role": "provider", "days": "30"}))
    assert "publishes without review" in "".join(made.by_id("made").itertext())


def test_a_key_is_shown_once_and_revoked(chief: Visitor) -> None:
    made = chief.post(f"{NORTH}/keys", {"name": HOSTILE, "role": "provider", "days": "30"})
    secret = Html(made).by_id("secret").get("value") or ""
    assert made.headers["Cache-Control"] == "no-store"
    program = chief.services.keys.actor(secret)
    page = chief.get(f"{NORTH}/keys")
    assert secret not in page.source
    assert HOSTILE in page.read
    chief.post(f"{NORTH}/keys/{program.id}/revoke")
    assert "revoked" in chief.get(f"{NORTH}/keys?done=revoked").read


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "", "role": "provider", "days": ""}, "name"),
        ({"name": "x", "role": "reviewer", "days": ""}, "role"),
        ({"name": "x", "role": "reader", "days": "soon"}, "days"),
        ({"name": "x", "role": "reader", "days": "0"}, "days"),
        ({"name": "x", "role": "reader", "days": "99999999999999999999"}, "days"),
    ],
)
def test_a_key_that_cannot_be_meant_is_told_at_its_input(
    chief: Visitor, data: dict[str, str], field: str
) -> None:
    answer = chief.post(f"{NORTH}/keys", data)
    assert answer.status_code == 400
    assert Html(answer).all("a", href=f"#{field}")
    assert chief.services.keys.of(OPERATOR) == []


def test_a_key_of_another_organisation_is_not_revoked(chief: Visitor) -> None:
    other = chief.services.keys.create(OPERATOR, Wanted("x", "south", Role.PROVIDER))
    assert chief.post(f"{NORTH}/keys/{other.key.id}/revoke").status_code == 404
    assert chief.services.keys.actor(other.secret)


def test_an_administrator_deactivates_and_makes_administrators(manager: Visitor, editor: Visitor) -> None:
    someone = f"/en/workspace/people/{editor.actor.id}"
    manager.post(someone, {"action": "promote"})
    assert editor.get("/en/workspace/people")
    manager.post(someone, {"action": "demote"})
    manager.post(someone, {"action": "deactivate"})
    assert editor.ask("/en/workspace/account").status_code == 302
    own = manager.post(f"/en/workspace/people/{manager.actor.id}", {"action": "demote"})
    assert own.status_code == 409
    assert "last administrator" in Html(own).read


def test_the_audit_log_is_paged_narrowed_and_taken_away(chief: Visitor, manager: Visitor) -> None:
    for number in range(120):
        manager.services.auditing.note(OPERATOR, "saved", f"=record-{number}", "north", HOSTILE)
    page = chief.get("/en/workspace/log?organisation=north")
    assert "=record-119" in page.read
    assert "=record-1 " not in page.read
    [older] = [
        link.get("href") for link in page.all("a", class_="button") if "before=" in (link.get("href") or "")
    ]
    assert "=record-1 " in chief.get(str(older)).read
    assert chief.ask("/en/workspace/log").status_code == 403
    assert "organisation-added" in manager.get("/en/workspace/log?organisation=south").read
    text = chief.ask("/en/workspace/log.csv?organisation=north").get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["time", "actor", "action", "about", "organisation", "detail"]
    assert {row[4] for row in rows[1:]} == {"north"}
    assert rows[1][3] == "'=record-119"


@pytest.mark.parametrize("query", ["before=x", "before=0", "else=1"])
def test_a_wrong_parameter_of_the_log_is_told(manager: Visitor, query: str) -> None:
    assert manager.ask(f"/en/workspace/log?{query}").status_code == 400


def test_all_these_pages_speak_french(chief: Visitor, manager: Visitor) -> None:
    for who, url in (
        (chief, "account"),
        (chief, "organisation/north"),
        (chief, "organisation/north/keys"),
        (manager, "organisation"),
        (manager, "people"),
        (manager, "log"),
    ):
        page = who.get(f"/fr/workspace/{url}")
        assert "Se déconnecter" in page.read
        assert not re.search(r"\b(the|Sign|Members|Role of)\b", page.read.replace("HeadlessChrome", "")), url
