"""The measurement itself works, on a catalogue of a size that a test can build."""

from tests.benchmarks import bench_search


def test_the_search_page_is_measured_beside_the_engine() -> None:
    rows = bench_search.measure(documents=300, questions=40)
    assert [row.aim for row in rows if "p95" in row.name] == ["at most 1.5", "at most 1.2"]
    assert all(row.ours > 0 for row in rows)
    assert all(abs(row.ratio - row.ours / row.bare) < 0.01 for row in rows if row.bare)
