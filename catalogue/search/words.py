"""What a person typed, as words and phrases: the same for every engine.

Nothing here is a query language. Words are looked for as they are; only quotation marks mean something.
"""

import re
import unicodedata
from functools import lru_cache

from catalogue.domain.asked import Asked, Part
from catalogue.domain.errors import BadParameter

MAX_LENGTH = 500
MAX_WORDS = 50

_APOSTROPHES = "'’ʼ＇"
_ELISION = re.compile(
    rf"\b(?:l|d|qu|j|c|n|s|m|t|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=\w)", re.IGNORECASE
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s\b", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»')
# Words that say nothing about a dataset in English or French: looked for within quotation marks only. What turns a
# question (without, before, sans, plus) is none of them.
_ENGLISH = (
    "a about among amongst an and any are as at be been being between by can do does during each for from had has have "
    "having how i in into is it its me my of on or our regarding such that the their them there these they this those "
    "to using via was we were what when where which while who whose with within"
)
_FRENCH = (
    "afin ai ainsi au auprès aux avec ayant ce ces cet cette chez comme comment concernant dans de des dont du durant "
    "elle elles en entre est et eux ils il je la le les leur leurs lors lorsque ma mes mon nos notre nous on ont ou "
    "où par parmi pendant pour quand que quel quelle quelles quels qui sa selon se ses son sont sur un une vers via "
    "vos votre vous à"
)
STOP_WORDS = frozenset((*_ENGLISH.split(), *_FRENCH.split()))
# Words that find nearly everything where they stand alone.
GENERAL = frozenset(
    "data database dataset datasets disease diseases disorder disorders health illness information number patient "
    "patients people person persons study studies syndrome syndromes affection affections base bases donnée données "
    "étude études informations maladie maladies nombre patiente patientes personne personnes santé trouble "
    "troubles".split()
)
_LIVING = re.compile(r"\b(?:living|vivante?s?)\s+(?=with\b|avec\b)", re.IGNORECASE)  # people living with HIV


def ask(text: str) -> Asked:
    """The words and phrases of a text. Raises BadParameter over the bounds of length."""
    if len(text) > MAX_LENGTH:
        raise _too_long(text, f"at most {MAX_LENGTH} characters")
    clean = tidy(text)
    phrases = tuple(filter(_has_word, (next(filter(None, found), "") for found in _QUOTED.findall(clean))))
    words = tuple(dict.fromkeys(filter(_has_word, _LIVING.sub("", _QUOTED.sub(" ", clean)).split())))
    if len(words) + len(phrases) > MAX_WORDS:
        raise _too_long(text, f"at most {MAX_WORDS} words")
    telling = tuple(word for word in words if word.lower() not in STOP_WORDS)
    said = telling if telling or phrases else words
    return Asked(tuple(Part((word,)) for word in said), phrases)


def tells(asked: Asked) -> bool:
    """Whether a question has a phrase, or a word that not nearly every description has."""
    return bool(asked.phrases) or any(word.lower() not in STOP_WORDS | GENERAL for word in asked.words)


def required(parts: int) -> int:
    """How many of so many parts a description must have: all up to three, then three of four."""
    return parts if parts <= 3 else -(-parts * 3 // 4)


def half(parts: int) -> int:
    """How many of so many parts are enough for what has only some of them."""
    return -(-parts // 2)


def tidy(text: str) -> str:
    """Composed characters, no control characters, nothing that UTF-8 cannot say; the length stays near."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    strange = [ord(char) for char in set(text) if not (char.isprintable() or _is_plain(char))]
    return text.translate(dict.fromkeys(strange, " ")) if strange else text


def without_elisions(text: str) -> str:
    """`l’enfant` becomes `enfant`, `Crohn’s` becomes `Crohn`: for indexing and asking alike."""
    if "'" not in text and "’" not in text and "ʼ" not in text and "＇" not in text:
        return text
    return _POSSESSIVE.sub("", _ELISION.sub("", text))


def exact(name: str) -> str:
    """A name or a code as it is compared whole."""
    return tidy(name).strip().casefold()


def fold(text: str) -> str:
    """Without accents and ligatures."""
    parts = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(char for char in parts if not unicodedata.combining(char))


def flat(text: str) -> str:
    """Folded, in small letters, with plain marks, each character in its place; without what is in quotation marks."""
    plain = "".join(_flat(char) for char in text)
    return _QUOTED.sub(lambda quoted: '"' * len(quoted.group()), plain)


@lru_cache(maxsize=4_096)
def _flat(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if unicodedata.category(char) == "Pd":
        return "-"
    return unicodedata.normalize("NFD", char)[0].lower()[0]


def _is_plain(char: str) -> bool:
    return char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co")


def _has_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _too_long(text: str, expected: str) -> BadParameter:
    return BadParameter(name="q", value=tidy(text[:40]) + "…", expected=expected)
