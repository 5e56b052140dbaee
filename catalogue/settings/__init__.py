"""Every option once, with its default and a line of help.

A value comes from, in this order: a `CATALOGUE_*` variable, the file that a `CATALOGUE_*_FILE` variable
names (for secrets), the TOML file that `CATALOGUE_CONFIG` names (`catalogue.toml` in the working folder when
that is not set), and the default. `catalogue settings` prints them with their origin. The options themselves are in
`general`, `searching` and `holders`.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalogue.settings.general import EHDS, LARGEST_PAGE, GeneralSettings
from catalogue.settings.holders import HolderSettings
from catalogue.settings.kinds import SettingsError
from catalogue.settings.searching import SearchSettings

__all__ = ["EHDS", "LARGEST_PAGE", "Settings", "SettingsError", "load", "origins", "variable"]

PREFIX = "CATALOGUE_"
CONFIG = "CATALOGUE_CONFIG"


class Settings(SearchSettings, HolderSettings, GeneralSettings):
    """The options of an instance."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's name, its value as it may be printed, and where it comes from."""

    name: str
    value: str
    origin: str
    help: str


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings of this process. Raises SettingsError; `given` goes before everything else."""
    return _load(os.environ if environment is None else environment, given)[0]


def origins(environment: Mapping[str, str] | None = None) -> list[Origin]:
    """Every setting with its value and origin; secrets are not told."""
    settings, where = _load(os.environ if environment is None else environment, {})
    return [
        Origin(variable(name), _printable(settings, name), where.get(name, "default"), info.description or "")
        for name, info in Settings.model_fields.items()
    ]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def is_secret(name: str) -> bool:
    extra = Settings.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("secret"))


def _load(environment: Mapping[str, str], given: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    values: dict[str, Any] = {}
    where: dict[str, str] = {}
    for name, value, origin in (*_from_toml(environment), *_from_environment(environment)):
        values[name], where[name] = value, origin
    try:
        return Settings(**{**values, **given}), where
    except ValidationError as error:
        raise SettingsError(_explain(error, where)) from None


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    """The variables, files first, so that a variable itself goes before its file."""
    names = [name for name in environment if name.startswith(PREFIX) and name != CONFIG]
    known = Settings.model_fields
    for name in sorted(names, key=lambda name: not name.endswith("_FILE")):
        setting = name[len(PREFIX) :].lower()
        if setting not in known and setting.endswith("_file"):
            yield setting.removesuffix("_file"), _secret(name, environment[name]), f"file named by {name}"
        else:
            yield setting, environment[name], f"variable {name}"


def _from_toml(environment: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    path = Path(environment.get(CONFIG, "catalogue.toml"))
    if not path.is_file():
        if CONFIG in environment:
            raise SettingsError(f"{CONFIG}: there is no file {path}")
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    for name, value in table.items():
        yield name, value, f"file {path}"


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {path} cannot be read: {error}") from None


def _explain(error: ValidationError, where: Mapping[str, str]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        told = "" if name in Settings.model_fields and is_secret(name) else f" (it is {problem['input']!r})"
        if problem["type"] == "extra_forbidden":
            lines.append(f"{variable(name)}: there is no such setting ({where.get(name, 'given')})")
        else:
            lines.append(
                f"{variable(name)}: {problem['msg']}{told}; it comes from {where.get(name, 'the caller')}"
            )
    return "\n".join(lines)


def _printable(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if is_secret(name) and value:
        return "(set, not shown)"
    if isinstance(value, dict):
        return "|".join(f"{language}={text}" if language else text for language, text in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)
