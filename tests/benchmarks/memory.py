"""The most memory that a command holds while it runs."""

import subprocess
import time
from collections.abc import Mapping, Sequence

import psutil


def peak(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """In MB, of a command and its processes together (PSS: shared pages once). It must succeed."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(0.25)
    assert process.returncode == 0
    return most


def _held(pid: int) -> float:
    try:
        whole = psutil.Process(pid)
        return sum(each.memory_full_info().pss for each in [whole, *whole.children(recursive=True)]) / 2**20
    except psutil.NoSuchProcess:
        return 0.0
