"""Mails, by a real server on loopback: what arrives, and what is told when none does."""

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import LinkOver, Unavailable, Undeliverable
from catalogue.domain.people import OPERATOR, Person, Role
from catalogue.services.letters import Letters
from catalogue.services.mailing import Mail, Refused
from tests.engines.mail import Letterbox, listening, only_the_catalogue
from tests.services.signed_in import PASSWORD, actor, organisation, person

MAIL = Mail("ada@example.org", "Santé\r\nBcc: all@example.org", "Été\n\n… et hiver", "Ada, “King” <x>")


@pytest.fixture
def mailed(make_services: Callable[..., Services], letterbox: Letterbox) -> Services:
    """An instance whose mails go to the letterbox."""
    return make_services(
        mail_server="127.0.0.1",
        mail_port=letterbox.port,
        mail_security="none",
        mail_from="catalogue@example.org",
    )


def link_in(box: Letterbox) -> str:
    [found] = re.findall(r"https?://\S+/password/(\S+)", box.mails[-1].get_content())
    return str(found)


def test_a_mail_arrives_as_it_was_written(mailed: Services, letterbox: Letterbox) -> None:
    mailed.mailing.send(MAIL)
    [mail] = letterbox.mails
    assert mail.get_content().replace("\r\n", "\n") == "Été\n\n… et hiver\n"
    assert mail["Subject"] == "Santé Bcc: all@example.org"
    assert (mail["Bcc"], mail["From"], mail["Auto-Submitted"]) == (
        None,
        "catalogue@example.org",
        "auto-generated",
    )
    assert mail["To"].addresses[0].addr_spec == "ada@example.org"
    assert mail["Message-ID"]


def test_without_a_server_nothing_can_be_sent(services: Services) -> None:
    assert not services.mailing.is_set
    with pytest.raises(Unavailable, match="mail server"):
        services.mailing.send(MAIL)


def test_a_server_that_is_down_is_told(make_services: Callable[..., Services]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    services = make_services(
        mail_server="127.0.0.1", mail_port=port, mail_security="none", mail_from="c@example.org"
    )
    with pytest.raises(Unavailable):
        services.mailing.check()


def test_a_server_that_refuses_is_told(make_services: Callable[..., Services]) -> None:
    with listening(data_size_limit=10) as box:
        services = make_services(
            mail_server="127.0.0.1", mail_port=box.port, mail_security="none", mail_from="c@example.org"
        )
        with pytest.raises(Unavailable):
            services.mailing.send(MAIL)


@pytest.mark.parametrize(("answer", "is_for_good"), [("550 no such user", True), ("450 try later", False)])
def test_it_is_told_whether_an_address_is_refused_for_good(
    mailed: Services, letterbox: Letterbox, answer: str, is_for_good: bool
) -> None:
    letterbox.refused[MAIL.to] = answer
    with pytest.raises(Unavailable) as refused:
        mailed.mailing.send(MAIL)
    assert isinstance(refused.value, Refused) is is_for_good


def test_the_address_that_ends_mails_is_whole_in_the_mail_itself(
    mailed: Services, letterbox: Letterbox
) -> None:
    address = f"https://catalogue.example.org/en/saved/{'s' * 43}/end"
    mailed.mailing.send(replace(MAIL, subject="é" * 300, unsubscribe=address))
    [raw] = letterbox.raw
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw
    assert all(len(line) <= 100 for line in raw.split(b"\r\n") if not line.startswith(b"List-"))


@pytest.mark.parametrize("email", ["a..b@example.org", "é@example.org", "a@b..c"])
def test_an_address_that_is_none_is_told(mailed: Services, letterbox: Letterbox, email: str) -> None:
    with pytest.raises(Undeliverable, match=email):
        mailed.mailing.send(Mail(email, "Subject", "Text"))
    assert letterbox.mails == []


def test_a_server_that_asks_for_a_password_gets_it(make_services: Callable[..., Services]) -> None:
    with listening(authenticator=only_the_catalogue, auth_require_tls=False) as box:
        where = {
            "mail_server": "127.0.0.1",
            "mail_port": box.port,
            "mail_security": "none",
            "mail_from": "c@x.org",
        }
        right = make_services("right", **where, mail_user="catalogue", mail_password="swordfish")
        right.mailing.send(MAIL)
        wrong = make_services("wrong", **where, mail_user="catalogue", mail_password="x")
        with pytest.raises(Unavailable):
            wrong.mailing.send(MAIL)
        assert len(box.mails) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_mail(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl not found")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with listening(tls_context=context, require_starttls=True) as box:
        services = make_services(mail_server="127.0.0.1", mail_port=box.port, mail_from="c@example.org")
        with pytest.raises(Unavailable):
            services.mailing.send(MAIL)
        assert box.mails == []


def test_who_forgot_the_password_gets_a_link_in_their_language(
    mailed: Services, letterbox: Letterbox
) -> None:
    ada = person(mailed, language="fr")
    mailed.letters.forgotten(" ADA@example.org", "en")
    mailed.letters.close()
    [mail] = letterbox.mails
    assert mail["Subject"] == "Un nouveau mot de passe pour Catalogue de données de santé"
    assert "/fr/password/" in mail.get_content()
    assert mailed.passwords.redeem(link_in(letterbox), PASSWORD).id == ada.id


def test_who_has_no_account_gets_no_mail_and_nobody_is_told(mailed: Services, letterbox: Letterbox) -> None:
    gone = person(mailed)
    mailed.accounts.activate(OPERATOR, gone.id, False)
    for email in ("nobody@example.org", "ada@example.org", ""):
        mailed.letters.forgotten(email, "en")
    mailed.letters.close()
    assert letterbox.mails == []


def test_a_letter_that_fails_unforeseen_is_in_the_log(
    mailed: Services, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def person(self, _by: str, _value: str) -> Person | None:
            raise RuntimeError("the disk is full")

    store: Any = Broken()
    letters = Letters(mailed.settings, store, mailed.passwords, mailed.mailing)
    letters.forgotten("ada@example.org", "en")
    letters.close()
    assert "the disk is full" in caplog.text


def test_a_newcomer_is_invited_by_name_and_sets_a_password(mailed: Services, letterbox: Letterbox) -> None:
    organisation(mailed, name="Hôpital du Nord")
    chief = actor(mailed, role=Role.ADMINISTRATOR)
    bo = person(mailed, "bo@example.org", Role.EDITOR)
    mailed.letters.invite(chief, bo, mailed.accounts.organisation("north"))
    assert "Ada invites you to describe datasets of Hôpital du Nord" in letterbox.mails[0].get_content()
    link = link_in(letterbox)
    mailed.passwords.redeem(link, PASSWORD)
    assert mailed.passwords.verify("bo@example.org", PASSWORD).id == bo.id
    with pytest.raises(LinkOver):
        mailed.passwords.holder(link)
