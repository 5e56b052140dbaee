"""What is an address as RFC 3987 has it, as strict as those are who will read it."""

import re
from typing import Final

_EXCLUDED: Final = (
    r"\x00-\x20\x7f-\x9f<>\"{}|\\^`%\[\]#?"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff"
)
_HEX: Final = r"%[0-9A-Fa-f]{2}"
_PATH: Final = rf"(?:[^{_EXCLUDED}]|{_HEX})*"
_REST: Final = rf"(?:[^{_EXCLUDED}]|{_HEX}|\?)*"
_USER: Final = rf"(?:[^{_EXCLUDED}/@]|{_HEX})*@"
_HOST_PART: Final = rf"(?:{_USER})?(?:\[[0-9A-Fa-f:.]+\]|(?:[^{_EXCLUDED}/:@]|{_HEX})*)(?::\d*)?(?=[/?#]|$)"
_IRI: Final = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{_HOST_PART}|(?!//)){_PATH}(?:\?{_REST})?(?:#{_REST})?"
)
_WEB: Final = re.compile(r"https?://[^/?#]+", re.IGNORECASE)


def is_web(text: str) -> bool:
    """Whether a text begins as an address on the web does, with a host."""
    return bool(_WEB.match(text))


def is_address(text: str) -> bool:
    """Whether a text is an absolute address; one on the web names a host."""
    return bool(_IRI.fullmatch(text)) and (is_web(text) or not text.lower().startswith("http"))
