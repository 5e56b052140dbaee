"""The parameters of a page, checked: what cannot be meant is told, never guessed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar

from flask import request

from catalogue.domain.errors import BadParameter, RepeatedParameter, UnknownParameter
from catalogue.domain.sentences import quoted
from catalogue.web.languages import gettext

_DIGITS: Final = 9

Given = Mapping[str, Sequence[str]]
Answer = TypeVar("Answer")


def check_known(names: Collection[str]) -> None:
    """Refuse parameters that are not read, and those that come twice. Raises UnknownParameter, RepeatedParameter."""
    for name, values in request.args.lists():
        if name not in names:
            raise UnknownParameter(name=quoted(name), known=", ".join(names))
        if len(values) > 1:
            raise RepeatedParameter(name=name)


def without_wrong(ask: Callable[[Given], Answer]) -> tuple[Answer, tuple[BadParameter, ...]]:
    """What `ask` answers without the parameters of this request that cannot be meant, and what is wrong with these."""
    given = request.args.to_dict(flat=False)
    wrong: list[BadParameter] = []
    while True:
        try:
            return ask(given), tuple(wrong)
        except BadParameter as error:
            if given.pop(str(error.fields["name"]), None) is None:
                raise
            wrong.append(error)


def positive(name: str) -> int:
    """A whole number from 1, which is also what a missing one is. Raises BadParameter."""
    text = request.args.get(name, "").strip() or "1"
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or int(text) < 1:
        raise BadParameter(name=name, value=text, expected=gettext("a whole number from 1"))
    return int(text)


def required(name: str, expected: str) -> int:
    """A whole number that must be there; `expected` is what, in the reader's language. Raises BadParameter."""
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS:
        raise BadParameter(name=name, value=text, expected=expected)
    return int(text)


def whole(name: str, least: int) -> int | None:
    """A whole number from `least` on; None when it is missing. Raises BadParameter."""
    value = request.args.get(name)
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18 or int(value) < least:
        raise BadParameter(
            name=name, value=value, expected=gettext("a whole number from %(least)s on") % {"least": least}
        )
    return int(value)


def wants_json() -> bool:
    """Whether a script of ours asks, which wants facts and no page."""
    return request.accept_mimetypes.best == "application/json"


def shown(name: str) -> int:
    """A number that the page of a form has put into it, such as the revision shown; 0 for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def moment(name: str) -> datetime | None:
    """A date or a time, in UTC where it names no zone; None when it is missing. Raises BadParameter.

    A plus sign may have come as a space.
    """
    value = request.args.get(name)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value.strip().replace(" ", "+"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        expected = gettext("a date or a time such as 2026-01-31 or 2026-01-31T12:00:00Z")
        raise BadParameter(name=name, value=value, expected=expected) from None


def choice(name: str, among: Collection[str]) -> str | None:
    """One of some values; None when it is missing. Raises BadParameter."""
    value = request.args.get(name)
    if value and value not in among:
        raise BadParameter(name=name, value=value, expected=", ".join(among))
    return value or None


def flag(name: str) -> bool:
    """Whether something is wished for: `true` or `false`, which is also what a missing one is. Raises BadParameter."""
    return choice(name, ("true", "false")) == "true"
