"""A question as it is understood: parts, each with the ways to say it. No engine's language, and none of a person."""

from dataclasses import dataclass
from enum import StrEnum

from catalogue.domain.criteria import Ends


class Said(StrEnum):
    """How a form stands to what was typed."""

    SYNONYM = "synonym"  # the same in the same language: heart attack, myocardial infarction
    TRANSLATION = "translation"  # the same in another language: heart attack, infarctus
    NARROWER = "narrower"  # a kind or part of it, in any language: heart disease, infarctus
    BROADER = "broader"  # what it is a kind or part of: infarctus, heart disease
    ALTERNATIVE = "alternative"  # another that was typed, where one is enough: Belgium of "France or Belgium"


@dataclass(frozen=True, slots=True)
class Form:
    """Another way to say a part of a question: words that stand together, in a language ("" for any).

    `weight` is how much a match counts beside one of the words as they were typed.
    """

    text: str
    language: str
    said: Said
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a question, or several that mean one thing ("type 1 diabetes").

    A description has the part when it has all of `words`, in any order and place, or one of `forms`. A word
    may itself hold several words of a language ("U07.1", "follow-up"), which then belong together.
    """

    words: tuple[str, ...]
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """All of a question. `phrases` were in quotation marks, and have no other forms.

    `enough` tells how many of the parts a description must have, where it is not what `search.words.required` says.
    `codes` are what may be a code or a name in it, as `search.words.exact` writes them; what is known by one of
    them comes first, whether it has the parts or not. Of what has the parts, what overlaps one of `spans` counts
    more, and what covers all of it most: each is the id of a range with its ends.
    """

    parts: tuple[Part, ...] = ()
    phrases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    enough: int = 0
    spans: tuple[tuple[str, Ends], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts or self.phrases)

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they were typed, each once, without those of phrases."""
        return tuple(dict.fromkeys(word for part in self.parts for word in part.words))
