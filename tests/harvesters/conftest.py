"""Sites that behave as they are told, and settings with small bounds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.settings import Settings
from tests.harvesters.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def other_site() -> Iterator[Site]:
    """Another host and port, on loopback: where a source must not lead."""
    with serving() as site:
        yield site


@pytest.fixture
def bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings under which what takes too long is over in a moment."""
    monkeypatch.setenv("NO_PROXY", "*")
    return Settings(data=tmp_path / "var", fetch_timeout=0.3, fetch_time=1.2, import_limit=1, fetch_pages=20)
