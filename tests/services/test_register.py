"""Agents and contacts that are described once, and what a change of one does to the descriptions that use it."""

from collections.abc import Sequence

import pytest
from rdflib import DCTERMS, FOAF, RDF, BNode, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.errors import Conflict, Forbidden, HeldElsewhere, NotFound, Stale
from catalogue.domain.people import OPERATOR, Actor, Organisation, Person, Role
from catalogue.domain.record import ChangeKind, Description, Record, State, Write
from catalogue.domain.register import Effect, RegisterEntry
from catalogue.domain.review import Review, Status
from catalogue.domain.terms import CV
from catalogue.rdf import graphs
from catalogue.services.exchanging import Exchanging
from catalogue.services.judging import Judge, Judgement
from catalogue.services.spreading import Spreading
from tests.conftest import dataset, described

EDITOR = Actor("ed", "Ed", roles={"north": frozenset({Role.EDITOR})})
REVIEWER = Actor("re", "Re", roles={"north": frozenset({Role.REVIEWER})})
SOUTH = Actor("so", "So", roles={"south": frozenset({Role.ADMINISTRATOR})})
AGENT = str(FOAF.Agent)


def agent(
    services: Services, name: str = "Hospital", organisation: str = "north", actor: Actor = REVIEWER
) -> RegisterEntry:
    """A new entry with a contact point of its own on a blank node."""
    draft = services.register.draft(actor, AGENT, organisation)
    node, contact = URIRef(draft.iri), BNode()
    draft.graph.add((node, FOAF.name, Literal(name, lang="en")))
    draft.graph.add((node, CV.contactPoint, contact))
    draft.graph.add((contact, CV.email, Literal(f"desk@{name.lower()}.example.org")))
    return services.register.create(actor, draft)


def describe(
    services: Services, number: int, more: str, state: State = State.PUBLISHED, organisation: str = "north"
) -> Record:
    """A stored description of an organisation, which holds copies of the entries that it names."""
    iri = f"http://127.0.0.1:8000/dataset/{number}"
    [description] = described(dataset(iri, f"Dataset {number}", more))
    description = services.register.completed(description, organisation)
    change = ChangeKind.PUBLISHED if state is State.PUBLISHED else ChangeKind.SAVED
    [judgement] = services.judge.judge([description])
    known = services.store.find("iri", [iri]).get(iri)
    write = Write(
        iri, known.head.number if known else None, change, state, description, judgement.report,
        (iri,), str(number), organisation=organisation,
    )  # fmt: skip
    return services.store.put([write])[0]


def publisher(entry: RegisterEntry) -> str:
    return f"dct:publisher <{entry.iri}>"


def renamed(services: Services, entry: RegisterEntry, name: str, actor: Actor = REVIEWER):
    draft = services.register.opened(actor, entry.iri)
    draft.graph.set((URIRef(entry.iri), FOAF.name, Literal(name, lang="en")))
    return services.register.save(actor, draft, entry.version)


def now(services: Services, record: Record) -> Record:
    return services.store.find("iri", [record.iri])[record.iri]


def head(services: Services, record: Record) -> Graph:
    return graphs.graph(services.store.ntriples([record.head.hash])[record.head.hash])


def readers(services: Services, record: Record) -> Graph:
    assert record.published is not None
    return graphs.graph(services.store.ntriples([record.published.hash])[record.published.hash])


def names(graph: Graph) -> set[str]:
    return {str(name) for name in graph.objects(None, FOAF.name)}


def test_why_there_is_a_revision_is_told_in_the_language_of_who_changed_the_entry(services: Services) -> None:
    services.store.save_person(Person("re", "re@example.org", "Re", language="fr"))
    entry = agent(services)
    record = describe(services, 1, publisher(entry))
    assert services.spreading.run(renamed(services, entry, "Great Hospital"), 60)
    assert now(services, record).head.reason == "«\u00a0Great Hospital\u00a0» a été modifié dans le registre"


def test_a_change_reaches_every_description_that_uses_it_with_one_revision_each(services: Services) -> None:
    entry = agent(services)
    records = [describe(services, number, publisher(entry)) for number in range(3)]
    other = describe(services, 9, "")
    change = renamed(services, entry, "Great Hospital")
    assert services.spreading.run(change, 60)
    for record in records:
        after = now(services, record)
        assert (after.head.number, after.published, after.state) == (2, after.head, State.PUBLISHED)
        assert names(head(services, after)) == {"Great Hospital"}
        assert len(list(head(services, after).objects(None, CV.email))) == 1
        assert after.head.reason == "“Great Hospital” was changed in the register"
        assert (after.head.author, after.head.person) == ("Re", "re")
    assert now(services, other).head.number == 1
    progress = services.spreading.progress(change.id)
    assert progress is not None
    assert [item.effect for item in progress.items] == [Effect.PUBLISHED] * 3
    assert progress.waiting == 0


