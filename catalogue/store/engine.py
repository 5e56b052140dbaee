"""Connecting to SQLite or PostgreSQL, and bringing the tables up to date."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from catalogue.domain.errors import WrongSetting

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MIGRATING: Final = 7_302_901  # a lock number of our own on PostgreSQL
WRITING: Final = "catalogue_writing"


def connect(address: str) -> Engine:
    """An engine with its tables up to date. Raises WrongSetting when the database cannot be used."""
    try:
        engine = _engine(address)
        with _alone(engine):
            _migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise WrongSetting(name="CATALOGUE_DATABASE_URL", reason=reason) from None
    return engine


def _engine(address: str) -> Engine:
    """The engine of an address. Its errors do not quote what was asked with: that may name people, or be secret."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
        )
    if url.get_backend_name() != "sqlite" or not url.database:
        raise WrongSetting(name="CATALOGUE_DATABASE_URL", reason="expected sqlite:///PATH or postgresql://…")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, in `_begin`
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: otherwise two could read, and one would fail when it writes."""
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Only one process migrates at a time; the others wait for it."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            yield
        return
    with Path(f"{engine.url.database}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate(engine: Engine) -> None:
    if _version(engine) == _newest():
        return
    from alembic import command  # noqa: PLC0415 - half a second that only a new version pays
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection.execution_options(**{WRITING: True})
        command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _newest() -> str:
    """Migrations are numbered files, so that a start need not load Alembic to know the newest."""
    return max(path.stem.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
