"""A guard before an engine: TLS by a certificate of a private authority, and users with a password."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from werkzeug.wrappers import Request, Response

from tests.serving import serving

WRITER, READER = ("catalogue", "Geheim-é€"), ("reader", "only-reading")
READING = ("GET", "HEAD")
KEPT = ("Content-Type", "X-Elastic-Product")


class Authority:
    """Vouches for servers; its own certificate is in `file`."""

    def __init__(self, folder: Path, name: str = "A private authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        mine = x509.BasicConstraints(ca=True, path_length=None)
        own = self._certificate(self._name, self._key, timedelta(days=1)).add_extension(mine, critical=True)
        self.file.write_bytes(self._signed(own))

    def server(self, address: str = "127.0.0.1", lasting: timedelta = timedelta(days=1)) -> ssl.SSLContext:
        """What a server at this address shows; one that lasts less than nothing is over."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An engine")])
        there = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        made = self._certificate(name, key, lasting).add_extension(there, critical=False)
        file = self._folder / "server.pem"
        own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(own + self._signed(made))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, lasting: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
        )
        made = made.serial_number(x509.random_serial_number())
        return made.not_valid_before(now - timedelta(days=2)).not_valid_after(now + lasting)

    def _signed(self, made: x509.CertificateBuilder) -> bytes:
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)


class Guard:
    """Lets through who may: a writer all, a reader questions. Refuses as OpenSearch's security plugin does."""

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def __call__(self, environ: Any, start: Any) -> Any:
        return self._answer(Request(environ))(environ, start)

    def _answer(self, request: Request) -> Response:
        given = request.authorization
        user = (given.username, given.password) if given else None
        if user not in (WRITER, READER):
            return Response("Unauthorized", 401, mimetype="text/plain")
        if user == READER and request.method not in READING and not request.path.endswith("search"):
            reason = {"type": "security_exception", "reason": "no permissions for [indices:admin/create]"}
            told = {"error": {"root_cause": [reason], **reason}, "status": 403}
            return Response(json.dumps(told), 403, mimetype="application/json")
        return self._passed(request)

    def _passed(self, request: Request) -> Response:
        headers = {name: value for name in ("Content-Type", "Accept") if (value := request.headers.get(name))}
        answer = requests.request(
            request.method,
            f"{self._engine}{request.full_path}",
            data=request.get_data(),
            headers=headers,
            timeout=60,
        )
        kept = {name: answer.headers[name] for name in KEPT if name in answer.headers}
        return Response(answer.content, answer.status_code, kept)


@contextmanager
def guarded(engine: str, shown: ssl.SSLContext) -> Iterator[str]:
    """A guard before the engine at this address, which shows this certificate; gives its own address."""
    with serving(Guard(engine), tls=shown) as address:
        yield address
