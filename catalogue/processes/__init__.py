"""The processes of an instance: a supervisor, the web processes that gunicorn runs, and the worker.

    supervisor ─┬─ web (gunicorn's arbiter) ── web processes
                └─ worker (indexing, scheduled harvests)

`catalogue serve` runs them all; `catalogue web` and `catalogue worker` run one part, for an installation
whose processes something else looks after. Nothing is imported here: the supervisor and the arbiter stay small.
"""

CANNOT_START = 4
"""The exit code of a process that would fail again however often it is started: a wrong setting."""

GRACE = 10
"""Seconds that requests and writes under way get to finish when a process is told to stop."""
