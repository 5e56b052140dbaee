"""The worker: keeps the search index at the store, and harvests the sources that are due.

Run as `python -m catalogue.processes.worker`, or by `catalogue worker`. It ends on whatever goes wrong, and is
started again: what it does continues from a position in the change feed, so there is nothing to lose.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import NoReturn

from catalogue.bootstrap import Services
from catalogue.domain.errors import CatalogueError, Unavailable, WrongSetting
from catalogue.domain.profile import Profile
from catalogue.processes import CANNOT_START, GRACE
from catalogue.search.questions import PART
from catalogue.services.indexing import BATCH
from catalogue.settings import SettingsError, load

LOOK_FOR_DUE = 15.0  # seconds between two looks at the schedules, and at the notices to send
WITHOUT_SEARCH = 0.5  # seconds until a search engine that is down is tried again
TIDY = 3600.0  # seconds between two times that kept bodies and results are held to their bounds


class Chore:
    """Something that is done again and again in a thread of its own, once at a time."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(1, name)
        self._under_way: Future[object] | None = None
        self._next = 0.0

    def begin_if_due(self) -> None:
        """Begin it, unless it is being done or was a moment ago. Raises what went wrong in it the last time."""
        if time.monotonic() < self._next:
            return
        if self._under_way is not None:
            if not self._under_way.done():
                return
            self._under_way.result()
        self._next = time.monotonic() + LOOK_FOR_DUE
        self._under_way = self._thread.submit(self._work)

    def wait(self, seconds: float) -> None:
        """Wait for what is under way."""
        if self._under_way:
            wait_for([self._under_way], seconds)


class Worker:
    """Indexes in this thread; harvests, tidies and tells people in others, so that none keeps another waiting."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.stopping = threading.Event()
        self._harvest = Chore("harvest", self._tend)
        self._messages = Chore("messages", self._tell)
        self._judging = Chore("judging", self._judge)
        self._register = Chore("register", self._spread)
        self._tidy = 0.0
        self._remind = 0.0
        self._without_search = False

    def run(self) -> None:
        """Work until told to stop; a harvest under way then gets `GRACE` seconds."""
        while not self.stopping.is_set():
            if self._index() == 0:
                self.stopping.wait(self.services.settings.poll)
            self._harvest.begin_if_due()
            self._messages.begin_if_due()
            self._judging.begin_if_due()
            self._register.begin_if_due()
        self._harvest.wait(GRACE)

    def _index(self) -> int:
        """Take in changes; gives how many. A search engine that is down holds up nothing else that is done here."""
        try:
            taken = self.services.indexing.catch_up(BATCH)
        except Unavailable as error:
            if error.fields.get("part") != PART:
                raise
            if not self._without_search:
                sys.stderr.write(f"worker: {error} It is tried again.\n")
            self._without_search = True
            self.stopping.wait(WITHOUT_SEARCH)
            return 0
        self._without_search = False
        return taken

    def _tend(self) -> None:
        self.services.harvesting.run_due()
        if time.monotonic() >= self._tidy:
            self.services.bodies.trim()
            self.services.public_checks.purge()
            self.services.sessions.purge()
            self.services.limiting.purge()
            self.services.handing_in.purge()
            self.services.answering.purge()
            self._tidy = time.monotonic() + TIDY

    def _spread(self) -> None:
        """Bring changes of the register to all descriptions that they concern."""
        while self.services.spreading.catch_up() and not self.stopping.is_set():
            pass

    def _judge(self) -> None:
        if self.services.store.unjudged(1):  # a worker that judges nothing does without a validator
            self.services.saving.judge_waiting()

    def _tell(self) -> None:
        if time.monotonic() >= self._remind:
            self.services.yearly_checks.remind()
            self.services.notice_mails.purge()
            self.services.saved_searches.purge()
            self._remind = time.monotonic() + TIDY
        self.services.notice_mails.send()
        self.services.saved_searches.send()


def main() -> int:
    """Work until SIGTERM or SIGINT. Gives the exit code."""
    try:
        worker = Worker(Services(load()))
        _tell_of_profile(worker.services.profile)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stopping.set())
        worker.run()
    except (SettingsError, CatalogueError) as error:
        sys.stderr.write(f"worker: {error}\n")
        return CANNOT_START if isinstance(error, SettingsError | WrongSetting) else 1
    return 0


def _tell_of_profile(profile: Profile) -> None:
    """Log what an operator should know of the profile: here, because an instance has one worker."""
    for remark in profile.remarks:
        sys.stderr.write(f"The profile {profile.id}: {remark}\n")


def end_with(work: Callable[[], int]) -> NoReturn:
    """End the process with what `work` gives, at once: Python would wait for a harvest, however long it takes.

    What nobody foresaw is told with its trace, and ends it too, so that it is started again.
    """
    try:
        code = work()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    end_with(main)
