"""Sending mails: short plain texts, by the server of the settings."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate, make_msgid
from typing import Final

from catalogue.domain.errors import Unavailable, Undeliverable
from catalogue.domain.sentences import Sentence
from catalogue.settings import Settings

PART: Final = Sentence("The mail server")
_PERMANENT: Final = 500  # replies from here on are the same tomorrow (RFC 5321, section 4.2.1)


class Refused(Unavailable):
    """The server takes no mail for this address, and says that this will not change."""


@dataclass(frozen=True, slots=True)
class Mail:
    """To whom, and what; the text is plain, with a line for each paragraph.

    `unsubscribe` is an address where a POST ends such mails, for programs of mail that offer a button (RFC 8058).
    """

    to: str
    subject: str
    text: str
    name: str = ""
    unsubscribe: str = ""


class Mailing:
    """Sends mails one by one. Without a server in the settings nothing can be sent."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def is_set(self) -> bool:
        """Whether there is a server to send by, and a sender to send as."""
        return bool(self._settings.mail_server and self._sender)

    def send(self, mail: Mail) -> None:
        """Hand a mail to the server.

        Raises Unavailable when there is none, or it does not take it, Refused when it will take none for this
        address, and Undeliverable for an address that is none.
        """
        with self._server() as server:
            try:
                server.send_message(self._message(mail))
            except (ValueError, MessageError) as error:
                raise Undeliverable(email=mail.to) from error
            except smtplib.SMTPRecipientsRefused as error:
                if all(code >= _PERMANENT for code, _ in error.recipients.values()):
                    raise Refused(part=PART) from error
                raise

    def check(self) -> None:
        """Raises Unavailable when no mail can be sent for now."""
        with self._server() as server:
            server.noop()

    @property
    def _sender(self) -> str:
        return self._settings.mail_from or self._settings.publisher_email

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(_POLICY)
        message["From"] = self._sender
        message["To"] = Address(_one_line(mail.name), addr_spec=mail.to)
        message["Subject"] = _one_line(mail.subject)
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        # RFC 3834: so that nobody's notice of absence answers.
        message["Auto-Submitted"] = "auto-generated"
        if mail.unsubscribe:
            message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        return message

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        if not self.is_set:
            raise Unavailable(part=PART)
        try:
            with self._connect() as server:
                if self._settings.mail_user:
                    server.login(self._settings.mail_user, self._settings.mail_password)
                yield server
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(part=PART) from error

    def _connect(self) -> smtplib.SMTP:
        given = self._settings
        host, port, timeout = given.mail_server, given.mail_port, given.mail_timeout
        if given.mail_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=timeout)
        if given.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


class _Policy(EmailPolicy):
    """Leaves List-Unsubscribe whole: folded, it would be encoded, which no program undoes there (RFC 2369)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "List-Unsubscribe" and value.isascii():
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


_POLICY: Final = _Policy()


def _one_line(text: str) -> str:
    """Names and titles come from people: a line break in a header would begin another header."""
    return " ".join(text.split())
