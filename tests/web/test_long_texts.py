"""Texts and forms beyond what can be kept: told where they are, with all else kept."""

import pytest
from rdflib import DCTERMS, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.forms.model import LONGEST
from catalogue.domain.forms.names import field_name
from catalogue.domain.record import Record
from tests.web.markup import Html, text
from tests.web.visitors import Visitor

HUGE = "10 MB of it " * 875_000
DISTRIBUTION = "http://www.w3.org/ns/dcat#distribution"


@pytest.fixture
def record(services: Services, ada: Visitor) -> Record:
    return services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")


def url(record: Record, group: str = "about", language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{record.id}/sections/{group}"


def name(record: Record, path: URIRef, end: str = ".new0") -> str:
    return field_name(URIRef(record.iri), str(path)) + end


def typed(record: Record, **more: str) -> dict[str, str]:
    """A title beside a text that is far too long."""
    return {
        "version": "0",
        name(record, DCTERMS.description): HUGE,
        name(record, DCTERMS.description, ".new0.lang"): "en",
        name(record, DCTERMS.alternative): "Another title",
        "action": "save",
        **more,
    }


@pytest.mark.parametrize(("language", "said"), [("en", "10,500,000"), ("fr", "10 500 000")])
def test_a_text_too_long_is_told_at_its_field_and_all_else_is_kept(
    ada: Visitor, services: Services, record: Record, language: str, said: str
) -> None:
    answer = ada.post(url(record, language=language), typed(record))
    assert answer.status_code == 422
    page = Html(answer)
    [field] = page.all("textarea", name=name(record, DCTERMS.description))
    assert "".join(field.itertext()).strip() == HUGE.strip()
    assert field.get("aria-invalid") == "true"
    [wrong] = [id for id in (field.get("aria-describedby") or "").split() if id.endswith("-wrong")]
    assert said in text(page.by_id(wrong))
    assert page.all("a", href=f"#{field.get('id')}")
    draft = services.editing.open(ada.actor, record.id)
    assert "Another title" in set(map(str, draft.graph.objects(draft.root)))
    assert draft.record.head.number == record.head.number


def test_a_text_that_replaces_another_by_one_too_long_leaves_the_other(
    ada: Visitor, services: Services, record: Record
) -> None:
    section = url(record)
    kept = ada.post(section, typed(record) | {name(record, DCTERMS.description): "Short", "action": "keep"})
    assert kept.status_code == 303
    [before] = [each for each in ada.get(section).all("textarea") if text(each) == "Short"]
    again = {"version": "1", str(before.get("name")): HUGE, "action": "save"}
    page = Html(ada.post(section, again))
    assert "".join(page.by_id(before.get("id") or "").itertext()).strip() == HUGE.strip()
    assert "Short" in [text(each) for each in ada.get(section).all("textarea")]
    ada.post(section, again | {"action": f"remove:{before.get('name')}"})
    assert "Short" not in [text(each) for each in ada.get(section).all("textarea")]


def test_a_text_of_the_greatest_length_is_kept_whatever_its_characters_are(
    ada: Visitor, services: Services, record: Record
) -> None:
    given = typed(record) | {name(record, DCTERMS.description): "é" * LONGEST}
    assert ada.post(url(record), given).status_code == 303
    draft = services.editing.open(ada.actor, record.id)
    assert "é" * LONGEST in set(map(str, draft.graph.objects(draft.root)))


def test_a_script_that_keeps_is_told_what_could_not_be(ada: Visitor, record: Record) -> None:
    given = typed(record, action="keep")
    answer = ada.post(url(record), given, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    [told] = answer.get_json()["unkept"]
    assert told["name"] == name(record, DCTERMS.description)
    assert "10,500,000" in told["said"]
    assert answer.get_json()["version"] == 1


def test_what_was_typed_into_a_part_that_another_window_removed_is_shown_to_be_copied(
    ada: Visitor, record: Record
) -> None:
    section = url(record, "access")
    ada.post(section, {"version": "0", "action": f"add:{name(record, URIRef(DISTRIBUTION), '')}"})
    [remove] = [
        each.get("value", "")
        for each in ada.get(section).all("button")
        if each.get("value", "").startswith("remove:")
    ]
    [title] = [
        each.get("name", "")
        for each in ada.get(section).all("input")
        if each.get("name", "").endswith("dct_title.new0")
    ]
    ada.post(section, {"version": "1", "action": remove})
    page = Html(ada.post(section, {"version": "1", title: "Typed for nothing?", "action": "save"}))
    assert "Typed for nothing?" in [text(each) for each in page.all("textarea")]
    assert "The part that this belongs to was removed meanwhile" in page.read


def test_a_form_over_the_greatest_size_is_told_with_both_sizes_and_the_way_back(
    ada: Visitor, services: Services, record: Record
) -> None:
    vast = "a" * (services.settings.description_limit + 2) * 2**20
    answer = ada.post(url(record, language="fr"), {name(record, DCTERMS.description): vast})
    page = Html(answer)
    assert answer.status_code == 413
    assert "34" in page.read
    assert "33 Mo" in page.read
    assert "bouton Précédent" in page.read
    assert not services.editing.open(ada.actor, record.id).is_changed
