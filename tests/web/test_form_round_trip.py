"""Opening a section and saving it without a change changes nothing, through the pages themselves."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from catalogue.bootstrap import Services
from catalogue.domain.forms.classes import class_of
from catalogue.domain.people import Role
from catalogue.domain.record import Description
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER
from tests.web.markup import NAMESPACE, Html
from tests.web.shelf import BASE
from tests.web.visitors import Visitor, visitor

OURS = ("diabetes-programme-auental", "adverse-drug-reactions-alvorada")


def fields(page: Html) -> dict[str, list[str]]:
    """What a browser posts of the form of a section that nobody has touched."""
    [form] = [each for each in page.all("form") if each.get("data-keep") is not None]
    posted: dict[str, list[str]] = {}
    for name, value in _successful(form):
        posted.setdefault(name, []).append(value)
    return posted


def _successful(form: Element) -> Iterator[tuple[str, str]]:
    """The successful controls of a form (HTML, 4.10.22.4), without its buttons."""
    for each in form.iter():
        name = each.get("name")
        if not name or each.get("disabled") is not None:
            continue
        if each.tag == NAMESPACE + "input" and _is_successful(each):
            yield name, each.get("value") or ""
        elif each.tag == NAMESPACE + "textarea":
            yield name, "".join(each.itertext()).replace("\n", "\r\n")
        elif each.tag == NAMESPACE + "select":
            options = list(each.iter(NAMESPACE + "option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield from ((name, _value(option)) for option in chosen)


def _is_successful(field: Element) -> bool:
    kind = field.get("type", "text")
    return kind not in ("checkbox", "radio") or field.get("checked") is not None


def _value(option: Element) -> str:
    value = option.get("value")
    return "".join(option.itertext()) if value is None else value


def described(path: Path) -> list[Description]:
    with read(path, path.name, TURTLE, f"{BASE}/") as statements:
        return list(split(statements, lambda key: f"{BASE}/dataset/{abs(hash(key))}").descriptions)


def demand_unchanged(ada: Visitor, services: Services, description: Description) -> None:
    record = services.editing.take(ada.actor, "north", description, "")
    draft = services.editing.open(ada.actor, record.id)
    known = services.profile.fields(class_of(draft.graph, draft.root, services.profile))
    saved = set()
    for group in services.profile.groups:
        url = f"/en/workspace/descriptions/{record.id}/sections/{group.id}"
        if ada.ask(url).status_code == 404:
            continue  # nothing of the class is in this section
        answer = ada.post(url, {**fields(ada.get(url)), "action": "save"})
        assert answer.status_code == 303, group.id
        now = services.editing.open(ada.actor, record.id)
        assert (now.is_changed, now.record.head.number) == (False, 1), group.id
        saved.add(group.id)
    assert saved == {field.group for field in known}
    assert saved


@pytest.mark.parametrize("name", OURS)
def test_a_demonstration_description(app: Flask, services: Services, name: str) -> None:
    ada = visitor(app, services, role=Role.EDITOR)
    found = described(FOLDER / f"{name}.ttl")
    assert found
    for description in found:
        demand_unchanged(ada, services, description)


@pytest.mark.reference
@pytest.mark.parametrize(
    "name",
    [
        "r8-EPRDR-ARCA",
        "ckanext-dataset_health",
        "draft-healthDCATAP_RDF_template",
        "health-ri-core-example-dataset",
    ],
)
def test_an_official_example(app: Flask, services: Services, reference: Path, name: str) -> None:
    ada = visitor(app, services, role=Role.EDITOR)
    found = described(reference / "examples" / f"{name}.ttl")
    assert found
    for description in found:
        demand_unchanged(ada, services, description)
