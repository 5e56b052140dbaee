"""The table of searches that addresses have saved."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from catalogue.store.schema import Moment, Number, metadata

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("email", String(320), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("language", String(32), nullable=False),
    Column("parameters", Text, nullable=False),  # JSON
    Column("created", Moment, nullable=False),
    Column("confirmed", Moment),
    Column("checked", Moment),
    Column("seen", LargeBinary, nullable=False),  # JSON, compressed
    Column("later", Moment),
    Column("refused", Integer, nullable=False, server_default="0"),
    Index("saved_searches_by_email", "email"),
    Index("saved_searches_by_owner", "owner"),
    Index("saved_searches_by_look", "checked"),
    sqlite_autoincrement=True,
)
