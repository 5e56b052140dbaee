"""Themes: what they may change, and how a wrong one is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.errors import WrongSetting
from catalogue.web import themes


@pytest.fixture
def theme(tmp_path: Path) -> Callable[..., Path]:
    """Writes a theme; keywords are its files, with `__` for the folder."""

    def write(toml: str = 'name = "Ours"', **files: str) -> Path:
        folder = tmp_path / "ours"
        for name, text in {"theme.toml": toml, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def start(make_services: Callable[..., Services]) -> Callable[[Path], Flask]:
    return lambda folder: create_app(services=make_services(theme=str(folder)))


def test_the_default_theme_is_whole() -> None:
    default = themes.load("default")
    assert set(default.dark) <= set(default.tokens)
    assert {"accessibility", "legal", "privacy"} <= default.texts()
    assert all(default.text("fr", name).parent.name == "fr" for name in default.texts())  # type: ignore[union-attr]


def test_a_theme_changes_tokens_and_keeps_the_rest(theme: Callable[..., Path]) -> None:
    ours = themes.load(str(theme('name = "Ours"\n[tokens]\nbrand = "#123456"')))
    assert ours.tokens["brand"] == "#123456"
    assert ours.tokens["ink"] == themes.load("default").tokens["ink"]
    assert "--brand:#123456" in ours.stylesheet()


def test_a_theme_overrides_a_template_and_reaches_the_one_below(
    theme: Callable[..., Path], start: Callable[[Path], Flask]
) -> None:
    template = '{% extends "core:text.html" %}{% block hero %}OURS {{ super() }}{% endblock %}'
    app = start(theme(**{"templates/text.html": template}))
    page = app.test_client().get("/en/legal", headers={"Accept": "text/html"}).text
    assert 'OURS <div class="hero">' in page
    assert "<h1>Legal notice</h1>" in page


def test_a_theme_brings_its_own_texts_in_markdown_without_script(
    theme: Callable[..., Path], start: Callable[[Path], Flask]
) -> None:
    text = "# Our notice\n\n**Bold** <script>alert(1)</script> [x](javascript:alert(1)) {publisher}"
    app = start(theme(**{"pages/en/legal.md": text}))
    page = app.test_client().get("/en/legal", headers={"Accept": "text/html"}).text
    assert "<h1>Our notice</h1>" in page
    assert "<strong>Bold</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "Your institution</p>" in page


def test_a_theme_sets_navigation_and_logo(theme: Callable[..., Path], start: Callable[[Path], Flask]) -> None:
    toml = 'name = "Ours"\nlogo = "logo.svg"\n[[navigation]]\nto = "https://example.org/"\nlabel = { en = "Home" }'
    app = start(theme(toml, **{"static/logo.svg": "<svg/>"}))
    page = app.test_client().get("/en/legal", headers={"Accept": "text/html"}).text
    assert '<a href="https://example.org/">Home</a>' in page
    assert '<img src="/static/logo.' in page


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('name = "Ours"\n[tokens]\nbrnad = "#fff"', "theme.toml: [tokens] there is no token “brnad”"),
        ('name = "Ours"\n[dark]\nnight = "#000"', "theme.toml: [dark] there is no token “night”"),
        ('name = "Ours"\ncolour = "red"', "theme.toml: colour: Extra inputs are not permitted"),
        ('name = "Ours', "theme.toml: "),
        ("", "theme.toml: name: Field required"),
        ('name = "Ours"\nparent = "nowhere"', "nowhere/theme.toml: "),
        ('name = "Ours"\nlogo = "logo.svg"', "theme.toml: logo: there is no static/logo.svg"),
        (
            'name = "Ours"\n[[footer]]\nto = "javascript:alert(1)"\nlabel = { en = "x" }',
            "theme.toml: footer.0.to: ",
        ),
    ],
)
def test_a_wrong_theme_stops_the_start_and_says_where(
    theme: Callable[..., Path], start: Callable[[Path], Flask], toml: str, said: str
) -> None:
    folder = theme(toml)
    with pytest.raises(WrongSetting) as refused:
        start(folder)
    assert str(refused.value).startswith("CATALOGUE_THEME: ")
    assert said in str(refused.value)


def test_a_theme_that_does_not_exist_is_refused(start: Callable[[Path], Flask], tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=r"nothing/theme\.toml"):
        start(tmp_path / "nothing")


def test_a_broken_template_is_refused_with_its_line(
    theme: Callable[..., Path], start: Callable[[Path], Flask]
) -> None:
    folder = theme(**{"templates/home.html": "\n\n{% if %}"})
    with pytest.raises(WrongSetting, match=r"home\.html: line 3: "):
        start(folder)


def test_a_template_that_extends_nothing_known_is_refused(
    theme: Callable[..., Path], start: Callable[[Path], Flask]
) -> None:
    folder = theme(**{"templates/home.html": '{% extends "core:nothing.html" %}'})
    with pytest.raises(WrongSetting, match="nothing"):
        start(folder)


def test_themes_that_inherit_in_a_circle_are_refused(theme: Callable[..., Path]) -> None:
    folder = theme()
    (folder / "theme.toml").write_text(f'name = "Ours"\nparent = "{folder}"', encoding="utf-8")
    with pytest.raises(WrongSetting, match="circle"):
        themes.load(str(folder))


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("ink", "canvas"),
        ("ink", "surface"),
        ("muted", "canvas"),
        ("muted", "surface"),
        ("muted", "wash"),
        ("brand", "canvas"),
        ("brand", "surface"),
        ("brand", "brand-soft"),
        ("brand-ink", "brand"),
        ("brand-ink", "brand-strong"),
        ("mark-ink", "mark"),
        ("open", "open-soft"),
        ("restricted", "restricted-soft"),
        ("closed", "closed-soft"),
    ],
)
@pytest.mark.parametrize("dark", [False, True])
def test_colours_of_the_default_theme_can_be_read(front: str, back: str, dark: bool) -> None:
    default = themes.load("default")
    tokens = {**default.tokens, **default.dark} if dark else default.tokens
    assert contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_edges_of_fields_and_the_focus_can_be_seen(dark: bool) -> None:
    default = themes.load("default")
    tokens = {**default.tokens, **default.dark} if dark else default.tokens
    for front in ("field-line", "focus"):
        assert contrast(tokens[front], tokens["surface"]) >= 3
        assert contrast(tokens[front], tokens["canvas"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
