"""What goes wrong in the engine, and whether the files of an index are as they were written.

Each ends with a checksum of its content:

content · footer as JSON with "crc" (CRC-32 of the content) · length of the footer · magic number (4 bytes each)
"""

import json
import mmap
import zlib
from pathlib import Path

_SEGMENT = frozenset({".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", ".del"})


def is_damaged(folder: Path) -> bool:
    """Whether a file was changed since the engine wrote it; reads all of the index."""
    return any(not _is_whole(path) for path in folder.rglob("*") if path.suffix in _SEGMENT)


def is_of_engine(error: BaseException) -> bool:
    """Whether an error is the engine's: its panics are no `Exception`, and of a class that cannot be imported."""
    return isinstance(error, ValueError | OSError | LookupError) or type(error).__name__ == "PanicException"


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            end = len(content) - 8
            start = end - int.from_bytes(content[end : end + 4], "little")
            with memoryview(content) as view, view[:start] as body:
                return bool(json.loads(content[start:end])["crc"] == zlib.crc32(body))
    except FileNotFoundError:
        return True  # merged away meanwhile
    except (OSError, ValueError, KeyError, TypeError):
        return False
