"""Notices by mail, through a real server that takes them, refuses them, or is not there."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from catalogue.bootstrap import Services
from catalogue.domain.review import NoticeKind
from catalogue.processes.worker import Worker
from catalogue.services.notice_mails import NoticeMails
from catalogue.services.workflow import Request
from tests.engines.ports import free_port
from tests.services.review import Hospital


class Postman:
    """A mail server; `refused` are addresses that it does not take mails for."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.port = free_port()

    def open(self) -> None:
        self.server = Controller(self, hostname="127.0.0.1", port=self.port)
        self.server.start()

    def close(self) -> None:
        self.server.stop()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[Postman]:
    made = Postman()
    made.open()
    yield made
    made.close()


@pytest.fixture
def hospital(make_services: Callable[..., Services], postman: Postman) -> Hospital:
    given = {"mail_server": "127.0.0.1", "mail_port": postman.port, "mail_security": "none"}
    return Hospital(
        make_services(mail_from="catalogue@example.org", base_url="https://data.example.org", **given)
    )


def test_each_gets_one_mail_with_all_that_is_new_in_their_language(
    hospital: Hospital, postman: Postman
) -> None:
    own, draft = hospital.services, hospital.draft()
    own.store.change_person("rosa", lambda person: replace(person, language="fr"))
    own.workflow.submit(hospital.actor("Ada"), draft.id)
    own.workflow.send_back(hospital.actor("Grace"), draft.id, "Which <b>years</b>?\nAnd where?")
    assert own.notice_mails.send() == 3
    by_person = {str(mail["to"]): mail for mail in postman.mails}
    assert "Rosa <rosa@example.org>" in by_person
    ada = by_person["Ada <ada@example.org>"]
    assert "Grace sent" in ada["subject"]
    assert "Which <b>years</b>? And where?" in ada.get_content()
    assert f"https://data.example.org/en/workspace/descriptions/{draft.id}/review" in ada.get_content()
    assert "relecture" in by_person["Rosa <rosa@example.org>"]["subject"]
    assert own.notice_mails.send() == 0


def test_what_was_seen_in_the_page_is_not_sent(hospital: Hospital, postman: Postman) -> None:
    own, draft = hospital.services, hospital.draft()
    own.workflow.submit(hospital.actor("Ada"), draft.id, request=Request("rosa"))
    [notice] = own.notices.mine(hospital.actor("Rosa"))
    own.notices.see(hospital.actor("Rosa"), notice.id)
    assert own.notice_mails.send() == 0
    assert postman.mails == []


def test_a_server_that_is_down_loses_nothing_and_is_tried_again(hospital: Hospital, postman: Postman) -> None:
    own, draft = hospital.services, hospital.draft()
    own.workflow.submit(hospital.actor("Ada"), draft.id, request=Request("rosa"))
    postman.close()
    assert own.notice_mails.send() == 0
    postman.open()
    assert own.notice_mails.send() == 1
    assert [mail["to"] for mail in postman.mails] == ["Rosa <rosa@example.org>"]


def test_a_person_whom_the_server_refuses_keeps_nobody_waiting_and_is_tried_again(
    hospital: Hospital, postman: Postman
) -> None:
    own, draft = hospital.services, hospital.draft()
    own.workflow.submit(hospital.actor("Ada"), draft.id)
    postman.refused = {"grace@example.org"}
    moment = [datetime.now(UTC)]
    mails = NoticeMails(own.store, own.mailing, own.settings, lambda: moment[0])
    assert mails.send() == 1
    postman.refused = set()
    assert mails.send() == 0
    moment[0] += timedelta(minutes=11)
    assert mails.send() == 1
    assert {mail["to"] for mail in postman.mails} == {"Rosa <rosa@example.org>", "Grace <grace@example.org>"}


def test_an_address_that_is_none_keeps_nobody_waiting_and_is_not_tried_again(
    hospital: Hospital, postman: Postman, caplog: pytest.LogCaptureFixture
) -> None:
    own, draft = hospital.services, hospital.draft()
    own.store.change_person("grace", lambda person: replace(person, email="grace..h@example.org"))
    own.workflow.submit(hospital.actor("Ada"), draft.id)
    assert own.notice_mails.send() == 1
    assert [mail["to"] for mail in postman.mails] == ["Rosa <rosa@example.org>"]
    assert "grace..h@example.org" in caplog.text
    assert own.store.to_send(datetime.now(UTC) - timedelta(days=1), 10) == []
    assert hospital.told("Grace") == ["submitted"]


def test_many_notices_are_one_mail_that_leads_to_the_rest(hospital: Hospital, postman: Postman) -> None:
    own, draft = hospital.services, hospital.draft()
    rosa = own.store.person("id", "rosa")
    assert rosa is not None
    for _ in range(30):
        own.notices.tell([rosa], NoticeKind.CHECK_DUE, draft, date="2026-03-01")
    assert own.notice_mails.send() == 1
    [mail] = postman.mails
    assert mail["subject"].startswith("30 notices")
    assert mail.get_content().count("1 March 2026") == 25
    assert "https://data.example.org/en/workspace/notices" in mail.get_content()


def test_a_title_with_line_breaks_makes_no_header(hospital: Hospital, postman: Postman) -> None:
    own = hospital.services
    record = hospital.edited(hospital.draft(), title="A\\r\\nBcc: all@example.org")
    own.workflow.submit(hospital.actor("Ada"), record.id, request=Request("rosa"))
    assert own.notice_mails.send() == 1
    [mail] = postman.mails
    assert mail["bcc"] is None
    assert "Bcc: all@example.org" in mail["subject"]


def test_without_a_mail_server_notices_are_in_the_page_alone(make_services: Callable[..., Services]) -> None:
    hospital = Hospital(make_services())
    hospital.services.workflow.submit(hospital.actor("Ada"), hospital.draft().id)
    assert hospital.services.notice_mails.send() == 0
    assert hospital.told("Rosa") == ["submitted"]


def test_old_notices_are_removed(hospital: Hospital) -> None:
    own = hospital.services
    own.workflow.submit(hospital.actor("Ada"), hospital.draft().id)
    later = NoticeMails(own.store, own.mailing, own.settings, lambda: datetime.now(UTC) + timedelta(days=401))
    assert later.purge() == 2
    assert hospital.told("Rosa") == []


def test_the_worker_sends_what_there_is_to_send(hospital: Hospital, postman: Postman) -> None:
    hospital.services.workflow.submit(hospital.actor("Ada"), hospital.draft().id, request=Request("rosa"))
    worker = Worker(hospital.services)
    thread = threading.Thread(target=worker.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not postman.mails and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stopping.set()
    thread.join(30)
    assert [mail["to"] for mail in postman.mails] == ["Rosa <rosa@example.org>"]
