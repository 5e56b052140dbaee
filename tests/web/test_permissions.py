"""One table says who may ask for what: every route is in it, and tried with every role."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule
from werkzeug.routing.converters import NumberConverter

from catalogue.bootstrap import Services
from catalogue.domain.people import GRANTS, OPERATOR, PROGRAM_ROLES, Actor, Permission, Role
from catalogue.services.keys import Wanted
from catalogue.services.sessions import actor_of
from catalogue.web.permissions import PUBLIC, SIGNED_IN, TABLE, is_allowed
from tests.services.signed_in import person
from tests.web.visitors import BROWSER, visitor

PEOPLE = ("nobody", "stranger", *(role.value for role in Role if role is not Role.PROVIDER), "manager")
PROGRAMS = ("nobody", *(role.value for role in PROGRAM_ROLES))


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_is_in_the_table_and_nothing_else(app: Flask) -> None:
    assert endpoints(app) == set(TABLE)


def test_what_somebody_posts_is_never_public_but_where_nobody_has_an_account(app: Flask) -> None:
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    public = {name for name in posted if TABLE[name] is PUBLIC}
    assert public == {
        "pages.sign_in",
        "pages.forgotten",
        "pages.password",
        "pages.provider",
        "pages.submit",
        "pages.change_list",
        "pages.save_search",
        "pages.confirm_search",
        "pages.saved_searches",
        "pages.end_searches",
        "pages.decline_mails",
        "pages.remove_result",
        "api.validate",
    }


def test_a_route_that_is_not_in_the_table_is_refused_to_everybody(app: Flask, services: Services) -> None:
    app.add_url_rule("/<language:language>/new", "pages.new", lambda language: "secret")
    manager = visitor(app, services, administrator=True)
    assert manager.ask("/en/new").status_code == 403


def somebody(services: Services, who: str) -> Actor | None:
    """A person of a kind; the stranger has an account and no role."""
    if who == "nobody":
        return None
    role = Role(who) if who in set(Role) else None
    return actor_of(person(services, f"{who}@example.org", role, administrator=who == "manager"))


def asked(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every route that is not for all, with each method and an address of it."""
    addresses = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if TABLE[rule.endpoint] is not PUBLIC:
            values = {name: _example(name, converter) for name, converter in rule._converters.items()}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, addresses.build(rule.endpoint, values, method)


def _example(name: str, converter: BaseConverter) -> object:
    """A value that a route takes, and that names nothing."""
    if isinstance(converter, NumberConverter):
        return 1
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return "en" if name == "language" else "unknown"


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_with_every_role(app: Flask, services: Services, who: str) -> None:
    """Who may not is led to sign in or refused with 403; who may gets on to the service, which finds nothing."""
    actor = somebody(services, who)
    browser = visitor(app, services, f"{who}@example.org") if actor else None
    token = browser.token() if browser else ""
    client = browser.client if browser else app.test_client()
    for rule, method, address in asked(app):
        # Signing out would end what the rest needs; `test_signing_in` has it.
        if not address.startswith("/en/") or rule.endpoint == "pages.sign_out":
            continue
        data = {"csrf_token": token} if method != "GET" else None
        answer = client.open(address, method=method, data=data, headers=BROWSER)
        place = f"{method} {address} as {who}: {answer.status}"
        if actor is None:
            assert answer.status_code in (302, 401), place
            assert "/sign-in" in answer.headers.get("Location", "/sign-in"), place
        elif is_allowed(actor, TABLE[rule.endpoint]):
            assert answer.status_code < 500, place
            assert "/sign-in" not in answer.headers.get("Location", ""), place
        else:
            assert answer.status_code == 403, place


@pytest.mark.parametrize("who", PROGRAMS)
def test_every_operation_with_every_key(app: Flask, services: Services, who: str) -> None:
    headers, actor = {"Accept": "application/json"}, None
    if who != "nobody":
        made = services.keys.create(OPERATOR, Wanted(who, "north", Role(who)))
        headers["X-API-Key"], actor = made.secret, services.keys.actor(made.secret)
    for rule, method, address in asked(app):
        if address.startswith("/en/"):
            continue
        answer = app.test_client().open(address, method=method, headers=headers)
        place = f"{method} {address} as {who}: {answer.status}"
        if actor is None and (method, address) == ("GET", "/api/v1/datasets"):
            assert answer.status_code in (200, 503), (
                place
            )  # the public search, of an instance without an index
        elif actor is None:
            assert answer.status_code == 401, place
        elif is_allowed(actor, TABLE[rule.endpoint]):
            assert answer.status_code not in (401, 500), place
        else:
            assert answer.status_code == 403, place


def test_a_key_opens_no_pages(app: Flask, services: Services) -> None:
    made = services.keys.create(OPERATOR, Wanted("x", "north", Role.PROVIDER))
    for name in ("X-API-Key", "Authorization"):
        value = f"Bearer {made.secret}" if name == "Authorization" else made.secret
        answer = app.test_client().get("/en/workspace/account", headers={**BROWSER, name: value})
        assert answer.status_code == 302


def test_who_tries_keys_is_told_to_wait_and_a_good_key_goes_on(app: Flask, services: Services) -> None:
    made = services.keys.create(OPERATOR, Wanted("x", "north", Role.PROVIDER))

    def ask(key: str) -> int:
        return app.test_client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {key}"}).status_code

    assert [ask(f"hc_{number}") for number in range(31)] == [401] * 30 + [429]
    assert ask(made.secret) == 200
    services.keys.revoke(OPERATOR, made.key.id)
    assert ask(made.secret) in (401, 429)


@pytest.mark.parametrize(
    ("role", "permission", "granted"),
    [
        (Role.READER, Permission.READ, True),
        (Role.READER, Permission.EDIT, False),
        (Role.EDITOR, Permission.EDIT, True),
        (Role.EDITOR, Permission.PUBLISH, False),
        (Role.REVIEWER, Permission.PUBLISH, True),
        (Role.REVIEWER, Permission.MANAGE_KEYS, False),
        (Role.ADMINISTRATOR, Permission.MANAGE_KEYS, True),
        (Role.ADMINISTRATOR, Permission.MANAGE_INSTANCE, False),
        (Role.PROVIDER, Permission.PUBLISH, True),
        (Role.PROVIDER, Permission.MANAGE_MEMBERS, False),
    ],
)
def test_what_roles_grant_and_what_not(role: Role, permission: Permission, granted: bool) -> None:
    member = Actor("1", "x", roles={"north": frozenset({role})})
    assert member.may(permission, "north") is granted
    assert not member.may(permission, "south")
    assert is_allowed(member, permission) is granted


def test_nothing_but_the_instances_administrators_have_everything() -> None:
    assert all(frozenset(Permission) != granted for granted in GRANTS.values())
    assert all(Actor("1", administrator=True).may(permission, "anywhere") for permission in Permission)
    assert is_allowed(Actor("1"), SIGNED_IN)
    assert not is_allowed(Actor(), SIGNED_IN)
