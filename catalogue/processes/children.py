"""A program that runs for as long as the supervisor does, and is started again when it dies."""

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress

SETTLED = 10.0  # seconds after which a start counts as having worked
LONGEST_DELAY = 30.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Child:
    """One program with its command.

    `listener` is the file descriptor that it inherits, if any; `niceness` how far it steps back for the others.

    It leads a process group of its own: a Ctrl-C reaches the supervisor only, which then stops it in order.
    """

    def __init__(self, name: str, command: list[str], listener: int | None = None, niceness: int = 0) -> None:
        self.name = name
        self.command = command
        self.listener = listener
        self.niceness = niceness
        self.pid: int | None = None
        self._group: int | None = None
        self.failures = 0
        self.settled = False
        self.due = 0.0
        self._started = 0.0

    def start(self) -> None:
        """Start the program. Call it from the only thread: the child dies with the thread that made it."""
        supervisor = os.getpid()
        self._started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            self._become(supervisor)
        _lead_group(pid)  # in both processes, so that it is so whoever comes first
        self.pid = self._group = pid

    def ended(self) -> float:
        """Note that it died, and say in how many seconds it is due again: longer each time it dies young."""
        lived = time.monotonic() - self._started
        self.settled = self.settled or lived >= SETTLED
        self.failures = 0 if lived >= SETTLED else self.failures + 1
        delay = min(LONGEST_DELAY, 0.125 * 2**self.failures) if self.failures else 0.0
        self.due = time.monotonic() + delay
        self.pid = None
        self.sweep(signal.SIGTERM)
        return delay

    def stop(self) -> None:
        """Ask the program to finish what is under way and end."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def sweep(self, number: int) -> None:
        """Send a signal to the program if it is there, and to all that it started or left behind."""
        if self._group is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._group, number)

    def _become(self, supervisor: int) -> None:
        """In the new process: turn into the program. Never returns."""
        try:
            _lead_group(0)
            _die_with(supervisor)
            os.nice(self.niceness)
            if self.listener is not None:
                os.set_inheritable(self.listener, True)
            os.execv(self.command[0], self.command)
        except OSError as error:
            sys.stderr.write(f"{self.name} cannot be started: {error}\n")
        finally:
            os._exit(1)


def _lead_group(pid: int) -> None:
    with suppress(PermissionError, ProcessLookupError):  # it has become the program, or ended, already
        os.setpgid(pid, pid)


def _die_with(supervisor: int) -> None:
    """Be told to stop when the supervisor is gone, even by kill -9. Elsewhere than on Linux they stay."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:
        os._exit(1)
