"""The measurement itself works, on as few descriptions as a test can wait for."""

from tests.benchmarks import bench_indexing


def test_indexing_and_one_change_are_measured() -> None:
    rows = bench_indexing.measure(descriptions=60, changes=2)
    assert [row.aim for row in rows] == ["at least 1,000", "under 1"]
    assert all(row.ours > 0 for row in rows)
