"""Frictionless: a data package, or the schema of one table, in JSON.

Their JSON is read by name: the library of the same name reads and checks data, and fetches what a package names.
"""

from collections.abc import Iterator
from typing import Final

from catalogue.domain.dictionaries import Dictionary
from catalogue.services.dictionaries import types
from catalogue.services.dictionaries.base import Upload
from catalogue.services.dictionaries.documents import Object, by_language, is_json, load, objects, text, texts
from catalogue.services.dictionaries.told import Told, dictionary

FORM: Final = "frictionless"


class FrictionlessReader:
    """Reads `datapackage.json` and `schema.json`."""

    def takes(self, upload: Upload) -> bool:
        """Whether it has the fields of a schema, or the resources of a package."""
        return is_json(upload) and (b'"fields"' in upload.data or b'"resources"' in upload.data)

    def read(self, upload: Upload) -> Dictionary:
        """The variables of all tables. Raises BadInput."""
        return dictionary(upload.source, FORM, list(_told(load(upload))))


def _told(document: Object) -> Iterator[Told]:
    resources = list(objects(document.get("resources", [])))
    for resource in resources or [{"schema": document.get("schema", document)}]:
        schema = resource.get("schema")
        table = text(resource.get("title")) or text(resource.get("name"))
        if isinstance(schema, dict):
            for field in objects(schema.get("fields", [])):
                yield _variable(field, table)


def _variable(field: Object, table: str) -> Told:
    return Told(
        name=text(field.get("name")),
        table=table,
        titles=by_language(field.get("title"), ""),
        descriptions=by_language(field.get("description"), ""),
        datatype=types.named(text(field.get("type"))),
        meaning=text(field.get("rdfType")),
        unit=text(field.get("unit")),
        codes=_codes(field),
    )


def _codes(field: Object) -> list[str]:
    """The values that a field may have, with their labels where there are any."""
    categories = field.get("categories")
    if isinstance(categories, list):
        return [_category(each) for each in categories]
    constraints = field.get("constraints")
    return texts(constraints.get("enum")) if isinstance(constraints, dict) else []


def _category(category: object) -> str:
    if isinstance(category, dict):
        value, label = text(category.get("value")), text(category.get("label"))
        return f"{value} = {label}" if label and label != value else value
    return text(category)
