"""The bound on addresses, which is ours: servers and proxies have others, and bare pages in English to tell them."""

from typing import Final

from flask import Flask, Response, request

from catalogue.domain import values
from catalogue.web import errors, frame, languages
from catalogue.web.languages import gettext

# Characters. A reason of 500 letters of any script fits, and with it the line around it in what servers take (8,190).
LONGEST: Final = 8_000


def register(app: Flask) -> None:
    """Refuse what is longer before anything else is asked."""
    app.before_request(_refuse)


def _refuse() -> Response | None:
    """The answer to an address that is too long. Its links lead to other pages, not to itself in other languages."""
    if len(request.environ.get("RAW_URI") or request.full_path) <= LONGEST:
        return None
    frame.place("pages.home")
    most = values.number(LONGEST, languages.reader())
    detail = gettext("This address has more than the %(most)s characters that an address may have here.")
    return errors.answer(414, detail % {"most": most})
