"""Many descriptions in one request: RDF with any number of them, or JSON Lines with one on each line."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from flask import Response, request
from pydantic import ValidationError

from catalogue.domain.errors import BadInput, CatalogueError, NoDescription, UnknownFormat
from catalogue.domain.people import Actor
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf import formats
from catalogue.rdf.formats import JSON_LD
from catalogue.services.batching import Became, Done, Given, Wish
from catalogue.services.deliveries import THE_BODY, Body, Refused
from catalogue.services.submitting import home
from catalogue.web import errors, parameters, preconditions, programs, reasons, record_answers
from catalogue.web import record_operations as operations
from catalogue.web.api import interface, speak
from catalogue.web.context import services
from catalogue.web.record_schemas import Item
from catalogue.web.records_api import revision_reason

LINES: Final = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines")
_STATUS: Final = {Became.CREATED: 201, Became.UPDATED: 200, Became.UNCHANGED: 200}


@programs.operation(interface, "POST", "/batch", operations.BATCH)
def batch(who: Actor) -> Response:
    """Take in every description of the body for itself."""
    speak()
    own = services()
    wish = Wish(parameters.flag("publish"), parameters.flag("replace"), revision_reason())
    done = own.batching.run(who, _given(home(who)), wish)
    counts = Counter(str(each.became) for each in done)
    told: dict[str, Any] = {"items": [_result(*each) for each in enumerate(done, 1)]}
    told |= {str(name): counts[name] for name in Became}
    return record_answers.json_answer(told | {"published": sum(each.published for each in done)})


def _given(organisation: str) -> Iterator[Given]:
    limit = services().settings.batch_limit * 2**20
    if request.mimetype in LINES:
        yield from _of_lines(programs.content(limit), organisation)
        return
    form = programs.rdf_format()
    for each in services().deliveries.many(Body(programs.content(limit), form), organisation):
        yield Given(each)


def _of_lines(data: bytes, organisation: str) -> Iterator[Given]:
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if not lines:
        raise NoDescription(source=THE_BODY)
    for number, line in lines:
        yield from _of_line(line, Sentence("line %(number)s", number=number), organisation)


def _of_line(line: bytes, source: str, organisation: str) -> Iterator[Given]:
    """The description of a line. What is wrong with it is an outcome, and the other lines go on."""
    try:
        item = Item.model_validate_json(line)
        [description, *more] = services().deliveries.many(_body(item, source), organisation)
        if more:
            raise BadInput(reason=Sentence("A line holds one description, and this one holds several."))
        versions = preconditions.named(item.if_match) if item.if_match else None
        yield Given(description, versions)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_input=False)
        place = ".".join(str(each) for each in first["loc"])
        problem = quoted(first["msg"])
        if place:
            problem = Sentence("%(place)s: %(problem)s", place=quoted(place), problem=problem)
        reason = Sentence("%(line)s of the batch: %(problem)s", line=source, problem=problem)
        yield Given(Refused("", BadInput(reason=reason)))
    except CatalogueError as error:
        yield Given(Refused("", error))


def _body(item: Item, source: str) -> Body:
    if isinstance(item.description, dict):
        return Body(json.dumps(item.description).encode(), JSON_LD, source)
    form = formats.by_media_type(item.type)
    if form is None:
        raise UnknownFormat(source=quoted(item.type), known=formats.known())
    return Body(item.description.encode(), form, source)


def _result(position: int, done: Done) -> dict[str, Any]:
    told: dict[str, Any] = {"position": position, "iri": done.iri, "outcome": str(done.became)}
    if done.error is not None:
        problem = _problem(done.error)
        return {**told, "status": problem["status"], "problem": problem}
    assert done.record is not None, "what was not refused has a record"
    [listed] = services().submitting.listed([done.record])
    violations = record_answers.violations(done.record)
    record = record_answers.one(listed)
    return {**told, "status": _STATUS[done.became], "record": record, "violations": violations}


def _problem(error: CatalogueError | str) -> dict[str, Any]:
    if isinstance(error, CatalogueError):
        return errors.document(errors.problem_of(error))
    return errors.document(errors.problem_of(BadInput(reason=reasons.translate(error))))
