"""The tables of those who describe datasets: people, their keys and sessions, work in progress, reviews, registers."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from catalogue.store.schema import Moment, Number, Words, metadata

organisations = Table(
    "organisations",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("name", Words, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(320), nullable=False, unique=True),  # in lower case
    Column("name", Words, nullable=False),
    Column("administrator", Boolean, nullable=False),
    Column("language", String(32), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=False),
    Column("subject", String(600), unique=True),  # NULL for who has none
)

members = Table(
    "members",
    metadata,
    Column("person", String(64), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation", String(255), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(32), primary_key=True),
    Index("members_by_organisation", "organisation"),
)

# Sessions and links sent by mail, by the SHA-256 of what their holder has; `data` is JSON.
tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("purpose", String(32), nullable=False),
    Column("person", String(64), nullable=False),
    Column("until", Moment, nullable=False),
    Column("used", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Index("tokens_by_person", "person", "purpose"),
    Index("tokens_by_end", "until"),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("prefix", String(32), nullable=False),
    Column("name", Words, nullable=False),
    Column("organisation", String(255), nullable=False),
    Column("role", String(32), nullable=False),
    Column("created", Moment, nullable=False),
    Column("created_by", Words, nullable=False),
    Column("expires", Moment),
    Column("used", Moment),
    Column("revoked", Moment),
    Index("keys_by_organisation", "organisation"),
)

# Who did what. Nothing is ever changed or deleted in it.
audit = Table(
    "audit",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", String(64), nullable=False),
    Column("about", Words, nullable=False),
    Column("organisation", String(255), nullable=False),
    Column("detail", Words, nullable=False),
    Index("audit_by_organisation", "organisation", "position"),
    Index("audit_by_about", "about", "position"),
    sqlite_autoincrement=True,
)

# How often something was tried (signing in, asking for a link), so that all processes count together.
attempts = Table(
    "attempts",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Index("attempts_by_end", "until"),
)

# What somebody is editing and has not saved: N-Triples with labels that stay, compressed.
copies = Table(
    "copies",
    metadata,
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("base", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ntriples", LargeBinary, nullable=False),
)

# Records whose newest revision was too large to be judged as a whole when it was saved.
unjudged = Table(
    "unjudged",
    metadata,
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
)

# The next version of a description on its way to publication.
reviews = Table(
    "reviews",
    metadata,
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("by", String(64), nullable=False),
    Column("assignee", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)

# What people say to each other about a field (`place` is JSON, empty for the whole). Never public.
comments = Table(
    "comments",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("author", String(64), nullable=False),
    Column("name", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Words, nullable=False),
    Column("answers", Number),  # the comment that it answers
    Column("settled", Moment),
    Column("settled_by", Words, nullable=False),
    Index("comments_by_record", "record"),
    sqlite_autoincrement=True,
)

# What somebody should know: shown in the pages, and sent by mail once (`sent`); `data` is JSON.
notices = Table(
    "notices",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("person", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("record", Number),
    Column("at", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Column("seen", Moment),
    Column("sent", Moment),
    Index("notices_by_person", "person", "id"),
    Index("notices_to_send", "sent"),
    Index("notices_by_record", "record", "kind"),
    sqlite_autoincrement=True,
)

# Agents and contacts that are described once: N-Triples of the node and its parts, each version kept.
register = Table(
    "register",
    metadata,
    Column("iri", String(700), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),  # agent or contact
    Column("organisation", String(255), nullable=False),
    Column("name", Words, nullable=False),
    Column("ntriples", Text, nullable=False),
    Column("merged_into", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("current", Boolean, nullable=False),
    Index("register_by_organisation", "organisation", "kind"),
)

# Which descriptions name which nodes of the register: in their newest revision, and in the one that readers get.
uses = Table(
    "uses",
    metadata,
    Column("iri", String(700), primary_key=True),
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("published", Boolean, primary_key=True),
    Index("uses_by_record", "record"),
)

# Changes of the register on their way to the descriptions that use it, and what became of each of these.
register_changes = Table(
    "register_changes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("action", String(16), nullable=False),
    Column("iri", String(700), nullable=False),
    Column("other", Text, nullable=False),
    Column("organisation", String(255), nullable=False),
    Column("person", String(64), nullable=False),
    Column("author", Words, nullable=False),
    Column("publishes", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("finished", Moment),
    Index("register_changes_by_iri", "iri"),
    Index("register_changes_by_end", "finished"),
)

register_items = Table(
    "register_items",
    metadata,
    Column("change", String(64), ForeignKey("register_changes.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Number, ForeignKey("records.number", ondelete="CASCADE"), primary_key=True),
    Column("effect", String(16), nullable=False),
    Column("before", Integer, nullable=False),
    Column("published", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("violations", Integer, nullable=False),
    Index("register_items_by_effect", "change", "effect"),
)

# What somebody has handed in or typed and that is no description yet: a file to start from, an entry's form.
pending = Table(
    "pending",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("place", String(255), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("pending_by_end", "until"),
)

# Descriptions to begin from.
templates = Table(
    "templates",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("organisation", String(255), nullable=False),
    Column("name", Words, nullable=False),
    Column("ntriples", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
)

# What a program was answered, by its key and the idempotency key that it sent.
answers = Table(
    "answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("idempotency", String(255), primary_key=True),
    Column("request", String(64), nullable=False),  # SHA-256 of method, path and body
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("until", Moment, nullable=False),
    Index("answers_by_end", "until"),
)
