"""The way of a version to its readers: who may take which step, what it leaves behind, and what two do at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import (
    Conflict,
    Forbidden,
    NotFound,
    NotPublishable,
    OwnVersion,
    Stale,
    WrongField,
)
from catalogue.domain.people import Actor, Role
from catalogue.domain.record import Record, State
from catalogue.domain.report import Report
from catalogue.domain.review import Act, Stage
from catalogue.rdf import graphs
from catalogue.services.publishing import Publishing
from catalogue.services.workflow import Request, Workflow
from tests.conftest import dataset
from tests.services.review import HOSPITAL, Hospital

POOR = dataset("http://127.0.0.1:8000/dataset/poor", "A title and little else")


@pytest.fixture
def hospital(services: Services) -> Hospital:
    return Hospital(services)


@pytest.fixture
def open_hospital(make_services: Callable[..., Services]) -> Hospital:
    """One that switched review off."""
    return Hospital(make_services("open", review=False))


def published(hospital: Hospital) -> Record:
    draft = hospital.draft()
    hospital.services.workflow.submit(hospital.actor("Ada"), draft.id)
    return hospital.services.workflow.publish(hospital.actor("Rosa"), draft.id)


def test_a_draft_is_sent_in_approved_and_published(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    assert flow.submit(hospital.actor("Ada"), draft.id, 1).state is State.IN_REVIEW
    assert flow.stages([hospital.now(draft)])[draft.number] is Stage.IN_REVIEW
    flow.approve(hospital.actor("Rosa"), draft.id, 1)
    assert flow.standing(hospital.actor("Rosa"), draft.id).stage is Stage.APPROVED
    record = flow.publish(hospital.actor("Rosa"), draft.id, 1)
    assert record.state is State.PUBLISHED
    assert record.published == record.head
    assert [action for _, action in hospital.noted()] == ["submitted", "approved", "published"]
    assert hospital.told("Ada") == ["approved", "published"]
    assert hospital.told("Rosa") == ["submitted"]
    assert hospital.told("Grace") == ["submitted"]
    assert hospital.told("Leo") == hospital.told("Emil") == hospital.told("Eve") == []


def test_a_reviewer_approves_and_publishes_with_one_step(hospital: Hospital) -> None:
    record = published(hospital)
    assert record.state is State.PUBLISHED
    assert hospital.noted() == [("Ada", "submitted"), ("Rosa", "approved"), ("Rosa", "published")]


def test_an_editor_may_not_publish(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    with pytest.raises(Forbidden):
        flow.publish(hospital.actor("Emil"), draft.id)
    with pytest.raises(Forbidden):
        flow.approve(hospital.actor("Emil"), draft.id)
    assert hospital.now(draft).published is None


def test_what_was_not_sent_in_is_not_published(hospital: Hospital) -> None:
    with pytest.raises(NotPublishable, match="sent in for review"):
        hospital.services.workflow.publish(hospital.actor("Rosa"), hospital.draft().id)


def test_nobody_approves_what_they_wrote(hospital: Hospital) -> None:
    flow = hospital.services.workflow
    draft = hospital.edited(hospital.draft("Ada"), "Rosa", "A better title")
    hospital.edited(draft, "Ada", "The best title")
    flow.submit(hospital.actor("Ada"), draft.id)
    rosa = hospital.actor("Rosa")
    for step in (flow.approve, flow.publish):
        with pytest.raises(OwnVersion, match="Grace"):
            step(rosa, draft.id)
    assert Act.APPROVE not in flow.standing(rosa, draft.id).acts
    flow.publish(hospital.actor("Grace"), draft.id)


def test_the_only_reviewer_may_approve_their_own_as_an_administrator_and_it_is_noted(
    services: Services,
) -> None:
    small = Hospital(services, {"Grace": frozenset({Role.ADMINISTRATOR})})
    draft = small.draft("Grace")
    services.workflow.submit(small.actor("Grace"), draft.id)
    assert services.workflow.publish(small.actor("Grace"), draft.id).state is State.PUBLISHED
    [approval] = [each for each in services.store.events(None, 10) if each.action == "approved"]
    assert "own version" in approval.detail


def test_the_only_reviewer_who_is_no_administrator_is_told_whom_to_ask(services: Services) -> None:
    small = Hospital(services, {"Rosa": frozenset({Role.REVIEWER})})
    draft = small.draft("Rosa")
    services.workflow.submit(small.actor("Rosa"), draft.id)
    with pytest.raises(OwnVersion, match="an administrator may"):
        services.workflow.publish(small.actor("Rosa"), draft.id)
    assert services.workflow.publish(small.actor("Max"), draft.id).state is State.PUBLISHED


def test_with_review_switched_off_who_may_edit_may_publish(open_hospital: Hospital) -> None:
    flow, draft = open_hospital.services.workflow, open_hospital.draft()
    with pytest.raises(Forbidden):
        flow.publish(open_hospital.actor("Leo"), draft.id)
    assert flow.publish(open_hospital.actor("Ada"), draft.id).state is State.PUBLISHED
    assert open_hospital.noted() == [("Ada", "published")]


def test_a_data_providers_program_publishes_what_its_system_has_reviewed(hospital: Hospital) -> None:
    program = Actor("key", "A program", roles={HOSPITAL: frozenset({Role.PROVIDER})})
    assert hospital.services.workflow.publish(program, hospital.draft().id).state is State.PUBLISHED


def test_what_does_not_conform_is_refused_with_the_findings_and_stays_in_review(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft("Ada", POOR)
    flow.submit(hospital.actor("Ada"), draft.id)
    with pytest.raises(NotPublishable, match=r"things to mend: \d") as refused:
        flow.publish(hospital.actor("Rosa"), draft.id)
    findings = refused.value.fields["findings"]
    assert isinstance(findings, list)
    assert {each["severity"] for each in findings} == {"Violation"}
    assert "Description" in {each["field"] for each in findings}
    assert flow.standing(hospital.actor("Rosa"), draft.id).stage is Stage.IN_REVIEW
    assert hospital.now(draft).published is None


def test_an_identifier_that_another_description_has_is_a_reason_not_to_publish(hospital: Hospital) -> None:
    record = published(hospital)
    text = hospital.services.reading.ntriples(record, draft=True)
    other = hospital.draft("Ada", text.replace(f"<{record.iri}>", "<http://127.0.0.1:8000/dataset/copy>"))
    hospital.services.workflow.submit(hospital.actor("Ada"), other.id)
    with pytest.raises(NotPublishable):
        hospital.services.workflow.publish(hospital.actor("Rosa"), other.id)


def test_a_published_description_keeps_serving_while_its_next_version_goes_its_way(
    hospital: Hospital,
) -> None:
    flow, record = hospital.services.workflow, published(hospital)
    nxt = hospital.edited(record)
    assert (nxt.state, nxt.has_draft, nxt.published) == (State.PUBLISHED, True, record.published)
    assert flow.submit(hospital.actor("Ada"), record.id).state is State.PUBLISHED
    assert flow.standing(hospital.actor("Rosa"), record.id).stage is Stage.IN_REVIEW
    assert hospital.now(record).published == record.published
    after = flow.publish(hospital.actor("Rosa"), record.id)
    assert (after.head.number, after.has_draft) == (2, False)
    assert flow.standing(hospital.actor("Rosa"), record.id).stage is Stage.PUBLISHED


def test_an_approval_holds_for_what_was_approved_alone(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    flow.approve(hospital.actor("Rosa"), draft.id)
    hospital.edited(draft)
    assert flow.standing(hospital.actor("Rosa"), draft.id).stage is Stage.DRAFT
    with pytest.raises(NotPublishable):
        flow.publish(hospital.actor("Rosa"), draft.id)


def test_a_version_that_changed_since_it_was_seen_is_not_published(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), hospital.edited(draft).id)
    for step in (flow.approve, flow.publish):
        with pytest.raises(Stale):
            step(hospital.actor("Rosa"), draft.id, 1)


def test_what_is_sent_back_says_what_to_do_and_can_be_sent_in_again(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    with pytest.raises(WrongField):
        flow.send_back(hospital.actor("Rosa"), draft.id, "  ")
    assert flow.send_back(hospital.actor("Rosa"), draft.id, "Which years?").state is State.DRAFT
    assert hospital.told("Ada") == ["sent-back"]
    [thread] = hospital.services.commenting.threads(hospital.actor("Ada"), draft.id)
    assert (thread.first.text, thread.first.name) == ("Which years?", "Rosa")
    mended = hospital.edited(draft)
    assert flow.standing(hospital.actor("Ada"), draft.id).stage is Stage.SENT_BACK
    assert flow.submit(hospital.actor("Ada"), draft.id, mended.head.number).state is State.IN_REVIEW


def test_one_person_can_be_asked_and_only_who_may_review(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id, request=Request("grace", "Please look at the years"))
    assert (hospital.told("Grace"), hospital.told("Rosa")) == (["assigned"], [])
    with pytest.raises(WrongField):
        flow.assign(hospital.actor("Ada"), draft.id, "leo")
    flow.assign(hospital.actor("Ada"), draft.id, "rosa")
    assert hospital.told("Rosa") == ["assigned"]
    review = flow.standing(hospital.actor("Rosa"), draft.id).review
    assert review is not None
    assert (review.assignee, review.by) == ("rosa", "ada")


def test_withdrawing_asks_for_a_reason_and_is_undone(hospital: Hospital) -> None:
    flow, record = hospital.services.workflow, published(hospital)
    with pytest.raises(WrongField, match="readers to see"):
        flow.withdraw(hospital.actor("Rosa"), record.id, " ")
    with pytest.raises(Forbidden):
        flow.withdraw(hospital.actor("Ada"), record.id, "no")
    gone = flow.withdraw(hospital.actor("Rosa"), record.id, "Consent was revoked")
    assert (gone.state, gone.withdrawal_reason) == (State.WITHDRAWN, "Consent was revoked")
    assert hospital.told("Emil") == ["withdrawn"]
    back = flow.undo_withdrawal(hospital.actor("Rosa"), record.id)
    assert (back.state, back.withdrawn) == (State.PUBLISHED, None)
    assert (back.head.number, back.head.hash) == (record.head.number, record.head.hash)
    assert hospital.told("Emil") == ["withdrawn", "brought-back"]


def test_undoing_a_withdrawal_gives_readers_what_they_had_and_keeps_the_next_version(
    hospital: Hospital,
) -> None:
    flow, record = hospital.services.workflow, published(hospital)
    nxt = hospital.edited(record)
    flow.withdraw(hospital.actor("Rosa"), record.id, "By mistake")
    back = flow.undo_withdrawal(hospital.actor("Rosa"), record.id)
    assert back.published is not None
    assert (back.published.hash, back.head.hash) == (record.head.hash, nxt.head.hash)
    assert (back.head.author, back.head.person, back.has_draft) == ("Ada", "ada", True)


def test_what_readers_had_is_not_guessed(hospital: Hospital) -> None:
    """As of a record that was withdrawn before it was kept which revision readers had."""
    services, record = hospital.services, published(hospital)
    hospital.edited(record)
    flow = services.workflow
    gone = replace(flow.withdraw(hospital.actor("Rosa"), record.id, "Over"), last_published=None)
    assert len(services.reading.public_graph(gone)) == 0
    with pytest.raises(Conflict, match="not known any more"):
        services.publishing.bring_back(hospital.actor("Rosa"), gone, "")


def test_a_version_that_is_sent_back_while_it_is_published_is_not(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    grace, rosa = hospital.actor("Grace"), hospital.actor("Rosa")

    class Slow(Publishing):
        def __init__(self) -> None:
            vars(self).update(vars(hospital.services.publishing))

        def report(self, actor: Actor, record: Record) -> Report:
            flow.send_back(grace, record.id, "Not yet")
            return super().report(actor, record)

    slow = Workflow(*(vars(flow)[name] for name in ("_store", "_standings")), Slow(), vars(flow)["_voices"])
    flow.submit(hospital.actor("Ada"), draft.id)
    flow.approve(rosa, draft.id)
    with pytest.raises(Stale):
        slow.publish(rosa, draft.id)
    assert hospital.now(draft).published is None
    assert flow.standing(rosa, draft.id).stage is Stage.SENT_BACK


def test_a_draft_is_deleted_with_all_that_was_said_of_it_but_nothing_that_was_published(
    hospital: Hospital,
) -> None:
    flow, draft = hospital.services.workflow, hospital.draft("Ada", POOR)
    hospital.services.commenting.comment(hospital.actor("Ada"), draft.id, "For nobody")
    flow.remove(hospital.actor("Ada"), draft.id)
    with pytest.raises(NotFound):
        flow.standing(hospital.actor("Ada"), draft.id)
    record = published(hospital)
    flow.withdraw(hospital.actor("Rosa"), record.id, "Over")
    with pytest.raises(Conflict, match="published once"):
        flow.remove(hospital.actor("Ada"), record.id)


@pytest.mark.parametrize("name", ["Eve", "Leo"])
def test_who_does_not_belong_to_it_finds_nothing_and_who_only_reads_may_do_nothing(
    hospital: Hospital, name: str
) -> None:
    flow, record = hospital.services.workflow, published(hospital)
    expected = NotFound if name == "Eve" else Forbidden
    who = hospital.actor(name)
    hospital.edited(record)
    steps: list[Callable[[], object]] = [
        lambda: flow.submit(who, record.id),
        lambda: flow.approve(who, record.id),
        lambda: flow.send_back(who, record.id, "no"),
        lambda: flow.publish(who, record.id),
        lambda: flow.withdraw(who, record.id, "no"),
        lambda: flow.undo_withdrawal(who, record.id),
        lambda: flow.remove(who, record.id),
        lambda: hospital.services.commenting.comment(who, record.id, "no"),
        lambda: hospital.services.commenting.settle(who, record.id, 1),
    ]
    for step in steps:
        with pytest.raises(expected):
            step()
    before = len(hospital.noted())
    assert before == 3


def at_once(work: Callable[[int], object], times: int = 6) -> list[object]:
    """What each of several who do the same at once gets, an error as itself."""

    def tried(number: int) -> object:
        try:
            return work(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(tried, range(times)))


def test_a_double_click_on_publish_does_it_once(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    rosa = hospital.actor("Rosa")
    before = hospital.services.store.position()
    results = at_once(lambda _: flow.publish(rosa, draft.id, 1))
    assert all(isinstance(each, Record) and each.state is State.PUBLISHED for each in results), results
    assert hospital.services.store.position() == before + 1
    assert sorted(action for _, action in hospital.noted()) == ["approved", "published", "submitted"]
    assert hospital.told("Ada") == ["published"]


def test_sending_in_and_withdrawing_twice_at_once_is_done_once(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    ada, rosa = hospital.actor("Ada"), hospital.actor("Rosa")
    assert all(isinstance(each, Record) for each in at_once(lambda _: flow.submit(ada, draft.id)))
    flow.publish(rosa, draft.id)
    assert all(isinstance(each, Record) for each in at_once(lambda _: flow.withdraw(rosa, draft.id, "Over")))
    assert [action for _, action in hospital.noted()] == ["submitted", "approved", "published", "withdrawn"]


def test_publishing_while_somebody_saves_publishes_what_was_approved_or_nothing(hospital: Hospital) -> None:
    flow, draft = hospital.services.workflow, hospital.draft()
    flow.submit(hospital.actor("Ada"), draft.id)
    rosa = hospital.actor("Rosa")

    def work(number: int) -> object:
        return flow.publish(rosa, draft.id, 1) if number % 2 else hospital.edited(draft)

    at_once(work, 4)
    record = hospital.now(draft)
    assert record.published is None or record.published.number == 1
    assert record.head.number == 2


def test_a_publication_rests_on_the_rules_of_its_moment(hospital: Hospital) -> None:
    """A report from before a change of rules is not what readers are told."""
    draft = hospital.draft()
    store = hospital.services.store
    with store._writing() as connection:
        connection.exec_driver_sql(
            'UPDATE revisions SET report = \'{"profile": "old", "level": "PUBLIC", "findings": []}\''
        )
    hospital.services.workflow.submit(hospital.actor("Ada"), draft.id)
    record = hospital.services.workflow.publish(hospital.actor("Rosa"), draft.id)
    assert record.published is not None
    assert record.published.report.profile == hospital.services.profile.id
    graph = graphs.graph(hospital.services.reading.ntriples(record))
    assert len(graph) > 50
    assert replace(record) == hospital.now(record)
