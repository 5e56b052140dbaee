"""The operations that take a description a step further, declared."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from catalogue.web import record_schemas as schemas
from catalogue.web.openapi import Content, Operation
from catalogue.web.reasons import say
from catalogue.web.record_operations import (
    AGAIN,
    CHANGE,
    JSON,
    KEY,
    MAY_MATCH,
    ONE,
    REPEATED,
    THERE,
    VERSION,
    WRONG,
    secured,
)


def _step(
    name: str, words: tuple[str, str], body: Content | None = None, problems: Mapping[int, str] | None = None
) -> Operation:
    """An operation that takes a description a step further."""
    other = {400: WRONG, 422: say("The idempotency key was used for another request.")}
    told = {**KEY, **THERE, **AGAIN, **other, 412: VERSION[412], **(problems or {})}
    declared = secured(name, words, CHANGE, (*ONE, MAY_MATCH, REPEATED), told)
    return replace(declared, body=body)


_NOTE: Final = Content(say("A remark; the body may be empty."), {JSON: schemas.Note})
SUBMIT: Final = _step(
    "submit",
    (
        say("Send in for review"),
        say("Asks the reviewers of your organisation to look at the newest revision."),
    ),
)
PUBLISH: Final = _step(
    "publish",
    (
        say("Publish a description"),
        say("Readers get the newest revision. With violations it is refused, and the answer lists them."),
    ),
    problems={422: say("It has violations, which are listed, or the way to publication was not gone.")},
)
WITHDRAW: Final = _step(
    "withdraw",
    (
        say("Withdraw a description"),
        say("Takes it back from readers. A notice with the day and the reason stays at its address."),
    ),
    Content(say("The reason, which readers are told."), {JSON: schemas.Reason}),
    {410: say("It was withdrawn already.")},
)
RESTORE: Final = _step(
    "undo-withdrawal",
    (say("Undo a withdrawal"), say("Readers get again what they had before.")),
    problems={422: say("It has violations, which are listed, or the way to publication was not gone.")},
)
CHECK: Final = _step(
    "check",
    (
        say("Confirm a description"),
        say(
            "Says that it was checked and is still true, as the law asks for once a year (EHDS, Article 60)."
        ),
    ),
    _NOTE,
)
