"""Building the parts of an instance once, whichever thread asks first."""

from functools import cached_property
from threading import RLock
from typing import TypeVar

Service = TypeVar("Service")
BUILDING = RLock()  # held while a part is built, which may build others


class built_once(cached_property[Service]):  # noqa: N801 - a decorator, as its base is
    """A cached property that the threads of a process share: from Python 3.12 on, each could build its own."""

    def __get__(self, instance: object, owner: type | None = None) -> Service:  # type: ignore[override]
        with BUILDING:
            built: Service = super().__get__(instance, owner)
            return built
