"""The bound on addresses, which is ours: servers and proxies have others, and bare pages in English to tell them.

What a web process could not read whole is refused here too.
"""

from typing import Final

from flask import Flask, Response, request

from catalogue.domain import unread, values
from catalogue.web import errors, frame, languages
from catalogue.web.languages import gettext

# Characters. A reason of 500 letters of any script fits, and with it the line around it in what servers take (8,190).
LONGEST: Final = 8_000


def register(app: Flask) -> None:
    """Refuse what is longer before anything else is asked."""
    app.before_request(_refuse)


def _refuse() -> Response | None:
    """The answer to what cannot be read. Its links lead to other pages, not to itself in other languages."""
    status = request.environ.get(unread.KEY)
    if status is None and len(request.environ.get("RAW_URI") or request.full_path) <= LONGEST:
        return None
    frame.place("pages.home")
    return errors.answer(int(status or 414), _detail(status))


def _detail(status: str | None) -> str:
    if status == unread.TOO_MANY_FIELDS:
        return gettext("More came with this address, cookies for instance, than is taken here.")
    if status == unread.BAD_LINE:
        return gettext(
            "This address has a blank or a control character in it, which a program has to encode."
        )
    most = values.number(LONGEST, languages.reader())
    told = gettext("This address has more than the %(most)s characters that an address may have here.")
    return told % {"most": most}
