"""Where the workspace leads: the row of links at the top of its pages."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from catalogue.domain.sentences import Sentence
from catalogue.web import reasons
from catalogue.web.actors import actor
from catalogue.web.context import services

# Endpoint and words, in the order of the row. A part of an instance that is not there has no link.
LINKS: Final = (
    ("workspace.home", Sentence("My descriptions")),
    ("workspace.register", Sentence("Register")),
    ("workspace.checks", Sentence("Checks due")),
    ("workspace.notices", Sentence("Notices")),
    ("workspace.organisation", Sentence("Organisation")),
    ("workspace.account", Sentence("Account")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the row. `current` is `page` for the page itself, `true` for one below it, else empty."""

    url: str
    label: str
    current: str
    count: int = 0


def entries() -> list[Entry]:
    """The row as it stands on the page that is asked for."""
    known = current_app.view_functions
    return [_entry(endpoint, words) for endpoint, words in LINKS if endpoint in known]


def _entry(endpoint: str, words: Sentence) -> Entry:
    url = url_for(endpoint)
    path, here = url.removeprefix(request.script_root), request.path
    below = here.startswith(f"{path}/") if endpoint != "workspace.home" else "/descriptions" in here
    current = "page" if here == path else "true" if below else ""
    count = services().notices.unseen(actor()) if endpoint == "workspace.notices" else 0
    return Entry(url, reasons.translate(words), current, count)
