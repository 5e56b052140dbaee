"""A real mail server on loopback, which keeps what it takes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Letterbox:
    """What a server took, and how it is reached."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refused: dict[str, str] = {}  # what is answered for an address, such as "550 no such user"
        self.port = 0

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.raw.append(envelope.content)
        parser: BytesParser[EmailMessage] = BytesParser(policy=default)
        self.mails.append(parser.parsebytes(envelope.content))
        return "250 taken"


def only_the_catalogue(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
) -> AuthResult:
    """Lets in who signs in as the catalogue."""
    known = LoginPassword(b"catalogue", b"swordfish")
    return AuthResult(success=given == known, handled=False)  # the server answers who is not let in


@contextmanager
def listening(**options: Any) -> Iterator[Letterbox]:
    """A server on a free port; keywords are aiosmtpd's."""
    box = Letterbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    with listening() as box:
        yield box
