"""Texts that could not be kept, put back into the inputs in which they were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalogue.domain.forms.model import FormField, FormNode, FormValue, InputError
from catalogue.domain.forms.names import Name


def put_back(form: FormNode, unkept: Iterable[InputError]) -> tuple[FormNode, tuple[InputError, ...]]:
    """The form with those texts in their inputs, and those that have none in it any more."""
    waiting = {error.name: error for error in unkept}
    filled = _node(form, waiting)
    return filled, tuple(waiting.values())


def as_posted(form: FormNode, names: Mapping[str, str]) -> FormNode:
    """The form of what was applied and not kept, its inputs named as they were posted: so it is sent once more.

    `names` are those of what was posted, with what they would be called.
    """
    return _renamed(form, {now: posted for posted, now in names.items()})


def _renamed(form: FormNode, names: Mapping[str, str]) -> FormNode:
    return replace(form, fields=tuple(_renamed_field(ask, names) for ask in form.fields))


def _renamed_field(ask: FormField, names: Mapping[str, str]) -> FormField:
    values = (
        replace(
            value, name=names.get(value.name, value.name), part=value.part and _renamed(value.part, names)
        )
        for value in ask.values
    )
    return replace(ask, values=tuple(values))


def _node(form: FormNode, waiting: dict[str, InputError]) -> FormNode:
    return replace(form, fields=tuple(_field(ask, waiting) for ask in form.fields)) if waiting else form


def _field(ask: FormField, waiting: dict[str, InputError]) -> FormField:
    values = [_value(value, waiting) for value in ask.values]
    new = [waiting.pop(name) for name in list(waiting) if _is_new_in(ask, name)]
    return replace(ask, values=(*values, *(_new(ask, error) for error in new)))


def _value(value: FormValue, waiting: dict[str, InputError]) -> FormValue:
    if value.part:
        return replace(value, part=_node(value.part, waiting))
    error = waiting.pop(value.name, None)
    return replace(value, text=error.text, language=error.language, problem=error) if error else value


def _is_new_in(ask: FormField, text: str) -> bool:
    name = Name.read(text)
    return name is not None and name.is_new and name.field == ask.name


def _new(ask: FormField, error: InputError) -> FormValue:
    key = error.name.rpartition(".")[2]
    return FormValue(error.name, key, ask.field.editor, error.text, error.language, problem=error)
