"""What the groups of tables share: transactions that read, and transactions that write alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, TimeoutError

from catalogue.domain.errors import BadInput, Unavailable
from catalogue.domain.sentences import Sentence
from catalogue.store.engine import WRITING

_WRITING: Final = 7_302_902
# No server, no disk, no lock or connection in time: what may be over in a moment, and is nobody's input.
_DOWN: Final = (OperationalError, InterfaceError, TimeoutError)

_NUL: Final = Sentence("There is a character U+0000 in what was sent, which cannot be kept. Remove it.")


class Tables:
    """Access to the database for a group of tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A transaction that reads. Raises Unavailable while the database is down, BadInput for what it cannot hold."""
        with _available(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer is beside, so that change positions commit in their order.

        Raises Unavailable while the database is down, BadInput for what it cannot hold.
        """
        with (
            _available(),
            self._engine.connect().execution_options(**{WRITING: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITING})"))
            yield connection


@contextmanager
def _available() -> Iterator[None]:
    try:
        yield
    except _DOWN as error:
        raise Unavailable(part=Sentence("The database")) from error
    except DataError as error:
        if "NUL" not in str(error.orig):  # the words of psycopg; PostgreSQL keeps every other character
            raise
        raise BadInput(reason=_NUL) from None
