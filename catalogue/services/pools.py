"""Work in processes of their own, for what would keep one busy for long."""

import copyreg
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from multiprocessing import get_context, parent_process
from operator import attrgetter
from typing import Any, Final, Generic, Protocol, TypeVar

from catalogue.domain.errors import Unavailable
from catalogue.domain.sentences import Sentence

HELPER: Final = Sentence("A process that helps, which was ended from outside,")
_YOUNG: Final = 50_000  # objects until those that are new are looked through, some 5 MB

Asked = TypeVar("Asked")
Asked_contra = TypeVar("Asked_contra", contravariant=True)
Said = TypeVar("Said")
Given = TypeVar("Given")
Made = TypeVar("Made")


def cross(*classes: type[Any]) -> None:
    """Let instances of these dataclasses go between processes by their fields, all at once.

    A frozen dataclass with slots looks each of them up when it is pickled, in more than twice the time.
    """
    for each in classes:
        copyreg.pickle(each, partial(_taken_apart, _values([field.name for field in fields(each)])))


def _taken_apart(values: Callable[[object], tuple[Any, ...]], given: object) -> tuple[type, tuple[Any, ...]]:
    return type(given), values(given)


def _values(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of these fields; of one alone `attrgetter` would give no tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda given: tuple(getattr(given, name) for name in names)


class Works(Protocol[Asked_contra, Said]):
    """What is built in each process, and answers there."""

    def __call__(self, asked: Sequence[Asked_contra], /) -> list[Said]:
        """An answer for each, in their order."""


class Pool(Generic[Asked, Said]):
    """Processes that answer."""

    def __init__(self, executor: ProcessPoolExecutor, processes: int) -> None:
        self._executor = executor
        self.processes = processes

    def submit(self, asked: Sequence[Asked]) -> "Future[list[Said]]":
        """The answers to a batch, when a process has made them."""
        return self._executor.submit(_answer, asked)

    def apply(self, work: Callable[[Given], Made], given: Given) -> "Future[Made]":
        """What a function makes of something, when a process has done it; the function has a module."""
        return self._executor.submit(work, given)


@contextmanager
def pool(
    make: Callable[[], Works[Asked, Said]],
    processes: int,
    ready: Callable[[], Works[Asked, Said]] | None = None,
) -> Iterator[Pool[Asked, Said]]:
    """A pool; `make` builds what answers in each process, `processes` 0 is one for each core.

    `ready` tells what answers where it is built here already, and holds nothing open: where they can, processes
    begin as copies of this one then, and neither time nor memory goes into building it again.
    Raises Unavailable when one of them is killed: what was stored stays, and the rest can be taken in again.
    """
    count = processes or os.cpu_count() or 1
    works = ready() if ready and _can_be_copied() else None
    context = get_context("spawn" if works is None else "fork")
    with ProcessPoolExecutor(
        count, context, _prepare, (partial(_same, works) if works else make,)
    ) as executor:
        usual = gc.get_threshold()
        _collect_rarely()
        for _ in range(count):  # they start while the first things to do are read
            executor.submit(_begin)
        try:
            yield Pool(executor, count)
        except BrokenExecutor:
            raise Unavailable(part=HELPER) from None
        finally:
            gc.unfreeze()
            gc.set_threshold(*usual)


def _can_be_copied() -> bool:
    """Whether copies of this process work: a lock that another thread holds would be held in them for ever."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _same(works: Works[Asked, Said]) -> Works[Asked, Said]:
    return works


_own: dict[str, Works[Any, Any]] = {}


def _prepare(make: Callable[[], Works[Any, Any]]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own["works"] = make()
    _collect_rarely()


def _collect_rarely() -> None:
    """Settings, profiles and modules stay: to look through them for garbage again and again takes long.

    What is made of a description is gone when it is done with: hardly anything of it is left to be found.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG)


def _begin() -> None:
    """Nothing: the first that is asked of an executor makes it start a process."""


def _end_with_parent() -> None:
    """A process of the pool would wait for ever for one that was killed."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _answer(asked: Sequence[Any]) -> list[Any]:
    return _own["works"](asked)
