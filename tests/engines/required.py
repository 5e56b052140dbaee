"""Turns a skip into a failure for the marks and fixtures that `REQUIRE_ENGINES` names, with spaces between."""

import os
from collections.abc import Generator

import pytest

REQUIRED = frozenset(os.environ.get("REQUIRE_ENGINES", "").split())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    asked = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
    required = asked & REQUIRED
    if report.skipped and required and not _by_choice(report):
        report.outcome = "failed"
        report.longrepr = (
            f"may not be skipped here (REQUIRE_ENGINES has {', '.join(required)}): {report.longrepr}"
        )
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that is skipped as a whole has no marks to look at: none may be here."""
    report = yield
    if report.skipped and REQUIRED:
        report.outcome = "failed"
        report.longrepr = (
            f"{collector.nodeid} may not be skipped as a whole where engines are required: {report.longrepr}"
        )
    return report


def _by_choice(report: pytest.TestReport) -> bool:
    """Whether it was left out for its time, and not because something is missing."""
    return isinstance(report.longrepr, tuple) and report.longrepr[2].startswith("Skipped: slow")
