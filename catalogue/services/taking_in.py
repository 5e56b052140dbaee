"""Taking in what a source gives, with an outcome for every item, whatever is in one."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Final, Self

from catalogue.domain.errors import HeldElsewhere, Unavailable
from catalogue.domain.record import Description, Outcome, OutcomeKind
from catalogue.services.importing import BATCH, Judges
from catalogue.services.judging import Judgement
from catalogue.services.records import Intake, Plan, Records

_log = logging.getLogger(__name__)
_MANY: Final = 100  # descriptions from which judges of their own are worth their start

OpenJudges = Callable[[bool], AbstractContextManager[Judges]]


class TakingIn:
    """Takes in what one source gives. `is_ours` tells the IRIs that only this catalogue may describe.

    Use it as a context manager: judges in processes of their own are started when there is much to judge, and
    end with it.
    """

    def __init__(
        self, records: Records, open_judges: OpenJudges, intake: Intake, is_ours: Callable[[str], bool]
    ) -> None:
        self._records = records
        self._open_judges = open_judges
        self._intake = intake
        self._is_ours = is_ours
        self._judges: dict[bool, Judges] = {}
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def __call__(self, descriptions: Sequence[Description], url: str) -> list[Outcome]:
        """Store what came from `url`; an outcome for each. Raises Unavailable when nothing can be stored now."""
        intake = replace(self._intake, reason=f"harvested from {url}")
        others = [description for description in descriptions if not self._is_ours(description.iri)]
        plans = [self._records.plan(others[at : at + BATCH], intake) for at in range(0, len(others), BATCH)]
        many = sum(len(plan.open) for plan in plans) >= _MANY
        judged = [(plan, self._start_judging(plan, many)) for plan in plans]
        outcomes = [_refused(description) for description in descriptions if self._is_ours(description.iri)]
        for plan, judgements in judged:
            outcomes += plan.settled + self._carry_out(plan, judgements)
        return outcomes

    def _start_judging(self, plan: Plan, many: bool) -> Callable[[], list[Judgement]]:
        """What waits for the judgements; processes of their own begin with them at once."""
        if not plan.open:
            return list
        judges = self._judges_for(many)
        return judges.submit(plan.descriptions).result if many else lambda: _judge(judges, plan)

    def _judges_for(self, many: bool) -> Judges:
        if many not in self._judges:
            self._judges[many] = self._opened.enter_context(self._open_judges(many))
        return self._judges[many]

    def _carry_out(self, plan: Plan, judgements: Callable[[], list[Judgement]]) -> list[Outcome]:
        try:
            return self._records.carry_out(plan, judgements()) if plan.open else []
        except Unavailable:
            raise
        except Exception:
            _log.debug("a batch is taken in one by one", exc_info=True)
            return [self._take_alone(description, plan.intake) for description in plan.descriptions]

    def _take_alone(self, description: Description, intake: Intake) -> Outcome:
        """The outcome of one item that may be the one that something stumbles over."""
        try:
            plan = self._records.plan([description], intake)
            taken = plan.settled + self._records.carry_out(plan, _judge(self._judges_for(False), plan))
        except Unavailable:
            raise
        except Exception as error:
            _log.exception("%s could not be taken in", description.iri)
            reason = f"it could not be taken in, for a reason that is in the log ({type(error).__name__})"
            return Outcome(OutcomeKind.REFUSED, description.iri, reason)
        return taken[0]


def _judge(judges: Judges, plan: Plan) -> list[Judgement]:
    return judges.submit(plan.descriptions).result() if plan.open else []


def _refused(description: Description) -> Outcome:
    error = HeldElsewhere(name=description.iri, holder="this catalogue itself")
    return Outcome(OutcomeKind.REFUSED, description.iri, str(error))
