"""The datasets that an address or a form names, each by its id as `d`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.domain.errors import Gone, NotFound
from catalogue.domain.page import Page, brief
from catalogue.domain.record import Record
from catalogue.domain.selection import Member, TooManyPicked
from catalogue.domain.telling import Language
from catalogue.web import dataset, errors, languages
from catalogue.web.context import services

PARAMETER: Final = "d"
_LONGEST: Final = 200  # characters of an id that are told again


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not here, or no more: why, as a sentence."""

    id: str
    reason: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """Published datasets in the order in which they were named, and what could not be shown."""

    records: tuple[Record, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that name the datasets."""
        return [(PARAMETER, record.id) for record in self.records]


def ids(named: Iterable[str]) -> list[str]:
    """Each id once."""
    return list(dict.fromkeys(each for name in named if (each := name.strip()[:_LONGEST])))


def picked(named: Iterable[str], most: int) -> Picked:
    """What is named. Raises TooManyPicked."""
    wanted = ids(named)
    if len(wanted) > most:
        raise TooManyPicked(count=len(wanted), most=most)
    records, missing = [], []
    for id in wanted:
        try:
            records.append(dataset.published(id))
        except (NotFound, Gone) as error:
            missing.append(Missing(id, errors.say(error), isinstance(error, Gone)))
    return Picked(tuple(records), tuple(missing))


def page(record: Record) -> Page:
    """A dataset as its page tells it in the language of this answer."""
    return dataset.kept().entry(record, languages.reader()).page


def members(records: Iterable[Record]) -> Iterator[Member]:
    """Datasets as a list tells them. It may have more of them than pages are kept, so it builds none."""
    own, reader = services(), languages.reader()
    language = Language(own.profile, own.vocabularies, reader)
    return (Member(each, brief(each, own.reading.graph(each), language)) for each in records)
