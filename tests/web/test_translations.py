"""Every message is said in every language that the product speaks."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from catalogue import resources
from catalogue.web import languages
from tests.web.markup import NAMESPACE, Html
from tests.web.messages import Message, all_messages

SPOKEN = [path.stem for path in languages.FOLDER.glob("*.po")]
# « and », a colon and a percent sign have a no-break space beside them; ; ! and ? have a narrow one.
BREAKING = re.compile("«[^\u00a0]|[^\u00a0]»|[^\u00a0\\S][:%](?![\\w(])|[^\u202f\\S][;!?]")


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


@pytest.mark.parametrize(
    "path",
    [
        "/fr/",
        "/fr/datasets?q=diabetes&access=NON_PUBLIC&people_min=3",
        "/fr/datasets?q=hba1c&view=table",
        "/fr/datasets?q=rien+du+tout&country=FRA",
        "/fr/variables?q=hba1c&q=sex",
        "/fr/dataset/{id}",
        "/fr/dataset/{id}?variables=1",
        "/fr/dataset/{id}/conformance",
        "/fr/dataset/{id}/history",
        "/fr/compare?d={id}",
        "/fr/list?d={id}",
        "/fr/themes",
        "/fr/themes/EHRS",
        "/fr/catalogue",
        "/fr/validate",
        "/fr/sign-in",
    ],
)
def test_no_colon_of_a_french_page_stands_at_its_word(
    leaf: Callable[..., Html], diabetes: str, path: str
) -> None:
    html = leaf(path.format(id=diabetes))
    assert html.one("html").get("lang") == "fr"
    # "à mettre :" has a no-break space before its colon; a time and an IRI have none after it.
    assert not [said for said in french_of(html.root) if re.search(r"[^\s\u00a0]:(\s|$)", said)]


def french_of(element: Element) -> Iterator[str]:
    """The texts that a reader of a French page takes for French."""
    unread = {f"{NAMESPACE}{name}" for name in ("script", "style", "code", "pre")}
    if (
        element.tag in unread
        or (element.get("lang") or "fr") != "fr"
        or "code" in (element.get("class") or "")
    ):
        return
    yield element.text or ""
    for child in element:
        yield from french_of(child)
        yield child.tail or ""


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


def test_no_line_of_french_ends_before_its_punctuation() -> None:
    assert not [text for text in french() if BREAKING.search(text)]


@pytest.mark.parametrize(
    "text", ["Lire : ici", "Lire ; ici", "Quoi\u00a0!", "10 %", "« ici\u00a0»", "«ici\u00a0»"]
)
def test_a_space_that_breaks_is_found(text: str) -> None:
    assert BREAKING.search(text)
    assert not BREAKING.search("Lire\u00a0: «\u00a0ici\u00a0»\u202f; 10\u00a0%\u202f? 5 %(unit)s")


def french() -> Iterator[str]:
    """All that the product says in French: messages, the texts of profiles, themes and vocabularies, and pages."""
    with (languages.FOLDER / "fr.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            yield from (message.string,) if isinstance(message.string, str) else message.string
    for folder in (resources.folder("shapes"), resources.folder("themes")):
        for path in sorted(folder.rglob("*.toml")):
            yield from _french(tomllib.loads(path.read_text("utf-8")), path.stem == "fr")
    for path in sorted(resources.folder("themes").rglob("pages/fr/*.md")):
        yield path.read_text("utf-8")
    for path in sorted(resources.folder("shapes").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row.get("fr") or "" for row in csv.DictReader(file))


def _french(told: Any, is_french: bool) -> Iterator[str]:
    """The texts below a value of TOML that are said to be French, or all of them."""
    if isinstance(told, str):
        yield from (told,) if is_french else ()
    elif isinstance(told, dict):
        for name, value in told.items():
            yield from _french(value, is_french or name == "fr")
    elif isinstance(told, list):
        for value in told:
            yield from _french(value, is_french)
