"""Harvesting other catalogues: which sources there are, when each is due, and running one.

`harvest_run` says what a run does.
"""

import fcntl
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from itertools import chain, count
from typing import Final, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from catalogue.domain.errors import BadParameter, NotFound, UnderWay
from catalogue.domain.harvest import Run, RunState, Source
from catalogue.services import demonstration
from catalogue.services.harvest_run import Following, Progress, Steps, Tell
from catalogue.services.records import Intake, Records
from catalogue.services.taking_in import OpenJudges, TakingIn
from catalogue.settings import Settings
from catalogue.store.base import RecordStore, SourceStore
from harvesters.base import HarvestedPage, Harvester, HarvesterFactory, minted

GROUP: Final = "catalogue.harvesters"
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOON: Final = 1.0  # hours until a run is repeated that broke off
_SAVE_EVERY: Final = 5.0  # seconds


class Store(RecordStore, SourceStore, Protocol):
    """Records and sources in one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A source, its last run, and when the next one is due; None where it is never, or was never."""

    source: Source
    last: Run | None
    due: datetime | None


def _say_nothing(_progress: Progress) -> None:
    """For who does not look on."""


@dataclass(frozen=True)
class Harvesting:
    """Adds sources, and runs them."""

    settings: Settings
    store: Store
    records: Records
    judges: OpenJudges
    harvester: Callable[[str], Harvester]

    def add(self, source: Source) -> Source:
        """Add a source, or change the one with its id; all its pages are then read anew.

        A source without an id gets one from its URL. Raises BadParameter.
        """
        _check(source)
        self.harvester(source.harvester)
        known = {each.id: each for each in self.store.sources()}
        identity = source.id or _identity(source.url, known.values())
        added = known[identity].added if identity in known else datetime.now(UTC)
        stored = replace(source, id=identity, added=added, pages={})
        self.store.save_source(stored)
        return stored

    def list(self) -> Sequence[Standing]:
        """All sources with their last run."""
        return [self._standing(source) for source in self.store.sources()]

    def runs(self, identity: str, limit: int = 10) -> Sequence[Run]:
        """The latest runs of a source, the newest first. Raises NotFound."""
        return self.store.runs(self._source(identity).id, limit)

    def due(self, now: datetime) -> Sequence[Source]:
        """The sources to be harvested now."""
        return [each.source for each in self.list() if each.due and each.due <= now]

    def run_due(self) -> Sequence[Run]:
        """Harvest what is due, one source after the other; what another process harvests is left to it."""
        runs = []
        for source in self.due(datetime.now(UTC)):
            try:
                runs.append(self.run(source.id))
            except UnderWay:
                continue
        return runs

    def run(self, identity: str, confirm: bool = False, tell: Tell = _say_nothing) -> Run:
        """Harvest a source now. `confirm` withdraws what is gone from it, however much that is.

        Raises NotFound, and UnderWay while another run of it goes on.
        """
        with self._alone(self._source(identity)) as source:
            self._close_interrupted(source)
            run = Run(uuid4().hex, source.id, datetime.now(UTC))
            self.store.save_run(run)
            self._follow(source, Progress(run), confirm, tell)
            return run

    def _follow(self, source: Source, progress: Progress, confirm: bool, tell: Tell) -> None:
        keeper = _Keeper(self.store, source, tell)
        intake = Intake(source.publish, source.id, author=f"harvest of {source.id}")
        try:
            with TakingIn(self.records, self.judges, intake, self._is_ours(source)) as take_in:
                steps = Steps(self._pages, take_in, keeper.step)
                Following(source, steps, self.store, self.records, confirm).follow(progress)
        finally:
            keeper.finish(progress)

    def _pages(self, source: Source) -> Iterator[HarvestedPage]:
        return self.harvester(source.harvester).pages(source)

    def _is_ours(self, source: Source) -> Callable[[str], bool]:
        """Whether an IRI is one that we give, other than to this source's descriptions without one."""
        ours, theirs = f"{self.settings.base_url}/dataset/", minted(self.settings, source)
        return lambda iri: iri.startswith(ours) and not iri.startswith(theirs)

    def _source(self, identity: str) -> Source:
        found = next((source for source in self.store.sources() if source.id == identity), None)
        if found is None:
            raise NotFound(name=identity)
        return found

    def _standing(self, source: Source) -> Standing:
        last = next(iter(self.store.runs(source.id, 1)), None)
        return Standing(source, last, _due(source, last))

    @contextmanager
    def _alone(self, source: Source) -> Iterator[Source]:
        """The source as it is now, which no other process of this machine harvests meanwhile."""
        folder = self.settings.data / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"harvest-{source.id}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UnderWay(name=source.id) from None
            yield self._source(source.id)

    def _close_interrupted(self, source: Source) -> None:
        for run in self.store.runs(source.id, 1):
            if run.state is RunState.RUNNING:
                _break_off(run)
                self.store.save_run(run)


