"""Describing by hand: what is kept, saved, refused, and brought together with what others saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.deliveries import NoPlaceForIt
from catalogue.domain.errors import (
    BadInput,
    Conflict,
    Forbidden,
    Gone,
    HeldElsewhere,
    NotFound,
    OtherWindow,
    Stale,
    TooLarge,
)
from catalogue.domain.people import NOBODY, Actor, Organisation, Role
from catalogue.domain.record import (
    ChangeKind,
    Description,
    Kind,
    OutcomeKind,
    Publish,
    Record,
    State,
    Write,
)
from catalogue.domain.report import Report
from catalogue.rdf.clashes import REST, Changed
from catalogue.services.auditing import Auditing
from catalogue.services.editing import Editing
from catalogue.services.judging import Judge, Judgement
from catalogue.services.own_lists import Asked, Entries
from catalogue.services.records import UNIQUE_IDENTIFIER, Intake
from catalogue.services.saving import Saving
from tests.conftest import dataset, described

VERSION = URIRef("http://www.w3.org/ns/dcat#version")
EDITOR = Actor("1", "Ada", "ada@example.org", roles={"lyon": frozenset({Role.EDITOR})})
COLLEAGUE = Actor("2", "Bob", "bob@example.org", roles={"lyon": frozenset({Role.EDITOR})})
READER = Actor("3", "Key", roles={"lyon": frozenset({Role.READER})})
STRANGER = Actor("4", "Eve", roles={"paris": frozenset({Role.EDITOR})})
ADMINISTRATOR = Actor("5", "Root", administrator=True)


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    made = make_services()
    made.store.save_organisation(Organisation("lyon", "Hôpital de Lyon"))
    made.store.save_organisation(Organisation("paris", "Hôpital de Paris"))
    return made


@pytest.fixture
def record(services: Services) -> Record:
    return services.editing.create(EDITOR, "lyon", "Registre", "fr", "RESTRICTED")


def titled(title: str) -> Callable[[Graph], None]:
    """Sets the title of the only dataset of a graph."""

    def edit(graph: Graph) -> None:
        root = next(graph.subjects(RDF.type, DCAT.Dataset))
        graph.set((root, DCTERMS.title, Literal(title, lang="fr")))

    return edit


def said(path: URIRef, text: str) -> Callable[[Graph], None]:
    """Adds a text to the only dataset of a graph."""

    def edit(graph: Graph) -> None:
        graph.add((next(graph.subjects(RDF.type, DCAT.Dataset)), path, Literal(text)))

    return edit


def test_a_draft_is_made_of_a_title_with_identifier_and_access_rights(services: Services) -> None:
    record = services.editing.create(EDITOR, "lyon", " Registre ", "fr", "NON_PUBLIC")
    draft = services.editing.open(EDITOR, record.id)
    assert record.state is State.DRAFT
    assert record.organisation == "lyon"
    assert record.published is None
    assert set(draft.graph.objects(draft.root, DCTERMS.title)) == {Literal("Registre", lang="fr")}
    assert list(draft.graph.objects(draft.root, DCTERMS.identifier)) == [Literal(record.iri)]
    assert draft.level == "NON_PUBLIC"
    assert not draft.is_changed
    assert record.iri.endswith(f"/dataset/{record.id}")


@pytest.mark.parametrize("kind", [Kind.DATASET, Kind.SERIES, Kind.SERVICE, Kind.CATALOG])
def test_every_kind_can_be_begun(services: Services, kind: Kind) -> None:
    record = services.editing.create(EDITOR, "lyon", "Title", "en", "PUBLIC", kind)
    assert record.kind is kind


def test_a_draft_needs_a_title_and_a_known_level(services: Services) -> None:
    with pytest.raises(BadInput, match="title"):
        services.editing.create(EDITOR, "lyon", "  ", "fr", "PUBLIC")
    with pytest.raises(BadInput, match="SECRET"):
        services.editing.create(EDITOR, "lyon", "Title", "fr", "SECRET")


def test_only_editors_of_an_organisation_describe_for_it(services: Services, record: Record) -> None:
    for actor in (NOBODY, READER, STRANGER):
        with pytest.raises(Forbidden):
            services.editing.create(actor, "lyon", "Title", "fr", "PUBLIC")
    with pytest.raises(NotFound):
        services.editing.create(ADMINISTRATOR, "nowhere", "Title", "fr", "PUBLIC")
    for actor in (NOBODY, STRANGER):
        with pytest.raises(NotFound):
            services.editing.open(actor, record.id)
        with pytest.raises(NotFound):
            services.editing.change(actor, record.id, 0, titled("x"))
    with pytest.raises(Forbidden):
        services.editing.change(READER, record.id, 0, titled("x"))
    with pytest.raises(Forbidden):
        services.editing.save(READER, record.id, 0)


def test_what_is_typed_is_kept_for_who_typed_it_and_nobody_else(services: Services, record: Record) -> None:
    kept = services.editing.change(EDITOR, record.id, 0, titled("Nouveau"))
    again = services.editing.open(EDITOR, record.id)
    assert kept.version == again.version == 1
    assert again.is_changed
    assert again.kept is not None
    assert Literal("Nouveau", lang="fr") in set(again.graph.objects(again.root, DCTERMS.title))
    assert not services.editing.open(COLLEAGUE, record.id).is_changed
    assert services.store.find("id", [record.id])[record.id].head.number == 1


def test_a_change_that_changes_nothing_keeps_nothing(services: Services, record: Record) -> None:
    draft = services.editing.change(EDITOR, record.id, 0, lambda graph: None)
    assert not draft.is_changed
    assert services.store.copies() == []


def test_saving_makes_a_revision_with_its_author_and_ends_the_copy(
    services: Services, record: Record
) -> None:
    services.editing.change(EDITOR, record.id, 0, titled("Nouveau"))
    saved = services.editing.save(EDITOR, record.id, 1, "new title")
    assert saved.outcome is OutcomeKind.DRAFT
    assert saved.record.head.number == 2
    assert (saved.record.head.author, saved.record.head.person) == ("Ada", "1")
    assert saved.record.head.reason == "new title"
    assert saved.report == saved.record.head.report
    assert saved.report.complete
    assert saved.report.level == "RESTRICTED"
    assert not saved.report.conforms
    assert services.store.copies() == []
    assert [each.action for each in services.store.events(None, 10)] == ["saved", "created"]


def test_saving_without_a_change_makes_no_revision(services: Services, record: Record) -> None:
    services.editing.change(EDITOR, record.id, 0, titled("Nouveau"))
    services.editing.change(EDITOR, record.id, 1, titled("Registre"))
    saved = services.editing.save(EDITOR, record.id, 2)
    assert saved.outcome is OutcomeKind.UNCHANGED
    assert saved.record.head.number == 1
    assert services.store.copies() == []
    assert services.editing.save(EDITOR, record.id, 0).outcome is OutcomeKind.UNCHANGED


def test_a_change_from_another_window_is_refused_and_loses_nothing(
    services: Services, record: Record
) -> None:
    services.editing.change(EDITOR, record.id, 0, titled("One"))
    with pytest.raises(OtherWindow):
        services.editing.change(EDITOR, record.id, 0, titled("Two"))
    with pytest.raises(OtherWindow):
        services.editing.save(EDITOR, record.id, 0)
    assert services.editing.open(EDITOR, record.id).version == 1


def test_the_same_change_twice_is_one(services: Services, record: Record) -> None:
    services.editing.change(EDITOR, record.id, 0, titled("One"))
    assert services.editing.change(EDITOR, record.id, 0, titled("One")).version == 1


def test_discarding_forgets_what_is_not_saved(services: Services, record: Record) -> None:
    services.editing.change(EDITOR, record.id, 0, titled("One"))
    services.editing.discard(EDITOR, record.id)
    assert not services.editing.open(EDITOR, record.id).is_changed


def test_a_published_description_gets_a_draft_beside_it(services: Services, record: Record) -> None:
    services.records.publish(record.iri)
    services.editing.change(EDITOR, record.id, 0, titled("Nouveau"))
    saved = services.editing.save(EDITOR, record.id, 1).record
    assert saved.state is State.PUBLISHED
    assert saved.has_draft
    assert saved.published is not None
    assert saved.published.number == 1


def test_what_was_withdrawn_or_harvested_is_not_edited(services: Services, record: Record) -> None:
    services.records.publish(record.iri)
    services.records.withdraw(record.iri, "wrong")
    with pytest.raises(Gone):
        services.editing.change(EDITOR, record.id, 0, titled("x"))
    [description] = described(dataset("http://elsewhere.example.org/1"))
    services.records.take_in([description], Intake(Publish.ALWAYS, "source"), services.judge)
    harvested = services.records.named(description.iri)
    with pytest.raises(HeldElsewhere, match="source"):
        services.editing.change(ADMINISTRATOR, harvested.id, 0, titled("x"))
    with pytest.raises(HeldElsewhere):
        services.editing.take(EDITOR, "lyon", description, "")


def test_any_description_can_be_taken_as_a_draft(services: Services) -> None:
    [description] = described(dataset("http://example.org/mine", "Mine"))
    record = services.editing.take(EDITOR, "lyon", description, "imported")
    assert record.iri == "http://example.org/mine"
    assert record.head.reason == "imported"
    assert record.head.hash == description.hash


def test_an_identifier_of_another_organisation_is_a_violation(services: Services, record: Record) -> None:
    other = services.editing.create(STRANGER, "paris", "Other", "en", "PUBLIC")
    services.editing.change(STRANGER, other.id, 0, said(DCTERMS.identifier, record.iri))
    report = services.editing.save(STRANGER, other.id, 1).report
    assert UNIQUE_IDENTIFIER in {each.component for each in report.findings}


def test_what_is_too_large_is_refused(make_services: Callable[..., Services]) -> None:
    services = make_services(description_limit=1)
    services.store.save_organisation(Organisation("lyon", "Lyon"))
    record = services.editing.create(EDITOR, "lyon", "Title", "fr", "PUBLIC")
    with pytest.raises(TooLarge, match="1 MB"):
        services.editing.change(EDITOR, record.id, 0, said(DCTERMS.description, "x" * 2**20))
    assert not services.editing.open(EDITOR, record.id).is_changed


def test_a_value_that_could_not_be_read_again_is_refused(services: Services, record: Record) -> None:
    with pytest.raises(TooLarge, match=r"one field.*16 MB"):
        services.editing.change(EDITOR, record.id, 0, said(DCTERMS.description, "é" * 9 * 2**20))
    assert not services.editing.open(EDITOR, record.id).is_changed


def test_an_address_that_rdf_does_not_have_is_refused(services: Services, record: Record) -> None:
    def edit(graph: Graph) -> None:
        graph.add((URIRef(record.iri), DCAT.landingPage, URIRef("http://a b")))

    with pytest.raises(BadInput):
        services.editing.change(EDITOR, record.id, 0, edit)


class TestTwoPeople:
    @pytest.fixture
    def stale(self, services: Services, record: Record) -> Record:
        """Ada has written a title and notes, Bob has saved a title and a version meanwhile."""
        services.editing.change(EDITOR, record.id, 0, titled("Ada"))
        services.editing.change(EDITOR, record.id, 1, said(DCTERMS.description, "Ada’s"))
        services.editing.change(COLLEAGUE, record.id, 0, titled("Bob"))
        services.editing.change(COLLEAGUE, record.id, 1, said(VERSION, "2"))
        return services.editing.save(COLLEAGUE, record.id, 2).record

    def test_a_stale_save_is_refused_and_changes_nothing(self, services: Services, stale: Record) -> None:
        with pytest.raises(Stale):
            services.editing.save(EDITOR, stale.id, 2)
        draft = services.editing.open(EDITOR, stale.id)
        assert draft.is_stale
        assert draft.version == 2
        assert services.store.find("id", [stale.id])[stale.id].head.number == 2

    def test_what_differs_is_told_by_property(self, services: Services, stale: Record) -> None:
        conflict = services.editing.conflict(EDITOR, stale.id)
        assert {clash.path: clash.changed for clash in conflict.clashes} == {
            str(DCTERMS.title): Changed.BOTH,
            str(DCTERMS.description): Changed.MINE,
            str(VERSION): Changed.THEIRS,
        }

    @pytest.mark.parametrize(("choice", "title"), [("mine", "Ada"), ("theirs", "Bob")])
    def test_both_are_brought_together_as_somebody_chooses(
        self, services: Services, stale: Record, choice: str, title: str
    ) -> None:
        draft = services.editing.resolve(EDITOR, stale.id, {str(DCTERMS.title): choice})  # type: ignore[dict-item]
        values = {str(value) for value in draft.graph.objects(draft.root)}
        assert {title, "Ada’s", "2"} <= values
        assert not draft.is_stale
        saved = services.editing.save(EDITOR, stale.id, draft.version)
        assert saved.record.head.number == 3

    def test_the_same_change_of_both_is_no_conflict(self, services: Services, record: Record) -> None:
        services.editing.change(EDITOR, record.id, 0, titled("Same"))
        services.editing.change(COLLEAGUE, record.id, 0, titled("Same"))
        services.editing.save(COLLEAGUE, record.id, 1)
        assert services.editing.save(EDITOR, record.id, 1).outcome is OutcomeKind.UNCHANGED

    def test_nameless_parts_of_both_stay_apart(self, services: Services) -> None:
        turtle = dataset(more='dct:temporal [ dcat:startDate "2001" ] ; dct:provenance [ dct:title "a" ]')
        [description] = described(turtle)
        record = services.editing.take(EDITOR, "lyon", description, "")

        def change(path: URIRef, text: str) -> Callable[[Graph], None]:
            def edit(graph: Graph) -> None:
                part = next(graph.objects(URIRef(record.iri), path))
                graph.add((part, DCTERMS.description, Literal(text)))

            return edit

        services.editing.change(EDITOR, record.id, 0, change(DCTERMS.temporal, "mine"))
        services.editing.change(COLLEAGUE, record.id, 0, change(DCTERMS.provenance, "theirs"))
        services.editing.save(COLLEAGUE, record.id, 1)
        draft = services.editing.resolve(EDITOR, record.id, {})
        for path, text in ((DCTERMS.temporal, "mine"), (DCTERMS.provenance, "theirs")):
            [part] = draft.graph.objects(draft.root, path)
            assert list(draft.graph.objects(part, DCTERMS.description)) == [Literal(text)]
        assert len(draft.graph) == 9

    def test_what_nothing_leads_to_is_kept(self, services: Services, record: Record) -> None:
        note = (URIRef("urn:note"), DCTERMS.subject, URIRef(record.iri))
        services.editing.change(EDITOR, record.id, 0, titled("Ada"))
        services.editing.change(COLLEAGUE, record.id, 0, lambda graph: graph.add(note) and None)
        services.editing.save(COLLEAGUE, record.id, 1)
        assert REST in {clash.path for clash in services.editing.conflict(EDITOR, record.id).clashes}
        assert note in services.editing.resolve(EDITOR, record.id, {}).graph


def test_replacing_expects_the_revision_that_was_seen(services: Services, record: Record) -> None:
    text = services.store.ntriples([record.head.hash])[record.head.hash]
    [description] = described(f'{text}<{record.iri}> <{VERSION}> "2" .')
    services.editing.change(EDITOR, record.id, 0, titled("kept"))
    with pytest.raises(Stale):
        services.editing.replace(EDITOR, record.id, description, 7, "")
    saved = services.editing.replace(EDITOR, record.id, description, 1, "by a program")
    assert saved.record.head.number == 2
    assert services.editing.open(EDITOR, record.id).is_stale
    assert services.editing.replace(EDITOR, record.id, description, None, "").outcome is OutcomeKind.UNCHANGED
    with pytest.raises(BadInput, match="elsewhere"):
        services.editing.replace(
            EDITOR, record.id, replace(description, iri="urn:elsewhere", hash="0"), 2, ""
        )


def test_what_is_kept_while_it_is_saved_stays(services: Services, record: Record) -> None:
    """Autosave in the moment between a save and the end of it: here, as the save is noted."""

    class Typing(Auditing):
        def note(
            self, actor: Actor, action: str, about: str, organisation: str = "", detail: str = ""
        ) -> None:
            services.editing.change(EDITOR, record.id, 1, said(VERSION, "2"))

    parts = (services.identities, Typing(services.store), services.register)
    saving = Saving(services.store, (services.judge, services.records), *parts)
    editing = Editing(services.store, saving, services.profile, services.identities, 2**20)
    services.editing.change(EDITOR, record.id, 0, titled("Cohorte"))
    assert editing.save(EDITOR, record.id, 1).record.head.number == 2
    draft = services.editing.open(EDITOR, record.id)
    assert (draft.base, draft.version, draft.is_stale) == (2, 2, False)
    assert (draft.root, VERSION, Literal("2")) in draft.graph
    assert services.editing.save(EDITOR, record.id, 2).record.head.number == 3


def test_what_readers_know_does_not_become_another_kind_before_they_see_it(
    services: Services, record: Record
) -> None:
    series = URIRef("http://www.w3.org/ns/dcat#DatasetSeries")

    def edit(graph: Graph) -> None:
        graph.set((URIRef(record.iri), RDF.type, series))

    services.editing.change(EDITOR, record.id, 0, edit)
    services.store.put([Write(record.iri, 1, ChangeKind.PUBLISHED, State.PUBLISHED)])
    with pytest.raises(Conflict, match="another kind"):
        services.editing.save(EDITOR, record.id, 1)
    known = services.store.find("id", [record.id])[record.id]
    assert (known.kind, known.head.number) == (Kind.DATASET, 1)
    assert services.editing.open(EDITOR, record.id).is_changed


def tells_of(other: str) -> Callable[[Graph], None]:
    def edit(graph: Graph) -> None:
        graph.add((URIRef(other), DCTERMS.title, Literal("Closed for good", lang="en")))

    return edit


@pytest.mark.parametrize("place", ["dataset/other", "record/other", "catalog"])
def test_nobody_tells_of_what_others_hold(services: Services, record: Record, place: str) -> None:
    address = f"{record.iri.partition('/dataset/')[0]}/{place}"
    if place.startswith("dataset"):
        [other] = described(dataset(address))
        services.editing.take(STRANGER, "paris", other, "")
    draft = services.editing.change(EDITOR, record.id, 0, tells_of(address))
    with pytest.raises((HeldElsewhere, NoPlaceForIt), match=place):
        services.editing.save(EDITOR, record.id, draft.version)
    assert services.editing.open(EDITOR, record.id).is_changed
    [told] = described(dataset(f"{record.iri}-2", more=f'. <{address}> dct:title "Closed"@en '))
    with pytest.raises((HeldElsewhere, NoPlaceForIt), match=place):
        services.editing.take(EDITOR, "lyon", told, "")


def test_what_was_told_of_others_before_may_stay(services: Services, record: Record) -> None:
    [other] = described(dataset(f"{record.iri}-2"))
    services.editing.take(STRANGER, "paris", other, "")
    services.editing.change(ADMINISTRATOR, record.id, 0, tells_of(other.iri))
    services.editing.save(ADMINISTRATOR, record.id, 1)
    services.editing.change(EDITOR, record.id, 0, titled("Cohorte"))
    assert services.editing.save(EDITOR, record.id, 1).record.head.number == 3
    services.editing.change(EDITOR, record.id, 0, said(VERSION, "2"))
    graph = services.editing.open(EDITOR, record.id).graph
    assert (URIRef(other.iri), DCTERMS.title, None) in graph


def test_the_list_has_the_own_descriptions_of_who_asks(services: Services, record: Record) -> None:
    services.editing.create(STRANGER, "paris", "Other", "en", "PUBLIC")
    [harvested] = described(dataset())
    services.records.take_in([harvested], Intake(Publish.ALWAYS, "source"), services.judge)
    services.editing.change(EDITOR, record.id, 0, titled("x"))
    [entry] = services.editing.mine(EDITOR).entries
    assert entry.titles == {"fr": "Registre"}
    assert entry.has_draft
    assert entry.copy is not None
    assert [each.titles for each in services.editing.mine(ADMINISTRATOR).entries] == [
        {"en": "Other"},
        {"fr": "Registre"},
    ]
    assert services.editing.mine(NOBODY) == Entries((), 0)
    with pytest.raises(Forbidden):
        services.editing.mine(STRANGER, Asked(organisation="lyon"))


class TestLarge:
    def test_a_large_description_is_judged_in_the_background(
        self, services: Services, record: Record
    ) -> None:
        def edit(graph: Graph) -> None:
            for number in range(600):
                graph.add((URIRef(record.iri), DCAT.keyword, Literal(f"word {number}")))

        services.editing.change(EDITOR, record.id, 0, edit)
        saved = services.editing.save(EDITOR, record.id, 1)
        assert not saved.report.complete
        assert services.saving.judge_waiting() == 1
        report = services.store.find("id", [record.id])[record.id].head.report
        assert report.complete
        assert not report.conforms
        assert services.saving.judge_waiting() == 0
        revisions = services.store.revisions(saved.record.number)
        assert [each.number for each in revisions] == [1, 2]

    def test_one_that_cannot_be_judged_keeps_no_other_waiting(
        self, services: Services, record: Record, caplog: pytest.LogCaptureFixture
    ) -> None:
        second = services.editing.create(EDITOR, "lyon", "Cohorte", "fr", "RESTRICTED")
        for each in (record, second):
            report = Report("p", "PUBLIC", complete=False)
            services.store.put([Write(each.iri, 1, ChangeKind.SAVED, State.DRAFT, report=report)])
        judging = (BreakingOn(services.judge, record.iri), services.records)
        parts = (services.identities, services.auditing, services.register)
        assert Saving(services.store, judging, *parts).judge_waiting() == 2
        assert record.iri in caplog.text
        assert services.store.unjudged(10) == []
        assert services.store.find("id", [second.id])[second.id].head.report.complete


class BreakingOn(Judge):
    """A judge that fails at one description."""

    def __init__(self, judge: Judge, iri: str) -> None:
        vars(self).update(vars(judge))
        self._iri = iri

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        if any(each.iri == self._iri for each in descriptions):
            raise RecursionError("too deep")
        return super().judge(descriptions)
