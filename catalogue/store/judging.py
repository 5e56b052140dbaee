"""Noting which newest revisions are still to be judged as a whole, in the transaction that stores them."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from catalogue.domain.record import Write
from catalogue.store.holder_schema import unjudged


def note_unjudged(connection: Connection, writes: Iterable[tuple[int, Write]]) -> None:
    """Note the records whose report of the newest revision is not complete, and no others."""
    reports = {number: write.report for number, write in writes if write.report is not None}
    waiting = {number for number, report in reports.items() if not report.complete}
    known = set(connection.execute(select(unjudged.c.record)).scalars())
    for number in known & (reports.keys() - waiting):
        connection.execute(delete(unjudged).where(unjudged.c.record == number))
    if waiting - known:
        connection.execute(insert(unjudged), [{"record": number} for number in sorted(waiting - known)])
