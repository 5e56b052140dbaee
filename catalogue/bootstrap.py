"""Settings in, services out: the only module that names adapters."""

from dataclasses import dataclass
from functools import cached_property

from catalogue.settings import Settings


@dataclass(frozen=True)
class Services:
    """Everything that an instance can do, built when it is first asked for.

    Parts that only some commands need (validation, harvesting) cost a page nothing.
    """

    settings: Settings
