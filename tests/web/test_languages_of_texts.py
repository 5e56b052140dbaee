"""A text may be given in the languages of the instance, in those that its description uses, and in any of the EU."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from rdflib import DCTERMS, FOAF, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.forms.names import field_name
from catalogue.domain.people import Role
from catalogue.domain.record import Record
from tests.web.markup import NAMESPACE, Html
from tests.web.visitors import Visitor, visitor

INSTANCE = ["English", "Français"]


@pytest.fixture
def record(services: Services, ada: Visitor) -> Record:
    return services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")


@pytest.fixture
def said(services: Services, ada: Visitor, record: Record) -> Callable[[Literal], None]:
    """Let the description say a text, as an import can."""

    def say(text: Literal) -> None:
        def edit(graph: Graph) -> None:
            graph.add((URIRef(record.iri), DCTERMS.description, text))

        draft = services.editing.open(ada.actor, record.id)
        services.editing.change(ada.actor, record.id, draft.version, edit)

    return say


def url(record: Record, language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{record.id}/sections/about"


def selects(page: Html, record: Record, path: URIRef) -> list[Element]:
    stem = field_name(URIRef(record.iri), str(path))
    return [each for each in page.all("select") if (each.get("name") or "").startswith(stem + ".")]


def options(select: Element) -> list[Element]:
    return list(select.iter(NAMESPACE + "option"))


def offered(select: Element) -> list[str]:
    return ["".join(each.itertext()) for each in options(select)]


def test_those_of_the_instance_come_first_then_the_others_of_the_union_by_their_own_names(
    ada: Visitor, record: Record
) -> None:
    [select] = selects(ada.get(url(record)), record, DCTERMS.title)
    found = offered(select)
    assert found[:2] == INSTANCE
    assert len(found) == len(set(found)) == 24
    assert {"Deutsch", "Čeština", "Ελληνικά", "Български", "Gaeilge", "Malti"} <= set(found)
    assert found.index("Čeština") < found.index("Dansk") < found.index("Svenska") < found.index("Ελληνικά")
    [group] = select.iter(NAMESPACE + "optgroup")
    assert len(list(group)) == 22


def test_the_language_of_the_page_is_the_first(ada: Visitor, record: Record) -> None:
    [select] = selects(ada.get(url(record, "fr")), record, DCTERMS.title)
    assert offered(select)[:2] == ["Français", "English"]


def test_those_that_the_description_uses_come_before_the_others(
    ada: Visitor, record: Record, said: Callable[[Literal], None]
) -> None:
    said(Literal("Eine Kohorte", lang="de"))
    said(Literal("Uma coorte", lang="pt-BR"))
    [select] = selects(ada.get(url(record)), record, DCTERMS.title)
    found = offered(select)
    assert found[:4] == [*INSTANCE, "Deutsch", "Português (Brasil)"]
    assert found.count("Deutsch") == 1
    assert "Português" in found


def test_a_text_is_given_in_another_language_and_shown_with_it(
    ada: Visitor, services: Services, record: Record
) -> None:
    page = ada.get(url(record))
    new = field_name(URIRef(record.iri), str(DCTERMS.description)) + ".new0"
    version = page.all("input", name="version")[0].get("value")
    posted = {"version": version, new: "Kohorta", f"{new}.lang": "cs", "action": "save"}
    assert ada.post(url(record), posted).status_code == 303
    graph = services.editing.open(ada.actor, record.id).graph
    assert (URIRef(record.iri), DCTERMS.description, Literal("Kohorta", lang="cs")) in graph
    [select] = selects(ada.get(url(record)), record, DCTERMS.description)
    [chosen] = [each for each in options(select) if each.get("selected") is not None]
    assert (chosen.get("value"), "".join(chosen.itertext())) == ("cs", "Čeština")


@pytest.mark.parametrize("tag", ["x-ours", "EN", "zh-hant", "tlh"])
def test_any_language_that_a_text_has_stays_its_own(
    ada: Visitor, record: Record, said: Callable[[Literal], None], tag: str
) -> None:
    text = Literal("A text", lang=tag)
    said(text)
    [select] = selects(ada.get(url(record)), record, DCTERMS.description)
    [chosen] = [each for each in options(select) if each.get("selected") is not None]
    assert chosen.get("value") == str(text.language).lower()  # as RDF has it


def test_a_text_without_a_language_can_stay_without(
    ada: Visitor, record: Record, said: Callable[[Literal], None]
) -> None:
    said(Literal("A text"))
    [select] = selects(ada.get(url(record)), record, DCTERMS.description)
    assert offered(select)[:3] == ["no language", *INSTANCE]


def test_an_entry_of_the_register_may_have_a_name_in_any_of_them(app: Flask, services: Services) -> None:
    rita = visitor(app, services, "rita@example.org", Role.REVIEWER)
    begun = rita.post("/en/workspace/register", {"class": str(FOAF.Agent), "organisation": "north"})
    page = rita.get(begun.headers["Location"])
    tongues = [each for each in page.all("select") if (each.get("name") or "").endswith(".lang")]
    assert tongues
    assert all({"Deutsch", "Suomi"} <= set(offered(each)) for each in tongues)
