"""Listing records in SQL: found by their titles and by where they stand, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from catalogue.domain.languages import base
from catalogue.domain.record import Record, State
from catalogue.domain.review import Stage, Status
from catalogue.store.holder_schema import reviews
from catalogue.store.listing_base import Sort, Wanted
from catalogue.store.records import find_by
from catalogue.store.schema import records, revisions, titles
from catalogue.store.tables import Tables
from catalogue.store.writing import chunks

# As `domain.review.stage` says of one record.
_IS_PUBLISHED: Final = and_(records.c.published.is_not(None), records.c.head == records.c.published)
_IS_DECIDED: Final = or_(reviews.c.status == Status.SENT_BACK, reviews.c.revision == records.c.head)
_stands: Final = case(
    (records.c.state == State.WITHDRAWN, Stage.WITHDRAWN),
    (_IS_PUBLISHED, Stage.PUBLISHED),
    (_IS_DECIDED, reviews.c.status),
    else_=Stage.DRAFT,
)
_AT_HEAD: Final = and_(revisions.c.record == records.c.number, revisions.c.number == records.c.head)


class ListingTables(Tables):
    """ListingStore (see `listing_base`)."""

    def listed(self, wanted: Wanted) -> tuple[Sequence[Record], int]:
        found = _narrowed(wanted)
        page = found.order_by(*_order(wanted)).offset(wanted.start).limit(wanted.limit)
        with self._reading() as connection:
            total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
            numbers = list(connection.execute(page).scalars())
            known = find_by(connection, "number", numbers)
        return [known[number] for number in numbers], int(total)

    def titles(self, records: Collection[int]) -> Mapping[int, Mapping[str, str]]:
        found: dict[int, dict[str, str]] = {}
        with self._reading() as connection:
            for chunk in chunks(records):
                for row in connection.execute(select(titles).where(titles.c.record.in_(chunk))):
                    found.setdefault(row.record, {})[row.language] = row.title
        return found


def _narrowed(wanted: Wanted) -> Select[Any]:
    query = select(records.c.number).where(
        records.c.source.is_(None), records.c.organisation.in_(sorted(wanted.organisations))
    )
    query = query.select_from(records).join(revisions, _AT_HEAD)
    if wanted.words:
        this = select(titles.c.record).where(titles.c.record == records.c.number)
        said = [titles.c.plain.contains(word, autoescape=True) for word in wanted.words]
        query = query.where(this.where(*said).exists())
    if wanted.stage is not None:
        query = query.outerjoin(reviews, reviews.c.record == records.c.number).where(_stands == wanted.stage)
    return query


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    last: list[ColumnElement[Any]] = [revisions.c.at.desc(), records.c.number.desc()]
    if wanted.sort is Sort.CHANGED:
        return last
    title = select(titles.c.plain).where(titles.c.record == records.c.number)
    first = title.order_by(_rank(wanted.languages), titles.c.language).limit(1).scalar_subquery()
    return [func.coalesce(first, "") == "", first, *last]


def _rank(languages: Sequence[str]) -> ColumnElement[int]:
    """As `domain.languages.rank` says of one language."""
    last = 2 * len(languages)
    wishes: list[tuple[ColumnElement[bool], int]] = [(titles.c.language == "", last)]
    for place, wish in enumerate(languages):
        short = base(wish)
        variants = or_(titles.c.language == short, titles.c.language.startswith(f"{short}-", autoescape=True))
        wishes += [(titles.c.language == wish, 2 * place), (variants, 2 * place + 1)]
    return case(*wishes, else_=last + 1)
