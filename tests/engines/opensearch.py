"""A real OpenSearch on loopback, with all its modules, from Maven Central.

`opensearch_server` lives as long as the test session; `opensearch` is the same, mended and emptied after the test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import java
from tests.engines.search_server import SearchServer, running


def installed() -> Path:
    """The server's folder, fetched and compiled once. Skips the test where it cannot be had."""
    return java.installed("opensearch")


@pytest.fixture(scope="session")
def opensearch_server() -> Iterator[SearchServer]:
    """An OpenSearch that lives as long as the test session; with pytest-xdist, as that of one worker."""
    home = installed()
    with running("OpenSearch", lambda folder, port: java.command(home, str(folder), str(port))) as server:
        yield server


@pytest.fixture
def opensearch(opensearch_server: SearchServer) -> Iterator[SearchServer]:
    """The session's OpenSearch, which the test may break or fill as it likes."""
    yield opensearch_server
    opensearch_server.mend()
