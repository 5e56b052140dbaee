"""Words as they are compared: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text in small letters without accents, its words with one space between: `libelle de la variable`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("œ", "oe").replace("æ", "ae")).split())
