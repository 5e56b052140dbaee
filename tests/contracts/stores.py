"""The stores that every contract of stores is held to."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.store.sql import SqlStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StoreContract:
    """A behaviour of every store; subclasses have a fixture `address` that says where it is."""

    @pytest.fixture
    def store(self, address: str) -> Iterator[SqlStore]:
        store = SqlStore(address)
        yield store
        store.close()


class OnSqlite(StoreContract):
    @pytest.fixture
    def address(self, tmp_path: Path, new_database: Path) -> str:
        return f"sqlite:///{shutil.copy(new_database, tmp_path)}"


@pytest.mark.engine
class OnPostgresql(StoreContract):
    @pytest.fixture
    def address(self, new_postgresql_url: str) -> str:
        return new_postgresql_url
