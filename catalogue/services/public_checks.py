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
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Any, Final, Self, TypeVar

from catalogue.domain import sentences
from catalogue.domain.errors import BadParameter, CatalogueError, Crowded, Endless, NoDescription, TooLarge
from catalogue.domain.report import Severity
from catalogue.domain.sentences import Sentence
from catalogue.domain.verdict import Located, Verdict
from catalogue.rdf.formats import Format
from catalogue.rdf.profiles import compared, find_profile, read_manifest
from catalogue.services.checking import Bounded, Checker, Checks
from catalogue.services.validating import Limits, Validating
from catalogue.settings import Settings
from catalogue.store.base import KeptResult, ResultStore
from harvesters.addresses import told

PASTED: Final = "pasted text"  # the source of what was not called anything
# By which a check ends before everything was checked.
BOUNDS: Final = ("descriptions", "findings", "pages", "time")
KEPT: Final = timedelta(days=1)
COME_AGAIN: Final = 10  # seconds after which a check that found no room may be asked for again
# What one result may hold, in characters: some ten thousand findings, told as some ten megabytes.
ROOM: Final = 8 * 2**20
_FINDING: Final = 500  # characters of a finding without what it quotes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to have checked: a body, or else an address.

    `source` is what to call it. `level` None holds each description to the level that it states.
    """

    source: str
    body: bytes | None = None
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
    """What came of a check. `ended` says why it ended before everything was checked: by which of `BOUNDS`, or in
    a sentence how it broke off; it is empty for a whole one."""

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
            "ended": sentences.to_json(self.ended),
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }
        return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        data: dict[str, Any] = json.loads(zlib.decompress(packed))
        verdicts = tuple(Verdict.from_json(verdict) for verdict in data.pop("verdicts"))
        ended, at = sentences.from_json(data["ended"]), datetime.fromisoformat(data["at"])
        return cls(**{**data, "at": at, "ended": ended, "verdicts": verdicts})


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

    def check(self, question: Question, then: Callable[[Result], T]) -> T:
        """What `then` makes of the verdicts on what the body or the address describes, in the same turn.

        They go as far as the bounds let them. Raises Crowded when too many are at it, TooLarge, TooLong,
        Unreadable, UnknownFormat, NoDescription, Unreachable.
        """
        self._check_size(question)
        self._check_level(question)
        with self.turn():
            checker = self.checker(question.profile)
            checks = Bounded(
                checker, question.level, complete=True, most=self._settings.validation_statements
            )
            verdicts, ended = self._collect(self._verdicts(question, checks))
            if not verdicts:
                raise NoDescription(source=question.source)
            if len(verdicts) == len(checks.refused) == 1 and not ended:
                raise checks.refused[0]
            source, level = told(question.source), question.level or ""
            return then(Result(source, datetime.now(UTC), checker.profile.id, level, verdicts, ended))

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
        if len(question.body or b"") > self.limit:
            limit = Sentence("%(number)s MB", number=self._settings.validation_limit)
            raise TooLarge(source=question.source, limit=limit)

    def _check_level(self, question: Question) -> None:
        levels = self._offered(question.profile).levels
        if question.level and question.level not in levels:
            raise BadParameter(name="level", value=question.level, expected=", ".join(levels))

    @contextmanager
    def turn(self, patience: float = 0.0) -> Iterator[None]:
        """A place among those for whom something is checked or told at one time.

        Raises Crowded when there is none for so many seconds.
        """
        if not self._turns.acquire(timeout=patience):
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
        room = ROOM
        try:
            for verdict in verdicts:  # a bound counts only where there is something beyond it
                if len(found) >= self._settings.validation_descriptions:
                    return tuple(found), "descriptions"
                if found and time.monotonic() > until:
                    return tuple(found), "time"
                kept, room = _within(room, replace(verdict, source=told(verdict.source)))
                found.append(kept)
                if room <= 0:
                    return tuple(found), "findings"
        except CatalogueError as error:
            if not found:
                raise
            return tuple(found), "pages" if isinstance(error, Endless) else error.sentence
        return tuple(found), ""


def _within(room: int, verdict: Verdict) -> tuple[Verdict, int]:
    """The verdict with as many findings as there is room for, one at least, and the room that is left: none when
    some were left out.

    Then violations come first, so that it conforms no more than before, and of these the short ones: one that
    quotes megabytes takes the place of no others.
    """
    every = len(verdict.source) + len(verdict.iri) + len(verdict.title)  # a table says these in each row
    left = room - every - sum(every + _size(each) for each in verdict.findings)
    if left > 0 or not verdict.findings:
        return verdict, left
    kept: list[Located] = []
    for each in sorted(verdict.findings, key=_urgency):
        size = every + _size(each)
        if not kept or size < room:
            kept.append(each)
            room -= size
    return replace(verdict, findings=tuple(kept)), 0


def _urgency(located: Located) -> tuple[bool, int]:
    return located.finding.severity is not Severity.VIOLATION, _size(located)


def _size(located: Located) -> int:
    """How much is told of a finding, roughly, in characters."""
    found = located.finding
    return _FINDING + 2 * len(found.value) + len(found.focus) + sum(len(step.name) for step in located.place)
