"""`catalogue serve` as an operator meets it: it is ready, it survives, it stops, and it says what is wrong."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.benchmarks.descriptions import write_file
from tests.journeys.instance import Instance, running, wait_until

DESCRIPTION = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/dataset/{name}> a dcat:Dataset ; dct:title "The {name} cohort"@en .
"""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration loaded, to be copied."""
    instance = Instance(tmp_path_factory.mktemp("demonstration"), {"CATALOGUE_VALIDATOR": "fast"})
    loaded = instance.command("demo", "load")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    return instance.folder


@pytest.fixture(scope="module")
def catalogue(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One instance with the demonstration, for the tests that leave it as they found it."""
    folder = tmp_path_factory.mktemp("catalogue") / "instance"
    with running(shutil.copytree(demonstration, folder)) as served:
        yield served


@pytest.mark.parametrize("part", ["web", "arbiter", "worker"])
def test_a_process_that_is_killed_is_replaced_and_nothing_is_lost(catalogue: Instance, part: str) -> None:
    killed = catalogue.part(part)
    assert killed is not None
    killed.send_signal(signal.SIGKILL)
    assert wait_until(lambda: catalogue.part(part) not in (None, killed)), catalogue.log
    assert wait_until(lambda: catalogue.get("/healthz")[0] == 200)
    assert _is_found_after_import(catalogue, f"{part}survivor"), catalogue.log


def test_nobody_is_refused_while_the_web_processes_are_started_again(catalogue: Instance) -> None:
    arbiter = catalogue.part("arbiter")
    assert arbiter is not None
    arbiter.send_signal(signal.SIGKILL)
    answers = [_status(catalogue) for _ in range(20)]
    assert answers == [200] * 20


