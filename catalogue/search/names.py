"""Names of variables as people look for them: `birthYear2`, `BIRTH_YEAR` and `birth year` say the same words."""

import re
from typing import Final

from catalogue.domain.codes import key
from catalogue.search.words import exact, tidy

LONGEST_NAME: Final = 200  # characters of a name that are looked at

_WORD: Final = re.compile(r"[^\W_]+")
# A piece of HBA1cLevel: HBA, 1, c, Level. A capital begins a word after a small letter, or before one.
PIECE: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])|[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|\d+|[^\W\d_A-Za-zÀ-ÖØ-öø-ÿ]+"
)


def words(name: str) -> str:
    """The words of a name, to be analysed as text: those between separators as they are, then what is in them,
    then all in one. `birthYear_2` gives `birthYear 2 / birth Year 2 / birthYear2`.
    """
    whole = _WORD.findall(tidy(name[:LONGEST_NAME]))
    pieces = [piece for word in whole for piece in PIECE.findall(word)]
    ways = (" ".join(whole), " ".join(pieces), "".join(whole))
    return " / ".join(dict.fromkeys(way for way in ways if way))


def keys(name: str) -> tuple[str, ...]:
    """What a name is asked for by as a whole, among the codes of a question."""
    text = tidy(name[:LONGEST_NAME])
    pieces = [piece for word in _WORD.findall(text) for piece in PIECE.findall(word)]
    spelled = ":".join(pieces).casefold()
    return tuple(dict.fromkeys(each for each in (key(text), exact(text), spelled) if each))
