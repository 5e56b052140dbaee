"""Searches that addresses have saved."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("confirmed", sa.BigInteger),
        sa.Column("checked", sa.BigInteger),
        sa.Column("seen", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("saved_searches_by_email", "saved_searches", ["email"])
    op.create_index("saved_searches_by_owner", "saved_searches", ["owner"])
    op.create_index("saved_searches_by_look", "saved_searches", ["checked"])
