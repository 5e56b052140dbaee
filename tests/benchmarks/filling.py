"""Many descriptions in a store at little cost, for what is measured with them in it."""

import hashlib
from itertools import islice

from catalogue.bootstrap import Services
from catalogue.domain.record import ChangeKind, Description, State, Write
from catalogue.domain.report import Report
from tests.benchmarks.descriptions import BASE, descriptions

_PATTERNS = 50
_BATCH = 1000


def fill(services: Services, count: int, start: int = 0) -> None:
    """Publish descriptions up to `count`: fifty generated ones, again and again under other IRIs."""
    patterns = list(descriptions(_PATTERNS))
    report = Report(services.profile.id, "PUBLIC")
    writes = (_published(_copy(patterns[n % _PATTERNS], n), report, services) for n in range(start, count))
    while batch := list(islice(writes, _BATCH)):
        services.store.put(batch)


def _copy(pattern: Description, number: int) -> Description:
    iri = f"{BASE}/dataset/copy-{number}"
    text = pattern.ntriples.replace(f"<{pattern.iri}", f"<{iri}")
    return Description(iri, pattern.kind, text, hashlib.sha256(text.encode()).hexdigest())


def _published(description: Description, report: Report, services: Services) -> Write:
    return Write(
        iri=description.iri,
        expected=None,
        change=ChangeKind.PUBLISHED,
        state=State.PUBLISHED,
        description=description,
        report=report,
        id=services.identities.id(description.iri),
    )
