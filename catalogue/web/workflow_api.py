"""The steps of a description for programs: in review, published, withdrawn and back, confirmed."""

from collections.abc import Callable
from typing import Final, TypeVar

from flask import Response
from pydantic import ValidationError

from catalogue.domain.errors import BadInput
from catalogue.domain.people import Actor
from catalogue.domain.record import Record
from catalogue.domain.sentences import quoted
from catalogue.web import preconditions, programs, record_answers
from catalogue.web import step_operations as operations
from catalogue.web.api import interface
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.openapi import Operation
from catalogue.web.record_operations import COLLECTIONS
from catalogue.web.record_schemas import Note, Reason
from catalogue.web.records_api import ONE
from catalogue.web.schemas import Body

_LARGEST: Final = 64 * 1024
Model = TypeVar("Model", bound=Body)
Step = Callable[[Actor, str, int | None], Record]


def _step(declared: Operation) -> Callable[[Step], Step]:
    """Make a step of a description an operation."""

    def declare(step: Step) -> Step:
        def taken(who: Actor, collection: str, id: str) -> Response:
            record = services().submitting.find(who, COLLECTIONS[collection], id)
            revision = preconditions.check(record, required=False)
            return record_answers.change(step(who, record.id, revision))

        taken.__doc__ = step.__doc__
        programs.operation(interface, "POST", f"{ONE}/{declared.id}", declared)(taken)
        return step

    return declare


@_step(operations.SUBMIT)
def submit(who: Actor, id: str, revision: int | None) -> Record:
    """Send in for review."""
    return services().workflow.submit(who, id, revision)


@_step(operations.PUBLISH)
def publish(who: Actor, id: str, revision: int | None) -> Record:
    """Give readers the newest revision."""
    return services().workflow.publish(who, id, revision)


@_step(operations.WITHDRAW)
def withdraw(who: Actor, id: str, revision: int | None) -> Record:
    """Take it back from readers, and tell them why."""
    return services().workflow.withdraw(who, id, _said(Reason).reason, revision)


@_step(operations.RESTORE)
def undo_withdrawal(who: Actor, id: str, revision: int | None) -> Record:
    """Give readers again what they had."""
    return services().workflow.undo_withdrawal(who, id, revision)


@_step(operations.CHECK)
def check(who: Actor, id: str, revision: int | None) -> Record:
    """Say that it is still true."""
    return services().yearly_checks.check(who, id, _said(Note).note, revision)


def _said(model: type[Model]) -> Model:
    """The body as its model. Raises BadInput."""
    text = programs.content(_LARGEST).strip() or b"{}"
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_input=False)
        place = ".".join(str(each) for each in first["loc"])
        reason = gettext("The body is not what is expected here: %(place)s %(reason)s")
        raise BadInput(reason=reason % {"place": quoted(place), "reason": quoted(first["msg"])}) from None
