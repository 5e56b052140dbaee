"""The harness itself: a PostgreSQL that answers, and databases that do not see each other."""

import psycopg
import pytest

pytestmark = pytest.mark.engine


def test_a_real_postgresql_answers(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection:
        row = connection.execute("SELECT version(), current_setting('server_encoding')").fetchone()
    assert row is not None
    assert row[0].startswith("PostgreSQL")
    assert row[1] == "UTF8"


def test_an_empty_database_is_the_tests_own(postgresql_url: str, empty_postgresql_url: str) -> None:
    assert postgresql_url != empty_postgresql_url
    with psycopg.connect(empty_postgresql_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)
