"""The parameters of a page, checked: what cannot be meant is told, never guessed."""

from collections.abc import Collection

from flask import request

from catalogue.domain.errors import BadParameter, RepeatedParameter, UnknownParameter
from catalogue.domain.sentences import quoted
from catalogue.web.languages import gettext


def check_known(names: Collection[str]) -> None:
    """Refuse parameters that are not read, and those that come twice. Raises UnknownParameter, RepeatedParameter."""
    for name, values in request.args.lists():
        if name not in names:
            raise UnknownParameter(name=quoted(name), known=", ".join(names))
        if len(values) > 1:
            raise RepeatedParameter(name=name)


def positive(name: str) -> int:
    """A whole number from 1, which is also what a missing one is. Raises BadParameter."""
    text = request.args.get(name, "").strip() or "1"
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise BadParameter(name=name, value=text, expected=gettext("a whole number from 1"))
    return int(text)
