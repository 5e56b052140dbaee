"""Themes: folders of tokens, templates, static files and pages, read and checked when the server starts.

A theme is a folder with a `theme.toml`; what it lacks comes from its parent, and at last from `default`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    meta,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateSyntaxError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalogue import resources
from catalogue.domain.errors import WrongSetting

ROOT = "default"
TEMPLATES = (
    "base.html",
    "macros.html",
    "home.html",
    "search.html",
    "dataset.html",
    "catalogue.html",
    "validate.html",
    "result.html",
    "conformance.html",
    "api.html",
    "text.html",
    "error.html",
)
TEXTS = ("accessibility", "legal", "privacy")


class Link(BaseModel):
    """An entry of the navigation or the footer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str = Field(pattern=r"^(https?://\S+|mailto:\S+|[a-z0-9/-]*)$")
    label: dict[str, str] = Field(min_length=1)


class Description(BaseModel):
    """What a `theme.toml` may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    parent: str = ""
    logo: str = ""
    tokens: dict[str, str] = Field(default_factory=dict)
    dark: dict[str, str] = Field(default_factory=dict)
    navigation: tuple[Link, ...] | None = None
    footer: tuple[Link, ...] | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with all that it inherits. `folders` are its own first and the default theme's last."""

    name: str
    folders: tuple[Path, ...]
    tokens: dict[str, str]
    dark: dict[str, str]
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    logo: str

    def loader(self) -> BaseLoader:
        """Templates by name, the theme's own first; `core:` before a name means the default theme's."""
        chain = ChoiceLoader([FileSystemLoader(folder / "templates") for folder in self.folders])
        core = PrefixLoader({"core": FileSystemLoader(self.folders[-1] / "templates")}, delimiter=":")
        return ChoiceLoader([core, chain])

    def static(self) -> dict[str, Path]:
        """The static files by name; a name that two themes have is the nearer one's."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / "static").rglob("*")):
                if path.is_file():
                    found[path.relative_to(folder / "static").as_posix()] = path
        return found

    def stylesheet(self) -> str:
        """The tokens as custom properties, then the style sheets of the themes, the default one first."""
        sheets = [folder / "static" / "theme.css" for folder in reversed(self.folders)]
        texts = [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file()]
        return "\n".join([_properties(self.tokens, self.dark), *texts])

    def text(self, language: str, name: str) -> Path | None:
        """The Markdown file of a page of text, in the language or else in English."""
        places = [
            folder / "pages" / tag / f"{name}.md" for tag in (language, "en") for folder in self.folders
        ]
        return next((place for place in places if place.is_file()), None)

    def texts(self) -> set[str]:
        """The names of the pages of text."""
        return {path.stem for folder in self.folders for path in (folder / "pages").glob("*/*.md")}


def load(name: str) -> Theme:
    """The theme of that name, or in that folder. Raises WrongSetting that names the file and what is wrong."""
    chain = list(_chain(name))
    descriptions = [description for _, description in chain]
    root = descriptions[-1]
    for folder, description in chain:
        _refuse_unknown(folder, description, root)
    nearest_first = reversed(descriptions)
    tokens: dict[str, str] = {}
    dark: dict[str, str] = {}
    for description in nearest_first:
        tokens |= description.tokens
        dark |= description.dark
    return Theme(
        name=descriptions[0].name,
        folders=tuple(folder for folder, _ in chain),
        tokens=tokens,
        dark=dark,
        navigation=_first(description.navigation for description in descriptions),
        footer=_first(description.footer for description in descriptions),
        logo=next((description.logo for description in descriptions if description.logo), ""),
    )


class Compiled(BytecodeCache):
    """Templates that were compiled before in this process, by their text: a second application need not do it again."""

    _kept: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self._kept.get((bucket.key, bucket.checksum))
        if found:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def check(theme: Theme, environment: Environment) -> None:
    """Compile every template and look for every file. Raises WrongSetting that says where it fails."""
    for name in sorted({*TEMPLATES, *_templates(theme)}):
        _compile(environment, theme, name)
    for name in TEXTS:
        if theme.text("en", name) is None:
            raise _wrong(theme.folders[0], f"there is no page pages/en/{name}.md")
    if theme.logo and theme.logo not in theme.static():
        raise _wrong(theme.folders[0] / "theme.toml", f"logo: there is no static/{theme.logo}")


def _templates(theme: Theme) -> Iterator[str]:
    for folder in (folder / "templates" for folder in theme.folders):
        yield from (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def _compile(environment: Environment, theme: Theme, name: str) -> None:
    try:
        environment.get_template(name)
        for other in _named(environment, name):
            environment.get_template(other)
    except TemplateSyntaxError as error:
        raise _wrong(Path(error.filename or name), f"line {error.lineno}: {error.message}") from None
    except TemplateError as error:
        raise _wrong(theme.folders[0] / "templates" / name, f"missing or broken: {error}") from None


def _named(environment: Environment, name: str) -> Iterator[str]:
    """The templates that a template names: what it extends, includes and imports."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return iter(_references(source))


@lru_cache(maxsize=500)
def _references(source: str) -> tuple[str, ...]:
    parsed = Environment(extensions=["jinja2.ext.i18n"]).parse(source)  # noqa: S701 - nothing is rendered
    return tuple(other for other in meta.find_referenced_templates(parsed) if other)


def _chain(name: str) -> Iterator[tuple[Path, Description]]:
    """The folder and description of a theme, of its parent, and so on to the default theme."""
    seen: list[Path] = []
    while True:
        folder = _folder(name)
        if folder in seen:
            raise _wrong(folder / "theme.toml", "parent: the themes inherit in a circle")
        seen.append(folder)
        description = _describe(folder)
        yield folder, description
        if folder == _folder(ROOT):
            return
        name = description.parent or ROOT


def _folder(name: str) -> Path:
    shipped = resources.folder("themes") / name
    return (shipped if shipped.is_dir() else Path(name)).resolve()


def _describe(folder: Path) -> Description:
    path = folder / "theme.toml"
    try:
        return Description(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from None
    except ValidationError as error:
        raise _wrong(path, _explain(error)) from None


def _explain(error: ValidationError) -> str:
    problems = [(".".join(map(str, found["loc"])), found["msg"]) for found in error.errors(include_url=False)]
    return "; ".join(f"{place}: {message}" for place, message in problems)


def _refuse_unknown(folder: Path, description: Description, root: Description) -> None:
    for table in ("tokens", "dark"):
        for token in getattr(description, table):
            if token not in root.tokens:
                known = ", ".join(sorted(root.tokens))
                raise _wrong(
                    folder / "theme.toml", f"[{table}] there is no token “{token}”; there are {known}"
                )


def _first(lists: Iterator[tuple[Link, ...] | None]) -> tuple[Link, ...]:
    return next((links for links in lists if links is not None), ())


def _properties(tokens: dict[str, str], dark: dict[str, str]) -> str:
    light = "".join(f"--{name}:{value};" for name, value in tokens.items())
    night = "".join(f"--{name}:{value};" for name, value in dark.items())
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{night}}}}}"


def _wrong(place: Path, reason: str) -> WrongSetting:
    return WrongSetting(name="CATALOGUE_THEME", reason=f"{place}: {reason}")
