"""FHIR: a StructureDefinition in JSON, or a bundle of them; each element is a variable.

Its JSON is read by name, which is the same from release 3 to 5. The libraries model one release each, and refuse
definitions of the others and those that are not finished.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from catalogue.domain.dictionaries import Dictionary
from catalogue.services.dictionaries import types
from catalogue.services.dictionaries.base import Upload
from catalogue.services.dictionaries.documents import Object, load, looks_like, objects, text
from catalogue.services.dictionaries.told import Told, dictionary

FORM: Final = "fhir"
_TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"
_STANDARD: Final = "http://hl7.org/fhir/StructureDefinition/"
# What holds other elements, and no value of its own.
_WHOLES: Final = frozenset({"BackboneElement", "Element", "Base", "DomainResource", "Resource"})
_ADMINISTRATION: Final = frozenset(
    {"id", "extension", "modifierExtension", "meta", "implicitRules", "contained"}
)
_BY_DATATYPE: Final = {"Quantity": "decimal", "Age": "decimal", "Count": "integer", "Money": "decimal"}
_CODES: Final = {"http://snomed.info/sct": "http://snomed.info/id/", "http://loinc.org": "https://loinc.org/"}


class FhirReader:
    """Reads StructureDefinition."""

    def takes(self, upload: Upload) -> bool:
        """Whether it is such a resource, or holds some."""
        return looks_like(upload, b'"StructureDefinition"')

    def read(self, upload: Upload) -> Dictionary:
        """The variables of all definitions. Raises BadInput."""
        document = load(upload)
        return dictionary(
            upload.source, FORM, [told for each in _definitions(document) for told in _elements(each)]
        )


def _definitions(document: Object) -> Iterator[Object]:
    if document.get("resourceType") == "Bundle":
        for entry in objects(document.get("entry", [])):
            yield from _definitions(entry.get("resource") or {})
    elif document.get("resourceType") == "StructureDefinition":
        yield document


def _elements(definition: Object) -> Iterator[Told]:
    """The elements that hold values. The snapshot has all of them, the differential those that a profile changes."""
    elements = _listed(definition.get("snapshot")) or _listed(definition.get("differential"))
    paths = [text(each.get("id")) or text(each.get("path")) for each in elements]
    above = {path.rpartition(".")[0] for path in paths}
    table = text(definition.get("title")) or text(definition.get("name"))
    for element, path in zip(elements, paths, strict=True):
        if _has_value(element, path, path in above):
            yield _told(element, path, table, definition)


def _listed(view: Any) -> list[Object]:
    return list(objects(view.get("element", []))) if isinstance(view, dict) else []


def _has_value(element: Object, path: str, is_whole: bool) -> bool:
    kinds = _types(element)
    inside = "." in path and not _ADMINISTRATION.intersection(path.split(".")[1:])
    return (
        inside and text(element.get("max")) != "0" and not (is_whole or (kinds and _WHOLES.issuperset(kinds)))
    )


def _types(element: Object) -> list[str]:
    return [text(each.get("code")).rpartition("/")[2] for each in objects(element.get("type", []))]


def _told(element: Object, path: str, table: str, definition: Object) -> Told:
    language = text(definition.get("language"))
    return Told(
        name=path.partition(".")[2],
        table=table,
        titles=_texts(element, "short", language) or _texts(element, "label", language),
        descriptions=_texts(element, "definition", language) or _texts(element, "short", language),
        datatype=_datatype(_types(element)),
        meaning=_meaning(element, definition),
        unit=_unit(element),
        codes=_codes(element),
    )


def _texts(element: Object, name: str, language: str) -> dict[str, list[str]]:
    """A text in its language, and its translations, which are extensions."""
    found = {language: [said]} if (said := text(element.get(name))) else {}
    beside = element.get(f"_{name}")
    for extension in objects(beside.get("extension", []) if isinstance(beside, dict) else []):
        if extension.get("url") == _TRANSLATION:
            parts = {text(each.get("url")): each for each in objects(extension.get("extension", []))}
            tag, content = _value(parts.get("lang", {})), _value(parts.get("content", {}))
            if tag and content:
                found.setdefault(tag, []).append(content)
    return found


def _value(part: Object) -> str:
    return next((text(value) for key, value in part.items() if key.startswith("value")), "")


def _datatype(kinds: Sequence[str]) -> str:
    """The datatype where an element has one; several leave it open, as `value[x]` does."""
    if len(set(kinds)) != 1:
        return ""
    kind = kinds[0]
    known = types.named(kind)
    # What has parts (CodeableConcept, Reference, HumanName …) is said in a table by a text or a code.
    return _BY_DATATYPE.get(kind) or ("string" if kind[:1].isupper() and not types.is_known(kind) else known)


def _meaning(element: Object, definition: Object) -> str:
    """The address of a code that says what an element is, else that of the element itself in the standard."""
    for coding in objects(element.get("code", [])):
        system = _CODES.get(text(coding.get("system")))
        if system and coding.get("code"):
            return system + text(coding.get("code"))
    base = element.get("base")
    path = text(base.get("path")) if isinstance(base, dict) else text(element.get("path"))
    standard = text(definition.get("url")).startswith(_STANDARD) or isinstance(base, dict)
    return f"{_STANDARD}{path.partition('.')[0]}#{path}" if standard and path else ""


def _unit(element: Object) -> str:
    for key, value in element.items():
        if key in ("patternQuantity", "fixedQuantity") and isinstance(value, dict):
            return text(value.get("unit")) or text(value.get("code"))
    return ""


def _codes(element: Object) -> list[str]:
    binding = element.get("binding")
    value_set = text(binding.get("valueSet")) if isinstance(binding, dict) else ""
    return [value_set.partition("|")[0]] if value_set else []
