"""Which of the texts of a description a reader gets, and in which language they are spoken to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Literal

Text = Mapping[str, str]  # a text of ours: language -> text; always has "en"


@lru_cache(maxsize=1024)
def base(tag: str) -> str:
    """The language of a tag without region and script: `fr` for `fr-BE`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def order(*wishes: Iterable[str]) -> tuple[str, ...]:
    """Languages from several lists of wishes, the first list first, each language once, in lower case."""
    tags = (tag.replace("_", "-").lower() for wish in wishes for tag in wish if tag)
    return tuple(dict.fromkeys(tags))


def pick(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """A text of ours (labels, titles) in the best language that it has; English or any before none."""
    for language in languages:
        found = texts.get(language) or texts.get(base(language))
        if found:
            return found
    return texts.get("en") or next(iter(texts.values()), "")


def choose(texts: Iterable[Literal], languages: Sequence[str]) -> list[Literal]:
    """The texts in the one language that suits best, in a stable order.

    A wish is met by the language itself, then by its variants; a text without a language comes after every
    wish and before the languages that nobody wished for.
    """
    by_language: dict[str, set[Literal]] = {}
    for text in texts:
        by_language.setdefault((text.language or "").lower(), set()).add(text)
    if not by_language:
        return []
    language = min(by_language, key=lambda tag: (rank(tag, tuple(languages)), tag))
    return sorted(by_language[language])


@lru_cache(maxsize=4096)
def rank(tag: str, languages: tuple[str, ...]) -> tuple[int, int]:
    """How well a language suits: the place of the wish it meets, then 0 for the very one, 1 for a variant."""
    if not tag:
        return len(languages), 0
    for place, wish in enumerate(languages):
        if tag.lower() == wish:
            return place, 0
        if base(tag) == base(wish):
            return place, 1
    return len(languages) + 1, 0


def foreign(tag: str | None, page: str) -> str:
    """The tag when it differs from the page's language, else nothing: what a `lang` attribute needs."""
    return tag if tag and base(tag) != base(page) else ""


def best(texts: Mapping[str, str], languages: Sequence[str]) -> tuple[str, str]:
    """The text of a description that suits best, and its language; both empty where there is none."""
    if not texts:
        return "", ""
    language = min(texts, key=lambda tag: (rank(tag, tuple(languages)), tag))
    return texts[language], language


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page is made for: its language, the languages of texts by preference, and our own words."""

    language: str
    languages: tuple[str, ...]
    gettext: Callable[[str], str] = str
    ngettext: Callable[[str, str, int], str] = lambda one, many, count: one if count == 1 else many

    def also(self, languages: Iterable[str]) -> "Reader":
        """The same reader, who would also take these languages (those of a dataset) before any other."""
        return Reader(self.language, order(self.languages, languages), self.gettext, self.ngettext)
