"""The search engines that are measured, each started as one in use is."""

import sys
from collections.abc import Iterator
from functools import partial

import pytest

from tests.engines import elasticsearch, opensearch
from tests.engines.java import FAST
from tests.engines.search_server import SearchServer, running

PROGRAMS = {"Elasticsearch": elasticsearch.PROGRAM, "OpenSearch": opensearch.PROGRAM}


def servers() -> Iterator[tuple[str, SearchServer]]:
    """Those that can be started here, one after the other, by name; of the others it is told why they cannot."""
    for name, program in PROGRAMS.items():
        try:
            home = program.installed()
        except pytest.skip.Exception as reason:
            sys.stderr.write(f"{name} is not measured: {reason}\n")
            continue
        with running(program.name, partial(program.started, home, options=FAST)) as server:
            yield name, server
