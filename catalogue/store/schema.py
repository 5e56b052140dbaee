"""The tables. A change here needs a migration beside it; a test compares the two."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, kept as microseconds since 1970, which every database compares alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """A text that somebody wrote. PostgreSQL keeps every character but U+0000."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else value.replace("\0", "\ufffd")


class Plain(Words):
    """A text that is compared and sorted by its characters, by every database alike."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(Text(collation="C" if dialect.name == "postgresql" else None))


# SQLite numbers rows only where the key is INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

# The RDF itself, once for each content: canonical N-Triples, compressed.
graphs = Table(
    "graphs",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("ntriples", LargeBinary, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String(255), nullable=False, unique=True),
    Column("iri", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("head", Integer, nullable=False),
    Column("published", Integer),
    Column("source", String(255)),
    Column("listed", Moment),
    Column("changed", Moment, nullable=False),
    Column("checked", Moment),
    Column("withdrawn", Moment),
    Column("withdrawal_reason", Words, nullable=False, default=""),
    Column("organisation", String(255), nullable=False, default="", server_default=""),
    Column("last_published", Integer),
    Index("records_by_source", "source", "number"),
    Index("records_by_state", "state", "number"),
    Index("records_by_organisation", "organisation", "number"),
    Index("records_by_change", "changed"),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("hash", String(64), ForeignKey("graphs.hash"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("report", Text, nullable=False),
    Column("person", String(64), nullable=False, default="", server_default=""),
    Column("published", Moment),
    Index("revisions_by_hash", "hash"),
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("identifier", Text, primary_key=True),
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Index("identifiers_by_record", "record"),
)

# The titles of newest revisions, a row for each language ("" for none), with what a search compares.
titles = Table(
    "titles",
    metadata,
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("language", String(100), primary_key=True),
    Column("title", Words, nullable=False),
    Column("plain", Plain, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=True),
    Column("record", Number, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

sources = Table(
    "sources",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("data", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", String(255), nullable=False),
    Column("started", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Index("runs_by_source", "source", "started"),
)

# What the public had checked: the findings, never the description, compressed.
results = Table(
    "results",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("results_by_end", "until"),
)
