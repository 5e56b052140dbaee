"""Real OpenID providers on loopback: npm's certified `oidc-provider`."""

import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.engines.fetched import openid_provider

CLIENT = "catalogue"
SECRET = "a secret of tests alone"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def openid_program() -> Path:
    """The folder of the provider, fetched once."""
    return openid_provider()


@contextmanager
def providing(program: Path, callback: str, people: Mapping[str, Any]) -> Iterator[str]:
    """A provider that knows these people, by login with their claims; gives its issuer."""
    port = free_port()
    command = ["node", "provider.js", str(port), callback, json.dumps(people)]
    process = subprocess.Popen(
        command, cwd=program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()
