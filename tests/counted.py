"""How much work something is, in calls: these are the same on every machine, and seconds are not."""

from collections.abc import Callable
from cProfile import Profile


def calls(work: Callable[[], object], name: str = "") -> int:
    """How many calls of Python functions of this name the work takes; without a name, of all functions."""
    profile = Profile()
    profile.runcall(work)
    return sum(
        each.callcount
        for each in profile.getstats()
        if name in ("", getattr(each.code, "co_name", each.code))
    )
