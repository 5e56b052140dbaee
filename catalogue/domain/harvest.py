"""What we know of the catalogues that we harvest, and of each time we did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalogue.domain.record import Publish, Summary


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page of a source was when it was last read: its validators, what it named, and what follows."""

    etag: str = ""
    last_modified: str = ""
    members: tuple[str, ...] = ()
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue that we harvest. `every` is in hours; 0 means only when asked."""

    id: str
    url: str
    harvester: str = "dcat"
    publish: Publish = Publish.CONFORMING
    every: float = 24.0
    added: datetime | None = None
    pages: Mapping[str, PageState] = field(default_factory=dict)


class RunState(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"
    PARTIAL = "partial"  # broke off; nothing was withdrawn
    HELD = "held"  # too much vanished at once; a person must confirm
    FAILED = "failed"  # nothing could be read


@dataclass(slots=True)
class Run:
    """One harvest of a source. `message` says why it is not complete."""

    id: str
    source: str
    started: datetime
    state: RunState = RunState.RUNNING
    finished: datetime | None = None
    summary: Summary = field(default_factory=Summary)
    message: str = ""