def test_a_request_under_way_is_finished_before_the_end(tmp_path: Path, demonstration: Path) -> None:
    with running(shutil.copytree(demonstration, tmp_path / "instance")) as catalogue:
        connection = _slow_reader(catalogue)
        connection.sendall(b"GET /catalog.ttl HTTP/1.0\r\n\r\n")
        beginning = connection.recv(4096)
        assert catalogue.process is not None
        catalogue.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        body = beginning + _rest(connection)
        assert catalogue.stop() == 0
    head, _, content = body.partition(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    assert len(content) == int(length.split(b":")[1])


def test_an_address_of_any_length_is_answered_by_our_page_and_fills_no_memory(catalogue: Instance) -> None:
    web = catalogue.part("web")
    assert web is not None
    assert _status_of_line(catalogue, b"GET /fr/datasets?q=" + b"a" * 20_000) == b"414"
    before = web.memory_info().rss
    answer = _answer_to(catalogue, b"GET /fr/datasets?q=" + b"a" * 900_000)
    assert answer.startswith(b"HTTP/1.1 414 ")
    assert "L’adresse est trop longue" in answer.decode()
    assert _status_of_line(catalogue, b"GET /fr/datasets?q=" + b"a" * 30_000_000) in (b"414", b"")
    assert web.memory_info().rss - before < 15_000_000  # of a line of 30 MB


def test_letters_that_a_program_did_not_encode_are_taken_as_utf_8(catalogue: Instance) -> None:
    answer = _answer_to(catalogue, "GET /fr/datasets?q=diabète".encode(), b"Connection: close\r\n").decode()
    assert answer.startswith("HTTP/1.1 200 ")
    assert 'value="diabète"' in answer


def test_what_cannot_be_read_whole_is_refused_by_our_page(catalogue: Instance) -> None:
    for line in (b"GET /fr/datasets?q=a\0secret", b"GET /fr/datasets?q=a secret"):
        answer = _answer_to(catalogue, line)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert "espace ou un caractère de commande" in answer.decode()
    field = b"Cookie: secret=" + b"a" * 7_000 + b"\r\n"
    for fields in (b"X-A: b\r\n" * 101, b"Cookie: " + b"a" * 9_000 + b"\r\n", field * 140):
        answer = _answer_to(catalogue, b"GET /fr/datasets", fields)
        assert answer.startswith(b"HTTP/1.1 431 ")
        assert '<html lang="fr"' in answer.decode()
        assert b"Connection: close" in answer
    assert _answer_to(catalogue, b"GET /api/v1/datasets?q=a b").count(b"application/problem+json") == 1
    assert "secret" not in catalogue.log


def test_what_cannot_be_read_is_refused_and_its_words_are_not_kept(catalogue: Instance) -> None:
    assert _status_of_line(catalogue, b"GE\0T secret") == b"400"
    assert wait_until(lambda: "A request could not be read: InvalidRequestLine." in catalogue.log)
    assert "secret" not in catalogue.log
    assert "127.0.0.1:" not in catalogue.log.partition("could not be read")[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to_and_the_port_is_free(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as catalogue:
        everything = catalogue.processes()
        assert catalogue.stop(number) == 0
        assert psutil.wait_procs(everything, timeout=5)[1] == []
        assert _is_free(catalogue)


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    with running(tmp_path) as catalogue:
        everything = catalogue.processes()
        assert len(everything) == 4
        assert catalogue.stop(signal.SIGKILL) == -signal.SIGKILL
        assert psutil.wait_procs(everything, timeout=5)[1] == []
        assert _is_free(catalogue)


def test_an_import_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    instance = Instance(tmp_path, {"CATALOGUE_IMPORT_PROCESSES": "2"})
    write_file(tmp_path / "many.ttl", 200)
    command = [instance.program, "import", "many.ttl"]
    importing = psutil.Popen(command, cwd=tmp_path, env=instance.environment, stdout=subprocess.DEVNULL)
    assert wait_until(lambda: len(importing.children()) >= 2)
    validating = importing.children()
    importing.kill()
    assert importing.wait() == -signal.SIGKILL
    assert psutil.wait_procs(validating, timeout=10)[1] == []


def test_a_worker_that_breaks_down_waits_for_no_harvest() -> None:
    script = """
import time
from concurrent.futures import ThreadPoolExecutor
from catalogue.processes.worker import end_with

def work():
    ThreadPoolExecutor(1).submit(time.sleep, 3600)
    raise RuntimeError("what nobody foresaw")

end_with(work)
"""
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "what nobody foresaw" in ended.stderr


def test_a_taken_port_is_told_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        message = _refusal(Instance(tmp_path), other.getsockname()[1])
    assert "port" in message
    assert "in use" in message


def test_a_data_folder_that_cannot_be_written_to_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the way")
    assert "CATALOGUE_DATA" in _refusal(Instance(tmp_path))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CATALOGUE_WEB_PROCESSES", "many"),
        ("CATALOGUE_SPELLING_MISTAKE", "1"),
        ("CATALOGUE_PROFILE", "no-such-profile"),
        ("CATALOGUE_THEME", "no-such-theme"),
        ("CATALOGUE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path: Path, setting: str, value: str) -> None:
    assert setting in _refusal(Instance(tmp_path, {setting: value}))


def _refusal(catalogue: Instance, port: int = 0) -> str:
    """What it says when it does not start."""
    catalogue.launch(port)
    try:
        assert wait_until(lambda: catalogue.ended), catalogue.log
    finally:
        code = catalogue.stop()
    assert code > 0
    assert "Traceback" not in catalogue.log
    return catalogue.log


def _is_found_after_import(catalogue: Instance, name: str) -> bool:
    file = catalogue.folder / f"{name}.ttl"
    file.write_text(DESCRIPTION.format(name=name))
    imported = catalogue.command("import", str(file), "--publish", "always")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    return wait_until(lambda: f"The {name} cohort" in _plain(catalogue.get(f"/en/datasets?q={name}")[1]))


def _plain(page: str) -> str:
    return page.replace("<mark>", "").replace("</mark>", "")


def _status(catalogue: Instance) -> int:
    time.sleep(0.05)
    return catalogue.get("/healthz", patience=60)[0]


def _slow_reader(catalogue: Instance) -> socket.socket:
    """A connection whose small window keeps an answer under way until it is read."""
    parts = urlsplit(catalogue.url)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((parts.hostname, parts.port))
    return connection


def _status_of_line(catalogue: Instance, line: bytes) -> bytes:
    """The status; nothing when the connection was given up before all was sent."""
    return _answer_to(catalogue, line)[9:12]


def _answer_to(catalogue: Instance, line: bytes, fields: bytes = b"") -> bytes:
    """What is answered to a request line, sent without its version."""
    parts = urlsplit(catalogue.url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=20)
    with suppress(ConnectionError), connection:
        connection.sendall(line + b" HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n" + fields + b"\r\n")
        return _rest(connection)
    return b""


def _rest(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(1 << 16):
        received += part
    connection.close()
    return received


def _is_free(catalogue: Instance) -> bool:
    port = urlsplit(catalogue.url).port
    assert port is not None
    with socket.create_server(("127.0.0.1", port)):
        return True
