"""Pages of the DCAT feed, beside building them with rdflib, and with few and many descriptions in the store."""

import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
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
        few, many = (Services(Settings(data=Path(name) / size)) for size in ("few", "many"))
        fill(few, FEW)
        fill(many, MANY)
        plain = _timed(lambda: _with_rdflib(few), 3)
        kept = _timed(lambda: _body(_anew(few), _ask(0)), ROUNDS)
        in_few, in_many = _random_pages(few, many)
    return [
        Row("Feed page of 100, from kept fragments", kept, plain, "ms", plain / kept, "at least 20"),
        Row(
            f"A page among {MANY:,} beside one among {FEW:,}",
            in_many,
            in_few,
            "ms",
            in_many / in_few,
            "about 1",
        ),
    ]


def _random_pages(*instances: Services) -> list[float]:
    """Milliseconds for a random page of each, turn by turn, with fragments on the disk and the count known."""
    feeds = [_anew(services) for services in instances]
    times: list[list[float]] = [[] for _ in instances]
    for place in range(ROUNDS):
        for services, feed, taken in zip(instances, feeds, times, strict=True):
            ask = _ask(random.Random(place).randrange(services.store.count(Selection()) - SIZE))
            _body(_anew(services), ask)  # makes the fragments
            taken.append(_timed(partial(_body, feed, ask), 1))
    return [median(taken) for taken in times]


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
