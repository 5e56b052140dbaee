"""A search in words, as a feed and a mail name it."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from catalogue.domain.languages import Reader
from catalogue.domain.search import Query
from catalogue.services.cards import shortened
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import tags

_BRIEF: Final = 60  # characters of what was typed, and of each value
_LINE: Final = 160
# What a program of mail may make a link of: a scheme, an address, the name of a host, an IP address.
_LINK: Final = re.compile(r":/|[@\\]|\bwww\b|\w[.。][^\W\d]{2}|\d+(\.\d+){3}", re.IGNORECASE)


def in_words(query: Query, labels: Labels, reader: Reader) -> str:
    """What was typed and chosen; of a search for everything, that."""
    chosen = ((tag.group, tag.label) for tag in tags(query, labels, reader))
    return _joined(query.text, chosen, reader) or reader.gettext("All datasets")


def in_brief(query: Query, labels: Labels, reader: Reader) -> str:
    """The same on one short line, without what could be taken for a link: for who may not have asked for it.

    The values of filters are anybody's words too. What has nothing that may be told is "".
    """
    chosen = ((tag.group, told) for tag in tags(query, labels, reader) if (told := _brief(tag.label)))
    joined = _joined(_brief(query.text), chosen, reader)
    if joined or query.text or query.filters or query.ranges:
        return shortened(joined, _LINE)
    return reader.gettext("All datasets")


def _joined(text: str, chosen: Iterator[tuple[str, str]], reader: Reader) -> str:
    typed = [reader.gettext("“%(words)s”") % {"words": text}] if text else []
    told = (reader.gettext("%(label)s:") % {"label": group} + f" {label}" for group, label in chosen)
    return ", ".join((*typed, *told))


def _brief(text: str) -> str:
    line = " ".join(normalize("NFKC", text).split())
    return "" if _LINK.search(line) else shortened(line, _BRIEF)
