"""Asking an engine that may be slow, full or away: again for a while, within a bound, and not by everybody at once."""

import json
import logging
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_any, stop_before_delay
from tenacity.wait import wait_random_exponential

from catalogue.domain.errors import Unavailable
from catalogue.search.elastic.clients import (
    Address,
    Client,
    Refused,
    Request,
    Unanswered,
    Unbelieved,
    client,
    reason,
)
from catalogue.search.questions import PART

__all__ = ["Address", "Refused", "Server"]

_log = logging.getLogger(__name__)

_LATER: Final = frozenset(
    {429, 502, 503, 504}
)  # full, red, or somebody in between: it may work a moment later
_MISSING: Final = 404
_CONFLICT: Final = 409
_ATTEMPTS: Final = 4
_SEVERAL: Final = "/_msearch"
_REST: Final = 2.0  # seconds in which nobody asks an engine that gave no answer


class Server:
    """An engine as all of an index asks it."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._client: Client | None = None
        self._connecting = threading.Lock()
        self._away_until = 0.0

    @property
    def patience(self) -> float:
        """Seconds that a write may take."""
        return self._address.patience

    def ask(self, method: str, path: str, body: Any = None, *, within: float = 0.0, **params: Any) -> Any:
        """The answer as JSON data, tried for until `within` seconds, those of a question unless said otherwise.

        Raises Refused for what is not there (404) or clashes (409), and Unavailable for all else.
        """
        bound = within or self._address.timeout
        self._take_turn(bound)
        try:
            answer = self._tried(time.monotonic() + bound, bound, Request(method, path, params, body))
        except Unanswered as unanswered:
            _log.warning("The search engine does not answer: %s", unanswered)
            self._away_until = time.monotonic() + _REST
            raise Unavailable(part=PART) from unanswered
        except Refused as refused:
            self._away_until = 0.0
            if refused.status in (_MISSING, _CONFLICT):
                raise
            raise _told(refused) from refused
        self._away_until = 0.0
        return answer

    def write(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """As `ask`, with the patience of a writer."""
        return self.ask(method, path, body, within=self.patience, **params)

    def search(self, name: str, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """The answers to several searches of an index at once; one that has only some of its shards fails."""
        if len(bodies) == 1:
            return [self.ask("POST", f"/{name}/_search", bodies[0], allow_partial_search_results="false")]
        head = {"allow_partial_search_results": False}
        body = lines(part for body in bodies for part in (head, body))
        return list(self.ask("POST", f"/{name}{_SEVERAL}", body)["responses"])

    def close(self) -> None:
        """Close the connections; another question opens them again."""
        with self._connecting:
            if self._client:
                self._client.close()
            self._client = None

    def _take_turn(self, bound: float) -> None:
        """Of those who ask an engine that was away, only one waits for it, and the others are told at once."""
        now = time.monotonic()
        if now < self._away_until:
            raise Unavailable(part=PART)
        if self._away_until:
            self._away_until = now + bound

    def _tried(self, deadline: float, bound: float, request: Request) -> Any:
        stop = stop_before_delay(bound)
        retrying = Retrying(
            stop=stop if bound == self.patience else stop_any(stop, stop_after_attempt(_ATTEMPTS)),
            wait=wait_random_exponential(multiplier=0.1, max=2.0),
            retry=retry_if_exception(_may_pass),
            reraise=True,
        )
        return retrying(self._once, deadline, request)

    def _once(self, deadline: float, request: Request) -> Any:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unanswered("no answer in time")
        answer = self._connected().ask(request, left)
        if request.path.endswith(_SEVERAL):
            _check(answer["responses"])
        return answer

    def _connected(self) -> Client:
        if self._client is None:
            with self._connecting:
                if self._client is None:
                    self._client = client(self._address)
        return self._client


def lines(parts: Iterable[Any]) -> bytes:
    """JSON data as lines."""
    return b"".join(packed(part) + b"\n" for part in parts)


def packed(data: object) -> bytes:
    """JSON data as they are sent and kept; a lone surrogate, which UTF-8 cannot say, is a question mark."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _check(answers: Iterable[Any]) -> None:
    """Raises Refused where one of several searches failed, so that all are tried again as one would be."""
    for answer in answers:
        if "error" in answer:
            raise Refused(int(answer.get("status", 500)), reason(answer))


def _told(refused: Refused) -> Unavailable:
    _log.warning("The search engine refuses what it is asked: %s", refused)
    return Unavailable(part=PART)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, Refused):
        return error.status in _LATER or error.is_closed
    return isinstance(error, Unanswered) and not isinstance(error, Unbelieved)
