"""CSV on the Web: a metadata file (a table, or a group of tables) in JSON.

Its JSON is read by name. The libraries for it either fetch what a file names or check a CSV file beside it, and
neither is wanted here: of the metadata only the columns count, and nothing is ever fetched.
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from catalogue.domain.dictionaries import Dictionary
from catalogue.domain.terms import expand
from catalogue.services.dictionaries import types
from catalogue.services.dictionaries.base import Upload
from catalogue.services.dictionaries.documents import Object, by_language, load, looks_like, objects, text
from catalogue.services.dictionaries.told import Told, dictionary

FORM: Final = "csvw"
_DESCRIPTIONS: Final = (
    "dc:description", "dcterms:description", "dct:description", "schema:description", "rdfs:comment", "description",
)  # fmt: skip
_TITLES: Final = ("dc:title", "dcterms:title", "dct:title", "schema:name", "rdfs:label")
_UNITS: Final = ("schema:unitText", "schema:unitCode", "qudt:unit", "unit", "dc:unit")


class CsvwReader:
    """Reads metadata of CSV on the Web."""

    def takes(self, upload: Upload) -> bool:
        """Whether it names the context of CSVW, or has what only its metadata have."""
        return looks_like(upload, b"www.w3.org/ns/csvw", b'"tableSchema"')

    def read(self, upload: Upload) -> Dictionary:
        """The variables of all tables. Raises BadInput."""
        document = load(upload)
        language = _language(document)
        found = [told for table in _tables(document) for told in _columns(table, language)]
        return dictionary(upload.source, FORM, found)


def _language(document: Object) -> str:
    context = document.get("@context")
    said = [text(each.get("@language")) for each in objects(context)]
    return next((tag for tag in [*said, text(document.get("@language"))] if tag and tag != "und"), "")


def _tables(document: Object) -> Iterator[Object]:
    yield from objects(document.get("tables", document))


def _columns(table: Object, language: str) -> Iterator[Told]:
    schema = table.get("tableSchema")
    if isinstance(schema, dict):
        name = _title(table, language)
        for column in objects(schema.get("columns", [])):
            if not column.get("virtual"):
                yield _told(column, name, language)


def _title(table: Object, language: str) -> str:
    """What a table is called: by its title, else by its file."""
    for key in _TITLES:
        if said := by_language(table.get(key), language):
            return next(iter(said.values()))[0]
    return unquote(text(table.get("url")).rstrip("/").rpartition("/")[2]).removesuffix(".csv")


def _told(column: Object, table: str, language: str) -> Told:
    titles = by_language(column.get("titles", column.get("title")), language)
    name = text(column.get("name")) or next((said[0] for said in titles.values()), "")
    return Told(
        name=unquote(name),
        table=table,
        titles=titles,
        descriptions=_first(column, _DESCRIPTIONS, language),
        datatype=types.named(_datatype(column.get("datatype"))),
        meaning=_address(text(column.get("propertyUrl"))),
        unit=next((said for key in _UNITS if (said := text(column.get(key)))), ""),
    )


def _first(column: Object, keys: tuple[str, ...], language: str) -> dict[str, list[str]]:
    return next((said for key in keys if (said := by_language(column.get(key), language))), {})


def _datatype(value: Any) -> str:
    """The name of a datatype, which may be an object with a format and bounds."""
    return text(value.get("base", "string")) if isinstance(value, dict) else text(value)


def _address(said: str) -> str:
    """The address of a property; a template (`#{_name}`) is none."""
    whole = expand(said)
    return whole if ":" in whole and "{" not in whole else ""
