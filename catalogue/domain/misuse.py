"""What is wrong with a value that should come from a vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.domain.successors import Successor
from catalogue.domain.vocabulary import Vocabularies


class MisuseKind(StrEnum):
    """The ways in which a value is not, or no longer, what its list has."""

    FORMER = "former"  # the same entry has another address or code today
    MISSPELT = "misspelt"  # no entry, but close to one
    RETIRED = "retired"  # an entry that the list keeps for old data only
    DEAD = "dead"  # nothing in the list, and close to nothing


@dataclass(frozen=True, slots=True)
class Misuse:
    """What is wrong with a value. `today` is the entry to take in its place, or empty.

    `certain` says that both mean the same; otherwise it is a guess. `reason` and `since` tell of a move.
    """

    kind: MisuseKind
    today: str = ""
    certain: bool = False
    reason: str = ""
    since: date | None = None


class ValueJudge:
    """Judges values by the vocabularies of their field."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies

    def iri(self, value: str, schemes: Sequence[str]) -> Misuse | None:
        """What is wrong with an IRI as a value from these lists; None where nothing is, or nothing can be known.

        An entry of another list is in use there: whether it may stand here is for validation to say. Of a list
        of which we have only a part, what we do not know may well be in it.
        """
        known = self._vocabularies.concept(value)
        if known and not known.deprecated:
            return None
        successor = self._vocabularies.succession(value)
        if successor and self._is_in(successor.iri, schemes):
            return None if successor.accepted else _moved(value, successor)
        if known:
            return Misuse(MisuseKind.RETIRED)
        return self._unknown(value, schemes) if self._is_decided(value, schemes) else None

    def text(self, value: str, schemes: Sequence[str]) -> Misuse | None:
        """What is wrong with a text where the IRI of an entry should stand."""
        found = self._unknown(value, schemes)
        return found if found.today or self._are_whole(schemes) else None

    def _unknown(self, value: str, schemes: Sequence[str]) -> Misuse:
        today = self._vocabularies.suggest(value, schemes)
        return Misuse(MisuseKind.MISSPELT, today) if today else Misuse(MisuseKind.DEAD)

    def _is_in(self, iri: str, schemes: Sequence[str]) -> bool:
        """Whether an address is one of these lists', also where we do not have the entry."""
        concept = self._vocabularies.concept(iri)
        if concept:
            return concept.scheme in schemes
        return any(iri.startswith(self._namespaces(scheme)) for scheme in schemes)

    def _is_decided(self, value: str, schemes: Sequence[str]) -> bool:
        """Whether a value that we do not know cannot be in any of the lists."""
        return self._are_whole(schemes) or any(
            value.startswith(self._namespaces(iri)) for iri in schemes if self._is_whole(iri)
        )

    def _are_whole(self, schemes: Sequence[str]) -> bool:
        return all(self._is_whole(iri) for iri in schemes)

    def _is_whole(self, scheme: str) -> bool:
        found = self._vocabularies.scheme(scheme)
        return found is not None and found.complete

    def _namespaces(self, scheme: str) -> tuple[str, ...]:
        return tuple({concept.namespace for concept in self._vocabularies.concepts(scheme)})


def _moved(value: str, successor: Successor) -> Misuse:
    kind = MisuseKind.MISSPELT if value.casefold() == successor.iri.casefold() else MisuseKind.FORMER
    return Misuse(kind, successor.iri, True, successor.reason, successor.since)
