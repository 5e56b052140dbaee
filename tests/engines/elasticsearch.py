"""A real Elasticsearch on loopback: the server of Maven Central, with the token filters that are missing there.

`elasticsearch_server` lives as long as the test session; `elasticsearch` is the same, mended and emptied after the
test. What this server has not: modules beside the core (scripts, deletion by query, synonyms, `GET /`).
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.java import Program, packed
from tests.engines.search_server import SearchServer, running

NETTY = "org.elasticsearch.transport.netty4.Netty4Plugin"
FILTERS = "filters.Filters"


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[SearchServer]:
    """An Elasticsearch that lives as long as the test session; with pytest-xdist, as that of one worker."""
    home = PROGRAM.installed()
    with running(PROGRAM.name, lambda folder, port: PROGRAM.command(home, folder, port)) as server:
        yield server


@pytest.fixture
def elasticsearch(elasticsearch_server: SearchServer) -> Iterator[SearchServer]:
    """The session's Elasticsearch, which the test may break or fill as it likes."""
    yield elasticsearch_server
    elasticsearch_server.mend()


def _arrange(home: Path) -> None:
    """Netty's transport and our filters are modules with class loaders of their own."""
    netty = home / "modules" / "transport-netty4"
    netty.mkdir(parents=True)
    [transport] = (home / "lib").glob("transport-netty4-*.jar")
    version = transport.stem.rpartition("-")[2]
    for jar in (transport, *(home / "lib").glob("netty-*.jar")):
        jar.rename(netty / jar.name)
    _describe(netty, NETTY, version)
    filters = home / "modules" / "filters"
    filters.mkdir()
    packed(home / "classes" / "filters", filters)
    _describe(filters, FILTERS, version)
    (home / "plugins").mkdir(exist_ok=True)


def _describe(module: Path, plugin: str, version: str) -> None:
    lines = {
        "description": "For tests",
        "name": module.name,
        "version": version,
        "classname": plugin,
        "java.version": "21",
        "elasticsearch.version": version,
    }
    text = "".join(f"{key}={value}\n" for key, value in lines.items())
    (module / "plugin-descriptor.properties").write_text(text, encoding="utf-8")


def _arguments(home: Path, folder: Path, port: int) -> list[str]:
    settings = {
        "cluster.name": "tests",
        "node.name": "tests",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port,
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
    }
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "elasticsearch.yml").write_text(json.dumps(settings), encoding="utf-8")  # JSON is YAML
    return [str(home), str(config)]


PROGRAM = Program("elasticsearch", _arguments, _arrange)
