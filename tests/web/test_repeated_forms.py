"""A form that a browser sends twice, as by a double click where no script holds it back, is answered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from flask import Flask
from rdflib import DCTERMS, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.forms.names import field_name
from catalogue.domain.people import Role
from catalogue.domain.record import Record
from catalogue.store.base import Selection
from catalogue.web.actors import COOKIE
from tests.web.markup import Html
from tests.web.visitors import BROWSER, Visitor, visitor

HOME = "/en/workspace"


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, role=Role.REVIEWER)


@pytest.fixture
def record(services: Services, ada: Visitor) -> Record:
    return services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")


def sent(ada: Visitor, url: str, **inputs: str) -> Callable[[], tuple[int, str]]:
    """A form of one page, to be sent as often as one likes; gives the status and where it leads."""
    data, cookie = {"csrf_token": ada.token(), **inputs}, ada.client.get_cookie(COOKIE)
    assert cookie

    def send() -> tuple[int, str]:
        client = ada.client.application.test_client()
        client.set_cookie(COOKIE, cookie.value, domain="localhost")
        answer = client.post(url, data=data, headers=BROWSER)
        return answer.status_code, answer.headers.get("Location", "")

    return send


def at_once(send: Callable[[], tuple[int, str]]) -> set[tuple[int, str]]:
    """The different answers to four that are sent at once."""
    with ThreadPoolExecutor(4) as clicks:
        return set(clicks.map(lambda _: send(), range(4)))


def section(record: Record, name: str) -> str:
    return f"{HOME}/descriptions/{record.id}/sections/{name}"


def head(services: Services, record: Record) -> int:
    return services.store.find("id", [record.id])[record.id].head.number


def test_saving_twice_is_saving_once(ada: Visitor, record: Record, services: Services) -> None:
    name = field_name(URIRef(record.iri), str(DCTERMS.description))
    typed = {"version": "0", "base": "1", f"{name}.new0": "Said twice", f"{name}.new0.lang": "en"}
    send = sent(ada, section(record, "about"), action="save-next", **typed)
    told = (303, f"{section(record, 'people')}?done=saved")
    assert (send(), send()) == (told, told)
    assert head(services, record) == 2


def test_of_a_form_that_is_sent_several_times_at_once_one_is_taken(
    ada: Visitor, record: Record, services: Services
) -> None:
    part = field_name(URIRef(record.iri), "http://www.w3.org/ns/dcat#distribution")
    add = f"add:{part}:http://www.w3.org/ns/dcat#Distribution"
    [(status, place)] = at_once(sent(ada, section(record, "access"), version="0", base="1", action=add))
    page = ada.get(place)
    assert (status, len(page.all("details", class_="fold"))) == (303, 1)
    inputs = {str(each.get("name")): each.get("value", "") for each in page.all("input", type="text")}
    [title, *_] = [name for name in inputs if ".dct_title.new0" in name]
    typed = {"version": "1", "base": "1", title: "A file", f"{title}.lang": "en"}
    saved = at_once(sent(ada, section(record, "access"), action="save", **typed))
    assert saved == {(303, f"{section(record, 'access')}?done=saved&check=1")}
    assert head(services, record) == 2


def test_a_description_is_begun_once(ada: Visitor, services: Services) -> None:
    given = {
        "kind": "dataset",
        "organisation": "north",
        "title": "Twice",
        "language": "en",
        "level": "PUBLIC",
    }
    assert len(at_once(sent(ada, f"{HOME}/new", **given))) == 1
    assert services.store.count(Selection()) == 1


def test_what_was_refused_is_looked_at_again(ada: Visitor, record: Record) -> None:
    send = sent(ada, f"{HOME}/descriptions/{record.id}/comments", text=" ")
    assert [send()[0], send()[0]] == [400, 400]


def test_the_same_words_from_a_page_that_was_asked_for_anew_are_another_press(
    ada: Visitor, record: Record, services: Services
) -> None:
    url = f"{HOME}/descriptions/{record.id}/comments"
    for _ in range(2):
        send = sent(ada, url, text="Look again")
        assert send() == send()
    assert len(services.commenting.threads(ada.actor, record.id)) == 2


def test_another_file_with_the_same_words_is_another_press(ada: Visitor) -> None:
    given = {"csrf_token": ada.token(), "organisation": "north"}
    title = '<http://purl.org/dc/terms/title> "A cohort"@en'
    led = []
    for number in (1, 1, 2):
        turtle = f"<http://north.example/{number}> a <http://www.w3.org/ns/dcat#Dataset> ; {title} ."
        file = BytesIO(turtle.encode()), "cohort.ttl"
        answer = ada.client.post(f"{HOME}/new/file", data={**given, "file": file}, headers=BROWSER)
        assert answer.status_code == 303
        led.append(answer.headers["Location"])
    assert led[0] == led[1] != led[2]


def test_of_a_key_that_is_made_twice_only_the_one_that_is_shown_opens_anything(
    app: Flask, services: Services
) -> None:
    chief = visitor(app, services, role=Role.ADMINISTRATOR)
    inputs = {"csrf_token": chief.token(), "name": "Export", "role": "provider", "days": "30"}
    pages = [Html(chief.post(f"{HOME}/organisation/north/keys", inputs)) for _ in range(3)]
    secrets = [page.one("input", id="secret").get("value") or "" for page in pages]
    live = [key for key in services.keys.of(chief.actor) if services.keys.is_live(key)]
    assert [key.id for key in live] == [services.keys.actor(secrets[-1]).id]
    assert ["came twice" in page.read for page in pages] == [False, True, True]


def test_keys_of_forms_sent_at_once_leave_one(app: Flask, services: Services) -> None:
    chief = visitor(app, services, role=Role.ADMINISTRATOR)
    send = sent(chief, f"{HOME}/organisation/north/keys", name="Export", role="provider", days="30")
    assert at_once(send) == {(200, "")}
    assert sum(map(services.keys.is_live, services.keys.of(chief.actor))) == 1
