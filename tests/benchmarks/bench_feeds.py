"""Pages of the DCAT feed, beside building them with rdflib, and with few and many descriptions in the store."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rdflib import Graph

from catalogue.bootstrap import Services
from catalogue.rdf.formats import TURTLE
from catalogue.services.bodies import Bodies
from catalogue.services.feeds import Ask, Feeds
from catalogue.services.listing import Listing
from catalogue.settings import Settings
from catalogue.store.base import Selection
from tests.benchmarks.filling import fill
from tests.benchmarks.table import Row

SIZE = 100
FEW = 1_000
MANY = 100_000
ROUNDS = 15
BASE = "http://127.0.0.1:8000"


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        services = Services(Settings(data=Path(name)))
        fill(services, FEW)
        plain = _timed(lambda: _with_rdflib(services), 3)
        first, kept = _pages(services)
        fill(services, MANY, start=FEW)
        many, _ = _pages(services)
    return [
        Row("Feed page of 100, from kept fragments", kept, plain, "ms", plain / kept, "at least 20"),
        Row(
            f"The same page, {MANY:,} beside {FEW:,} descriptions", many, first, "ms", many / first, "about 1"
        ),
    ]


def _pages(services: Services) -> tuple[float, float]:
    """Milliseconds for a page: a random one, and the first one with nothing in memory."""
    starts = random.Random(0).sample(range(services.store.count(Selection()) - SIZE), ROUNDS)
    asks = [_ask(start) for start in starts]
    for ask in asks:
        _body(_anew(services), ask)  # makes the fragments
    anew = _anew(services)
    _body(anew, _ask(0))  # the count is kept as long as nothing changes
    mixed = median(_timed(lambda ask=ask: _body(anew, ask), 1) for ask in asks)
    return mixed, _timed(lambda: _body(_anew(services), _ask(0)), ROUNDS)


def _anew(services: Services) -> Feeds:
    """A feed with nothing in memory; fragments lie on the disk."""
    profile = services.profile
    listing = Listing(services.settings, (profile.id, profile.iri))
    bodies = Bodies(services.settings.data / "bodies")
    return Feeds(services.store, bodies, listing, services.store.position)


def _ask(after: int) -> Ask:
    return Ask(f"{BASE}/catalog.ttl?after={after}", f"{BASE}/catalog.ttl", SIZE, after)


def _body(feeds: Feeds, ask: Ask) -> bytes:
    body = feeds.page(ask, TURTLE).body()
    return body if isinstance(body, bytes) else b"".join(body)


def _with_rdflib(services: Services) -> str:
    """The same page with rdflib alone: parse what is stored, write the whole."""
    records = services.store.select(Selection(limit=SIZE, public=True))
    texts = services.store.ntriples([record.head.hash for record in records])
    graph = Graph()
    for text in texts.values():
        graph.parse(data=text, format="nt")
    return graph.serialize(format="turtle")


def _timed(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds, the middle of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return median(times) * 1000