def test_saving_without_a_change_makes_no_revision(services: Services) -> None:
    entry = agent(services)
    record = describe(services, 1, publisher(entry))
    change = services.register.save(REVIEWER, services.register.opened(REVIEWER, entry.iri), 1)
    services.spreading.run(change, 60)
    assert now(services, record) == record


def test_a_draft_beside_what_is_published_gets_the_change_and_so_do_readers(services: Services) -> None:
    entry = agent(services)
    describe(services, 1, publisher(entry))
    draft = describe(services, 1, f'{publisher(entry)} ; dct:alternative "Other"@en', State.DRAFT)
    services.spreading.run(change := renamed(services, entry, "Great Hospital"), 60)
    after = now(services, draft)
    assert after.published is not None
    assert (after.published.number, after.head.number, after.has_draft) == (3, 4, True)
    assert names(head(services, after)) == names(readers(services, after)) == {"Great Hospital"}
    assert list(readers(services, after).objects(None, DCTERMS.alternative)) == []
    assert list(head(services, after).objects(None, DCTERMS.alternative)) == [Literal("Other", lang="en")]
    assert [item.effect for item in services.store.items(change.id)] == [Effect.BOTH]


def test_what_only_readers_see_is_changed_too_where_the_draft_names_another(services: Services) -> None:
    entry, other = agent(services), agent(services, "Institute")
    describe(services, 1, publisher(entry))
    draft = describe(services, 1, publisher(other), State.DRAFT)
    services.spreading.run(renamed(services, entry, "Great Hospital"), 60)
    after = now(services, draft)
    assert names(readers(services, after)) == {"Great Hospital"}
    assert names(head(services, after)) == {"Institute"}
    assert after.head.hash == draft.head.hash


def test_who_may_not_publish_leaves_a_draft_beside_what_is_published(services: Services) -> None:
    entry = agent(services)
    record = describe(services, 1, publisher(entry))
    change = renamed(services, entry, "Great Hospital", EDITOR)
    services.spreading.run(change, 60)
    after = now(services, record)
    assert after.has_draft
    assert names(readers(services, after)) == {"Hospital"}
    assert names(head(services, after)) == {"Great Hospital"}
    assert [item.effect for item in services.store.items(change.id)] == [Effect.DRAFT]


def test_what_would_have_more_violations_waits_as_a_draft(services: Services) -> None:
    entry = agent(services)
    record = describe(services, 1, publisher(entry))
    draft = services.register.opened(REVIEWER, entry.iri)
    draft.graph.add((URIRef(entry.iri), FOAF.name, URIRef("http://example.org/no-name")))
    change = services.register.save(REVIEWER, draft, 1)
    services.spreading.run(change, 60)
    after = now(services, record)
    assert after.published == record.published
    [item] = services.store.items(change.id)
    assert (item.effect, item.violations > 0) == (Effect.KEPT, True)


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_a_version_in_review_stays_there_and_is_approved_anew(services: Services, status: Status) -> None:
    entry = agent(services)
    record = describe(services, 1, publisher(entry), State.DRAFT)
    sent = Review(record.number, status, 1, "ed", "", record.changed)
    services.store.move_review(record.number, None, sent)
    services.spreading.run(renamed(services, entry, "Great Hospital"), 60)
    review = services.store.reviews([record.number])[record.number]
    assert (review.status, review.revision) == (Status.IN_REVIEW, 2)


def test_what_is_saved_in_a_form_holds_a_copy_of_the_entry_that_it_names(services: Services) -> None:
    services.store.save_organisation(Organisation("north", "North"))
    entry = agent(services)
    iri = "http://127.0.0.1:8000/dataset/1"
    forged = dataset(iri, "A", publisher(entry)) + f'<{entry.iri}> <{FOAF.name}> "Forged" .'
    record = services.editing.take(EDITOR, "north", described(forged)[0], "")
    assert names(head(services, record)) == {"Hospital"}
    saved = services.editing.replace(
        EDITOR, record.id, described(dataset(iri, "B", publisher(entry)))[0], 1, ""
    )
    assert names(head(services, saved.record)) == {"Hospital"}


