"""JSON documents that people hand in: read within bounds, and what is in them, whatever shape it has."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalogue.domain.errors import Unreadable
from catalogue.domain.sentences import Sentence
from catalogue.services.dictionaries.base import Upload
from catalogue.services.dictionaries.plain_text import decode

Object = Mapping[str, Any]
_SPACE: Final = b" \t\r\n\xef\xbb\xbf"


def is_json(upload: Upload) -> bool:
    """Whether a file begins as a JSON object does."""
    return upload.data[:64].lstrip(_SPACE).startswith(b"{")


def load(upload: Upload) -> Object:
    """The object that a file holds. Raises Unreadable with line and column."""
    text, _ = decode(upload.data, upload.source)
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        reason = Sentence("this is no JSON: %(reason)s", reason=error.msg)
        raise Unreadable(source=upload.source, line=error.lineno, column=error.colno, reason=reason) from None
    except (RecursionError, ValueError):
        reason = Sentence(
            "this is no JSON that describes variables: it is nested too deeply, or has too long a number"
        )
        raise Unreadable(source=upload.source, line=1, column=1, reason=reason) from None
    return found if isinstance(found, Mapping) else {}


def looks_like(upload: Upload, *words: bytes) -> bool:
    """Whether a file is a JSON object in which one of some names or addresses stands."""
    return is_json(upload) and any(word in upload.data for word in words)


def objects(value: Any) -> Iterator[Object]:
    """The objects of a list, or the one object."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            yield each


def text(value: Any) -> str:
    """A text, number or truth as a text; empty for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def texts(value: Any) -> list[str]:
    """The texts of a list, or the one text."""
    return [said for each in (value if isinstance(value, list) else [value]) if (said := text(each))]


def by_language(value: Any, default: str) -> dict[str, list[str]]:
    """Texts by language, of a text, a list, an object by language (CSVW), or objects with `@value` (JSON-LD)."""
    found: dict[str, list[str]] = {}
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Mapping):
            found.setdefault(default, []).extend(texts(each))
        elif "@value" in each:
            found.setdefault(text(each.get("@language")) or default, []).extend(texts(each["@value"]))
        else:
            for language, said in each.items():
                found.setdefault("" if language == "und" else language, []).extend(texts(said))
    return {language: said for language, said in found.items() if said}
