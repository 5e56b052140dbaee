"""Which revisions readers have had, so that they can be told what changed.

Of revisions before this one it is not known which were published, but for the one that readers have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("published", sa.BigInteger))
    op.execute(
        "UPDATE revisions SET published = (SELECT r.changed FROM records r WHERE r.number = revisions.record)"
        " WHERE EXISTS (SELECT 1 FROM records r WHERE r.number = revisions.record"
        " AND r.published = revisions.number)"
    )
