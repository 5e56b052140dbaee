"""What the pages about one description have in common: what it is called, where it stands, and the other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, current_app, request, url_for

from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Record
from catalogue.domain.sentences import Sentence
from catalogue.services.standing import Standing
from catalogue.web import languages, reasons
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import page

PAGES: Final = (
    ("workspace.description", Sentence("Edit")),
    ("workspace.review", Sentence("Review and publish")),
    ("workspace.preview", Sentence("Preview")),
    ("workspace.history", Sentence("History")),
)


@dataclass(frozen=True)
class Subject:
    """One description, for the one who looks at it."""

    who: Actor
    standing: Standing

    @classmethod
    def of(cls, id: str) -> "Subject":
        """The description of an id. Raises NotFound."""
        who = actor()
        return cls(who, services().workflow.standing(who, id))

    @property
    def record(self) -> Record:
        return self.standing.record

    @property
    def title(self) -> str:
        return title(self.record)

    def page(self, template: str, status: int = 200, /, **context: Any) -> Response:
        """A page about it."""
        return page(
            template,
            status,
            record=self.record,
            standing=self.standing,
            stage=self.standing.stage,
            title=self.title,
            pages=pages(self.record),
            **context,
        )


def title(record: Record) -> str:
    """What a description is called in its newest revision; for who may not read that, by what is published."""
    notices = services().notices
    say = notices.title if _may_read(record) else notices.public_title
    return say(record, languages.reader().languages)


def address(record: Record) -> str:
    """The page of a description on which it is edited; for who may not read that, the public one."""
    if _may_read(record):
        return url_for("workspace.description", id=record.id)
    return url_for("pages.dataset", id=record.id)


def _may_read(record: Record) -> bool:
    return actor().may(Permission.READ, record.organisation)


def done(told: Mapping[str, Sentence]) -> str:
    """What was done, when a page is shown after that."""
    sentence = told.get(request.args.get("done", ""))
    return reasons.translate(sentence) if sentence else ""


def pages(record: Record) -> list[dict[str, Any]]:
    """The pages about a description."""
    known = current_app.view_functions
    return [_link(endpoint, words, record) for endpoint, words in PAGES if endpoint in known]


def _link(endpoint: str, words: Sentence, record: Record) -> dict[str, Any]:
    here = request.endpoint == endpoint
    return {"url": url_for(endpoint, id=record.id), "label": reasons.translate(words), "current": here}