def test_what_would_become_of_descriptions_is_told_before_anything_is_stored(services: Services) -> None:
    entry = agent(services)
    record = describe(services, 1, publisher(entry))
    draft = services.register.opened(REVIEWER, entry.iri)
    draft.graph.set((URIRef(entry.iri), FOAF.name, Literal("Great", lang="en")))
    [item] = services.spreading.foresee(*services.register.intended(REVIEWER, draft), [record])
    assert item.effect is Effect.PUBLISHED
    assert now(services, record) == record
    assert services.register.entry(REVIEWER, entry.iri) == entry


def test_descriptions_of_others_are_not_changed_by_an_organisations_entry(services: Services) -> None:
    entry = agent(services)
    theirs = describe(services, 1, publisher(entry), organisation="south")
    services.spreading.run(renamed(services, entry, "Great Hospital"), 60)
    assert now(services, theirs) == theirs


def test_a_shared_entry_is_the_administrators_and_reaches_everybody(services: Services) -> None:
    with pytest.raises(Forbidden):
        agent(services, organisation="")
    entry = agent(services, organisation="", actor=OPERATOR)
    assert entry in services.register.choices("south", AGENT)
    records = [
        describe(services, 1, publisher(entry)),
        describe(services, 2, publisher(entry), organisation="south"),
    ]
    services.spreading.run(renamed(services, entry, "Body", OPERATOR), 60)
    assert [names(head(services, now(services, record))) for record in records] == [{"Body"}, {"Body"}]
    with pytest.raises(Forbidden):
        renamed(services, services.register.entry(EDITOR, entry.iri), "Mine", EDITOR)


def test_who_is_of_another_organisation_does_not_see_an_entry(services: Services) -> None:
    entry = agent(services)
    with pytest.raises(NotFound):
        services.register.entry(SOUTH, entry.iri)
    assert services.register.entries(SOUTH) == []
    assert services.register.choices("south", AGENT) == []


def test_a_stale_save_is_refused_and_changes_nothing(services: Services) -> None:
    entry = agent(services)
    services.spreading.run(renamed(services, entry, "Great Hospital"), 60)
    with pytest.raises(Stale):
        renamed(services, entry, "Other")
    assert [each.name for each in services.register.versions(REVIEWER, entry.iri)] == [
        "Great Hospital",
        "Hospital",
    ]


def test_an_entry_without_a_name_is_refused(services: Services) -> None:
    with pytest.raises(Conflict):
        services.register.create(REVIEWER, services.register.draft(REVIEWER, AGENT, "north"))


def test_an_entry_says_nothing_of_anything_else(services: Services) -> None:
    shared = agent(services, "Body", "", OPERATOR)
    draft = services.register.draft(REVIEWER, AGENT, "north")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Mine")))
    draft.graph.add((URIRef(draft.iri), DCTERMS.isPartOf, URIRef(shared.iri)))
    draft.graph.add((URIRef(shared.iri), FOAF.name, Literal("Forged")))
    draft.graph.add((URIRef("http://example.org/victim"), FOAF.name, Literal("Forged")))
    entry = services.register.create(REVIEWER, draft)
    assert "Forged" not in entry.ntriples
    assert "Body" in entry.ntriples


def test_a_used_entry_stays_and_an_unused_one_goes(services: Services) -> None:
    entry, unused = agent(services), agent(services, "Unused")
    record = describe(services, 1, publisher(entry))
    assert [each.iri for each in services.register.uses(EDITOR, entry.iri)] == [record.iri]
    assert services.register.counts([entry, unused]) == {entry.iri: 1}
    with pytest.raises(Conflict):
        services.register.remove(EDITOR, entry.iri)
    services.register.remove(EDITOR, unused.iri)
    with pytest.raises(NotFound):
        services.register.entry(EDITOR, unused.iri)


def test_a_contact_within_an_agent_is_changed_in_both(services: Services) -> None:
    draft = services.register.draft(REVIEWER, str(CV.ContactPoint), "north")
    draft.graph.add((URIRef(draft.iri), CV.email, Literal("desk@example.org")))
    contact = services.register.create(REVIEWER, draft)
    draft = services.register.draft(REVIEWER, AGENT, "north")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("Hospital")))
    draft.graph.add((URIRef(draft.iri), CV.contactPoint, URIRef(contact.iri)))
    holder = services.register.create(REVIEWER, draft)
    record = describe(services, 1, publisher(holder))
    assert services.register.uses(REVIEWER, contact.iri) == [record]
    draft = services.register.opened(REVIEWER, contact.iri)
    draft.graph.set((URIRef(contact.iri), CV.email, Literal("new@example.org")))
    services.spreading.run(services.register.save(REVIEWER, draft, 1), 60)
    assert "new@example.org" in services.register.entry(REVIEWER, holder.iri).ntriples
    assert set(head(services, now(services, record)).objects(None, CV.email)) == {Literal("new@example.org")}


