"""Reading the presentation of a profile: the layout, and the words of every language.

A folder has one `layout.toml` and one file a language (`en.toml`, `fr.toml`), named by its tag. Of several
folders a later one adds to the earlier and goes before them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from catalogue.domain.errors import WrongSetting
from catalogue.domain.languages import Text
from catalogue.domain.profile import Group
from catalogue.domain.regulation import Condition, Element
from catalogue.domain.terms import expand, shorten

LAYOUT = "layout.toml"
EVERY_CLASS = "*"  # the words of a property wherever a class has none of its own

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What people read about a thing, by language."""

    label: Text
    help: Text
    example: Text
    unit: Text

    def or_name(self, name: str) -> Text:
        """The label, or the name itself where there is none in English."""
        return self.label if "en" in self.label else {"en": name, **self.label}


@dataclass(frozen=True, slots=True)
class Presentation:
    """Layout and words, as tables keyed by the short names of classes and properties."""

    layout: Table
    languages: Mapping[str, Table]

    @classmethod
    def read(cls, folders: tuple[Path, ...]) -> Self:
        """The presentation of some folders. Raises WrongSetting naming the file that cannot be used."""
        layout: dict[str, Any] = {}
        languages: dict[str, dict[str, Any]] = {}
        for folder in folders:
            if not folder.is_dir():
                raise WrongSetting(name=str(folder), reason="there is no such folder of presentation")
            for file in sorted(folder.glob("*.toml")):
                into = layout if file.name == LAYOUT else languages.setdefault(file.stem, {})
                _merge(into, _toml(file))
        return cls(layout, languages)

    def words(self, *keys: str) -> Words:
        """The words at a place of the language files: `words("groups", "about")`."""
        return Words(*(self._texts(keys, name) for name in ("label", "help", "example", "unit")))

    def field_words(self, owner: str, path: str) -> Words:
        """The words of a property of a class: its own, or those that it has in every class."""
        own, general = self.words(shorten(owner), shorten(path)), self.words(EVERY_CLASS, shorten(path))
        return Words(
            {**general.label, **own.label},
            {**general.help, **own.help},
            {**general.example, **own.example},
            {**general.unit, **own.unit},
        )

    def place(self, owner: str, path: str) -> Table:
        """The layout of a property of a class; empty where it has none."""
        found: Table = self.layout.get(shorten(owner), {}).get(shorten(path), {})
        return found

    def law(self, owner: str, path: str = "") -> Text:
        """The articles that ask for a class or for a property, in words; those of the minimum too."""
        own = self.place(owner, path).get("law", ()) if path else self._table("law").get(shorten(owner), ())
        named = [*own, *(self._table("minimum")["law"] if self._is_minimum(owner, path) else ())]
        found = [self.words("laws", name).label for name in dict.fromkeys(named)]
        tags = dict.fromkeys(tag for text in found for tag in text)
        return {tag: self._between(tag).join(text[tag] for text in found if tag in text) for tag in tags}

    def _between(self, language: str) -> str:
        """What stands between two parts of a sentence."""
        phrases = self.phrases()
        return phrases.get(language, {}).get("between") or phrases["en"]["between"]

    def when(self, owner: str, path: str) -> Condition | None:
        """The condition under which a property is mandatory; None where there is none."""
        return _condition(self.place(owner, path).get("when"))

    def elements(self) -> tuple[Element, ...]:
        """The elements that the law asks for, in its order."""
        elements = self._table("minimum").get("elements", {})
        return tuple(self._element(name, table) for name, table in elements.items())

    def phrases(self) -> dict[str, dict[str, str]]:
        """The smaller words of findings, by language and key."""
        return {language: dict(tables.get("phrases", {})) for language, tables in self.languages.items()}

    def register(self) -> dict[str, str]:
        """The register that nodes of a class can stand in, by the IRI of the class."""
        return {expand(name): kind for name, kind in self._table("register").items()}

    def registers(self) -> dict[str, Text]:
        """What each register is called."""
        return {kind: self.words("registers", kind).or_name(kind) for kind in self.register().values()}

    def not_copied(self) -> frozenset[str]:
        """The IRIs of properties that a description which begins from another one starts without."""
        return frozenset(map(expand, self._table("copies").get("without", ())))

    def tags(self) -> tuple[str, ...]:
        """The languages in which texts may be given, beside those of a catalogue."""
        return tuple(self.layout.get("languages", ()))

    def groups(self) -> tuple[Group, ...]:
        """The groups of fields, in their order."""
        named = [(name, self.words("groups", name)) for name in self.layout.get("groups", ())]
        return tuple(
            Group(name, order, words.or_name(name), words.help) for order, (name, words) in enumerate(named)
        )

    def messages(self) -> dict[str, dict[str, tuple[str, str]]]:
        """The templates for findings, by language and key: what is wrong, and how to mend it."""
        return {
            language: {
                key: (each["problem"], each["mend"]) for key, each in tables.get("messages", {}).items()
            }
            for language, tables in self.languages.items()
        }

    def names(self) -> dict[str, Text]:
        """The words for classes and datatypes, by IRI."""
        found: dict[str, dict[str, str]] = {}
        for language, tables in self.languages.items():
            for name, text in tables.get("names", {}).items():
                found.setdefault(expand(name), {})[language] = text
        return dict(found)

    def _element(self, name: str, table: Table) -> Element:
        words = self.words("elements", name)
        return Element(
            name,
            tuple(map(expand, table["paths"])),
            words.or_name(name),
            words.help,
            table.get("conditional", False),
            self._texts(("elements", name), "condition"),
            _condition(table.get("when")),
        )

    def _is_minimum(self, owner: str, path: str) -> bool:
        asked = expand(self._table("minimum").get("of", ""))
        return owner == asked and any(path in element.paths for element in self.elements())

    def _table(self, name: str) -> Table:
        return _at(self.layout, (name,))

    def _texts(self, keys: tuple[str, ...], name: str) -> Text:
        found = {language: _at(tables, keys).get(name) for language, tables in self.languages.items()}
        return {language: text for language, text in found.items() if text}


def _at(table: Table, keys: tuple[str, ...]) -> Table:
    for key in keys:
        table = table.get(key, {})
    return table


def _condition(table: Table | None) -> Condition | None:
    if table is None:
        return None
    return Condition(tuple(table.get("levels", ())), expand(table.get("path", "")), table.get("value", ""))


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongSetting(name=str(file), reason=str(error)) from None


def _merge(into: dict[str, Any], more: Table) -> None:
    """Add a table to another: tables are merged, lists are continued, anything else is replaced."""
    for key, value in more.items():
        before = into.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            _merge(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            into[key] = [*before, *(each for each in value if each not in before)]
        else:
            into[key] = value
