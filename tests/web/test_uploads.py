"""Files over their bound: told with their name and size on the page on which they are chosen again."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.web import uploads
from tests.services.signed_in import organisation
from tests.web.markup import Html, text
from tests.web.shelf import Shelf
from tests.web.visitors import BROWSER, Visitor

MEGABYTE = 2**20


@pytest.fixture
def services(make_services: Callable[..., Services], library: Shelf) -> Services:
    made = make_services(description_limit=2, upload_limit=1)
    vars(made).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    return made


@pytest.fixture
def app(services: Services) -> Flask:
    organisation(services)
    organisation(services, "south", "Sud")
    return create_app(services=services)


def form(size: int, name: str, token: str = "") -> dict[str, Any]:
    """What a browser sends of the form: in memory, as the test client lays large files on the disk."""
    head = "--b\r\nContent-Disposition: form-data; name="
    inputs = f'{head}"csrf_token"\r\n\r\n{token}\r\n{head}"organisation"\r\n\r\nnorth\r\n'
    body = f'{inputs}{head}"file"; filename="{name}"\r\n\r\n'.encode() + b"#" * size + b"\r\n--b--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=b"}


def hand_in(ada: Visitor, url: str, size: int, name: str = "register.ttl") -> Html:
    """The page after a file of so many bytes was chosen."""
    answer = ada.client.post(url, **form(size, name, ada.token()), headers=BROWSER)
    assert answer.status_code == 413
    return Html(answer)


@pytest.mark.parametrize("size", [1.5, 4, 30])
@pytest.mark.parametrize("name", ["register.ttl", "filled in.xlsx"])
def test_a_file_that_is_too_large_is_told_where_another_is_chosen(
    ada: Visitor, size: float, name: str
) -> None:
    page = hand_in(ada, "/en/workspace/new/file", int(size * MEGABYTE), name)
    said = text(page.one("section", class_="alert"))
    assert f"The file “{name}” has {size}" in said
    assert "MB; a file may have 1 MB." in said
    assert page.one("input", id="file").get("aria-invalid") == "true"
    assert "Begin from a file" in text(page.one("h1"))


@pytest.mark.parametrize("size", [5, 60])
def test_a_dictionary_that_is_too_large_is_told_where_another_is_chosen(
    ada: Visitor, services: Services, size: int
) -> None:
    record = services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")
    url = f"/fr/workspace/descriptions/{record.id}/variables/file"
    page = hand_in(ada, url, size * MEGABYTE, "dictionnaire.csv")
    said = text(page.by_id("file-wrong"))
    assert "Le fichier « dictionnaire.csv » fait" in said
    assert f"{size}" in said
    assert "un fichier peut faire 2 Mo" in said
    assert page.one("form", enctype="multipart/form-data").get("action") == url


def test_a_form_that_is_too_large_from_another_site_is_not_even_read(ada: Visitor) -> None:
    given = form(4 * MEGABYTE, "a.ttl", ada.token())
    answer = ada.client.post(
        "/en/workspace/new/file", **given, headers=BROWSER | {"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_a_file_that_is_too_large_without_a_token_is_refused(ada: Visitor) -> None:
    answer = ada.client.post("/en/workspace/new/file", **form(4 * MEGABYTE, "a.ttl"), headers=BROWSER)
    assert answer.status_code in (401, 403)
    assert "“a.ttl” has" not in answer.get_data(as_text=True)


def test_what_is_no_form_is_weighed_as_a_whole(app: Flask) -> None:
    body = b"--b\r\nno header at all" + b"x" * 100
    request = uploads.CarefulRequest.from_values(
        input_stream=BytesIO(body), content_length=len(body), content_type="multipart/form-data; boundary=b"
    )
    with pytest.raises(uploads.FormTooLarge):
        request.take_form(10, 10)
    assert request.weighed == uploads.Weighed(len(body))