def test_what_others_say_of_an_entry_in_theirs_is_left_to_them(services: Services) -> None:
    gone, stays = agent(services), agent(services, "Institute")
    draft = services.register.draft(SOUTH, AGENT, "south")
    draft.graph.add((URIRef(draft.iri), FOAF.name, Literal("South")))
    draft.graph.add((URIRef(draft.iri), DCTERMS.isPartOf, URIRef(gone.iri)))
    theirs = services.register.create(SOUTH, draft)
    renamed(services, gone, "Great Hospital")
    merge = services.merging.merge(REVIEWER, gone.iri, stays.iri)
    services.spreading.run(merge, 60)
    services.merging.undo(REVIEWER, gone.iri)
    assert services.register.versions(SOUTH, theirs.iri) == [theirs]


def test_nobody_tells_of_an_entry_of_others_what_its_register_does_not(services: Services) -> None:
    services.store.save_organisation(Organisation("south", "South"))
    entry = agent(services)
    renamed(services, entry, "Great Hospital")
    for number, name in ((1, "Hospital"), (2, "Great Hospital")):
        more = f'{publisher(entry)} . <{entry.iri}> a <{AGENT}> ; <{FOAF.name}> "{name}"@en'
        [description] = described(dataset(f"http://127.0.0.1:8000/dataset/{number}", "A", more))
        assert services.editing.take(SOUTH, "south", description, "")
    more = f'{publisher(entry)} . <{entry.iri}> a <{AGENT}> ; <{FOAF.name}> "Bankrupt"@en'
    [description] = described(dataset("http://127.0.0.1:8000/dataset/3", "A", more))
    with pytest.raises(HeldElsewhere):
        services.editing.take(SOUTH, "south", description, "")


def test_merged_entries_are_one_in_every_description_and_undone_are_as_before_by_hash(
    services: Services,
) -> None:
    gone, stays = agent(services, "Hopsital"), agent(services, "Hospital")
    only = describe(services, 1, publisher(gone))
    both = describe(services, 2, f"{publisher(gone)} ; dct:creator <{stays.iri}>")
    describe(services, 3, publisher(gone))
    beside = describe(services, 3, f'{publisher(gone)} ; dct:alternative "x"@en', State.DRAFT)
    records = [only, both, beside]
    before = [
        (record.head.hash, record.published and record.published.hash)
        for record in (now(services, each) for each in records)
    ]
    services.spreading.run(services.merging.merge(REVIEWER, gone.iri, stays.iri), 60)
    for record in records:
        graph = head(services, now(services, record))
        assert names(graph) == {"Hospital"}
        assert set(graph.objects(None, DCTERMS.publisher)) == {URIRef(stays.iri)}
    assert services.register.entries(REVIEWER) == [stays]
    undone = services.merging.undo(REVIEWER, gone.iri)
    services.spreading.run(undone, 60)
    after = [now(services, record) for record in records]
    assert [(record.head.hash, record.published and record.published.hash) for record in after] == before
    assert {each.name for each in services.register.entries(REVIEWER)} == {"Hospital", "Hopsital"}


def test_what_was_edited_after_a_merge_keeps_the_edit_when_it_is_undone(services: Services) -> None:
    gone, stays = agent(services, "Hopsital"), agent(services, "Hospital")
    describe(services, 1, f"{publisher(gone)} ; dct:creator <{stays.iri}>")
    services.spreading.run(services.merging.merge(REVIEWER, gone.iri, stays.iri), 60)
    edited = describe(
        services, 1, f'dct:publisher <{stays.iri}> ; dct:creator <{stays.iri}> ; dct:alternative "new"@en'
    )
    services.spreading.run(services.merging.undo(REVIEWER, gone.iri), 60)
    graph = head(services, now(services, edited))
    root = URIRef(edited.iri)
    assert set(graph.objects(root, DCTERMS.publisher)) == {URIRef(gone.iri)}
    assert set(graph.objects(root, DCTERMS.creator)) == {URIRef(stays.iri)}
    assert names(graph) == {"Hospital", "Hopsital"}
    assert list(graph.objects(root, DCTERMS.alternative)) == [Literal("new", lang="en")]


