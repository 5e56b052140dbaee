"""Records, revisions, their RDF, the change feed, harvest sources and runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "graphs",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("ntriples", sa.LargeBinary, nullable=False),
    )
    _create_records()
    _create_followers()
    _create_harvest()


def _create_records() -> None:
    op.create_table(
        "records",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(255), nullable=False, unique=True),
        sa.Column("iri", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("published", sa.Integer),
        sa.Column("source", sa.String(255)),
        sa.Column("listed", sa.BigInteger),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("checked", sa.BigInteger),
        sa.Column("withdrawn", sa.BigInteger),
        sa.Column("withdrawal_reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("records_by_source", "records", ["source", "number"])
    op.create_index("records_by_state", "records", ["state", "number"])
    op.create_index("records_by_change", "records", ["changed"])


def _create_followers() -> None:
    op.create_table(
        "revisions",
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("hash", sa.String(64), sa.ForeignKey("graphs.hash"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
    )
    op.create_table(
        "identifiers",
        sa.Column("identifier", sa.Text, primary_key=True),
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("identifiers_by_record", "identifiers", ["record"])
    op.create_table(
        "changes",
        sa.Column("position", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("record", _NUMBER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )


def _create_harvest() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("runs_by_source", "runs", ["source", "started"])
