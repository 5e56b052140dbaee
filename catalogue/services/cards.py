"""What a search result shows of a dataset, gathered once when it is indexed."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from rdflib import CSVW, DCTERMS, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.ordering import NAMES
from catalogue.domain.profile import Profile
from catalogue.domain.ranges import Pair
from catalogue.domain.readable import Readable
from catalogue.domain.record import Record
from catalogue.domain.search import Card
from catalogue.domain.telling import HOLDERS

LONGEST_TITLE: Final = 300
LONGEST_DESCRIPTION: Final = 320
PLACES: Final = 10

# Each look-up in a namespace costs.
_TITLE, _DESCRIPTION, _SPATIAL, _MODIFIED = (
    DCTERMS.title,
    DCTERMS.description,
    DCTERMS.spatial,
    DCTERMS.modified,
)
_COLUMN: Final = CSVW.column


def card(profile: Profile, record: Record, graph: Readable, ranges: Mapping[str, Pair]) -> Card:
    """The card of a record; `ranges` are those of the description, by id."""
    node = URIRef(record.iri)
    revision = record.published or record.head
    people = ranges.get("people")
    stated = profile.stated_level(graph, record.iri)
    return Card(
        id=record.id,
        kind=record.kind,
        titles=_cut(texts_by_language(graph.objects(node, _TITLE)), LONGEST_TITLE),
        descriptions=_cut(texts_by_language(graph.objects(node, _DESCRIPTION)), LONGEST_DESCRIPTION),
        holder=_cut(_holder(graph, node), LONGEST_TITLE),
        access=stated.id if stated else "",
        level=revision.report.level,
        conforms=revision.report.conforms,
        places=sorted(str(place) for place in graph.objects(node, _SPATIAL) if _is_iri(place))[:PLACES],
        people=int(people[0]) if people else None,
        years=_ends(ranges.get("years")),
        ages=_ends(ranges.get("ages")),
        variables=sum(1 for _ in graph.subject_objects(_COLUMN)),
        changed=_time(record.changed),
        checked=_time(record.checked) if record.checked else None,
        modified=min((str(text)[:40] for text in graph.objects(node, _MODIFIED)), default=""),
    )


def texts_by_language(values: Iterable[Node]) -> dict[str, str]:
    """One text a language, in lower case, spaces made plain; "" for texts without one."""
    texts = sorted((value.language or "", str(value)) for value in values if isinstance(value, Literal))
    return {language.lower(): " ".join(text.split()) for language, text in reversed(texts) if text.strip()}


def _holder(graph: Readable, node: URIRef) -> dict[str, str]:
    """The names of who holds the data."""
    agents = (agent for path in HOLDERS for agent in sorted(graph.objects(node, path), key=str))
    names = (texts_by_language(graph.objects(agent, path)) for agent in agents for path in NAMES)
    return next(filter(None, names), {})


def _cut(texts: Mapping[str, str], longest: int) -> dict[str, str]:
    return {language: shortened(text, longest) for language, text in texts.items()}


def shortened(text: str, longest: int) -> str:
    """The text up to so many characters, cut at a space."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _ends(pair: Pair | None) -> list[int | None] | None:
    return [None if math.isinf(end) else int(end) for end in pair] if pair else None


def _is_iri(value: Node) -> bool:
    return isinstance(value, URIRef)


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
