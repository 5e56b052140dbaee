"""How values were written before: what a former address or a renamed code is called today."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import unquote

_LONGEST_CHAIN = 3  # a former host with a code that was renamed too, in another case


@dataclass(frozen=True, slots=True)
class Rule:
    """IRIs that begin with `old` name the code that follows it in the namespace `new`.

    With `codes`, only those, each by its code of today. `accepted` says that the profile takes both addresses: it
    is good to know that they mean the same, and nothing is wrong with either. `whole` says that the namespace moved
    with all that is in it, also with what we have no entry for.
    """

    old: str
    new: str
    reason: str
    since: date | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Successor:
    """Today's IRI of a value, and why; `since` is None where nobody knows the day."""

    iri: str
    reason: str
    since: date | None = None
    accepted: bool = False


class Successors:
    """Finds today's IRI of a former one. `names` gives every IRI and other name of a concept, and its IRI.

    Upper and lower case are one here; a name that two concepts share names neither.
    """

    def __init__(self, rules: Iterable[Rule], names: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self._rules = tuple((rule.old.casefold(), rule) for rule in rules)
        self._beginnings = tuple(beginning for beginning, _ in self._rules)
        self._names = names

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Built when somebody asks for the first time: most processes never do."""
        known: dict[str, str] = {}
        for name, iri in self._names():
            key = name.casefold()
            known[key] = iri if known.get(key, iri) == iri else ""
        return known

    def find(self, iri: str, depth: int = _LONGEST_CHAIN) -> Successor | None:
        """The successor of an IRI, or None where none is certain."""
        for form in dict.fromkeys(_forms(iri)):
            known = self._known.get(form.casefold())
            if known and known != iri:
                return Successor(known, "It is written differently in the list.")
            found = self._by_rule(form, iri, depth)
            if found:
                return found
        return None

    def _by_rule(self, form: str, iri: str, depth: int) -> Successor | None:
        folded = form.casefold()
        if not folded.startswith(self._beginnings):
            return None
        for beginning, rule in self._rules:
            if folded.startswith(beginning):
                moved = _moved(rule, form[len(beginning) :])
                target = self._target(moved, depth) if moved and moved != form else ""
                target = target or (moved if rule.whole and moved != rule.new else "")
                if target and target != iri:
                    return Successor(target, rule.reason, rule.since, rule.accepted)
        return None

    def _target(self, iri: str, depth: int) -> str:
        known = self._known.get(iri.casefold())
        if known or not depth:
            return known or ""
        further = self.find(iri, depth - 1)
        return further.iri if further else ""


def _moved(rule: Rule, code: str) -> str:
    if not rule.codes:
        return rule.new + code
    named = {known.casefold(): today for known, today in rule.codes.items()}.get(code.casefold())
    return rule.new + named if named else ""


def _forms(iri: str) -> Iterator[str]:
    """An IRI as it may have been meant: without what came along with it, and with `#` for `/` and back."""
    bare = iri.strip().strip("<>")
    trimmed = unquote(bare.rstrip("/#"))
    yield from (bare, trimmed)
    before, _, code = trimmed.rpartition("#")
    if before:
        yield f"{before}/{code}"
    before, _, code = trimmed.rpartition("/")
    if before:
        yield f"{before}#{code}"