def test_a_merge_that_does_not_fit_is_refused(services: Services) -> None:
    mine, theirs = agent(services), agent(services, "Theirs", "south", SOUTH)
    both = Actor("x", "X", roles=EDITOR.roles | SOUTH.roles)
    for pair in ((mine, mine), (mine, theirs)):
        with pytest.raises(Conflict):
            services.merging.merge(both, pair[0].iri, pair[1].iri)
    with pytest.raises(Conflict):
        services.merging.undo(EDITOR, mine.iri)


def test_a_change_that_was_stopped_goes_on_where_it_was(services: Services) -> None:
    entry = agent(services)
    records = [describe(services, number, publisher(entry)) for number in range(4)]
    change = renamed(services, entry, "Great Hospital")
    assert not services.spreading.run(change, 0)
    assert sum(now(services, record).head.number for record in records) == 5
    assert services.spreading.catch_up(60) == 1
    assert [now(services, record).head.number for record in records] == [2, 2, 2, 2]
    assert services.spreading.catch_up() == 0


def test_a_description_that_cannot_be_changed_keeps_no_other_waiting(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    class Breaking(Judge):
        def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
            if any(each.iri.endswith("/1") for each in descriptions):
                raise RecursionError("too deep")
            return services.judge.judge(descriptions)

    entry = agent(services)
    first, second = (describe(services, number, publisher(entry)) for number in (1, 2))
    change = renamed(services, entry, "Clinic")
    judge = Breaking(services.validator, services.profile)
    exchanging = Exchanging(services.store, services.profile, services.register.known)
    spreading = Spreading(services.store, exchanging, (judge, services.records), services.reading)
    assert spreading.run(change, 60)
    assert [item.effect for item in services.store.items(change.id)] == [Effect.FAILED, Effect.PUBLISHED]
    assert first.iri in caplog.text
    assert now(services, second).head.number == 2
    assert spreading.catch_up() == 0


def test_descriptions_name_what_was_taken_into_the_register(services: Services) -> None:
    text = '[ a foaf:Agent ; foaf:name "Clinic"@en ; cv:contactPoint [ cv:email "a@b.example" ] ]'
    text = text.replace("foaf:", "<http://xmlns.com/foaf/0.1/").replace("cv:", "<http://data.europa.eu/m8g/")
    for word in ("Agent", "name", "contactPoint", "email"):
        text = text.replace(f"/{word} ", f"/{word}> ")
    records = [
        describe(services, number, f"dct:publisher {text} ; dct:creator {text}") for number in range(2)
    ]
    [offer] = services.adopting.offers(REVIEWER, "north")
    assert (offer.name, len(offer.records)) == ("Clinic", 2)
    change = services.adopting.take(REVIEWER, "north", offer.key)
    services.spreading.run(change, 60)
    [entry] = services.register.entries(REVIEWER)
    for record in records:
        graph = head(services, now(services, record))
        assert set(graph.objects(URIRef(record.iri), DCTERMS.publisher)) == {URIRef(entry.iri)}
        assert set(graph.objects(URIRef(record.iri), DCTERMS.creator)) == {URIRef(entry.iri)}
        assert len(set(graph.subjects(RDF.type, FOAF.Agent))) == 1
    assert services.adopting.offers(REVIEWER, "north") == []
    assert len(services.register.uses(REVIEWER, entry.iri)) == 2


def test_an_address_that_others_know_is_kept(services: Services) -> None:
    ror = "https://ror.org/02mhbdp94"
    iri = "http://127.0.0.1:8000/dataset/1"
    turtle = dataset(iri, "A", f"dct:publisher <{ror}>") + f'<{ror}> a <{AGENT}> ; <{FOAF.name}> "Hospital" .'
    [description] = described(turtle)
    [judgement] = services.judge.judge([description])
    write = Write(
        iri,
        None,
        ChangeKind.PUBLISHED,
        State.PUBLISHED,
        description,
        judgement.report,
        (),
        "1",
        organisation="north",
    )
    [record] = services.store.put([write])
    services.spreading.run(services.adopting.take(REVIEWER, "north", ror), 60)
    assert services.register.entry(REVIEWER, ror).name == "Hospital"
    assert services.register.uses(REVIEWER, ror) == [record]
    assert services.store.uses(ror, public=True) == [record.number]
