"""Starts the web processes and the worker, starts each again when it dies, and stops them in order.

Run as `python -m catalogue.processes.supervisor LISTENER ADDRESS PROCESSES THREADS LEVEL` by `catalogue serve`,
which has checked the settings and opened the port. The port stays open here while a web process is started
again, so that nobody is refused meanwhile. Only small parts of the standard library are imported: this process
is to cost next to nothing.
"""

import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress

from catalogue.processes import CANNOT_START, GRACE
from catalogue.processes.children import Child
from catalogue.processes.probe import Probe

YOUNG_DEATHS = 5  # of a program that never settled, after which the start is given up
LAST_RESORT = GRACE + 3.0
TICK = 0.5
PAGES_FIRST = 5  # the niceness of the worker: nobody waits for it as for a page


class Supervisor:
    """Keeps the children running until it is told to stop, or until one cannot start."""

    def __init__(self, children: list[Child], listener: socket.socket, address: str) -> None:
        self.children = children
        self.listener = listener
        self.address = address
        self.probe: Probe | None = Probe(listener)
        self.stopping = False
        self.gave_up = False
        self._wake, wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def run(self) -> int:
        """Supervise. Gives the exit code: 0 when it was told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to wake up
        while not (self.stopping or self.gave_up):
            self._start_due()
            self._sleep()
            self._reap()
            self._announce()
        self._stop()
        return 1 if self.gave_up else 0

    def _told_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _start_due(self) -> None:
        for child in self.children:
            if child.pid is None and time.monotonic() >= child.due:
                child.start()

    def _sleep(self) -> None:
        """Until a signal comes, the probe is answered, or a child is due."""
        now = time.monotonic()
        waits = [child.due - now for child in self.children if child.pid is None]
        watched: list[int | Probe] = [self._wake]
        if self.probe:
            waits.append(self.probe.wait)
            watched += [self.probe] if self.probe.fileno() >= 0 else []
        select.select(watched, [], [], max(0.0, min([TICK, *waits])))
        with suppress(BlockingIOError):
            os.read(self._wake, 1024)

    def _reap(self) -> None:
        """Collect whatever ended; as the first process of a container that may be a stranger."""
        for pid, code in _ended():
            for child in self.children:
                if child.pid == pid:
                    self._died(child, code)

    def _died(self, child: Child, code: int) -> None:
        delay = child.ended()
        if self.stopping or self.gave_up:
            return
        hopeless = code == CANNOT_START or child.failures >= YOUNG_DEATHS
        if hopeless and not child.settled:
            self.gave_up = True
            _tell(f"{child.name} cannot be started (it {_how(code)}); stopping.")
        else:
            _tell(f"{child.name} {_how(code)}; starting it again in {delay:.2g} s.")

    def _announce(self) -> None:
        if self.probe and self.probe.answered():
            self.probe = None
            _tell(f"Ready: {self.address} (Ctrl-C stops it)")

    def _stop(self) -> None:
        """Let what is under way finish, within bounds."""
        self.listener.close()
        if self.probe:
            self.probe.close()
        for child in self.children:
            child.stop()
        deadline = time.monotonic() + LAST_RESORT
        while any(child.pid for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.02)
            self._reap()
        for child in self.children:
            child.sweep(signal.SIGKILL)


def _ended() -> list[tuple[int, int]]:
    """The processes that have ended, with their exit codes (negative for a signal)."""
    ended = []
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended.append((found[0], os.waitstatus_to_exitcode(found[1])))
    return ended


def _how(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _tell(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def main(listener: str, address: str, *options: str) -> int:
    """Supervise on an open listening socket. `options` are those of `catalogue.processes.web`."""
    bound = socket.socket(fileno=int(listener))
    bound.set_inheritable(False)  # the worker must not hold the port
    python = [sys.executable, "-m"]
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # glibc would keep a heap for every thread
    web = Child("web", [*python, "catalogue.processes.web", listener, *options], bound.fileno())
    worker = Child("worker", [*python, "catalogue.processes.worker"], niceness=PAGES_FIRST)
    return Supervisor([web, worker], bound, address).run()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
