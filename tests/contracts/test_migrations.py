"""The migrations make the tables that the code expects."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from catalogue.store.schema import metadata
from catalogue.store.sql import SqlStore


def test_migrating_an_empty_database_gives_the_tables_of_the_schema(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/c.sqlite"
    SqlStore(address).close()
    engine = create_engine(address)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
