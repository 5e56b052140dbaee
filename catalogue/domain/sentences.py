"""English sentences that remember what they were made of, so that they can be said in other languages.

A layer below the web says why something failed by a sentence; the web finds the words of another language by its
template, and fills in the same fields. No sentence is ever read to find out what it says.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Self

QUOTED: Final = 200  # characters of what others wrote that a sentence repeats


class Sentence(str):
    """A text in English, made of a template with named fields, which is also its key in the translation files.

    A field may be a sentence too. It is a `str`, and is one wherever no other language is spoken.
    """

    __slots__ = ("fields", "template")

    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        made = super().__new__(cls, template % fields)
        made.template, made.fields = template, fields
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.template, dict(self.fields))

    def worded(self, say: Callable[[str], str]) -> "Sentence":
        """The same in the language of `say`, which translates templates."""
        fields = {
            name: value.worded(say) if isinstance(value, Sentence) else value
            for name, value in self.fields.items()
        }
        return _rebuild(say(self.template), fields)


def _rebuild(template: str, fields: dict[str, object]) -> Sentence:
    return Sentence(template, **fields)


def quoted(text: str, longest: int = QUOTED) -> str:
    """What others wrote, short enough to be repeated in a sentence."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def megabytes(size: int) -> Sentence:
    """A number of bytes as people say it, never less than it is."""
    tenths = -(-size * 10 // 2**20)
    return Sentence("%(count)s MB", count=f"{tenths / 10:g}")


def to_json(text: object) -> Any:
    """A text or a field of a sentence, to be kept; `from_json` gives it back."""
    if isinstance(text, Sentence):
        return {
            "template": text.template,
            "fields": {name: to_json(value) for name, value in text.fields.items()},
        }
    return text if isinstance(text, str | int | float) else str(text)


def from_json(data: Any) -> Any:
    """The text that was kept."""
    if isinstance(data, dict):
        return _rebuild(data["template"], {name: from_json(value) for name, value in data["fields"].items()})
    return data
