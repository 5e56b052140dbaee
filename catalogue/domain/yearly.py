"""When a holder has to check a description again: a year after it was published or checked (EHDS, Article 60(3))."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from catalogue.domain.record import Record

WARNING: Final = timedelta(days=30)  # how long before it is due people are told, and how long after


class Urgency(StrEnum):
    """How near the check of a description is."""

    SOON = "soon"  # within 30 days
    DUE = "due"
    OVERDUE = "overdue"  # since 30 days


@dataclass(frozen=True, slots=True)
class Due:
    """A published description whose check is due on a day, or was. `since` is when it was known to be true."""

    record: Record
    day: date
    since: datetime
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Calendar:
    """After how many months a check is due, and what time it is."""

    months: int
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    @property
    def today(self) -> date:
        return self.clock().date()

    def due(self, record: Record) -> Due | None:
        """The check of a published description that is due by now, or will be within 30 days; else None."""
        since = confirmed(record)
        day = later(since.astimezone(UTC).date(), self.months)
        if self.today < day - WARNING:
            return None
        is_over = self.today >= day + WARNING
        urgency = Urgency.SOON if self.today < day else Urgency.OVERDUE if is_over else Urgency.DUE
        return Due(record, day, since, urgency)


def confirmed(record: Record) -> datetime:
    """When a published description was last known to be true: when it was checked, or published."""
    return max(record.changed, record.checked or record.changed)


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
