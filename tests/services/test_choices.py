"""What can be chosen from the vocabularies."""

import pytest

from catalogue.bootstrap import Services
from catalogue.services.choices import Choices

LANGUAGE = ("http://publications.europa.eu/resource/authority/language",)
COUNTRY = ("http://publications.europa.eu/resource/authority/country",)
STANDARD = ("https://hdeu-dcat.data.health.europa.eu/resource/authority/standard",)
PUBLISHER = ("https://hdeu-dcat.data.health.europa.eu/resource/authority/publisher-type",)
LAW = ("http://data.europa.eu/eli",)


@pytest.fixture
def choices(services: Services) -> Choices:
    return Choices(services.vocabularies)


@pytest.mark.parametrize(
    ("question", "language", "first"),
    [
        ("français", "fr", "Français"),
        ("FRANCAIS", "fr", "Français"),
        ("french", "en", "French"),
        ("fra", "en", "French"),
        ("de", "fr", "Allemand"),
        ("german", "fr", "Allemand"),
        ("swiss ger", "en", "Swiss German"),
    ],
)
def test_a_language_is_found_by_name_or_code_in_any_spelling(
    choices: Choices, question: str, language: str, first: str
) -> None:
    assert choices.search(LANGUAGE, question, language)[0].label == first


def test_a_search_lists_so_many_and_nothing_for_nothing(choices: Choices) -> None:
    assert len(choices.search(LANGUAGE, "a", "en", most=7)) == 7
    assert choices.search(LANGUAGE, "  ", "en") == []
    assert choices.search(LANGUAGE, "no language is called so", "en") == []
    assert choices.search(("http://example.org/nowhere",), "a", "en") == []


def test_former_entries_have_a_name_and_are_not_offered(choices: Choices, services: Services) -> None:
    former = next(each for each in services.vocabularies.concepts(COUNTRY[0]) if each.deprecated)
    assert choices.option(former.iri, "en") is not None
    assert choices.count(COUNTRY) < len(services.vocabularies.concepts(COUNTRY[0]))
    offered = {option.iri for group in choices.groups(COUNTRY, "en") for option in group.options}
    assert former.iri not in offered


def test_a_list_with_levels_is_shown_by_what_entries_belong_to(choices: Choices) -> None:
    groups = choices.groups(PUBLISHER, "fr")
    assert "Prestataires de soins" in [group.label for group in groups]
    assert all(group.options[0].label == group.label for group in groups if group.label)
    shown = [option.iri for group in groups for option in group.options]
    assert len(shown) == len(set(shown)) == choices.count(PUBLISHER)


def test_several_lists_are_told_apart_by_their_titles(choices: Choices) -> None:
    labels = [group.label for group in choices.groups((*STANDARD, *LAW), "en")]
    assert len(labels) == 2
    assert all(labels)


def test_what_is_in_no_list_can_be_meant_only_where_a_list_is_open(choices: Choices) -> None:
    assert choices.is_whole(LANGUAGE)
    assert not choices.is_whole(LAW)
    assert not choices.is_whole((*LANGUAGE, "http://example.org/nowhere"))
