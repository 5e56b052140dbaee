"""Words as they are compared: without case, accents and punctuation."""

import re
from functools import lru_cache

from catalogue.domain import spelling


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text in small letters without accents, its words with one space between: `libelle de la variable`."""
    return " ".join(
        re.sub(r"[\W_]+", " ", spelling.plain(text).replace("œ", "oe").replace("æ", "ae")).split()
    )
