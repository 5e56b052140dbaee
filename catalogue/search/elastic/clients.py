"""The official clients, as one: a request, and its answer as JSON data. Neither tries anything again."""

# ruff: noqa: PLC0415 - OpenSearch's client is an extra, and an instance needs one of the two

import logging
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from catalogue.domain.errors import WrongSetting

Engine = Literal["elasticsearch", "opensearch"]
Params = Mapping[str, str | int | float]

_PRODUCT: Final = "x-elastic-product"  # a header in every answer of Elasticsearch, and in none of OpenSearch
_CONNECTIONS: Final = 32  # kept open by a process, more than it has threads

_UNSIGNED: Final = 401
_BROKEN: Final = 500
_ADVICE: Final = {
    _UNSIGNED: " (it does not know who asks: CATALOGUE_SEARCH_USER and CATALOGUE_SEARCH_PASSWORD)",
    403: " (the user of CATALOGUE_SEARCH_USER may not do that)",
}
# As Python tells it, and as urllib3 does, which compares names for Elasticsearch's client.
_UNBELIEVED: Final = re.compile(
    r"certificate verify failed: (.+?) \(_ssl|SSLError\((hostname .+? doesn't match .+?|no appropriate .+?)\)"
)
_UNKNOWN: Final = re.compile("issuer|self.signed")

# They log each request that fails; what comes of it is told by who asked.
for _name in ("elastic_transport", "opensearch"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Address:
    """How an engine is reached. `engine` is guessed from its answers where it is empty. `timeout` is what a question
    may take in seconds, with trying again, and `patience` what a write may."""

    hosts: tuple[str, ...]
    user: str = ""
    password: str = ""
    authority: str = ""  # a file with its certificate
    engine: Engine | Literal[""] = ""
    timeout: float = 5.0
    patience: float = 30.0


def address(hosts: str, credentials: tuple[str, str] = ("", "")) -> Address:
    """What addresses with commas between say; a user and password in the first of them go before others."""
    parts = [urlsplit(host.strip()) for host in hosts.split(",")]
    user, password = credentials
    if parts[0].username:
        user, password = unquote(parts[0].username), unquote(parts[0].password or "")
    return Address(tuple(_host(each) for each in parts), user, password)


def _host(parts: SplitResult) -> str:
    """An address with its port, and without who signs in."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"


class Refused(Exception):
    """The engine answered, and did not do it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}{_ADVICE.get(status, '')}")
        self.status = status
        self.is_without_index = reason.startswith("index_not_found")
        # It was removed while it was asked: the alias stands for another one now.
        self.is_closed = "already_closed_exception" in reason


class Unanswered(Exception):
    """No connection, or no answer in time."""


class Unbelieved(Unanswered):
    """Its certificate is not accepted, and will not be a moment later."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an engine. A body of bytes is lines of JSON."""

    method: str
    path: str
    params: Params = field(default_factory=dict)
    body: Any = None


class Client(Protocol):
    """What sends a request."""

    def ask(self, request: Request, timeout: float) -> Any:
        """The answer's body. Raises Refused and Unanswered."""

    def close(self) -> None:
        """Close the connections."""


class ElasticsearchClient:
    """By `elasticsearch`, version 8, which servers 8 and 9 understand."""

    def __init__(self, address: Address) -> None:
        from elasticsearch import Elasticsearch

        options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False}
        if address.authority:
            options["ca_certs"] = address.authority
        self._client = Elasticsearch(list(address.hosts), connections_per_node=_CONNECTIONS, **options)
        self._timeout = address.timeout
        # Plain JSON, which is not bound to a version of the interface.
        self._headers = {"accept": "application/json"} | _signed(address)

    def ask(self, request: Request, timeout: float) -> Any:
        meta, told = self._answer(request, timeout)
        if not 200 <= meta.status < 300:
            raise Refused(meta.status, reason(told))
        if _PRODUCT not in meta.headers:
            raise Refused(meta.status, "what answers is not Elasticsearch")
        return told

    def is_elasticsearch(self) -> bool:
        """Whether what answers is Elasticsearch: the header is in all of its answers.

        Raises Refused where that may be somebody before it, who lets nobody through.
        """
        meta, told = self._answer(Request("GET", "/_cluster/health"), self._timeout)
        if _PRODUCT not in meta.headers and (meta.status == _UNSIGNED or meta.status >= _BROKEN):
            raise Refused(meta.status, reason(told))
        return _PRODUCT in meta.headers

    def close(self) -> None:
        self._client.close()

    def _answer(self, request: Request, timeout: float) -> Any:
        """By the client's transport: its methods take a millisecond to be given a timeout."""
        from elasticsearch import TransportError

        headers = self._headers | {"content-type": _content(request.body)}
        target = f"{request.path}?{urlencode(request.params)}" if request.params else request.path
        try:
            return self._client.transport.perform_request(
                request.method, target, body=request.body, headers=headers, request_timeout=timeout
            )
        except TransportError as error:
            raise _unanswered(error) from error


