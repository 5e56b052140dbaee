"""Bodies are made once, shared through a folder, and bounded in memory and on disk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.services.bodies import Bodies, Memory

HASH = "ab" * 32


def never() -> bytes:
    raise AssertionError("made again")


def giving(body: bytes) -> Callable[[], bytes]:
    return lambda: body


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_body_is_made_once_and_then_read_by_other_processes(tmp_path: Path) -> None:
    assert Bodies(tmp_path).get(HASH, "ttl", giving(b"one")) == b"one"
    assert Bodies(tmp_path).get(HASH, "ttl", never) == b"one"


def test_the_same_content_has_a_body_of_each_kind(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path)
    assert bodies.get(HASH, "ttl", giving(b"one")) == b"one"
    assert bodies.get(HASH, "rdf", giving(b"two")) == b"two"


def test_a_body_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    Bodies(tmp_path).get(HASH, "ttl", giving(b"whole" * 100))
    [path] = stored(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    assert Bodies(tmp_path).get(HASH, "ttl", giving(b"again")) == b"again"
    assert Bodies(tmp_path).get(HASH, "ttl", never) == b"again"


def test_what_cannot_be_made_is_not_kept(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path)
    with pytest.raises(AssertionError, match="made again"):
        bodies.get(HASH, "ttl", never)
    assert stored(tmp_path) == []
    assert bodies.get(HASH, "ttl", giving(b"one")) == b"one"


def test_a_disk_that_cannot_be_written_does_not_stop_the_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert Bodies(tmp_path / "file").get(HASH, "ttl", giving(b"one")) == b"one"


def test_memory_lets_go_of_what_was_not_used_for_longest() -> None:
    memory: Memory[bytes] = Memory(limit=80)
    for key in range(8):
        memory.put(key, b"x" * 10, 10)
    memory.get(0)
    memory.put("new", b"x" * 10, 10)
    assert memory.get(0) is not None
    assert memory.get(1) is None
    assert len(memory) == 8


def test_memory_does_not_hold_one_value_that_would_drive_out_the_others() -> None:
    memory: Memory[bytes] = Memory(limit=80)
    memory.put("large", b"x" * 40, 40)
    assert memory.get("large") is None


def test_trimming_keeps_the_newest_and_drops_other_versions(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path)
    for number in range(4):
        bodies.get(f"{number:064x}", "ttl", giving(bytes(range(200))))
        os.utime(next(tmp_path.rglob(f"{number:064x}")), (number, number))
    other = tmp_path / "0.0.0" / "ttl" / "ab" / HASH
    other.parent.mkdir(parents=True)
    other.write_bytes(b"old")
    sizes = sum(path.stat().st_size for path in stored(tmp_path) if path != other)
    assert bodies.trim(sizes // 2 + 5) == 3
    assert sorted(path.name for path in stored(tmp_path)) == [f"{number:064x}" for number in (2, 3)]


def test_trimming_a_cache_that_is_not_there_yet_does_nothing(tmp_path: Path) -> None:
    assert Bodies(tmp_path / "bodies").trim() == 0
