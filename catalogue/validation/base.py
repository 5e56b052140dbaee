"""What the services ask of a validator. Every adapter passes `tests/contracts/test_validator.py`."""

from collections.abc import Iterable
from typing import Protocol

from catalogue.domain.report import Report

Mentions = Iterable[tuple[str, str]]


class Validator(Protocol):
    """Validates one description against the shapes of a profile."""

    def validate(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """The findings of a description at an access level (PUBLIC, RESTRICTED, NON_PUBLIC).

        `ntriples` is the description as it is stored, one statement a line; findings name its blank nodes by
        the labels that they have there. What a failed `sh:node` reports below itself is folded into that finding,
        and only nodes that the description itself describes are in focus. `mentions` are IRIs of what is
        described elsewhere, with their classes.
        """
