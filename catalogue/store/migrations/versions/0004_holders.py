"""People, keys, sessions, work in progress, reviews and registers; and whose a record is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    organisation = sa.Column("organisation", sa.String(255), nullable=False, server_default="")
    op.add_column("records", organisation)
    op.create_index("records_by_organisation", "records", ["organisation", "number"])
    op.add_column("records", sa.Column("last_published", sa.Integer))
    op.add_column("revisions", sa.Column("person", sa.String(64), nullable=False, server_default=""))
    _note_last_published()
    _create_organisations()
    _create_people()
    _create_members()
    _create_tokens()
    _create_keys()
    _create_audit()
    _create_attempts()
    _create_copies()
    _create_unjudged()
    _create_reviews()
    _create_comments()
    _create_notices()
    _create_register()
    _create_uses()
    _create_register_changes()
    _create_register_items()
    _create_pending()
    _create_templates()
    _create_answers()


def _note_last_published() -> None:
    """What readers get, or of what was withdrawn, got: a publication gives them the newest revision of its moment.

    Where the feed does not tell, it is known only of a record that has one revision.
    """
    op.execute("UPDATE records SET last_published = published")
    publication = "SELECT MAX(at) FROM changes WHERE record = records.number AND kind = 'published'"
    seen = f"SELECT MAX(number) FROM revisions WHERE record = records.number AND at <= ({publication})"  # noqa: S608
    only = "CASE WHEN head = 1 THEN 1 END"
    op.execute(
        f"UPDATE records SET last_published = COALESCE(({seen}), {only}) WHERE state = 'withdrawn'"  # noqa: S608 - all of it stands here
    )


def _create_organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("email", sa.String(320), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("administrator", sa.Boolean, nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("subject", sa.String(600), unique=True),
    )


def _create_members() -> None:
    op.create_table(
        "members",
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "organisation",
            sa.String(255),
            sa.ForeignKey("organisations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("role", sa.String(32), primary_key=True),
    )
    op.create_index("members_by_organisation", "members", ["organisation"])


def _create_tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("tokens_by_person", "tokens", ["person", "purpose"])
    op.create_index("tokens_by_end", "tokens", ["until"])


def _create_keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("prefix", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("organisation", sa.String(255), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("expires", sa.BigInteger),
        sa.Column("used", sa.BigInteger),
        sa.Column("revoked", sa.BigInteger),
    )
    op.create_index("keys_by_organisation", "keys", ["organisation"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("position", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("organisation", sa.String(255), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_organisation", "audit", ["organisation", "position"])
    op.create_index("audit_by_about", "audit", ["about", "position"])


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("attempts_by_end", "attempts", ["until"])


def _create_copies() -> None:
    op.create_table(
        "copies",
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ntriples", sa.LargeBinary, nullable=False),
    )


def _create_unjudged() -> None:
    op.create_table(
        "unjudged",
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    )


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("assignee", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _create_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("answers", _NUMBER),
        sa.Column("settled", sa.BigInteger),
        sa.Column("settled_by", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("comments_by_record", "comments", ["record"])


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record", _NUMBER),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("seen", sa.BigInteger),
        sa.Column("sent", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("notices_by_person", "notices", ["person", "id"])
    op.create_index("notices_to_send", "notices", ["sent"])
    op.create_index("notices_by_record", "notices", ["record", "kind"])


def _create_register() -> None:
    op.create_table(
        "register",
        sa.Column("iri", sa.String(700), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(255), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("ntriples", sa.Text, nullable=False),
        sa.Column("merged_into", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("register_by_organisation", "register", ["organisation", "kind"])


def _create_uses() -> None:
    op.create_table(
        "uses",
        sa.Column("iri", sa.String(700), primary_key=True),
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("published", sa.Boolean, primary_key=True),
    )
    op.create_index("uses_by_record", "uses", ["record"])


def _create_register_changes() -> None:
    op.create_table(
        "register_changes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("iri", sa.String(700), nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("organisation", sa.String(255), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("publishes", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("finished", sa.BigInteger),
    )
    op.create_index("register_changes_by_iri", "register_changes", ["iri"])
    op.create_index("register_changes_by_end", "register_changes", ["finished"])


def _create_register_items() -> None:
    change = sa.ForeignKey("register_changes.id", ondelete="CASCADE")
    op.create_table(
        "register_items",
        sa.Column("change", sa.String(64), change, primary_key=True),
        sa.Column("record", _NUMBER, sa.ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("effect", sa.String(16), nullable=False),
        sa.Column("before", sa.Integer, nullable=False),
        sa.Column("published", sa.Integer, nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("violations", sa.Integer, nullable=False),
    )
    op.create_index("register_items_by_effect", "register_items", ["change", "effect"])


def _create_pending() -> None:
    op.create_table(
        "pending",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(255), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("pending_by_end", "pending", ["until"])


def _create_templates() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("organisation", sa.String(255), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("ntriples", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
    )


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("idempotency", sa.String(255), primary_key=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("answers_by_end", "answers", ["until"])
