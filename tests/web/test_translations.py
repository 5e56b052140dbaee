"""Every message is said in every language that the product speaks."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from catalogue.web import languages
from tests.web.messages import Message, all_messages

SPOKEN = [path.stem for path in languages.FOLDER.glob("*.po")]


@pytest.fixture(params=SPOKEN)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    with (languages.FOLDER / f"{request.param}.po").open("rb") as file:
        return read_po(file, locale=request.param)


def key(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def test_french_is_spoken() -> None:
    assert "fr" in SPOKEN


def test_no_message_is_missing(catalog: Catalog) -> None:
    missing = []
    for message in all_messages():
        found = catalog.get(key(message))
        said = found and (found.string if isinstance(found.string, tuple) else (found.string,))
        if not said or not all(said):
            missing.append(key(message))
    assert not missing


def test_no_message_is_left_over(catalog: Catalog) -> None:
    known = {key(message) for message in all_messages()}
    assert not [key(message.id) for message in catalog if message.id and key(message.id) not in known]


def test_a_translation_fills_in_the_same_fields(catalog: Catalog) -> None:
    field = re.compile(r"%\(\w+\)s")
    for message in catalog:
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = {name for text in ids for name in field.findall(text)}
        assert all(set(field.findall(text)) <= wanted for text in strings), ids
        assert set(field.findall(strings[-1])) == set(field.findall(ids[-1])), ids


def test_plurals_follow_the_rules_of_the_language() -> None:
    french, english = languages.translations("fr"), languages.translations("en")
    forms = ("%(shown)s dataset", "%(shown)s datasets")
    assert [french.ngettext(*forms, count) for count in (0, 1, 2)] == [
        "%(shown)s jeu de données",
        "%(shown)s jeu de données",
        "%(shown)s jeux de données",
    ]
    assert [english.ngettext(*forms, count) for count in (0, 1, 2)] == [forms[1], forms[0], forms[1]]


def test_a_language_without_messages_speaks_english() -> None:
    assert languages.translations("xx").gettext("Search") == "Search"


@pytest.mark.parametrize(
    ("tag", "name"), [("fr", "Français"), ("en", "English"), ("pt-BR", "Português (Brasil)")]
)
def test_languages_have_their_own_names(tag: str, name: str) -> None:
    assert languages.own_name(tag) == name
