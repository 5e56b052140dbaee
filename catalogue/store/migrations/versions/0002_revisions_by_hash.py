"""Finding the revisions of a graph: one that none has any more goes with the record that is removed."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("revisions_by_hash", "revisions", ["hash"])
