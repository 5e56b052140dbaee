"""Every property of the profile has its words, and every word its property."""

import tomllib
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from rdflib import DCAT

from catalogue import resources
from catalogue.domain.profile import Field
from catalogue.domain.terms import PREFIXES, expand
from catalogue.rdf.profiles import find_profile, load_profile, shipped
from tests.shapes.loaded import profile

FOLDER = resources.folder("shapes") / "presentation"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "layout")
FIELDS = [field for shape in profile().classes.values() for field in shape.fields]
TERMS = {
    "field",
    "class",
    "value",
    "other",
    "expected",
    "example",
    "minimum",
    "maximum",
    "successor",
    "entry",
    "parts",
    "profile",
}
PHRASES = {"profile", "levels", "level", "types"}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def test_english_and_french_are_there() -> None:
    assert {"en", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_has_a_label_and_a_help(language: str) -> None:
    assert [
        _name(field) for field in FIELDS if not field.label.get(language) or not field.help.get(language)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_has_an_example_and_a_group(language: str) -> None:
    assert [_name(field) for field in FIELDS if not field.example.get(language) or not field.group] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped())
def test_every_shipped_profile_has_all_its_words(name: str, language: str) -> None:
    for shape in load_profile(find_profile(name)).classes.values():
        assert shape.label.get(language), shape.iri
        assert shape.help.get(language), shape.iri
        for field in shape.fields:
            assert field.group, _name(field)
            assert all(text.get(language) for text in (field.label, field.help, field.example)), _name(field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_has_a_label_and_a_help(language: str) -> None:
    shapes = profile().classes.values()
    assert [
        shape.iri for shape in shapes if not shape.label.get(language) or not shape.help.get(language)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_articles_of_law_are_cited_in_words(language: str) -> None:
    named = set(_laws(_read("layout")))
    assert named == set(_read(language)["laws"])
    dataset = profile().classes[str(DCAT.Dataset)]
    assert "60" in dataset.law[language]
    assert "77" in dataset.law[language]


def test_what_the_minimum_of_the_law_names_cites_the_law() -> None:
    for element in profile().elements:
        for path in element.paths:
            field = profile().field(str(DCAT.Dataset), path)
            assert field, element.id
            assert field.law["en"].endswith("Implementing Regulation (EU) 2026/2098, Annex B"), element.id
            assert field.law["fr"].endswith("règlement d’exécution (UE) 2026/2098, annexe B"), element.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_elements_of_the_law_have_words_and_say_when_they_are_asked_for(language: str) -> None:
    elements = profile().elements
    assert len(elements) == 27
    assert [each.id for each in elements if not each.label.get(language) or not each.help.get(language)] == []
    conditional = {each.id for each in elements if each.conditional or each.when}
    assert {each.id for each in elements if each.condition.get(language)} == conditional
    assert set(_read(language)["elements"]) == {each.id for each in elements}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_or_help_shows_a_term_of_rdf(language: str) -> None:
    prefixes = tuple(f"{prefix}:" for prefix in PREFIXES)
    for field in FIELDS:
        for text in (field.label[language], field.help[language], field.example[language]):
            assert not [word for word in text.split() if word.startswith(prefixes)], _name(field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_properties_of_a_class_have_one_label(language: str) -> None:
    for shape in profile().classes.values():
        labels = [field.label[language] for field in shape.fields]
        assert [label for label in labels if labels.count(label) > 1] == [], shape.iri


@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_groups_facets_and_levels_have_words(language: str) -> None:
    own = profile()
    named = (*own.classes.values(), *own.groups, *own.facets, *own.levels.values())
    assert [thing for thing in named if not thing.label.get(language)] == []
    assert [thing for thing in (*own.groups, *own.levels.values()) if not thing.help.get(language)] == []


def test_all_languages_say_the_same_things() -> None:
    first, *others = (dict(_paths(_read(language))) for language in LANGUAGES)
    for other in others:
        assert set(first) ^ set(other) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_places_are_for_properties_that_the_shapes_know(language: str) -> None:
    known = {(field.owner, field.path) for field in FIELDS}
    paths = {path for _, path in known}
    for name, table in {**_read("layout"), **_read(language)}.items():
        if ":" in name:
            assert [each for each in table if (expand(name), expand(each)) not in known] == [], name
    assert [each for each in _read(language)["*"] if expand(each) not in paths] == []


def test_every_property_has_its_place() -> None:
    layout = _read("layout")
    placed = {(expand(name), expand(path)) for name, table in layout.items() if ":" in name for path in table}
    assert {(field.owner, field.path) for field in FIELDS} - placed == set()
    assert {field.group for field in profile().fields(str(DCAT.Dataset))} == set(layout["groups"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_name_only_what_is_filled_in(language: str) -> None:
    for key, (problem, mend) in profile().messages[language].items():
        named = {name for text in (problem, mend) for _, name, _, _ in Formatter().parse(text) if name}
        assert named <= TERMS, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_name_only_what_is_filled_in(language: str) -> None:
    for key, text in profile().phrases[language].items():
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= PHRASES, key


def test_the_facets_of_search_are_those_that_people_use() -> None:
    expected = "access theme category european_theme type country holder hdab coding standard personal language keyword"
    assert {facet.id for facet in profile().facets} == set(expected.split())
    holder = profile().facet("holder")
    assert holder
    assert holder.paths == (expand("geodcatap:custodian"), expand("dct:publisher"))


def test_the_levels_have_words_for_people() -> None:
    labels = [(level.label["en"], level.label["fr"]) for level in profile().levels.values()]
    assert labels == [
        ("Open", "Ouvert"),
        ("Restricted", "Restreint"),
        ("Not public, on request", "Non public, sur demande"),
    ]


def _laws(table: dict[str, Any]) -> Iterator[str]:
    """The names of laws anywhere in the layout."""
    for key, value in table.items():
        if key == "law" and isinstance(value, list):
            yield from value
        elif isinstance(value, dict):
            yield from (name for names in value.values() for name in names) if key == "law" else _laws(value)


def _name(field: Field) -> str:
    return f"{field.owner} {field.path}"


def _paths(table: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _paths(value, (*before, key))
        else:
            yield (*before, key), value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_register_has_its_name(language: str) -> None:
    given = profile()
    kinds = dict.fromkeys(given.register.values())
    assert set(given.registers) == set(kinds)
    assert [kind for kind in kinds if given.register_name(kind, language) == kind] == []


def test_a_register_without_words_keeps_its_id() -> None:
    assert profile().register_name("vessel", "fr") == "vessel"
