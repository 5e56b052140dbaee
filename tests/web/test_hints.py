"""What is worth another look is told in the form, beside its section and in the whole check, and hinders nothing."""

import pytest
from rdflib import DCTERMS, XSD, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.forms.names import field_name
from catalogue.domain.record import Record
from catalogue.domain.terms import HEALTHDCATAP
from tests.web.markup import text
from tests.web.visitors import Visitor

ENGLISH = "“Youngest age” is 70, and “Oldest age” is less."
FRENCH = "« Âge le plus jeune » vaut 70, plus que « Âge le plus élevé »."


@pytest.fixture
def record(services: Services, ada: Visitor) -> Record:
    """A description with its ages the wrong way round and two titles in one language, kept and not saved."""
    made = services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")

    def edit(graph: Graph) -> None:
        root = URIRef(made.iri)
        graph.add((root, DCTERMS.title, Literal("Another title", lang="en")))
        for path, age in ((HEALTHDCATAP.minTypicalAge, "70"), (HEALTHDCATAP.maxTypicalAge, "18")):
            graph.add((root, path, Literal(age, datatype=XSD.nonNegativeInteger)))

    services.editing.change(ada.actor, made.id, 0, edit)
    return made


def url(record: Record, rest: str = "", language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{record.id}{rest}"


@pytest.mark.parametrize(
    ("language", "problem", "heading"), [("en", ENGLISH, "Worth another look"), ("fr", FRENCH, "À revoir")]
)
def test_a_hint_stands_at_its_input_and_above_its_section(
    ada: Visitor, record: Record, language: str, problem: str, heading: str
) -> None:
    page = ada.get(url(record, "/sections/people", language))
    [told] = [each for each in page.all("p") if each.get("class") == "wrong Info"]
    assert problem in text(told)
    [summary] = [each for each in page.all("section") if each.get("id") == "look"]
    assert heading in text(summary)
    [link] = [each for each in summary.iter() if each.get("href")]
    [field] = [each for each in page.all("input") if each.get("id") == link.get("href", "").removeprefix("#")]
    assert field.get("value") == "70"
    assert field.get("aria-invalid") is None
    assert field.get("aria-describedby", "").endswith("-wrong")


def test_a_second_text_in_one_language_is_told_at_that_text(ada: Visitor, record: Record) -> None:
    page = ada.get(url(record, "/sections/about"))
    assert "“Another title” is one more text of “Title” in the same language." in page.read


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("", "Nothing mandatory is missing, 1 answer is worth another look"),
        ("/sections/people", "1 to look at"),
    ],
)
def test_the_list_of_sections_says_where_there_is_something_to_look_at(
    ada: Visitor, record: Record, rest: str, told: str
) -> None:
    page = ada.get(url(record, rest))
    [link] = [each for each in page.all("a") if each.get("href") == url(record, "/sections/people")]
    assert told in text(link)


def test_the_whole_check_tells_it_with_the_way_to_the_field(ada: Visitor, record: Record) -> None:
    page = ada.get(url(record, "/preview"))
    [look] = [each for each in page.all("div") if each.get("id") == "look"]
    assert text(look).startswith("Worth another look")
    assert ENGLISH in text(look)
    links = [each.get("href") or "" for each in look.iter() if each.get("href")]
    assert any("/sections/people" in each for each in links)
    assert any("/sections/about" in each for each in links)


def test_a_date_that_is_none_is_told_as_a_slip_and_counted_in_the_list_of_sections(
    ada: Visitor, services: Services
) -> None:
    made = services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")
    section = url(made, "/sections/management")
    new = field_name(URIRef(made.iri), str(DCTERMS.issued)) + ".new0"
    ada.post(section, {"version": "0", new: "2014-13", "action": "save"})
    page = ada.get(section)
    [told] = [text(each) for each in page.all("p") if (each.get("class") or "").startswith("wrong ")]
    assert "The month “2014-13” does not exist." in told
    assert "such as “2024-05-31”" in told
    [link] = [each for each in page.all("a") if each.get("href") == section]
    assert "1 to look at" in text(link)
    assert "“2014-13”" in ada.get(url(made, "/preview")).read


def test_no_verdict_has_it_and_nothing_is_refused_for_it(
    ada: Visitor, services: Services, record: Record
) -> None:
    saved = services.editing.save(ada.actor, record.id, 1)
    assert not [each for each in saved.report.findings if "hint" in each.component]
    answer = ada.post(url(record, "/sections/people"), {"version": "2", "action": "save-back"})
    assert answer.status_code == 303
    assert "/sections/" not in answer.headers["Location"]
    assert not [
        each for each in ada.get(url(record, "/sections/people")).all("section") if each.get("id") == "alert"
    ]


def test_what_is_in_order_gives_no_hint_anywhere(ada: Visitor, services: Services) -> None:
    plain = services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")
    for rest in ("", "/sections/people", "/sections/about", "/preview"):
        assert "another look" not in ada.get(url(plain, rest)).read


def test_a_hint_is_told_where_a_version_is_sent_in_and_reviewed(
    ada: Visitor, record: Record, services: Services
) -> None:
    services.editing.save(ada.actor, record.id, 1)
    [told] = [each for each in ada.get(url(record, "/review")).all("div") if each.get("id") == "look"]
    assert ENGLISH in text(told)
    ways = [each.get("href", "") for each in told.iter() if each.get("href")]
    assert any("/sections/people?check=1#" in way for way in ways)


def test_a_hint_is_told_in_the_form_of_an_entry_of_the_register(ada: Visitor, services: Services) -> None:
    begun = services.entry_drafts.begin(ada.actor, "http://xmlns.com/foaf/0.1/Agent", "north")
    for said in ("A hospital", "The hospital"):
        begun.draft.graph.add((URIRef(begun.draft.iri), DCTERMS.description, Literal(said, lang="en")))
    services.entry_drafts.keep(ada.actor, begun)
    page = ada.get(f"/en/workspace/register/entry?iri={begun.draft.iri}")
    [told] = [each for each in page.all("section") if each.get("id") == "look"]
    assert "Worth another look" in text(told)


def test_an_entry_that_was_just_begun_tells_of_nothing_that_was_typed(
    ada: Visitor, services: Services
) -> None:
    begun = services.entry_drafts.begin(ada.actor, "http://xmlns.com/foaf/0.1/Agent", "north")
    page = ada.get(f"/en/workspace/register/entry?iri={begun.draft.iri}")
    assert "not saved yet" not in page.read
