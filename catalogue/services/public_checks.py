"""Checks that anybody may ask for: bounded in size, time and number, and only the result is kept, for a day.

What is checked is never stored: a result holds the verdicts, which quote at most the values that are wrong.
"""

import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Any, Final, Self

from catalogue.domain.errors import BadParameter, CatalogueError, Crowded, Endless, NoDescription, TooLarge
from catalogue.domain.verdict import Verdict
from catalogue.rdf.formats import Format
from catalogue.rdf.profiles import compared, find_profile, read_manifest
from catalogue.services.checking import Checker
from catalogue.services.validating import Checks, Limits, Validating
from catalogue.settings import Settings
from catalogue.store.base import KeptResult, ResultStore
from harvesters.addresses import told

PASTED: Final = "pasted text"  # the source of what was not called anything
BOUNDS: Final = ("descriptions", "pages", "time")  # by which a check ends before everything was checked
KEPT: Final = timedelta(days=1)
COME_AGAIN: Final = 10  # seconds after which a check that found no room may be asked for again


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to have checked: a body (a path where it is large), or else an address.

    `source` is what to call it. `level` None holds each description to the level that it states.
    """

    source: str
    body: bytes | Path | None = None
    form: Format | None = None
    profile: str = ""  # the id of one that is offered; empty for the instance's own
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A profile against which the public may have descriptions checked; `checker` builds what checks."""

    title: Mapping[str, str]
    levels: tuple[str, ...]
    checker: Callable[[], Checker]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a check. `ended` says why it ended before everything was checked: by which bound, or how it
    broke off; it is empty for a whole one."""

    source: str
    at: datetime
    profile: str
    level: str
    verdicts: tuple[Verdict, ...]
    ended: str = ""

    @property
    def conforms(self) -> bool:
        return all(verdict.conforms for verdict in self.verdicts)

    def packed(self) -> bytes:
        """The result as it is kept."""
        data = {
            "source": self.source,
            "at": self.at.isoformat(),
            "profile": self.profile,
            "level": self.level,
            "ended": self.ended,
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }
        return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        data: dict[str, Any] = json.loads(zlib.decompress(packed))
        verdicts = tuple(Verdict.from_json(verdict) for verdict in data.pop("verdicts"))
        return cls(**{**data, "at": datetime.fromisoformat(data["at"]), "verdicts": verdicts})


def offers(own: str, checker: Callable[[str], Checker]) -> dict[str, Offered]:
    """The instance's own profile and the other shipped ones by id; none is read until it is asked for.

    `checker` gives what checks against the profile of a name.
    """
    offered: dict[str, Offered] = {}
    for name in compared(own):
        said = read_manifest(find_profile(name))
        offered.setdefault(said.id, Offered(said.title, tuple(said.levels), partial(checker, name)))
    return offered


class PublicChecks:
    """Checks for the public. `offered` are the profiles by id, the instance's own first."""

    def __init__(
        self,
        settings: Settings,
        validating: Validating,
        offered: Mapping[str, Offered],
        store: ResultStore,
    ) -> None:
        self.offered = offered
        self._settings = settings
        self._validating = validating
        self._store = store
        self._turns = BoundedSemaphore(settings.validation_at_once)

    @property
    def limit(self) -> int:
        """The largest body, in bytes."""
        return self._settings.validation_limit * 2**20

    def checker(self, profile: str = "") -> Checker:
        """The checker of a profile that is offered, with its words. Raises BadParameter for another."""
        return self._offered(profile).checker()

    def check(self, question: Question) -> Result:
        """The verdicts on what the body or the address describes, as far as the bounds let it go.

        Raises Crowded when too many are at it, TooLarge, Unreadable, UnknownFormat, NoDescription, Unreachable.
        """
        self._check_size(question)
        self._check_level(question)
        with self.turn():
            checker = self.checker(question.profile)
            checks = Checks(checker, question.level, complete=True)
            verdicts, ended = self._collect(self._verdicts(question, checks))
        if not verdicts:
            raise NoDescription(source=question.source)
        return Result(
            told(question.source),
            datetime.now(UTC),
            checker.profile.id,
            question.level or "",
            verdicts,
            ended,
        )

    def keep(self, result: Result) -> str:
        """Keep a result for a day; gives the id under which whoever has it finds it."""
        now = datetime.now(UTC)
        kept = KeptResult(token_urlsafe(24), now + KEPT, result.packed())
        self._store.keep_result(kept, now, self._settings.validation_kept * 2**20)
        return kept.id

    def find(self, id: str) -> tuple[Result, datetime] | None:
        """A result that is still kept, and until when."""
        kept = self._store.result(id, datetime.now(UTC))
        return (Result.unpacked(kept.data), kept.until) if kept else None

    def remove(self, id: str) -> bool:
        """Remove a result now; whether there was one."""
        return self._store.remove_result(id)

    def purge(self) -> int:
        """Remove the results that are over; gives how many."""
        return self._store.purge_results(datetime.now(UTC))

    def _offered(self, profile: str) -> Offered:
        name = profile or next(iter(self.offered))
        if name not in self.offered:
            raise BadParameter(name="profile", value=profile, expected=", ".join(self.offered))
        return self.offered[name]

    def _check_size(self, question: Question) -> None:
        body = question.body
        size = len(body) if isinstance(body, bytes) else body.stat().st_size if body else 0
        if size > self.limit:
            raise TooLarge(source=question.source, limit=f"{self._settings.validation_limit} MB")

    def _check_level(self, question: Question) -> None:
        levels = self._offered(question.profile).levels
        if question.level and question.level not in levels:
            raise BadParameter(name="level", value=question.level, expected=", ".join(levels))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A place among those who have something checked at one time. Raises Crowded when there is none."""
        if not self._turns.acquire(blocking=False):
            raise Crowded(seconds=COME_AGAIN)
        try:
            yield
        finally:
            self._turns.release()

    def _verdicts(self, question: Question, checks: Checks) -> Iterator[Verdict]:
        if question.body is None:
            return self._validating.address(question.source, checks, self._limits())
        return self._validating.body(question.body, question.source, question.form, checks)

    def _limits(self) -> Limits:
        own = self._settings
        return Limits(
            own.validation_time, own.validation_pages, own.validation_limit, own.allow_private_addresses
        )

    def _collect(self, verdicts: Iterator[Verdict]) -> tuple[tuple[Verdict, ...], str]:
        """The verdicts within the bounds, and what ended them. What was checked before an error stands."""
        until = time.monotonic() + self._settings.validation_time
        found: list[Verdict] = []
        try:
            for verdict in verdicts:  # a bound counts only where there is something beyond it
                if len(found) >= self._settings.validation_descriptions:
                    return tuple(found), "descriptions"
                if found and time.monotonic() > until:
                    return tuple(found), "time"
                found.append(replace(verdict, source=told(verdict.source)))
        except CatalogueError as error:
            if not found:
                raise
            return tuple(found), "pages" if isinstance(error, Endless) else str(error)
        return tuple(found), ""
