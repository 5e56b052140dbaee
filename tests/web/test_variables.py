"""The pages of variables: nothing typed is lost, many change at once, and files are looked at before they count."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import count
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.columns import MOST
from catalogue.domain.people import OPERATOR, Role
from catalogue.settings import Settings
from tests.conftest import described
from tests.services import dictionary_files as files
from tests.services.signed_in import organisation
from tests.services.test_variables import DESCRIPTION
from tests.web.markup import NAMESPACE, Html
from tests.web.shelf import Shelf
from tests.web.visitors import Visitor, visitor

NUMBERS = count()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, library: Shelf) -> Services:
    """An instance for all tests here, each of which has a description of its own."""
    made = Services(Settings.model_validate({"data": tmp_path_factory.mktemp("variables")}))
    vars(made).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    organisation(made)
    organisation(made, "south", "Zuid")
    return made


@pytest.fixture(scope="module")
def app(services: Services) -> Flask:
    return create_app(services=services)


@pytest.fixture(scope="module")
def editor(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "ed@example.org", Role.EDITOR)


@pytest.fixture
def id(services: Services) -> str:
    own = f"http://example.org/registry{next(NUMBERS)}"
    turtle = DESCRIPTION.replace("ex:stroke", f"<{own}>").replace('"stroke"', f'"{own}"')
    [description] = [each for each in described(turtle) if each.kind == "dataset"]
    return services.editing.take(OPERATOR, "north", description, "").id


def at(id: str, more: str = "", language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{id}/variables{more}"


def inputs(page: Html) -> dict[str, tuple[str, str]]:
    """The name and the text of each input of a cell, by its label."""
    named = [each for each in page.root.iter() if each.get("aria-label") and each.get("name")]
    return {str(each.get("aria-label")): (str(each.get("name")), said(each)) for each in named}


def said(element: Element) -> str:
    """What an input says."""
    if element.tag == f"{NAMESPACE}textarea":
        return element.text or ""
    if element.tag == f"{NAMESPACE}select":
        return next((str(each.get("value")) for each in element if each.get("selected") is not None), "")
    return element.get("value") or ""


def hidden(page: Html) -> dict[str, str]:
    form = page.by_id("variables")
    return {
        str(each.get("name")): str(each.get("value")) for each in form.iter() if each.get("type") == "hidden"
    }


def send(
    editor: Visitor,
    id: str,
    action: str,
    typed: Mapping[str, str | Sequence[str]] | None = None,
    query: str = "",
) -> TestResponse:
    """Press a button of the page of a query, having typed into inputs by their labels."""
    page = editor.get(at(id, query))
    known = inputs(page)
    given = {known[label][0] if ":" in label else label: text for label, text in (typed or {}).items()}
    return editor.post(at(id), {**hidden(page), "action": action, **given})


def hand_in(
    editor: Visitor, id: str, data: str | bytes, name: str = "file.csv", **given: str
) -> TestResponse:
    content = data.encode() if isinstance(data, str) else data
    return editor.post(
        at(id, "/file"), {**given, "file": (BytesIO(content), name)}, content_type="multipart/form-data"
    )


def names(editor: Visitor, id: str, query: str = "") -> list[str]:
    found = inputs(editor.get(at(id, query))).values()
    return [text for name, text in found if re.fullmatch(r"n[0-9a-f]{12}\.name", name)]


def text_of(page: Html, label: str) -> str:
    return inputs(page)[label][1]


def selected(page: Html, value: str) -> int:
    return sum(text == value for _, text in inputs(page).values())


def test_variables_are_shown_with_what_they_say(editor: Visitor, id: str) -> None:
    page = editor.get(at(id))
    assert "4 variables, in 2 tables" in page.read
    assert names(editor, id) == ["nihss", "birth_year", "nihss", "sex"]
    assert text_of(page, "Title (Français): sex") == "Sexe"
    assert "and more, which a table cannot show" in page.read
    assert "Description of 2" in page.read


def test_the_page_speaks_french(editor: Visitor, id: str) -> None:
    page = editor.get(at(id, language="fr"))
    assert "4 variables, dans 2 tables" in page.read
    assert "nombre entier" in page.read


def test_variables_are_found_and_filtered(editor: Visitor, id: str) -> None:
    assert names(editor, id, "?q=severity") == ["nihss", "nihss"]
    assert names(editor, id, "?lacks=description") == ["birth_year", "nihss"]
    assert "No variable is found" in editor.get(at(id, "?q=nothing")).read


@pytest.mark.parametrize("action", ["keep", "find", "save", "go:2", "type", "remove", "undo", "anything"])
def test_whatever_the_button_what_was_typed_is_kept(editor: Visitor, id: str, action: str) -> None:
    answer = send(editor, id, action, {"Title (English): sex": "Sex at birth"})
    assert answer.status_code == 303
    assert text_of(editor.get(at(id)), "Title (English): sex") == "Sex at birth"


def test_a_page_that_comes_back_as_it_was_changes_nothing(editor: Visitor, id: str) -> None:
    page = editor.get(at(id))
    everything: dict[str, list[str]] = {}
    for each in page.by_id("variables").iter():
        if each.get("aria-label") and each.get("name"):
            everything.setdefault(str(each.get("name")), []).append(said(each).replace("\n", "\r\n"))
    assert len(everything) > 40
    editor.post(at(id), {**hidden(page), **everything, "action": "keep"})
    assert not editor.services.editing.open(editor.actor, id).is_changed


def test_saving_makes_a_revision(editor: Visitor, id: str, services: Services) -> None:
    answer = send(editor, id, "save", {"Title (English): sex": "Sex at birth"})
    assert "done=saved" in answer.headers["Location"]
    draft = services.editing.open(editor.actor, id)
    assert (draft.base, draft.is_changed) == (2, False)
    assert "Saved." in editor.get(answer.headers["Location"]).read


def test_html_and_scripts_stay_texts(editor: Visitor, id: str) -> None:
    send(
        editor,
        id,
        "keep",
        {"Name: sex": '<script>alert("1")</script>', "Title (English): nihss (Follow-up)": "</textarea><b>"},
    )
    page = editor.get(at(id))
    assert "<script>alert" not in page.source
    assert "</textarea><b>" not in page.source


def test_what_is_no_address_is_told_where_it_stands(editor: Visitor, id: str) -> None:
    answer = send(editor, id, "keep", {"Meaning: sex": "snomed 184100006"})
    page = editor.get(answer.headers["Location"])
    assert page.title.startswith("Error:")
    assert "“snomed 184100006” is no web address." in page.read
    assert names(editor, id, "?lacks=wrong") == ["sex"]


def test_lines_below_become_new_variables(editor: Visitor, id: str) -> None:
    send(editor, id, "save", {"Name: new variable 1": "العمر", "Title (English): new variable 1": "Age"})
    assert "العمر" in names(editor, id)


def test_all_that_were_found_get_a_type_and_lose_it_again(editor: Visitor, id: str) -> None:
    answer = send(editor, id, "type", {"scope": "found", "type": "decimal"}, "?q=severity")
    page = editor.get(answer.headers["Location"])
    assert "2 variables were changed." in page.read
    assert "The last change of many (2 variables" in page.read
    assert selected(page, "decimal") == 2
    answer = send(editor, id, "undo")
    assert "The changes of 2 were taken back." in editor.get(answer.headers["Location"]).read
    assert selected(editor.get(at(id)), "decimal") == 0


def test_ticked_variables_are_removed(editor: Visitor, id: str) -> None:
    page = editor.get(at(id))
    key = inputs(page)["Name: sex"][0].partition(".")[0]
    answer = send(editor, id, "remove", {"pick": key})
    assert "1 variable was removed." in editor.get(answer.headers["Location"]).read
    assert names(editor, id) == ["nihss", "birth_year", "nihss"]


def test_without_a_tick_nothing_happens_and_it_is_told(editor: Visitor, id: str) -> None:
    answer = send(editor, id, "remove")
    assert "No variable was ticked" in editor.get(answer.headers["Location"]).read
    assert len(names(editor, id)) == 4


def test_what_was_typed_in_an_older_window_is_shown_and_not_lost(editor: Visitor, id: str) -> None:
    older = editor.get(at(id))
    send(editor, id, "keep", {"Title (English): sex": "Gender"})
    typed = {inputs(older)["Title (English): sex"][0]: "Sex at birth", "new0.name": "age"}
    answer = editor.post(at(id), {**hidden(older), **typed, "action": "save"})
    assert answer.status_code == 409
    page = Html(answer)
    assert text_of(page, "Title (English): sex") == "Sex at birth"
    assert text_of(page, "Name: new variable 1") == "age"
    assert text_of(editor.get(at(id)), "Title (English): sex") == "Gender"
    editor.post(at(id), {**hidden(page), **typed, "action": "save"})
    assert text_of(editor.get(at(id)), "Title (English): sex") == "Sex at birth"


def test_a_script_is_told_the_version_and_the_names_of_new_inputs(editor: Visitor, id: str) -> None:
    page = editor.get(at(id))
    typed = {**hidden(page), "new0.name": "age", "new0.title@en": "Age", "action": "keep"}
    told = editor.post(at(id), typed, headers={"Accept": "application/json"}).get_json()
    assert told["version"] == 1
    assert told["names"]["new0.title@en"] == inputs(editor.get(at(id)))["Title (English): age"][0]


def test_the_variables_go_as_csv_and_come_back_unchanged(editor: Visitor, id: str) -> None:
    send(editor, id, "keep", {"Description (English): sex": "=HYPERLINK(1)"})
    answer = editor.ask(at(id, ".csv"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{id}-variables.csv"'
    assert "'=HYPERLINK(1)" in answer.get_data(as_text=True)
    hand_in(editor, id, answer.data, "variables.csv")
    page = editor.get(at(id, "/file"))
    assert "Add 0 variables that are new" in page.read
    assert "Change 0 variables that are there" in page.read


def test_a_dictionary_is_looked_at_corrected_and_taken(editor: Visitor, id: str) -> None:
    assert hand_in(editor, id, files.FRENCH_CSV, "dictionnaire.csv").status_code == 303
    page = editor.get(at(id, "/file"))
    assert "annee_naissance" in page.read
    assert "Title (Français)" in page.read
    form = {
        "target.1": "title@en",
        "part": ["added"],
        "into.0": "new",
        "title.0": "Dictionary",
        "language": "fr",
    }
    editor.post(at(id, "/merge"), {**form, "action": "preview"})
    page = editor.get(at(id, "/file"))
    assert said(page.by_id("target.1")) == "title@en"
    answer = editor.post(at(id, "/merge"), {**form, "action": "merge"})
    assert "3 variables were merged." in editor.get(answer.headers["Location"]).read
    found = editor.get(at(id, "?q=sexe&table="))
    assert "Codes : 1 = masculin; 2 = féminin." in found.read.replace("\u00a0", " ")
    assert editor.get(at(id, "/file")).read.count("Look at the file") == 1


def test_a_file_is_merged_into_the_variables_that_were_shown(
    editor: Visitor, id: str, services: Services
) -> None:
    hand_in(editor, id, files.FRENCH_CSV, "dictionnaire.csv")
    shown = editor.get(at(id, "/file"))
    version = next(str(each.get("value")) for each in shown.root.iter() if each.get("name") == "version")
    send(editor, id, "keep", {"Title (English): sex": "Sex at birth"})
    merge = {"action": "merge", "part": ["added"]}
    answer = editor.post(at(id, "/merge"), {**merge, "version": version})
    assert answer.status_code == 412
    assert Html(answer).title.startswith("Error:")
    page = editor.get(at(id, "/file"))
    later = next(str(each.get("value")) for each in page.root.iter() if each.get("name") == "version")
    assert int(later) > int(version)
    assert editor.post(at(id, "/merge"), {**merge, "version": later}).status_code == 303


def test_a_dictionary_without_names_says_what_to_choose(editor: Visitor, id: str) -> None:
    hand_in(editor, id, "Feld,Bedeutung\nsex,Geschlecht\n", means="variables")
    assert "No column is the name of the variable yet" in editor.get(at(id, "/file")).read
    answer = editor.post(at(id, "/merge"), {"action": "merge", "target.0": "title@en"})
    assert answer.headers["Location"] == at(id, "/file")
    assert len(names(editor, id)) == 4


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"", 400, "it is empty"),
        (b"PK\x03\x04", 400, "cannot be read as a spreadsheet"),
        (b"%PDF-1.4", 415, "is in no format"),
        (b'variable,label\na,"b\n', 400, "line 2, column 1"),
        (b"name,label,notes\nInes,x,y\n", 400, "Say below what its lines are"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    editor: Visitor, id: str, data: bytes, status: int, said: str
) -> None:
    answer = hand_in(editor, id, data, "bad.csv")
    assert answer.status_code == status
    page = Html(answer)
    assert said in page.read
    assert page.title.startswith("Error:")
    assert "bad.csv" in page.read


def test_more_variables_than_a_description_has_are_told_at_once(editor: Visitor, id: str) -> None:
    lines = "".join(f"v{number},Label\n" for number in range(MOST))
    answer = hand_in(editor, id, f"variable,label\n{lines}w,Label\n", "long.csv")
    assert answer.status_code == 400
    assert "long.csv leads to 20,001 variables" in Html(answer).read
    assert hand_in(editor, id, f"variable,label\n{lines}", "long.csv").status_code == 303
    preview = editor.get(at(id, "/file"))
    assert "this would make 20,004" in preview.read
    assert preview.title.startswith("Error:")


def test_a_file_with_data_lies_on_no_disk(app: Flask, id: str) -> None:
    file = (BytesIO(b"id,age\np1,50\n"), "data.csv")
    with app.test_request_context(at(id, "/file"), method="POST", data={"file": file}):
        assert isinstance(request.files["file"].stream, BytesIO)


def test_a_form_without_a_file_says_so(editor: Visitor, id: str) -> None:
    answer = editor.post(at(id, "/file"), {"means": ""})
    assert answer.status_code == 400
    assert "Choose a file." in Html(answer).read


def test_a_file_can_be_forgotten(editor: Visitor, id: str) -> None:
    hand_in(editor, id, files.OMOP_CSV)
    editor.post(at(id, "/merge"), {"action": "drop"})
    assert "Look at the file" in editor.get(at(id, "/file")).read
    assert len(names(editor, id)) == 4


def test_others_see_neither_the_variables_nor_the_file(
    app: Flask, services: Services, editor: Visitor, id: str
) -> None:
    hand_in(editor, id, files.OMOP_CSV)
    colleague = visitor(app, services, "co@example.org", Role.EDITOR)
    assert "person_id" not in colleague.get(at(id, "/file")).read
    stranger = visitor(app, services, "stranger@example.org", Role.EDITOR, organisation="south")
    for path in ("", ".csv", "/file"):
        assert stranger.ask(at(id, path)).status_code == 404
    assert send_blind(stranger, id).status_code == 404


def send_blind(stranger: Visitor, id: str) -> TestResponse:
    return stranger.post(at(id), {"version": "0", "action": "save"})


def test_answers_are_kept_by_no_cache(editor: Visitor, id: str) -> None:
    for path in ("", ".csv", "/file"):
        assert editor.ask(at(id, path)).headers["Cache-Control"] == "no-store"
