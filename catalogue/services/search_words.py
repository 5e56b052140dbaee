"""A search in words, as a feed and a mail name it."""

from catalogue.domain.languages import Reader
from catalogue.domain.search import Query
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import tags


def in_words(query: Query, labels: Labels, reader: Reader) -> str:
    """What was typed and chosen; of a search for everything, that."""
    typed = [reader.gettext("“%(words)s”") % {"words": query.text}] if query.text else []
    chosen = (
        reader.gettext("%(label)s:") % {"label": tag.group} + f" {tag.label}"
        for tag in tags(query, labels, reader)
    )
    return ", ".join((*typed, *chosen)) or reader.gettext("All datasets")
