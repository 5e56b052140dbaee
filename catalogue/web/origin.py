"""Where a description comes from: described in this catalogue, or harvested from which one and when."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from catalogue.domain.page import Page
from catalogue.domain.record import Record
from catalogue.services.demonstration import is_demonstration
from catalogue.web.context import services


@dataclass(frozen=True, slots=True)
class Origin:
    """`catalogue` names the one that it was harvested from, empty for one of our own; `href` leads there if it can.

    `when` is the day of the last harvest, `iri` what the dataset is called there.
    `record` is where our notes of it are, as RDF.
    """

    catalogue: str
    href: str
    when: str
    iri: str
    record: str


def of(record: Record, page: Page) -> Origin | None:
    """The origin of a published record; None for a demonstration, which comes from nowhere."""
    if is_demonstration(record.source):
        return None
    note = f"{request.script_root}/record/{record.id}.ttl"
    if record.source is None:
        return Origin("", "", page.dates.listed, "", note)
    address = services().feeds.source(record)
    parts = urlsplit(address)
    name = (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    return Origin(name or record.source, address if name else "", page.dates.harvested, record.iri, note)
