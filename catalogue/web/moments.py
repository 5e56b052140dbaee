"""When something was done, as pages say it: in the time zone of the instance, which is named, whoever reads it.

Scripts show what the server says, so that there is no second clock beside the first.
"""

from datetime import datetime, tzinfo

from catalogue.domain import values
from catalogue.web import languages
from catalogue.web.context import services


def moment(when: datetime) -> str:
    """A day with the time: `22 Nov 2026, 14:05 CET`."""
    return values.moment(when.astimezone(_zone()), languages.reader())


def clock(when: datetime) -> str:
    """The time of day: `14:05 CET`."""
    return f"{when.astimezone(_zone()):%H:%M} {values.zone(when.astimezone(_zone()))}"


def to_the_second(when: datetime) -> str:
    """A moment of a log, in an order that sorts: `2026-11-22 14:05:09 CET`."""
    local = when.astimezone(_zone())
    return f"{local:%Y-%m-%d %H:%M:%S} {values.zone(local)}"


def _zone() -> tzinfo:
    return services().settings.zone
