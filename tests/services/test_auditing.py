"""The audit log: who may read which lines of it, and that every line stays."""

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Forbidden
from catalogue.domain.people import OPERATOR, Role
from tests.services.signed_in import actor, organisation


@pytest.fixture
def busy(services: Services) -> Services:
    organisation(services)
    organisation(services, "south", "Zuid")
    return services


def test_a_line_names_who_did_what(busy: Services) -> None:
    ada = actor(busy)
    busy.auditing.note(ada, "saved", "http://example.org/1", "north", "title")
    [line] = busy.auditing.events(OPERATOR, limit=1)
    assert (line.actor, line.action, line.about) == ("Ada <ada@example.org>", "saved", "http://example.org/1")
    assert (line.organisation, line.detail) == ("north", "title")


def test_an_organisations_lines_are_for_its_administrators(busy: Services) -> None:
    chief, editor = actor(busy, role=Role.ADMINISTRATOR), actor(busy, "ed@example.org", Role.EDITOR)
    assert {event.organisation for event in busy.auditing.events(chief, "north")} == {"north"}
    for who, what in ((chief, ""), (chief, "south"), (editor, "north")):
        with pytest.raises(Forbidden):
            busy.auditing.events(who, what)
        with pytest.raises(Forbidden):
            busy.auditing.all(who, what)


def test_what_was_done_to_one_thing_is_for_who_reads_it(busy: Services) -> None:
    editor = actor(busy, role=Role.EDITOR)
    busy.auditing.note(OPERATOR, "saved", "http://example.org/1", "north")
    assert [event.action for event in busy.auditing.about(editor, "http://example.org/1", "north")] == [
        "saved"
    ]
    with pytest.raises(Forbidden):
        busy.auditing.about(editor, "south", "south")


def test_all_lines_come_however_many_there_are(busy: Services) -> None:
    for number in range(1010):
        busy.auditing.note(OPERATOR, "saved", str(number), "north")
    about = [event.about for event in busy.auditing.all(OPERATOR, "north")]
    assert about == [*map(str, reversed(range(1010))), "north"]
