"""The contract of the French Health Data Hub's catalogue at the root of this one, for its clients as they are.

Errors are `{"detail"}`, as they expect them: `errors` tells all below `/ingest` and `/api-keys` so.
"""

from typing import Any, Final

from flask import Blueprint, Response, request

from catalogue.domain.errors import BadParameter, CatalogueError
from catalogue.domain.sentences import quoted
from catalogue.services.health_data_hub import Pushed
from catalogue.web import errors, parameters, programs, reasons, record_answers
from catalogue.web.context import services
from catalogue.web.languages import gettext

health_data_hub = Blueprint("health_data_hub", __name__)
_TOLD: Final = 10  # things to mend that the sentence names; `findings` has all


@health_data_hub.after_request
def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@health_data_hub.post("/ingest/datasets")
def ingest() -> Response:
    """Take a dataset in: 200 with its id, whether it is published or kept as a draft, and then what it lacks."""
    parameters.check_known(())
    return _pushed(services().health_data_hub.push(programs.program(), programs.body()))


@health_data_hub.put("/ingest/datasets/origin")
def ingest_origin() -> Response:
    """Put a dataset in place of the one that its sender calls `originalId`."""
    parameters.check_known(("originalId",))
    origin = request.args.get("originalId", "").strip()
    if not origin:
        raise BadParameter(name="originalId", value="", expected=gettext("the id that you gave the dataset"))
    return _pushed(services().health_data_hub.push(programs.program(), programs.body(), origin))


@health_data_hub.delete("/ingest/datasets/<path:id>")
def remove(id: str) -> Response:
    """Take a dataset out: a draft is deleted, and what was published withdrawn."""
    reason = gettext("Its holder took it out of the source from which it came.")
    record = services().health_data_hub.remove(programs.program(), id, reason)
    return _answer({"id": record.id})


@health_data_hub.get("/api-keys/whoami")
def whoami() -> Response:
    """The key that asks."""
    return _answer(record_answers.program(programs.program()))


def _pushed(pushed: Pushed) -> Response:
    told: dict[str, Any] = {"id": pushed.record.id}
    if not pushed.published:
        verdict = record_answers.verdict(pushed.record)
        told |= {"state": "draft", "detail": _why(verdict), "findings": verdict["findings"]}
    if pushed.refused:
        told["refused"] = [
            {
                "iri": iri,
                "detail": errors.say(error)
                if isinstance(error, CatalogueError)
                else reasons.translate(error),
            }
            for iri, error in pushed.refused
        ]
    return _answer(told)


def _why(verdict: dict[str, Any]) -> str:
    """Why it is no more than a draft, in a sentence."""
    if verdict["conforms"]:
        return gettext("Kept as a draft, which readers do not see until it is reviewed and published.")
    wrong = [each for each in verdict["findings"] if each["severity"] == "Violation"]
    named = dict.fromkeys(each["message"] for each in wrong)
    listed = " ".join(quoted(each) for each in list(named)[:_TOLD])
    said = gettext(
        "Kept as a draft, which readers do not see, since it does not conform to the profile yet. %(list)s"
    )
    return said % {"list": listed + (" …" if len(named) > _TOLD else "")}


def _answer(told: dict[str, Any]) -> Response:
    return record_answers.json_answer(told)
