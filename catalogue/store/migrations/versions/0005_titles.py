"""The titles of newest revisions, so that lists need not read what descriptions say."""

import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

from catalogue.store.titles import rows_of

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BATCH = 200


def upgrade() -> None:
    titles = op.create_table(
        "titles",
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("language", sa.String(100), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("plain", _PLAIN, nullable=False),
    )
    after = 0
    while described := _described(after):
        rows = [row for number, iri, text in described for row in rows_of(number, iri, text)]
        if rows:
            op.bulk_insert(titles, rows)
        after = described[-1][0]


def _described(after: int) -> list[tuple[int, str, str]]:
    """The next records with the text of their newest revision."""
    query = sa.text(
        "SELECT r.number, r.iri, g.ntriples FROM records r"
        " JOIN revisions v ON v.record = r.number AND v.number = r.head"
        " JOIN graphs g ON g.hash = v.hash WHERE r.number > :after ORDER BY r.number LIMIT :limit"
    )
    found: Any = op.get_bind().execute(query, {"after": after, "limit": _BATCH})
    return [(number, iri, zlib.decompress(text).decode()) for number, iri, text in found]
