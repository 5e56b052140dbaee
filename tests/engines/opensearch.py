"""A real OpenSearch on loopback, with all its modules, from Maven Central.

`opensearch_server` lives as long as the test session; `opensearch` is the same, mended and emptied after the test.
"""

from collections.abc import Iterator

import pytest

from tests.engines.java import Program
from tests.engines.search_server import SearchServer, running

PROGRAM = Program("opensearch", lambda _, folder, port: [str(folder), str(port)])


@pytest.fixture(scope="session")
def opensearch_server() -> Iterator[SearchServer]:
    """An OpenSearch that lives as long as the test session; with pytest-xdist, as that of one worker."""
    home = PROGRAM.installed()
    with running(PROGRAM.name, lambda folder, port: PROGRAM.command(home, folder, port)) as server:
        yield server


@pytest.fixture
def opensearch(opensearch_server: SearchServer) -> Iterator[SearchServer]:
    """The session's OpenSearch, which the test may break or fill as it likes."""
    yield opensearch_server
    opensearch_server.mend()
