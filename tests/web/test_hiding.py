"""Hiding a past version from readers."""

from collections.abc import Callable

import pytest
from flask import Flask

from catalogue.bootstrap import Services
from catalogue.domain.errors import Forbidden
from catalogue.domain.people import Role
from catalogue.domain.record import ChangeKind, Record, State, Write
from tests.conftest import dataset
from tests.services.signed_in import organisation
from tests.web.markup import Html, text
from tests.web.shelf import Shelf
from tests.web.visitors import Visitor, visitor

PRIVATE = "Call 555 0199"


@pytest.fixture
def app(shelf: Shelf) -> Flask:
    organisation(shelf.services)
    return shelf.client.application


@pytest.fixture
def told(shelf: Shelf, app: Flask) -> Record:
    """A description of which readers have had three versions, the second one with a mistake in it."""
    for title in ("Sleep", PRIVATE, "Sleep and light"):
        (record,) = shelf.add(dataset(title=title))
    owned = Write(record.iri, record.head.number, ChangeKind.CHECKED, State.PUBLISHED, organisation="north")
    (found,) = shelf.services.store.put([owned])
    return found


@pytest.fixture
def head(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, role=Role.ADMINISTRATOR)


def workspace(record: Record, rest: str = "") -> str:
    return f"/en/workspace/descriptions/{record.id}/history{rest}"


def test_a_hidden_version_is_nowhere_public_and_stays_in_the_workspace(
    told: Record, head: Visitor, shelf: Shelf
) -> None:
    data = f"/dataset/{told.id}/version/2.ttl"
    assert PRIVATE in shelf.get(data).text
    assert "In the public history" in head.get(workspace(told)).read
    answer = head.post(workspace(told, "/2/hide"), {"reason": "A private number"})
    assert answer.status_code == 303
    assert "do not find this version any more" in head.get(answer.headers["Location"]).read
    public = f"/en/dataset/{told.id}/history"
    for address in (public, f"{public}.atom", f"{public}/compare?before=1&after=3", "/catalog.ttl"):
        page = shelf.get(address)
        assert page.status_code == 200
        assert PRIVATE not in page.text
        assert "version/2" not in page.text
    for address in (data, f"{public}/compare?before=2&after=3"):
        assert shelf.get(address).status_code == 404
    assert PRIVATE in head.get(workspace(told, "/2")).read


def test_the_audit_log_keeps_who_hid_it_and_why(told: Record, head: Visitor, services: Services) -> None:
    head.post(workspace(told, "/2/hide"), {"reason": "A private number"})
    [event, *_] = services.auditing.events(head.actor, "north")
    assert (event.action, event.detail) == ("version-hidden", "revision 2: A private number")
    assert event.actor == "Ada <ada@example.org>"


def test_a_version_is_hidden_with_a_reason_or_not_at_all(told: Record, head: Visitor, shelf: Shelf) -> None:
    answer = head.post(workspace(told, "/2/hide"), {"reason": " "})
    assert answer.status_code == 400
    assert "Say why" in Html(answer).read
    assert shelf.get(f"/dataset/{told.id}/version/2.ttl").status_code == 200


@pytest.mark.parametrize("number", [3, 9])
def test_what_readers_have_now_is_not_hidden(told: Record, head: Visitor, shelf: Shelf, number: int) -> None:
    answer = head.post(workspace(told, f"/{number}/hide"), {"reason": "A private number"})
    assert answer.status_code == 409
    assert "Only a past version" in Html(answer).read
    assert shelf.get(f"/dataset/{told.id}/version/3.ttl").status_code == 200


def test_only_administrators_hide(
    told: Record, app: Flask, services: Services, page: Callable[..., Html]
) -> None:
    grace = visitor(app, services, "grace@example.org", Role.REVIEWER)
    html = grace.get(workspace(told))
    assert not [form for form in html.all("form") if str(form.get("action")).endswith("/hide")]
    assert grace.post(workspace(told, "/2/hide"), {"reason": "Mine"}).status_code == 403
    with pytest.raises(Forbidden):
        services.hiding.hide(grace.actor, told.id, 2, "Mine")
    assert len(page(f"/en/dataset/{told.id}/history").all("li", class_="part")) == 3
    assert text(html.one("h1"))
