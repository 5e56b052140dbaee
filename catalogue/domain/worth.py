"""Which findings are worth telling people: none that says again, or less well, what another says.

Programs get all of them.
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Final

from rdflib import SH

from catalogue.domain.addresses import is_address
from catalogue.domain.labels import short_path
from catalogue.domain.profile import Profile
from catalogue.domain.report import RANKS, Finding
from catalogue.domain.terms import shorten

_PARTS: Final = (str(SH.NodeConstraintComponent), str(SH.PropertyConstraintComponent))
# What is said of a value that is no address: these say more of what is asked for.
_CLASS: Final = str(SH.ClassConstraintComponent)
_KIND: Final = str(SH.NodeKindConstraintComponent)
_SAY_MORE: Final = (_CLASS, str(SH.DatatypeConstraintComponent))


def worth_telling(findings: Iterable[Finding], profile: Profile | None = None) -> Iterator[Finding]:
    """The findings that people should read, of those about one description.

    Left out is a warning where a violation says the same (HealthDCAT-AP requires at some levels what DCAT-AP
    recommends at all), that a value is missing where another finding says which, and that a value is no address
    where another says of which list it should be. Of an address that is given as a text, that is told, and not
    that it has no class. With a profile, that a part is not complete is left out too where findings of the part
    say what it lacks, and no message of the profile says it better.
    """
    found = tuple(findings)
    said = _Said(found)
    told = [each for each in found if not said.better(each)]
    spared = _told_below(told, profile) if profile else set()
    return (each for each in told if id(each) not in spared)


class _Said:
    """What findings say, with the rank of the most severe that says it."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self._worst: dict[tuple[str, ...], int] = {}
        for each in found:
            place = each.focus, each.path, each.component
            for key in (place, (*place, each.value)):
                self._worst[key] = min(self._worst.get(key, len(RANKS)), RANKS[each.severity])

    def better(self, finding: Finding) -> bool:
        """Whether another finding says it, more severely or better."""
        focus, path, rank = finding.focus, finding.path, RANKS[finding.severity]
        if self._rank(focus, path, finding.component, finding.value) < rank:
            return True
        if finding.component == str(SH.MinCountConstraintComponent):
            return self._rank(focus, path, str(SH.HasValueConstraintComponent)) <= rank
        if finding.component == _CLASS and is_address(finding.value):
            return self._rank(focus, path, _KIND, finding.value) <= rank
        if finding.component != _KIND or is_address(finding.value):
            return False
        more = (*_SAY_MORE, _PARTS[0]) if finding.value.startswith("_:") else _SAY_MORE
        return any(self._rank(focus, path, each, finding.value) <= rank for each in more)

    def _rank(self, *key: str) -> float:
        return self._worst.get(key, inf)


def _told_below(found: Iterable[Finding], profile: Profile) -> set[int]:
    """Those that say of a part that it is not complete, where findings as severe of the part say why."""
    spared: set[int] = set()
    about: dict[str, list[Finding]] = {}
    known: dict[str, float] = {}  # by the node, how severe its findings are
    left: list[tuple[str, int]] = []
    for each in found:
        if _is_general(each, profile):
            about.setdefault(each.value, []).append(each)
        else:
            left.append((each.focus, RANKS[each.severity]))
    while left:
        focus, rank = left.pop()
        if rank >= known.get(focus, inf):
            continue
        known[focus] = rank
        for each in about.get(focus, ()):
            if rank <= RANKS[each.severity] and id(each) not in spared:
                spared.add(id(each))
                left.append((each.focus, RANKS[each.severity]))
    return spared


def _is_general(finding: Finding, profile: Profile) -> bool:
    """Whether a finding only says that a part is not complete: no message of the profile says what it lacks."""
    if finding.component not in _PARTS or not finding.value:
        return False
    field = profile.field(finding.focus_class, finding.path)
    key = f"{shorten(finding.focus_class)}/{short_path(finding.path)}/"
    particular = any(key + rule in profile.messages.get("en", {}) for rule in ("Node", "Property"))
    return not particular and field is not None and field.parts is not None
