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
from catalogue.domain.errors import CatalogueError, WrongSetting
from catalogue.domain.profile import Profile
from catalogue.processes import CANNOT_START, GRACE
from catalogue.services.indexing import BATCH
from catalogue.settings import SettingsError, load

LOOK_FOR_DUE = 15.0  # seconds between two looks at the schedules
TIDY = 3600.0  # seconds between two times that kept bodies and results are held to their bounds


class Worker:
    """Indexes in this thread; harvests and tidies in another, so that a harvest of hours keeps nothing waiting."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.stopping = threading.Event()
        self._harvester = ThreadPoolExecutor(1, "harvest")
        self._harvest: Future[object] | None = None
        self._look = 0.0
        self._tidy = 0.0

    def run(self) -> None:
        """Work until told to stop; a harvest under way then gets `GRACE` seconds."""
        while not self.stopping.is_set():
            if self.services.indexing.catch_up(BATCH) == 0:
                self.stopping.wait(self.services.settings.poll)
            if time.monotonic() >= self._look:
                self._harvest_what_is_due()
        if self._harvest:
            wait_for([self._harvest], GRACE)

    def _harvest_what_is_due(self) -> None:
        if self._harvest is not None:
            if not self._harvest.done():
                return
            self._harvest.result()  # raises what went wrong in it
        self._look = time.monotonic() + LOOK_FOR_DUE
        self._harvest = self._harvester.submit(self._tend)

    def _tend(self) -> None:
        self.services.harvesting.run_due()
        if time.monotonic() >= self._tidy:
            self.services.bodies.trim()
            self.services.public_checks.purge()
            self._tidy = time.monotonic() + TIDY


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
