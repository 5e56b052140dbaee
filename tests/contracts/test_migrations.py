"""The migrations make the tables that the code expects."""

import zlib
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from catalogue.store import engine as engines
from catalogue.store.schema import metadata
from catalogue.store.sql import SqlStore


def test_migrating_an_empty_database_gives_the_tables_of_the_schema(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/c.sqlite"
    SqlStore(address).close()
    engine = create_engine(address)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_what_was_withdrawn_before_is_known_by_the_revision_that_readers_had(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/c.sqlite"
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(Path(engines.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(text("INSERT INTO graphs VALUES ('h', x'00')"))
        # Its first revision was published and then withdrawn; a draft came between.
        _record(connection, 1, "withdrawn", [10, 30], [("published", 20), ("saved", 30), ("withdrawn", 40)])
        # Published in its second revision at the moment that this was saved.
        _record(connection, 2, "withdrawn", [10, 30], [("published", 30), ("withdrawn", 40)])
        _record(connection, 3, "withdrawn", [10, 30], [])
        _record(connection, 4, "withdrawn", [10], [])
        _record(connection, 5, "draft", [10], [("saved", 10)])
        command.upgrade(config, "0004")
        found = connection.execute(text("SELECT last_published FROM records ORDER BY number")).scalars()
        assert list(found) == [1, 2, None, 1, None]
    engine.dispose()


def test_titles_are_known_of_what_was_stored_before(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/c.sqlite"
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(Path(engines.__file__).parent / "migrations"))
    said = '<urn:2> <http://purl.org/dc/terms/title> "Santé"@fr .\n'.encode()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        empty, full = zlib.compress(b""), zlib.compress(said)
        for name, content in (("h", empty), ("g", full)):
            connection.execute(
                text("INSERT INTO graphs VALUES (:hash, :text)"), {"hash": name, "text": content}
            )
        for number in range(1, 251):
            _record(connection, number, "draft", [10], [])
        connection.execute(text("UPDATE revisions SET hash = 'g' WHERE record = 2"))
        command.upgrade(config, "0005")
        found = connection.execute(text("SELECT record, language, title, plain FROM titles"))
        assert list(found) == [(2, "fr", "Santé", "sante")]
    engine.dispose()


def test_of_what_was_stored_before_readers_are_told_only_what_they_have(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/c.sqlite")
    config = Config()
    config.set_main_option("script_location", str(Path(engines.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        empty = {"text": zlib.compress(b"")}
        connection.execute(text("INSERT INTO graphs VALUES ('h', :text)"), empty)
        _record(
            connection, 1, "published", [10, 30, 50], [("published", 10), ("published", 30), ("saved", 50)]
        )
        connection.execute(text("UPDATE records SET published = 2, changed = 30"))
        _record(connection, 2, "draft", [10], [("saved", 10)])
        command.upgrade(config, "0006")
        found = connection.execute(text("SELECT published FROM revisions ORDER BY record, number")).scalars()
        assert list(found) == [None, 30, None, None]
    engine.dispose()


def _record(
    connection: Connection, number: int, state: str, saved: list[int], changes: list[tuple[str, int]]
) -> None:
    """A record as it was before, whose revisions were saved at these moments."""
    columns = "(number, id, iri, kind, state, head, changed, withdrawal_reason)"
    row = f"({number}, '{number}', 'urn:{number}', 'dataset', '{state}', {len(saved)}, 0, '')"
    connection.execute(text(f"INSERT INTO records {columns} VALUES {row}"))
    for revision, at in enumerate(saved, 1):
        values = f"({number}, {revision}, 'h', {at}, '', '', '{{}}')"
        connection.execute(text(f"INSERT INTO revisions VALUES {values}"))
    for kind, at in changes:
        values = f"({number}, '{kind}', {at})"
        connection.execute(text(f"INSERT INTO changes (record, kind, at) VALUES {values}"))
