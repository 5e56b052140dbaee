"""Saved searches whose mails were not taken."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("saved_searches", sa.Column("later", sa.BigInteger))
    op.add_column("saved_searches", sa.Column("refused", sa.Integer, nullable=False, server_default="0"))
