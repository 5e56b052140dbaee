"""The pages of the register, and the addresses of what is in it."""

import re
from typing import Any

import pytest
from flask import Flask
from rdflib import FOAF, Literal, URIRef

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Organisation, Role
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.domain.register import RegisterEntry
from tests.conftest import dataset, described
from tests.web.visitors import Visitor, visitor

AGENT = str(FOAF.Agent)
NAME = re.compile(r'name="(n[0-9a-f]+\.foaf_name\.[^".]+)"')


@pytest.fixture
def app(services: Services) -> Flask:
    services.store.save_organisation(Organisation("north", "North"))
    return create_app(services=services)


@pytest.fixture
def rita(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, "rita@example.org", Role.REVIEWER)


def entry(services: Services, who: Visitor, name: str = "Hospital") -> RegisterEntry:
    draft = services.register.draft(who.actor, AGENT, "north")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal(name, lang="en")))
    return services.register.create(who.actor, draft)


def describe(services: Services, who: Visitor, number: int, iri: str, *, publish: bool = False) -> Record:
    own = f"http://127.0.0.1:8000/dataset/{number}"
    [description] = described(dataset(own, f"Dataset {number}", f"dct:publisher <{iri}>"))
    record = services.editing.take(who.actor, "north", description, "")
    if not publish:
        return record
    return services.store.put([Write(own, 1, ChangeKind.PUBLISHED, State.PUBLISHED)])[0]


def path(iri: str) -> str:
    return f"/en/workspace/register/entry?iri={iri}"


