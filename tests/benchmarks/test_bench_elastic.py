"""The measurement itself works on both engines, on a catalogue of a size that a test can build."""

import pytest

from tests.benchmarks import bench_elastic
from tests.benchmarks.engines import PROGRAMS
from tests.engines.search_server import SearchServer


@pytest.mark.engine
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_search_page_is_measured_beside_the_engine(name: str, request: pytest.FixtureRequest) -> None:
    server: SearchServer = request.getfixturevalue(name.lower())
    rows = bench_elastic.measured(name, server, documents=60, questions=25)
    assert [row.aim for row in rows if "p95" in row.name] == ["at most 1.5", "at most 1.2"]
    assert all(row.ours > 0 for row in rows)
    assert all(abs(row.ratio - row.ours / row.bare) < 0.01 for row in rows if row.bare)
