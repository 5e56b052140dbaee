"""The web processes: gunicorn with threads, on a listening socket that is already open.

Run as `python -m catalogue.processes.web LISTENER PROCESSES THREADS LEVEL`. The arbiter imports nothing of the
application, so that it stays small; each web process does, and none shares a database handle with another.
"""

import logging
import os
import sys
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.errors import HaltServer

from catalogue.processes import GRACE
from catalogue.processes.requests import LONGEST_LINE

SHARED_MEMORY = "/dev/shm"  # noqa: S108 — gunicorn makes its own private file there
TOLD_BY_THE_SUPERVISOR = {"Worker (pid:%s) exited with code %s.", "Shutting down: %s", "Reason: %s"}
NOT_TO_BE_KEPT = "Invalid request from ip="  # told by `requests` without the address and the words


class WebProcesses(BaseApplication):
    """gunicorn's arbiter with our options and our application."""

    def __init__(self, listener: str, processes: str, threads: str, level: str) -> None:
        self._options = {
            "bind": f"fd://{listener}",
            "workers": int(processes),
            "worker_class": "catalogue.processes.requests.Worker",
            "threads": int(threads),
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "limit_request_line": LONGEST_LINE,
            "http_parser": "python",  # the one that `requests` cuts lines in
            "loglevel": "info" if level == "debug" else "warning" if level == "info" else level,
            "worker_tmp_dir": SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None,
            "control_socket_disable": True,
        }
        logging.getLogger("gunicorn.error").addFilter(_is_news)
        super().__init__()

    def load_config(self) -> None:
        assert self.cfg is not None
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, imported in a web process."""
        return import_module("catalogue.processes.application").load()


def _is_news(record: logging.LogRecord) -> bool:
    return record.msg not in TOLD_BY_THE_SUPERVISOR and not str(record.msg).startswith(NOT_TO_BE_KEPT)


def _run() -> int:
    """Serve until told to stop. Gives the exit code."""
    try:
        WebProcesses(*sys.argv[1:]).run()
    except HaltServer as error:  # a web process could not start while the arbiter was already stopping
        return int(error.exit_status)
    return 0


if __name__ == "__main__":
    sys.exit(_run())
