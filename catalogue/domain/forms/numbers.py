"""Numbers as people type them, in English and in French."""

import re
from typing import Final

_SPACES: Final = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d)")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_ENGLISH: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GERMAN: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")


def number(text: str, language: str, *, whole: bool) -> str:
    """A number as XML Schema has it: `24 310`, `24,310` and, of whole numbers, `24.310` are all 24310.

    What separates thousands in one language separates decimals in the other: of `1,500` that need not be whole,
    English has one thousand and a half times as many, French one and a half. What is no number stays as it is.
    """
    plain = _SPACES.sub("", text)
    if whole:
        return re.sub("[.,]", "", plain) if _GROUPED.fullmatch(plain) else plain
    if _GERMAN.fullmatch(plain):
        return plain.replace(".", "").replace(",", ".")
    if _ENGLISH.fullmatch(plain) and (language == "en" or "." in plain or plain.count(",") > 1):
        return plain.replace(",", "")
    return plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
