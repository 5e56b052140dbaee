"""The pages of the form, as who describes asks for them."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from rdflib import DCTERMS, FOAF, Graph, Literal, URIRef

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.forms.names import field_name
from catalogue.domain.people import Actor, Role
from catalogue.domain.record import Record
from catalogue.rdf import graphs
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER
from catalogue.services.translating import translations
from tests.services.signed_in import actor, organisation
from tests.web.markup import Html, text
from tests.web.visitors import Visitor, visitor

GROUPS = ("about", "people", "content", "access", "law", "origin", "related", "management")
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def app(services: Services) -> Flask:
    organisation(services)
    organisation(services, "south", "Sud")
    return create_app(services=services)


@pytest.fixture
def begun(services: Services, ada: Visitor) -> Callable[..., Record]:
    def begin(title: str = "A cohort", level: str = "PUBLIC") -> Record:
        return services.editing.create(ada.actor, "north", title, "en", level)

    return begin


@pytest.fixture
def whole(services: Services, ada: Visitor) -> Record:
    """A whole description of Nord."""
    name = "diabetes-programme-auental"
    with read(FOLDER / f"{name}.ttl", name, TURTLE, "http://127.0.0.1:8000/") as statements:
        [found] = [
            each
            for each in split(statements, services.identities.mint).descriptions
            if each.kind == "dataset"
        ]
    return services.editing.take(ada.actor, "north", found, "")


def url(record: Record, rest: str = "", language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{record.id}{rest}"


def name(record: Record, path: URIRef, end: str = "") -> str:
    return field_name(URIRef(record.iri), str(path)) + end


def head(services: Services, record: Record) -> Graph:
    """What the newest revision says."""
    [now] = services.store.find("id", [record.id]).values()
    return graphs.graph(services.store.ntriples([now.head.hash])[now.head.hash])


def test_who_has_nothing_yet_is_led_to_a_first_description(ada: Visitor) -> None:
    page = ada.get("/en/workspace/")
    assert "Nothing is described here yet" in page.read
    assert page.all("a", href="/en/workspace/new")


def test_the_list_finds_by_title_and_state(ada: Visitor, begun: Callable[..., Record]) -> None:
    begun("Étude des œdèmes")
    begun("Heart registry")
    assert "2 descriptions" in ada.get("/en/workspace/").read
    found = ada.get("/en/workspace/?q=etude").read
    assert "Étude des œdèmes" in found
    assert "Heart registry" not in found
    assert "No description of yours is like that" in ada.get("/en/workspace/?state=published").read


def test_a_description_begins_with_a_title_and_a_level(ada: Visitor, services: Services) -> None:
    given = {"organisation": "north", "title": " Heart  registry ", "language": "fr", "level": "NON_PUBLIC"}
    answer = ada.post("/en/workspace/new", given)
    assert answer.status_code == 303
    page = ada.get(answer.headers["Location"])
    assert text(page.one("h1")) == "Heart registry"
    [entry] = services.editing.mine(ada.actor).entries
    assert (entry.titles, entry.record.head.report.level) == ({"fr": "Heart registry"}, "NON_PUBLIC")


def test_each_level_says_what_it_obliges_to(ada: Visitor) -> None:
    page = ada.get("/en/workspace/new").read
    assert "14 fields must be filled in: also Keyword, Type of dataset, Contact, Provenance" in page
    assert "10 fields must be filled in" in page


def test_what_is_missing_to_begin_is_told_and_what_was_typed_stays(ada: Visitor) -> None:
    answer = ada.post("/en/workspace/new", {"organisation": "north", "title": "", "level": "PUBLIC"})
    page = Html(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert page.one("input", id="title").get("aria-invalid") == "true"
    assert page.one("input", value="PUBLIC").get("checked") is not None
    assert text(page.by_id("title-wrong")).startswith("Give it a title")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_section_of_a_whole_description_is_shown(ada: Visitor, whole: Record, language: str) -> None:
    for group in GROUPS:
        _is_well_made(ada.get(url(whole, f"/sections/{group}?check=1", language)))


def _is_well_made(page: Html) -> None:
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert sorted(set(ids)) == sorted(ids)
    for label in page.all("label"):
        wanted = label.get("for")
        assert wanted is None or wanted in ids
    for element in page.root.iter():
        assert set((element.get("aria-describedby") or "").split()) <= set(ids), element.attrib
    assert "None" not in [text(label) for label in page.all("label")]


def test_a_section_that_is_saved_without_a_change_is_no_change(
    ada: Visitor, whole: Record, services: Services
) -> None:
    for group in GROUPS:
        page = ada.get(url(whole, f"/sections/{group}"))
        answer = ada.post(url(whole, f"/sections/{group}"), posted(page) | {"action": "save"})
        assert answer.headers["Location"].endswith("done=unchanged&check=1")
    [now] = services.store.find("id", [whole.id]).values()
    assert now.head == whole.head


def posted(page: Html) -> dict[str, list[str]]:
    """What a browser posts of a section that is shown, without its token and its buttons."""
    given: dict[str, list[str]] = {}
    [form] = [each for each in page.all("form") if each.get("data-keep") is not None]
    for element in form.iter():
        tag, name = element.tag.rpartition("}")[2], element.get("name")
        if not name or name in ("csrf_token", "action"):
            continue
        if tag == "input" and (
            element.get("type") not in ("checkbox", "radio") or element.get("checked") is not None
        ):
            given.setdefault(name, []).append(element.get("value") or "")
        elif tag == "textarea":
            given.setdefault(name, []).append(("".join(element.itertext())).removeprefix("\n"))
        elif tag == "select":
            options = [each for each in element.iter() if each.tag.endswith("}option")]
            chosen = [each for each in options if each.get("selected") is not None] or options[:1]
            given.setdefault(name, []).extend(each.get("value") or "" for each in chosen)
    return given


def test_what_is_typed_is_kept_and_then_saved(
    ada: Visitor, begun: Callable[..., Record], services: Services
) -> None:
    record = begun()
    section = url(record, "/sections/about")
    typed = {"version": "0", name(record, DCTERMS.description, ".new0"): "What it is", "action": "keep"}
    typed[name(record, DCTERMS.description, ".new0.lang")] = "en"
    kept = ada.post(section, typed, headers={"Accept": "application/json"})
    assert kept.get_json()["version"] == 1
    assert name(record, DCTERMS.description, ".new0") in kept.get_json()["names"]
    assert "are kept and not saved" in ada.get(url(record)).read
    saved = ada.post(section, posted(ada.get(section)) | {"action": "save-next"})
    assert saved.headers["Location"].endswith("/sections/people?done=saved")
    said = head(services, record).value(URIRef(record.iri), DCTERMS.description)
    assert said == Literal("What it is", lang="en")
    assert "kept and not saved" not in ada.get(url(record)).read


def test_who_keeps_by_a_script_is_told_how_complete_it_is_now(
    ada: Visitor, begun: Callable[..., Record]
) -> None:
    record = begun()
    section = url(record, "/sections/about")
    before = progress(ada.get(section).source)
    typed = {"version": "0", name(record, DCTERMS.description, ".new0"): "What it is", "action": "keep"}
    kept = ada.post(section, typed, headers={"Accept": "application/json"})
    after = progress(kept.get_json()["beside"])
    assert after[0] == before[0] + 1
    assert after == progress(ada.get(section).source)
    assert 'aria-current="page"' in kept.get_json()["beside"]


def progress(source: str) -> list[int]:
    """How far the meters of a page are."""
    return [int(each) for each in re.findall(r'<progress max="\d+" value="(\d+)"', source)]


def test_what_is_kept_can_be_let_go(ada: Visitor, begun: Callable[..., Record], services: Services) -> None:
    record = begun()
    typed = {"version": "0", name(record, DCTERMS.description, ".new0"): "Not this", "action": "keep"}
    ada.post(url(record, "/sections/about"), typed)
    assert "Not this" in ada.get(url(record, "/sections/about")).source
    ada.post(url(record, "/discard"))
    assert "Not this" not in ada.get(url(record, "/sections/about")).source


def test_a_fresh_section_tells_nothing_of_what_is_missing(ada: Visitor, begun: Callable[..., Record]) -> None:
    record = begun()
    fresh = ada.get(url(record, "/sections/about"))
    assert fresh.title == "About: A cohort – Health data catalogue"
    assert not fresh.all("p", class_="wrong")
    checked = ada.get(url(record, "/sections/about?check=1"))
    assert checked.title.startswith("Error: About")
    summary = checked.by_id("alert")
    assert "3 things to mend" in text(summary)
    anchors = [link.get("href", "")[1:] for link in checked.all("a") if link.get("href", "").startswith("#n")]
    assert all(checked.by_id(anchor) is not None for anchor in anchors)


def test_a_text_that_is_no_number_is_told_at_its_input_and_stays(
    ada: Visitor, begun: Callable[..., Record]
) -> None:
    record = begun()
    people = URIRef("http://healthdataportal.eu/ns/health#numberOfUniqueIndividuals")
    answer = ada.post(
        url(record, "/sections/people"),
        {"version": "0", name(record, people, ".new0"): "about 24 310", "action": "save-next"},
    )
    assert "/sections/people?" in answer.headers["Location"]
    page = ada.get(answer.headers["Location"])
    [field] = [each for each in page.all("input") if each.get("value") == "about 24 310"]
    assert field.get("aria-invalid") == "true"
    told = [page.by_id(id) for id in (field.get("aria-describedby") or "").split() if id.endswith("-wrong")]
    assert "Write a whole number in digits" in text(told[0])


@pytest.mark.parametrize("verb", ["add", "find"])
def test_buttons_lead_back_to_where_they_stand(ada: Visitor, begun: Callable[..., Record], verb: str) -> None:
    record = begun()
    distribution = name(record, URIRef("http://www.w3.org/ns/dcat#distribution"))
    country = name(record, DCTERMS.spatial)
    section = url(record, "/sections/access" if verb == "add" else "/sections/people")
    given = {
        "version": "0",
        "action": f"{verb}:{distribution if verb == 'add' else country}",
        f"q:{country}": "fra",
    }
    page = ada.get(ada.post(section, given).headers["Location"])
    focused = [each for each in page.root.iter() if each.get("autofocus") is not None]
    assert len(focused) == 1
    if verb == "add":
        assert page.one("details", class_="fold").get("open") is not None
    else:
        assert "France" in page.read
        assert focused[0].get("type") == "search"


def test_a_part_is_removed_and_taken_back_by_letting_go(ada: Visitor, begun: Callable[..., Record]) -> None:
    record = begun()
    section = url(record, "/sections/access")
    distribution = name(record, URIRef("http://www.w3.org/ns/dcat#distribution"))
    ada.post(section, {"version": "0", "action": f"add:{distribution}"})
    page = ada.get(section)
    [remove] = [
        each.get("value", "") for each in page.all("button") if each.get("value", "").startswith("remove:")
    ]
    ada.post(section, {"version": "1", "action": remove})
    assert not ada.get(section).all("details", class_="fold")


def test_another_level_deletes_nothing_and_tells_what_it_asks(
    ada: Visitor, whole: Record, services: Services
) -> None:
    before = set(head(services, whole))
    answer = ada.post(url(whole, "/level"), {"version": "0", "level": "PUBLIC"})
    after = set(head(services, whole))
    assert answer.headers["Location"].endswith("done=level")
    assert {path for _, path, _ in before - after} == {DCTERMS.accessRights}
    assert "Anybody may use the data without asking." in ada.get(url(whole)).read


@pytest.mark.parametrize("other", ["bob@example.org", "ada@example.org"])
def test_a_page_of_an_earlier_revision_never_mixes_with_a_later_one(
    app: Flask, ada: Visitor, begun: Callable[..., Record], services: Services, other: str
) -> None:
    record = begun("Base")
    section = url(record, "/sections/about")
    old = posted(ada.get(section))
    faster = visitor(app, services, other, Role.EDITOR)
    typed = posted(faster.get(section))
    [title] = [each for each, said in typed.items() if "Base" in said]
    faster.post(section, typed | {title: ["Theirs", ""], "action": ["save"]})
    answer = ada.post(section, old | {title: ["Mine", ""], "action": ["save"]})
    assert answer.headers["Location"].endswith("/conflict")
    assert [str(each) for each in head(services, record).objects(URIRef(record.iri), DCTERMS.title)] == [
        "Theirs"
    ]
    page = ada.get(url(record, "/conflict"))
    assert "Theirs" in page.read
    assert "Mine" in page.read


def test_meters_lead_to_the_very_field(ada: Visitor, begun: Callable[..., Record]) -> None:
    record = begun()
    page = ada.get(url(record))
    links = [link.get("href", "") for link in page.all("a") if "/sections/" in link.get("href", "")]
    [description] = [link for link in links if link.endswith(name(record, DCTERMS.description))]
    target = description.partition("#")[2]
    assert ada.get(description).by_id(target) is not None


def test_each_section_says_in_words_what_is_left_to_do(
    ada: Visitor, begun: Callable[..., Record], whole: Record
) -> None:
    page = ada.get(url(begun()))
    said = [text(each) for each in page.all("span", class_="how")]
    assert "1 mandatory answer is missing" in said
    assert any("Nothing is mandatory here, " in each for each in said)
    assert not [each for each in said if re.search(r"\d of \d", each)]
    done = [text(each) for each in ada.get(url(whole)).all("span", class_="how")]
    assert "All mandatory and recommended answers are given" in done
    assert any(re.match(r"All mandatory answers are given, \d+ recommended", each) for each in done)


def test_what_the_profile_does_not_know_is_kept_and_shown(
    ada: Visitor, begun: Callable[..., Record], services: Services
) -> None:
    record = begun()

    def add(graph: Graph) -> None:
        graph.add((URIRef(record.iri), URIRef("http://example.org/colour"), Literal("blue")))

    draft = services.editing.change(ada.actor, record.id, 0, add)
    services.editing.save(ada.actor, record.id, draft.version)
    page = ada.get(url(record))
    assert "1 other statement, kept as it is" in page.read
    assert "blue" in page.read


def test_html_and_scripts_are_texts_in_every_field(ada: Visitor, whole: Record) -> None:
    for group in GROUPS:
        given = posted(ada.get(url(whole, f"/sections/{group}")))
        evil = {
            key: [SCRIPT for _ in values] if key.startswith("n") and not key.endswith(".lang") else values
            for key, values in given.items()
        }
        ada.post(url(whole, f"/sections/{group}"), evil | {"action": "save"})
    for page in ("", *(f"/sections/{group}?check=1" for group in GROUPS)):
        source = ada.get(url(whole, page)).source
        assert "<script>alert" not in source
    assert SCRIPT in unescape(ada.get(url(whole, "/sections/about")).source)


def test_a_choice_between_versions_that_moved_on_is_asked_for_again(
    ada: Visitor, begun: Callable[..., Record], app: Flask, services: Services
) -> None:
    record, bob = begun(), visitor(app, services, "bob@example.org", Role.EDITOR)

    def typed(who: Visitor, title: str) -> None:
        def edit(graph: Graph) -> None:
            graph.set((URIRef(record.iri), DCTERMS.title, Literal(title, lang="en")))

        services.editing.change(who.actor, record.id, 0, edit)

    typed(ada, "A title of Ada")
    typed(bob, "A title of Bob")
    services.editing.save(bob.actor, record.id, 1)
    page = ada.get(url(record, "/conflict"))
    assert "Bob saved this description after you began." in page.read
    given = {key: page.one("input", name=key).get("value") or "" for key in ("head", "version")}
    given[f"side:{DCTERMS.title}"] = "theirs"
    typed(bob, "Another title of Bob")
    services.editing.save(bob.actor, record.id, 1)
    answer = ada.post(url(record, "/conflict"), given)
    assert answer.status_code == 409
    assert "choose once more" in Html(answer).read
    assert "Another title of Bob" in Html(answer).read
    assert services.editing.open(ada.actor, record.id).is_stale
    given["head"] = Html(answer).one("input", name="head").get("value") or ""
    assert ada.post(url(record, "/conflict"), given).status_code == 303
    graph = services.editing.open(ada.actor, record.id).graph
    assert list(map(str, graph.objects(URIRef(record.iri), DCTERMS.title))) == ["Another title of Bob"]


def published(services: Services, ada: Visitor, record: Record) -> Actor:
    """Gives it to readers, and the reviewer who did."""
    grace = actor(services, "grace@example.org", Role.REVIEWER)
    services.workflow.submit(ada.actor, record.id)
    services.workflow.publish(grace, record.id)
    return grace


def test_what_was_typed_while_a_colleague_withdrew_it_stays_in_its_fields(
    ada: Visitor, whole: Record, services: Services
) -> None:
    grace = published(services, ada, whole)
    page = ada.get(url(whole, "/sections/about"))
    title = next(str(each.get("name")) for each in page.all("input", type="text"))
    services.workflow.withdraw(grace, whole.id, "Merged with another")
    given = {"version": "0", "base": "1", title: "Typed too late", "action": "save"}
    answer = ada.post(url(whole, "/sections/about"), given)
    assert answer.status_code == 410
    told = Html(answer)
    assert "bring it back to readers first. What you typed stands below, and is not saved." in told.read
    assert told.one("input", name=title).get("value") == "Typed too late"
    services.workflow.undo_withdrawal(grace, whole.id)
    assert ada.post(url(whole, "/sections/about"), given).status_code == 303
    assert "Typed too late" in {str(each) for each in head(services, whole).objects()}
    services.workflow.withdraw(grace, whole.id, "Merged with another")
    script = {"Accept": "application/json"}
    assert ada.post(url(whole, "/sections/about"), given, headers=script).status_code == 410


def test_the_variables_of_what_was_withdrawn_lead_to_its_own_page_which_says_so(
    ada: Visitor, services: Services, whole: Record
) -> None:
    services.workflow.withdraw(published(services, ada, whole), whole.id, "Merged with another")
    answer = ada.ask(url(whole, "/variables"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url(whole))
    assert "It was withdrawn." in ada.get(url(whole)).read


def test_the_french_words_for_the_states_of_a_description_agree_with_it() -> None:
    says = translations("fr").gettext
    assert [says(each) for each in ("Published", "Withdrawn", "Approved", "Sent back")] == [
        "Publiée",
        "Retirée",
        "Approuvée",
        "Renvoyée",
    ]


def test_what_was_withdrawn_is_read_in_its_form_and_not_changed(
    ada: Visitor, whole: Record, services: Services
) -> None:
    services.workflow.withdraw(published(services, ada, whole), whole.id, "Merged with another")
    page = ada.get(url(whole, "/sections/about"))
    assert "It was withdrawn." in page.read
    assert page.one("fieldset").get("disabled") is not None
    assert [each for each in page.all("button") if each.get("value") == "save-next"] == []
    assert "Change who may use the data" not in ada.get(url(whole)).read


def test_a_description_that_grows_too_large_leaves_what_was_typed_in_its_fields(
    make_services: Callable[..., Services],
) -> None:
    small = make_services("small", description_limit=1)
    organisation(small)
    ada = visitor(create_app(services=small), small, role=Role.EDITOR)
    record = small.editing.create(ada.actor, "north", "Vast", "en", "PUBLIC")
    typed = {
        name(record, path, ".new0"): "x" * 600_000 for path in (DCTERMS.description, DCTERMS.alternative)
    }
    answer = ada.post(url(record, "/sections/about"), {"version": "0", "action": "save", **typed})
    assert answer.status_code == 413
    assert "is larger than the limit of 1 MB." in Html(answer).read
    assert "What you typed stands below, and is not saved." in Html(answer).read
    assert len(text(Html(answer).all("textarea")[0]).strip()) == 600_000


def test_descriptions_of_others_are_not_there(
    app: Flask, services: Services, begun: Callable[..., Record]
) -> None:
    record = begun()
    eve = visitor(app, services, "eve@example.org", Role.EDITOR, organisation="south")
    for page in ("", "/sections/about", "/conflict"):
        assert eve.ask(url(record, page)).status_code == 404


def test_choices_are_in_the_readers_language_with_their_codes(ada: Visitor) -> None:
    scheme = "http://publications.europa.eu/resource/authority/language"
    answer = ada.ask(f"/fr/workspace/choices?scheme={scheme}&q=allem").get_json()
    assert answer["options"][0] == {
        "iri": f"{scheme}/DEU",
        "label": "Allemand",
        "code": "DEU",
        "note": "",
    }
    assert json.dumps(answer)
    assert ada.ask("/en/workspace/choices?q=x").get_json() == {"options": []}


def test_pages_of_the_workspace_are_kept_nowhere_and_found_by_nobody(
    ada: Visitor, begun: Callable[..., Record]
) -> None:
    record = begun()
    for page in ("/en/workspace/", "/en/workspace/new", url(record), url(record, "/sections/about")):
        answer = ada.ask(page)
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex, nofollow"' in answer.get_data(as_text=True)


def test_an_entry_of_the_register_is_chosen_and_its_statements_come_along(
    ada: Visitor, begun: Callable[..., Record], services: Services
) -> None:
    record, agent = begun(), "http://xmlns.com/foaf/0.1/Agent"
    draft = services.register.draft(ada.actor, agent, "north")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Institut du Nord", lang="fr")))
    entry = services.register.create(ada.actor, draft)
    section, publisher = url(record, "/sections/origin"), name(record, DCTERMS.publisher)
    page = ada.get(section)
    [select] = [each for each in page.all("select") if each.get("name") == publisher]
    assert entry.iri in [option.get("value") for option in select.iter()]
    ada.post(section, {"version": "0", "shown": publisher, publisher: entry.iri, "action": "save"})
    said = head(services, record)
    assert (URIRef(record.iri), DCTERMS.publisher, URIRef(entry.iri)) in said
    assert (URIRef(entry.iri), FOAF.name, Literal("Institut du Nord", lang="fr")) in said
    again = ada.get(section)
    assert not again.all("details", class_="fold"), "what stands in the register is edited there"
