"""The pages on which descriptions begin from something, and files that go out and come back."""

import io
import re
from typing import Any

import openpyxl
import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import Organisation, Role
from catalogue.domain.record import Record
from catalogue.services.xlsx import MEDIA_TYPE
from tests.conftest import dataset, described
from tests.web.visitors import Visitor, visitor

IRI = "http://127.0.0.1:8000/dataset/first"


@pytest.fixture
def app(services: Services) -> Flask:
    services.store.save_organisation(Organisation("north", "North"))
    return create_app(services=services)


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "ada@example.org", Role.EDITOR)


@pytest.fixture
def first(services: Services, ada: Visitor) -> Record:
    return services.editing.take(ada.actor, "north", described(dataset(IRI, "First"))[0], "")


def text(response: Any) -> str:
    return str(response.get_data(as_text=True))


def upload(who: Visitor, data: bytes, name: str) -> Any:
    given = {"organisation": "north", "file": (io.BytesIO(data), name)}
    return who.post("/en/workspace/new/file", given, content_type="multipart/form-data")


def test_every_start_is_offered_beside_the_blank_form(ada: Visitor) -> None:
    page = text(ada.ask("/en/workspace/new"))
    for place in ("template", "copy", "file", "other"):
        assert f'href="/en/workspace/new/{place}"' in page


def test_a_template_is_kept_begun_from_and_removed(services: Services, ada: Visitor, first: Record) -> None:
    kept = ada.post(
        f"/en/workspace/descriptions/{first.id}/template", {"name": "Ours", "organisation": "north"}
    )
    assert "Ours" in text(ada.ask(kept.headers["Location"]))
    [template] = services.starting.templates(ada.actor)
    begun = ada.post("/en/workspace/new/template", {"template": template.id, "organisation": "north"})
    assert begun.status_code == 303
    assert services.editing.mine(ada.actor).total == 2
    ada.post(f"/en/workspace/new/template/{template.id}/remove")
    assert "There is no template yet" in text(ada.ask("/en/workspace/new/template"))


def test_a_template_without_a_name_is_told_and_nothing_is_lost(ada: Visitor, first: Record) -> None:
    answer = ada.post(
        f"/en/workspace/descriptions/{first.id}/template", {"name": " ", "organisation": "north"}
    )
    assert answer.status_code == 400
    assert "Give the template a name." in text(answer)


def test_a_copy_is_begun(services: Services, ada: Visitor, first: Record) -> None:
    assert "First" in text(ada.ask("/en/workspace/new/copy?q=first"))
    assert "First" not in text(ada.ask("/en/workspace/new/copy?q=nothing")).partition("<main")[2]
    begun = ada.post("/en/workspace/new/copy", {"id": first.id, "organisation": "north"})
    assert "First (2)" in text(ada.ask(begun.headers["Location"]))


def test_a_file_is_shown_first_and_taken_then(services: Services, ada: Visitor) -> None:
    received = upload(ada, dataset("http://elsewhere.org/a", "<b>A</b>").encode(), "a.ttl")
    page = text(ada.ask(received.headers["Location"]))
    assert "&lt;b&gt;A&lt;/b&gt;" in page
    assert "Nothing is stored yet." in page
    assert services.editing.mine(ada.actor).total == 0
    taken = ada.post(received.headers["Location"], {"way0": "keep"})
    assert taken.status_code == 303
    [entry] = services.editing.mine(ada.actor).entries
    assert entry.record.iri == "http://elsewhere.org/a"


@pytest.mark.parametrize(
    ("data", "name", "status", "words"),
    [
        (b"<broken", "a.ttl", 400, "a.ttl, line 1"),
        (b"<!doctype html><p>", "a.ttl", 415, "is a web page"),
        (b"PK\x03\x04nonsense", "a.xlsx", 400, "no XLSX file, or is damaged"),
        (b"", "", 400, "Choose a file first."),
    ],
)
def test_what_cannot_be_read_is_told_on_the_page(
    ada: Visitor, data: bytes, name: str, status: int, words: str
) -> None:
    answer = upload(ada, data, name)
    assert answer.status_code == status
    assert words in text(answer)
    assert "<title>Error:" in text(answer)


def spreadsheet(ada: Visitor, record: Record) -> bytes:
    answer = ada.ask(f"/en/workspace/descriptions/{record.id}/description.xlsx")
    assert answer.mimetype == MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    return bytes(answer.data)


def changed(data: bytes, key: str, value: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    column = next(cell.column for cell in book["Dataset"][1] if cell.value == key)
    book["Dataset"].cell(6, column).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_comes_back_is_looked_at_and_saved(
    services: Services, ada: Visitor, first: Record
) -> None:
    answer = upload(ada, changed(spreadsheet(ada, first), "dct:title@en", "New title"), "first.xlsx")
    page = text(ada.ask(answer.headers["Location"]))
    assert "1 field differs" in page
    assert "New title" in page
    assert services.records.named(IRI).head.number == 1
    form = re.search(r'action="([^"]+/sections/[^"]+)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert form
    assert version
    ada.post(form[1], {"version": version[1], "action": "save-back"})
    assert services.records.named(IRI).head.number == 2


def test_what_is_wrong_in_a_spreadsheet_is_told_cell_by_cell(ada: Visitor, first: Record) -> None:
    data = changed(spreadsheet(ada, first), "dct:issued", "yesterday")
    answer = upload(ada, changed(data, "dcat:landingPage", "nowhere"), "first.xlsx")
    assert answer.status_code == 422
    assert "2 cells of “first.xlsx” are to be mended" in text(answer)
    assert re.search(r"Sheet “Dataset”, cell [A-Z]+6", text(answer))


def test_a_formula_is_told_with_its_cell(ada: Visitor, first: Record) -> None:
    answer = upload(ada, changed(spreadsheet(ada, first), "dct:title@en", "=1+1"), "first.xlsx")
    assert re.search(r"sheet “Dataset”, cell [A-Z]+6: it holds a formula", text(answer))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_empty_spreadsheet_is_in_the_language_of_the_page(ada: Visitor, language: str) -> None:
    answer = ada.ask(f"/{language}/workspace/new/template.xlsx?level=NON_PUBLIC")
    assert answer.mimetype == MEDIA_TYPE
    title = {"en": "Dataset", "fr": "Jeu de données"}[language]
    duty = {"en": "mandatory", "fr": "obligatoire"}[language]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))[title]
    assert duty in [cell.value for cell in sheet[3]]


def test_what_others_describe_is_not_found(app: Flask, services: Services, first: Record) -> None:
    services.store.save_organisation(Organisation("south", "South"))
    other = visitor(app, services, "sam@example.org")
    for place in ("forms", "description.xlsx", "returned"):
        assert other.ask(f"/en/workspace/descriptions/{first.id}/{place}").status_code in (403, 404)