def text(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_an_entry_is_typed_saved_and_listed(services: Services, rita: Visitor) -> None:
    begun = rita.post("/en/workspace/register", {"class": AGENT, "organisation": "north"})
    url = begun.headers["Location"]
    form = text(rita.ask(url))
    name = NAME.search(form)
    assert name
    refused = rita.post(url, {"action": "save"})
    assert refused.status_code == 422
    assert "<title>Error:" in text(refused)
    saved = rita.post(url, {name[1]: "Hospital", f"{name[1]}.lang": "en", "action": "save"})
    assert saved.status_code == 303
    assert [each.name for each in services.register.entries(rita.actor)] == ["Hospital"]
    assert "Hospital" in text(rita.ask("/en/workspace/register"))


def test_what_was_typed_is_kept_whatever_the_button(services: Services, rita: Visitor) -> None:
    made = entry(services, rita)
    page = text(rita.ask(path(made.iri)))
    name = NAME.search(page)
    assert name
    assert (
        rita.post(path(made.iri), {name[1]: "Typed", f"{name[1]}.lang": "en", "action": "keep"}).status_code
        == 303
    )
    assert "Typed" in text(rita.ask(path(made.iri)))
    assert services.register.entry(rita.actor, made.iri).name == "Hospital"
    rita.post(f"/en/workspace/register/discard?iri={made.iri}")
    assert "Typed" not in text(rita.ask(path(made.iri)))


def test_what_a_change_does_is_shown_before_and_told_after(services: Services, rita: Visitor) -> None:
    made = entry(services, rita)
    record = describe(services, rita, 1, made.iri, publish=True)
    draft = services.entry_drafts.open(rita.actor, made.iri)
    draft.draft.graph.set((URIRef(made.iri), FOAF.name, Literal("Great Hospital", lang="en")))
    services.entry_drafts.keep(rita.actor, draft)
    effects = f"/en/workspace/register/effects?iri={made.iri}"
    before = text(rita.ask(effects))
    assert "Dataset 1" in before
    assert "published again" in before
    assert services.records.named(record.iri) == record
    done = rita.post(effects)
    after = text(rita.ask(done.headers["Location"]))
    assert "It has reached the one description that it concerns." in after
    assert services.records.named(record.iri).head.number == 2


def test_two_entries_become_one_and_two_again(services: Services, rita: Visitor) -> None:
    gone, stays = entry(services, rita, "Hopsital"), entry(services, rita)
    record = describe(services, rita, 1, gone.iri)
    merged = rita.post(f"/en/workspace/register/merge?iri={gone.iri}", {"other": stays.iri})
    assert "is merged" in text(rita.ask(merged.headers["Location"]))
    assert services.store.uses(stays.iri) == [record.number]
    assert "This entry was merged" in text(rita.ask(path(gone.iri)))
    rita.post(f"/en/workspace/register/unmerge?iri={gone.iri}")
    assert services.records.named(record.iri).head.hash == record.head.hash


def test_a_long_change_is_finished_by_the_worker_or_by_hand(services: Services, rita: Visitor) -> None:
    gone, stays = entry(services, rita, "Hopsital"), entry(services, rita)
    for number in range(3):
        describe(services, rita, number, gone.iri)
    change = services.merging.merge(rita.actor, gone.iri, stays.iri)
    assert not services.spreading.run(change, 0)
    url = f"/en/workspace/register/changes/{change.id}"
    assert "1 of 3 descriptions are done" in text(rita.ask(url))
    rita.post(url)
    assert "It has reached all 3 descriptions" in text(rita.ask(url))


def test_what_descriptions_tell_of_is_offered_and_taken(services: Services, rita: Visitor) -> None:
    [description] = described(
        dataset(
            "http://127.0.0.1:8000/dataset/1", "A", f'dct:publisher [ a <{AGENT}> ; <{FOAF.name}> "Clinic" ]'
        )
    )
    services.editing.take(rita.actor, "north", description, "")
    assert 'href="/en/workspace/register/found?organisation=north"' in text(
        rita.ask("/en/workspace/register")
    )
    page = text(rita.ask("/en/workspace/register/found?organisation=north"))
    [offer] = services.adopting.offers(rita.actor, "north")
    assert "Clinic" in page
    rita.post("/en/workspace/register/found", {"organisation": "north", "key": offer.key})
    assert [each.name for each in services.register.entries(rita.actor)] == ["Clinic"]


def test_members_of_others_see_and_change_nothing(app: Flask, services: Services, rita: Visitor) -> None:
    made = entry(services, rita)
    services.store.save_organisation(Organisation("south", "South"))
    other = visitor(app, services, "sam@example.org")
    assert other.ask(path(made.iri)).status_code == 404
    assert other.post(path(made.iri), {"action": "save"}).status_code == 403
    assert "Hospital" not in text(other.ask("/en/workspace/register"))


def test_a_shared_entry_is_used_by_all_and_changed_by_the_administrator(
    services: Services, rita: Visitor
) -> None:
    draft = services.register.draft(OPERATOR, AGENT, "")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Body")))
    made = services.register.create(OPERATOR, draft)
    assert "Only the administrator of this catalogue can change it." in text(rita.ask(path(made.iri)))
    assert rita.post(path(made.iri), {"action": "save"}).status_code == 403


def test_what_others_have_not_published_is_told_nobody_on_the_page_of_a_shared_entry(
    app: Flask, services: Services, rita: Visitor
) -> None:
    draft = services.register.draft(OPERATOR, AGENT, "")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Body")))
    made = services.register.create(OPERATOR, draft)
    record = describe(services, rita, 1, made.iri, publish=True)
    [secret] = described(dataset(record.iri, "Secret", f"dct:publisher <{made.iri}>"))
    services.editing.replace(rita.actor, record.id, secret, None, "")
    [later] = described(dataset("http://127.0.0.1:8000/dataset/2", "Public without it"))
    other = services.editing.take(rita.actor, "north", later, "")
    services.store.put([Write(later.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED)])
    [named] = described(dataset(later.iri, "Names it now", f"dct:publisher <{made.iri}>"))
    services.editing.replace(rita.actor, other.id, named, None, "")
    services.store.save_organisation(Organisation("south", "South"))
    page = text(visitor(app, services, "sam@example.org").ask(path(made.iri)))
    assert "Dataset 1</a>" in page
    assert f'href="/en/dataset/{record.id}"' in page
    for private in ("Secret", "Names it now", "Public without it", f"/workspace/descriptions/{record.id}"):
        assert private not in page
    assert "Secret</a>" in text(rita.ask(path(made.iri)))


def test_html_in_a_name_is_shown_as_it_is(services: Services, rita: Visitor) -> None:
    made = entry(services, rita, "<script>alert(1)</script>")
    for url in ("/en/workspace/register", path(made.iri)):
        assert "<script>alert" not in text(rita.ask(url))


def test_the_address_of_an_entry_answers_once_something_published_names_it(
    app: Flask, services: Services, rita: Visitor
) -> None:
    made, client = entry(services, rita), app.test_client()
    place = made.iri.removeprefix("http://127.0.0.1:8000")
    assert client.get(place).status_code == 404
    describe(services, rita, 1, made.iri)
    assert client.get(place).status_code == 404
    describe(services, rita, 2, made.iri, publish=True)
    data = client.get(place, headers={"Accept": "text/turtle"})
    assert (data.status_code, data.mimetype) == (200, "text/turtle")
    assert "Hospital" in data.get_data(as_text=True)
    assert client.get(f"{place}.jsonld").mimetype == "application/ld+json"
    page = client.get(place, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "Dataset 2" in page
    assert "Dataset 1" not in page


def test_the_address_of_an_entry_tells_only_what_is_published(
    app: Flask, services: Services, rita: Visitor
) -> None:
    made, client = entry(services, rita), app.test_client()
    describe(services, rita, 1, made.iri, publish=True)
    draft = services.register.opened(rita.actor, made.iri)
    draft.graph.set((URIRef(made.iri), FOAF.name, Literal("Quokka")))
    services.register.save(rita.actor, draft, 1)
    place = made.iri.removeprefix("http://127.0.0.1:8000")
    assert "Quokka" not in client.get(f"{place}.ttl").get_data(as_text=True)


def test_nobody_speaks_for_others_at_the_address_of_an_entry(
    app: Flask, services: Services, rita: Visitor
) -> None:
    made, client = entry(services, rita), app.test_client()
    place = made.iri.removeprefix("http://127.0.0.1:8000")
    services.store.save_organisation(Organisation("south", "South"))
    own = "http://127.0.0.1:8000/dataset/9"
    [description] = described(dataset(own, "Dataset 9", f"dct:publisher <{made.iri}>"))
    services.editing.take(OPERATOR, "south", description, "")
    services.store.put([Write(own, 1, ChangeKind.PUBLISHED, State.PUBLISHED)])
    assert client.get(place).status_code == 404
    describe(services, rita, 1, made.iri, publish=True)
    page = client.get(place, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "Dataset 1" in page
    assert "Dataset 9" not in page


def test_a_merged_entry_leads_to_the_one_that_stays(app: Flask, services: Services, rita: Visitor) -> None:
    gone, stays = entry(services, rita, "Hopsital"), entry(services, rita)
    describe(services, rita, 1, gone.iri, publish=True)
    services.spreading.run(services.merging.merge(rita.actor, gone.iri, stays.iri), 60)
    answer = app.test_client().get(f"{gone.iri.removeprefix('http://127.0.0.1:8000')}.ttl")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{stays.iri}.ttl")
