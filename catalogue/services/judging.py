"""Saying of descriptions what the profile says of them, in this process or in several."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread

from rdflib import DCTERMS, URIRef

from catalogue.domain.errors import Unavailable
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.report import Report
from catalogue.rdf import graphs
from catalogue.validation.base import Validator


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to know of a description before it is stored."""

    report: Report
    identifiers: tuple[str, ...]
    title: str


class Judge:
    """Validates descriptions one by one."""

    def __init__(self, validator: Validator, profile: Profile) -> None:
        self._validator = validator
        self._profile = profile

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        """A judgement for each description, in their order."""
        return [self._one(description) for description in descriptions]

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]":
        """The judgements, ready at once."""
        done: Future[list[Judgement]] = Future()
        done.set_result(self.judge(descriptions))
        return done

    def _one(self, description: Description) -> Judgement:
        def said(predicate: URIRef) -> list[str]:
            return sorted(graphs.values(description.ntriples, description.iri, str(predicate)))

        level = self._profile.level_for(said(DCTERMS.accessRights))
        report = self._validator.validate(description.ntriples, level, description.mentions)
        titles = said(DCTERMS.title)
        return Judgement(report, tuple(said(DCTERMS.identifier)), titles[0] if titles else "")


class JudgePool:
    """Judges in processes of their own, for imports of many descriptions."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]":
        """The judgements of a batch, when a process has made them."""
        return self._executor.submit(_judge, descriptions)


@contextmanager
def pool(make: Callable[[], Judge], processes: int) -> Iterator[JudgePool]:
    """A pool of judges; `make` builds one in each process, `processes` 0 is one for each core.

    Raises Unavailable when one of them is killed: what was stored stays, and the rest can be taken in again.
    """
    count = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(count, get_context("spawn"), _prepare, (make,)) as executor:
        try:
            yield JudgePool(executor)
        except BrokenExecutor:
            raise Unavailable(part="A process that validates, which was ended from outside,") from None


_own: dict[str, Judge] = {}


def _prepare(make: Callable[[], Judge]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _own["judge"] = make()


def _end_with_parent() -> None:
    """A process of the pool would wait for ever for one that was killed."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _judge(descriptions: Sequence[Description]) -> list[Judgement]:
    return _own["judge"].judge(descriptions)
