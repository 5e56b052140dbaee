"""The measurement itself works, on variables that a test can index."""

from tests.benchmarks import bench_variables


def test_the_page_of_variables_is_measured_beside_the_engine() -> None:
    rows = bench_variables.measure(datasets=20, of_each=10, questions=40)
    assert [row.aim for row in rows if "p95" in row.name] == ["ours under 200 ms"]
    assert all(row.ours > 0 for row in rows)
    assert all(abs(row.ratio - row.ours / row.bare) < 0.01 for row in rows if row.bare)