class OpenSearchClient:
    """By `opensearch-py`. Raises WrongSetting where the extra is not installed."""

    def __init__(self, address: Address) -> None:
        try:
            from opensearchpy import OpenSearch
        except ImportError:
            reason = (
                "it is OpenSearch, whose client is not installed: pip install 'health-catalogue[opensearch]'"
            )
            raise WrongSetting(name="CATALOGUE_SEARCH_URL", reason=reason) from None
        options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False}
        if address.authority:
            options["ca_certs"] = address.authority
        self._client = OpenSearch(list(address.hosts), pool_maxsize=_CONNECTIONS, **options)
        self._headers = _signed(address)

    def ask(self, request: Request, timeout: float) -> Any:
        from opensearchpy import ConnectionError as NoConnection
        from opensearchpy import OpenSearchException, TransportError

        headers = self._headers | {"content-type": _content(request.body)}
        params: dict[str, Any] = {**request.params, "request_timeout": timeout}
        given: dict[str, Any] = {"params": params, "body": request.body, "headers": headers}
        try:
            return self._client.transport.perform_request(request.method, request.path, **given)
        except NoConnection as error:
            raise _unanswered(error) from error
        except TransportError as error:
            raise Refused(int(error.status_code), reason(error.info or error.error)) from error
        except OpenSearchException as error:
            raise _unanswered(error) from error

    def close(self) -> None:
        self._client.close()


def client(address: Address) -> Client:
    """The client of what answers there. Raises Unanswered and Refused where that is guessed and cannot be told."""
    if address.engine == "opensearch":
        return OpenSearchClient(address)
    made = ElasticsearchClient(address)
    try:
        if address.engine == "elasticsearch" or made.is_elasticsearch():
            return made
    except (Unanswered, Refused):
        made.close()
        raise
    made.close()
    return OpenSearchClient(address)


def _signed(address: Address) -> dict[str, str]:
    """The header that says who asks: in UTF-8, where OpenSearch's client knows no password with a euro in it."""
    signed = b64encode(f"{address.user}:{address.password}".encode()).decode()
    return {"authorization": f"Basic {signed}"} if address.user else {}


def _unanswered(error: Exception) -> Unanswered:
    found = _UNBELIEVED.search(str(error))
    if found is None:
        return Unanswered(str(error))
    why = found[1] or found[2]
    advice = " (CATALOGUE_SEARCH_AUTHORITY names the file of a private authority)"
    return Unbelieved(f"its certificate is not accepted: {why}{advice if _UNKNOWN.search(why) else ''}")


def _content(body: Any) -> str:
    return "application/x-ndjson" if isinstance(body, bytes) else "application/json"


def reason(body: Any) -> str:
    """What an error of the engine says, each cause after what it was the cause of."""
    told = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(told, dict) and "type" in told:
        return ", for ".join(_causes(told))
    return " ".join(str(told).split())[:500]


def _causes(told: Any) -> Iterator[str]:
    while isinstance(told, dict) and "type" in told:
        yield f"{told['type']}: {told.get('reason', '')}"
        shards = told.get("failed_shards")
        told = shards[0].get("reason") if shards else told.get("caused_by")
