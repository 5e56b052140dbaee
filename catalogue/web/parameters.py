"""The parameters of a page, checked: what cannot be meant is told, never guessed."""

from flask import request

from catalogue.domain.errors import BadParameter
from catalogue.web.languages import gettext


def positive(name: str) -> int:
    """A whole number from 1, which is also what a missing one is. Raises BadParameter."""
    text = request.args.get(name, "").strip() or "1"
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise BadParameter(name=name, value=text, expected=gettext("a whole number from 1"))
    return int(text)
