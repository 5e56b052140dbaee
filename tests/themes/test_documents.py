"""What a theme may change is documented."""

import re
from pathlib import Path

from catalogue.web import themes

DOCUMENT = (Path(__file__).parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([\w-]+)`", DOCUMENT))


def test_every_token_is_documented() -> None:
    assert set(themes.load("default").tokens) <= NAMED


def test_every_macro_is_documented() -> None:
    macros = (themes.load("default").folders[0] / "templates" / "macros.html").read_text(encoding="utf-8")
    assert set(re.findall(r"\{% macro (\w+)\(", macros)) <= NAMED


def test_every_key_of_a_theme_is_documented() -> None:
    assert all(re.search(rf"\b{name}\b", DOCUMENT) for name in themes.Description.model_fields)