class _Keeper:
    """Saves how far a run is, now and then, and what is known of the pages with it."""

    def __init__(self, store: SourceStore, source: Source, tell: Tell) -> None:
        self._store = store
        self._source = source
        self._tell = tell
        self._next = time.monotonic() + _SAVE_EVERY

    def step(self, progress: Progress) -> None:
        self._tell(progress)
        began = time.monotonic()
        if began >= self._next:
            self._save(progress)
            # What takes long, as there is much to save, is done less often.
            self._next = time.monotonic() + max(_SAVE_EVERY, 20 * (time.monotonic() - began))

    def finish(self, progress: Progress) -> None:
        if progress.run.state is RunState.RUNNING:
            _break_off(progress.run)
        progress.run.finished = datetime.now(UTC)
        self._save(progress)
        self._tell(progress)

    def _save(self, progress: Progress) -> None:
        whole = progress.run.state in (RunState.COMPLETE, RunState.HELD)
        pages = progress.pages if whole else {**self._source.pages, **progress.pages}
        now = next((each for each in self._store.sources() if each.id == self._source.id), None)
        # A source that was changed meanwhile is to be read anew.
        if now is not None and replace(now, pages={}) == replace(self._source, pages={}):
            self._store.save_source(replace(now, pages=pages))
        self._store.save_run(progress.run)


def find_harvester(settings: Settings) -> Callable[[str], Harvester]:
    """Finds harvesters by name among those that installed packages offer. Raises BadParameter."""

    def find(name: str) -> Harvester:
        offered = entry_points(group=GROUP)
        if name not in offered.names:
            expected = f"one of {', '.join(sorted(offered.names))}"
            raise BadParameter(name="harvester", value=name, expected=expected)
        make: HarvesterFactory = offered[name].load()
        return make(settings)

    return find


def _check(source: Source) -> None:
    parts = urlsplit(source.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        expected = "an http or https address, without a password or fragment"
        raise BadParameter(name="url", value=source.url, expected=expected)
    if source.id and not (_ID.fullmatch(source.id) and len(source.id) <= 40):
        expected = "at most 40 lower-case letters, digits and hyphens"
        raise BadParameter(name="id", value=source.id, expected=expected)
    if source.id == demonstration.SOURCE:
        raise BadParameter(
            name="id", value=source.id, expected="another word: this one is the demonstration’s"
        )
    if source.every < 0:
        raise BadParameter(name="every", value=source.every, expected="a number of hours, or 0 for never")


def _identity(url: str, known: Collection[Source]) -> str:
    """The id of the source with this URL, or a new one from its host."""
    for source in known:
        if source.url == url:
            return source.id
    taken = {source.id for source in known}
    name = re.sub(r"[^a-z0-9]+", "-", (urlsplit(url).hostname or "").lower())[:30].strip("-") or "source"
    return next(
        each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken
    )


def _due(source: Source, last: Run | None) -> datetime | None:
    """When a source is to be harvested next; at once, if it never was or a run of it was killed."""
    if not source.every:
        return None
    if last is None or last.state is RunState.RUNNING:
        return last.started if last else source.added
    broke_off = last.state in (RunState.PARTIAL, RunState.FAILED)
    return last.started + timedelta(hours=min(source.every, _SOON) if broke_off else source.every)


def _break_off(run: Run) -> None:
    run.state = RunState.PARTIAL
    run.finished = datetime.now(UTC)
    run.message = "it was interrupted; the next run goes on from there"
