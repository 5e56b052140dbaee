"""The search page on Elasticsearch and OpenSearch, beside what the bare engine takes for such a question.

Ours is the whole answer of the application: parameters, question, multi-select facets, highlights, HTML. Bare is the
engine's own client with one search of an index with the same fields, which has the texts that it marks beside them: all
words in any of the fields, the same filters, a count of each facet without the choice in it, twenty documents with
what is shown of them, and marks in two fields. No question is asked twice.
"""

import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import elasticsearch
import elasticsearch.helpers
import opensearchpy
import opensearchpy.helpers

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.languages import Reader
from catalogue.domain.search import SearchDocument
from catalogue.search.elastic.fields import ALWAYS, CARD, VARIABLES, Fields, settings
from catalogue.services.suggesting import MOST
from catalogue.settings import Settings
from tests.benchmarks.bench_search import QUESTIONS, Question, beginnings, beside, generated, page, row
from tests.benchmarks.bench_search import questions_about as asked
from tests.benchmarks.engines import PROGRAMS, servers
from tests.benchmarks.table import Row
from tests.engines.search_server import SearchServer

DOCUMENTS = 100_000
PATIENCE = 60
TITLES, DESCRIPTIONS = 8.0, 2.0  # the weights of the texts that are marked

Clause = dict[str, Any]


def measure(documents: int = DOCUMENTS, questions: int = QUESTIONS) -> list[Row]:
    """The rows of the engines that can be started here."""
    return [row for name, server in servers() for row in measured(name, server, documents, questions)]


def measured(name: str, server: SearchServer, documents: int, questions: int) -> list[Row]:
    """The rows of one engine, into which so many descriptions are written first, for us and for the bare client."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"data": Path(folder), "search_url": server.url, "search_timeout": float(PATIENCE)}
        services = Services(Settings.model_validate(options))
        profile, vocabularies = services.profile, services.vocabularies
        begin = time.perf_counter()
        services.index.rebuild(generated(profile, vocabularies, documents), 0)
        built = documents / (time.perf_counter() - begin)
        bare = Bare(server, Fields(services.search_documents.layout))
        bare.fill(generated(profile, vocabularies, documents))
        client, reader = create_app(services=services).test_client(), Reader("en", ("en", "fr"))
        pages = beside(
            list(asked(profile, vocabularies, questions)),
            lambda question: page(client, question),
            bare.page,
        )
        suggested = beside(
            beginnings(questions),
            lambda question: _read(services.suggesting.suggest(question["q"][0], reader)),
            bare.complete,
        )
    about = f"{name}, {documents:,} datasets"
    return [
        row(f"Search page, {about}, p50", *pages, 0.50, ""),
        row(f"Search page, {about}, p95", *pages, 0.95, "at most 1.5"),
        row(f"Autocomplete, {about}, p95", *suggested, 0.95, "at most 1.2"),
        Row(f"Documents written to {name}, a second", built, 0, "", 0, ""),
    ]


class Bare:
    """An engine's own client, and an index with the fields of ours."""

    def __init__(self, server: SearchServer, fields: Fields) -> None:
        self._fields = fields
        self._name = "bare"
        if server.name == PROGRAMS["OpenSearch"].name:
            self._client: Any = opensearchpy.OpenSearch(server.url, timeout=PATIENCE)
            self._bulk: Callable[..., object] = opensearchpy.helpers.bulk
        else:
            self._client = elasticsearch.Elasticsearch(server.url, request_timeout=PATIENCE)
            self._bulk = elasticsearch.helpers.bulk
        texts = fields.texts
        self._marked = [texts.field(weight, "en") for weight in (TITLES, DESCRIPTIONS)]
        self._texts = [f"{texts.field(weight, way)}^{weight}" for weight in texts.weights for way in ALWAYS]

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """An index with these documents, which keeps the texts that are marked."""
        mappings = self._fields.mapping(ALWAYS) | {"_source": {"includes": self._marked}}
        self._client.indices.create(index=self._name, body={"settings": settings(), "mappings": mappings})
        made = ({"_index": self._name, "_source": self._fields.document(each)} for each in documents)
        self._bulk(self._client, made, refresh=True)

    def page(self, question: Question) -> None:
        """What a page of results needs, in one search."""
        facets = self._fields.facets
        chosen = {name: {"terms": {facets[name]: some}} for name, some in question.items() if name in facets}
        free = [name for name in facets if name not in chosen]
        counted = {"free": self._counted(list(chosen.values()), free)} | {
            f"without_{name}": self._counted(
                [each for other, each in chosen.items() if other != name], [name]
            )
            for name in chosen
        }
        text = {
            "query": question["q"][0],
            "fields": self._texts,
            "type": "cross_fields",
            "operator": "and",
        }
        self._ask(
            query={"multi_match": text},
            post_filter={"bool": {"filter": list(chosen.values())}},
            aggs=counted,
            size=20,
            track_total_hits=True,
            _source=False,
            stored_fields=[CARD],
            highlight={"fields": {name: {} for name in self._marked}},
        )

    def complete(self, question: Question) -> None:
        """Titles, codes and names of variables that begin so, in one request."""
        begun = {"query": question["q"][0], "operator": "and"}
        titles = {"query": {"match_bool_prefix": {"beginning": begun}}, "sort": [{"updated": "desc"}]}
        codes = {"terms": {"field": "suggested", "size": MOST}}
        names = {"terms": {"field": f"{VARIABLES}.shown", "size": MOST}}
        named = {"path": VARIABLES, "query": {"match_bool_prefix": {f"{VARIABLES}.beginning": begun}}}
        self._client.msearch(
            body=[
                {"index": self._name},
                {**titles, "size": MOST, "_source": False, "stored_fields": [CARD]},
                {"index": self._name},
                {"query": {"prefix": {"suggested": begun["query"]}}, "size": 0, "aggs": {"codes": codes}},
                {"index": self._name},
                {
                    "query": {"nested": named},
                    "size": 0,
                    "aggs": {"variables": {"nested": {"path": VARIABLES}, "aggs": {"names": names}}},
                },
            ]
        )

    def _ask(self, **body: Any) -> None:
        answer = self._client.search(index=self._name, body=body)
        assert not answer["timed_out"]

    def _counted(self, filters: list[Clause], names: list[str]) -> Clause:
        counts = {name: {"terms": {"field": self._fields.facets[name], "size": 100}} for name in names}
        return {"filter": {"bool": {"filter": filters}}, "aggs": counts}


def _read(found: Iterable[object]) -> None:
    list(found)
