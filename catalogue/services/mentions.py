"""Which other entries of the catalogue a description names: a validator may ask what they are."""

import re
from typing import Final

from catalogue.rdf.splitting import CLASSES
from catalogue.store.base import RecordStore

_NAMED: Final = re.compile(r"<([^<>]+)> \.$", re.MULTILINE)  # what a statement ends with


def mentions(store: RecordStore, iri: str, ntriples: str) -> tuple[tuple[str, str], ...]:
    """The IRIs of the other entries that a description names, with their classes."""
    named = {each for each in _NAMED.findall(ntriples) if each != iri}
    others = store.find("iri", named).values()
    return tuple(sorted((each.iri, CLASSES[each.kind]) for each in others if each.kind in CLASSES))
