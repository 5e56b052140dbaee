"""Pages of plain text that a theme or an institution writes in Markdown."""

from dataclasses import dataclass
from pathlib import Path

import nh3
from flask import Flask, current_app
from markdown_it import MarkdownIt
from markupsafe import Markup

from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.themes import Theme


@dataclass(frozen=True, slots=True)
class Text:
    """A text as HTML without its heading, in the language that it has."""

    heading: str
    html: Markup
    language: str


def register(app: Flask, theme: Theme) -> None:
    """Tell the application where its texts lie."""
    app.extensions["catalogue.texts"] = theme


def find(name: str, language: str) -> Text | None:
    """The text of a name, in English where the language has none; None where there is no such text."""
    theme: Theme = current_app.extensions["catalogue.texts"]
    path = theme.text(language, name) if name in theme.texts() else None
    return _read(path, language) if path else None


def _read(path: Path, language: str) -> Text:
    source = _filled(path.read_text(encoding="utf-8"))
    heading, _, rest = source.partition("\n")
    html = nh3.clean(MarkdownIt("commonmark", {"html": False}).enable("table").render(rest))
    own = path.parent.name
    return Text(heading.lstrip("# ").strip(), Markup(html), own if own != language else language)  # noqa: S704


def _filled(text: str) -> str:
    """The institution's name, address and catalogue where a text leaves room for them."""
    settings = services().settings
    known = {
        "{publisher}": languages.text(settings.publisher),
        "{title}": languages.text(settings.title),
        "{email}": settings.publisher_email,
        "{base}": settings.base_url,
    }
    for room, value in known.items():
        text = text.replace(room, value)
    return text
