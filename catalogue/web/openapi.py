"""Routes that describe themselves: an operation is declared once, and is both a route and a part of the document.

The document is OpenAPI 3.1; schemas of bodies are those that pydantic writes for the models of
`catalogue.web.schemas`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from flask import Blueprint, Response
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from catalogue.web.errors import PROBLEM
from catalogue.web.schemas import Problem

VERSION: Final = "3.1.0"
_REFERENCE: Final = "#/components/schemas/{model}"
_VARIABLE: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
# The two ways in which a program says its key; either will do.
SECURITY: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}

Schema = Mapping[str, Any]
Choices = Mapping[str, Sequence[str]]
View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query, or what `place` says: a header, or a part of the path, which is never left out."""

    name: str
    description: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    place: Literal["query", "header", "path"] = "query"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a body may hold, by media type: a model of `schemas`, or a schema where there is no model.

    `headers` are those of an answer that matter, with what they say.
    """

    description: str
    types: Mapping[str, type[BaseModel] | Schema]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `problems` says by status why it may be refused; such answers are problem documents.

    `status` is that of its `answer`. `secured` says that it needs the key of a program, `filtered` that it takes the
    filters of search beside its `parameters`: which there are depends on the instance.
    """

    id: str
    summary: str
    description: str
    answer: Content
    parameters: tuple[Parameter, ...] = ()
    body: Content | None = None
    problems: Mapping[int, str] = field(default_factory=dict)
    status: int = 200
    secured: bool = False
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """An operation in its place, as a page tells it."""

    method: str
    path: str
    operation: Operation


class Interface:
    """A blueprint whose routes are declared as operations. `prefix` is where it is mounted."""

    def __init__(self, blueprint: Blueprint, prefix: str) -> None:
        self.blueprint = blueprint
        self.declared: list[Declared] = []
        self._prefix = prefix

    def add(self, method: str, rule: str, operation: Operation) -> Callable[[View], View]:
        """Declare a view as an operation, which makes it a route."""

        def declare(view: View) -> View:
            self.blueprint.add_url_rule(rule, operation.id, view, methods=[method])
            path = self._prefix + template(rule)
            self.declared.append(Declared(method, path, operation))
            return view

        return declare

    def offering(self, choices: Choices, filters: Sequence[Parameter]) -> list[Declared]:
        """What was declared, with the values that parameters may have in this instance, by name, and its filters."""
        return [
            replace(each, operation=_offering(each.operation, choices, filters)) for each in self.declared
        ]

    def document(self, info: Schema, server: str, offered: Iterable[Declared]) -> dict[str, Any]:
        """The OpenAPI document of what an instance offers."""
        paths: dict[str, dict[str, Any]] = {}
        for each in offered:
            paths.setdefault(each.path, {})[each.method.lower()] = _operation(each.operation)
        return {
            "openapi": VERSION,
            "info": dict(info),
            "servers": [{"url": server}],
            "paths": paths,
            "components": {"schemas": self._schemas(), "securitySchemes": SECURITY},
        }

    def _schemas(self) -> dict[str, Any]:
        models: dict[type[BaseModel], None] = {Problem: None}
        for each in self.declared:
            for content in (each.operation.body, each.operation.answer):
                found = content.types.values() if content else ()
                models.update(dict.fromkeys(model for model in found if isinstance(model, type)))
        _, schema = models_json_schema(
            [(model, "serialization") for model in models], ref_template=_REFERENCE
        )
        definitions: dict[str, Any] = schema["$defs"]
        return definitions


def template(rule: str) -> str:
    """The path of a route as OpenAPI writes it: `/{id}` for `/<id>` and for `/<kind:id>`."""
    return _VARIABLE.sub(r"{\1}", rule)


def _offering(operation: Operation, choices: Choices, filters: Sequence[Parameter]) -> Operation:
    offered = tuple(
        replace(each, schema={**each.schema, "enum": list(choices[each.name])})
        if each.name in choices
        else each
        for each in operation.parameters
    )
    return replace(operation, parameters=(*offered, *filters) if operation.filtered else offered)


def _operation(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {str(operation.status): _content(operation.answer)},
    }
    if operation.secured:
        told["security"] = [{name: []} for name in SECURITY]
    if operation.body:
        told["requestBody"] = {"required": True, **_content(operation.body)}
    for status, description in operation.problems.items():
        told["responses"][str(status)] = _content(Content(description, {PROBLEM: Problem}))
    return told


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "schema": dict(parameter.schema),
        "required": parameter.required or parameter.place == "path",
    }


def _content(content: Content) -> dict[str, Any]:
    told: dict[str, Any] = {"description": content.description}
    if content.types:
        told["content"] = {
            name: {"schema": _schema(found)} if found else {} for name, found in content.types.items()
        }
    if content.headers:
        told["headers"] = {
            name: {"description": said, "schema": {"type": "string"}}
            for name, said in content.headers.items()
        }
    return told


def _schema(found: type[BaseModel] | Schema) -> dict[str, Any]:
    if isinstance(found, type):
        return {"$ref": _REFERENCE.format(model=found.__name__)}
    return dict(found)
