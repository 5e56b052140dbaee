"""Related datasets as the page of a dataset shows them: each by its title, with why it is there."""

from dataclasses import dataclass

from catalogue.domain.languages import best, foreign
from catalogue.domain.record import Record
from catalogue.services.related import Reason, RelatedDataset, Why
from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.languages import gettext


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related dataset: `language` is that of the title where it is not the page's."""

    id: str
    title: str
    language: str
    level: str
    access: str
    reasons: tuple[str, ...]


def neighbours(record: Record) -> list[Neighbour]:
    """The related datasets of a published record in the reader's words."""
    given = services()
    return [_neighbour(each) for each in given.related.of(record, lambda: given.reading.readable(record))]


def _neighbour(each: RelatedDataset) -> Neighbour:
    reader, card = languages.reader(), each.card
    title, language = best(card["titles"], reader.languages)
    return Neighbour(
        card["id"],
        title or gettext("Untitled dataset"),
        foreign(language, reader.language),
        card["access"] or card["level"],
        services().related.labels.access(card["access"], reader),
        tuple(map(_said, each.reasons)),
    )


def _said(reason: Reason) -> str:
    if reason.facet:
        label, _ = services().related.labels.value(reason.facet, reason.value, languages.reader())
        template = _templates()[reason.why]
        return template % {"what": label}
    return _templates()[reason.why]


def _templates() -> dict[Why, str]:
    return {
        Why.SAME_SERIES: gettext("part of the same series"),
        Why.IN_SERIES: gettext("part of this series"),
        Why.SERIES: gettext("the series that this dataset is part of"),
        Why.VERSION: gettext("another version of this dataset"),
        Why.SOURCE: gettext("this dataset was made from it"),
        Why.MADE_FROM: gettext("made from this dataset"),
        Why.NAMED: gettext("named by this dataset as related"),
        Why.NAMES: gettext("names this dataset as related"),
        Why.SUBJECT: gettext("also about %(what)s"),
        Why.HOLDER: gettext("also held by %(what)s"),
    }
