"""The yearly check: what is due, saying that it is true, and being reminded once each time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Conflict, Forbidden, NotFound
from catalogue.domain.record import Publish, Record
from catalogue.domain.yearly import Calendar, later
from catalogue.rdf.formats import TURTLE
from catalogue.services.records import Intake
from catalogue.services.yearly_checks import YearlyChecks
from tests.conftest import dataset, described
from tests.services.review import Hospital


@pytest.fixture
def hospital(make_services: Callable[..., Services]) -> Hospital:
    return Hospital(make_services(review=False))


@pytest.fixture
def record(hospital: Hospital) -> Record:
    return hospital.services.workflow.publish(hospital.actor("Ada"), hospital.draft().id)


def on(hospital: Hospital, day: date) -> YearlyChecks:
    """The checks as they are on a day."""
    own = hospital.services
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return YearlyChecks(own.store, own.own_records, own.voices, Calendar(12, lambda: moment))


def after(record: Record, days: int) -> date:
    """So many days after the check of a record is due."""
    return later(record.changed.date(), 12) + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "urgency"), [(-31, None), (-30, "soon"), (-1, "soon"), (0, "due"), (29, "due"), (30, "overdue")]
)
def test_a_check_is_due_a_year_after_publication(
    hospital: Hospital, record: Record, days: int, urgency: str | None
) -> None:
    checks = on(hospital, after(record, days))
    found = checks.due(hospital.actor("Ada"))
    assert [str(each.urgency) for each in found] == ([urgency] if urgency else [])
    assert all(each.day == after(record, 0) for each in found)
    one = checks.of(record)
    assert (one.urgency if one else None) == urgency


def test_one_click_says_that_it_is_true_and_the_day_is_public(hospital: Hospital, record: Record) -> None:
    checks = hospital.services.yearly_checks
    nxt = hospital.edited(record)
    checked = checks.check(hospital.actor("Ada"), record.id, "Asked the registry")
    assert checked.checked is not None
    assert (checked.published, checked.head) == (record.published, nxt.head)
    assert checks.check(hospital.actor("Ada"), record.id).checked == checked.checked
    assert hospital.noted()[-1] == ("Ada", "checked")
    assert [action for _, action in hospital.noted()].count("checked") == 1
    assert on(hospital, after(record, 0) - timedelta(days=60)).due(hospital.actor("Ada")) == []
    told = hospital.services.feeds.record(checked, TURTLE).decode()
    assert "lastRefreshedOn" in told
    assert checked.checked.strftime("%Y-%m-%d") in told
    assert "Asked the registry" not in told


def test_only_members_check_and_only_what_is_published(hospital: Hospital, record: Record) -> None:
    checks = hospital.services.yearly_checks
    with pytest.raises(NotFound):
        checks.check(hospital.actor("Eve"), record.id)
    with pytest.raises(Forbidden):
        checks.check(hospital.actor("Leo"), record.id)
    assert on(hospital, after(record, 0)).due(hospital.actor("Eve")) == []
    hospital.services.workflow.withdraw(hospital.actor("Rosa"), record.id, "Over")
    with pytest.raises(Conflict):
        checks.check(hospital.actor("Ada"), record.id)
    assert on(hospital, after(record, 0)).due(hospital.actor("Ada")) == []


def test_people_are_reminded_before_on_and_after_the_day_and_each_time_once(
    hospital: Hospital, record: Record
) -> None:
    for days in (-40, -30, -29, 0, 1, 30, 31, 100):
        on(hospital, after(record, days)).remind()
    kinds = ["check-soon", "check-due", "check-overdue"]
    assert hospital.told("Emil")[-3:] == kinds
    assert [kind for kind in hospital.told("Emil") if kind in kinds] == kinds
    assert hospital.told("Leo") == []
    [notice, *_] = hospital.services.notices.mine(hospital.actor("Emil"))
    assert notice.data["date"] == after(record, 0).isoformat()


def test_a_check_ends_the_reminders_until_the_next_year(hospital: Hospital, record: Record) -> None:
    assert on(hospital, after(record, 5)).remind() == 1
    checked = hospital.services.yearly_checks.check(hospital.actor("Ada"), record.id)
    assert checked.checked is not None
    assert on(hospital, checked.checked.date()).remind() == 0
    assert on(hospital, later(checked.checked.date(), 12)).remind() == 1


def test_what_was_harvested_or_belongs_to_nobody_here_is_not_due(
    services: Services, hospital: Hospital
) -> None:
    own = hospital.services
    own.records.take_in(described(dataset()), Intake(Publish.ALWAYS), own.judge)
    harvested = described(dataset("http://example.org/2"))
    own.records.take_in(harvested, Intake(Publish.ALWAYS, source="elsewhere"), own.judge)
    assert on(hospital, date(2100, 1, 1)).due(hospital.actor("Max")) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, expected: date) -> None:
    assert later(day, months) == expected
