"""The harness itself: an Elasticsearch and an OpenSearch that do what a search needs, by their own clients."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import elasticsearch
import elasticsearch.helpers
import opensearchpy
import opensearchpy.helpers
import pytest

from tests.engines.search_server import SearchServer

pytestmark = pytest.mark.engine

PATIENCE = 20.0
ELISION = {"type": "elision", "articles_case": True, "articles": ["l", "d", "qu", "n", "s"]}
SETTINGS = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "analysis": {
        "filter": {"elided": ELISION, "stem": {"type": "stemmer", "language": "light_french"}},
        "analyzer": {
            "french": {"tokenizer": "standard", "filter": ["lowercase", "elided", "stem", "asciifolding"]}
        },
    },
}
TEXT = {"type": "text", "analyzer": "french"}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "title": TEXT | {"fields": {"words": {"type": "text", "analyzer": "standard"}}},
        "theme": {"type": "keyword"},
        "passages": {"type": "nested", "properties": {"field": {"type": "keyword"}, "text": TEXT}},
    },
}
DOCUMENTS = {
    "1": {
        "title": "La santé de l’enfant",
        "theme": ["children", "health"],
        "passages": [
            {"field": "about", "text": "Suivi d'une cohorte de naissances"},
            {"field": "variables", "text": "poids à la naissance"},
        ],
    },
    "2": {
        "title": "Registres des cancers",
        "theme": ["cancer", "health"],
        "passages": [{"field": "about", "text": "Toutes les tumeurs"}],
    },
}


@dataclass(frozen=True)
class Engine:
    """A server, and its client; both clients take the same bodies."""

    server: SearchServer
    connect: Callable[[float], Any]
    client: Any
    bulk: Any
    unreachable: tuple[type[Exception], ...]
    refused: type[Exception]

    def fill(self, name: str = "datasets") -> None:
        """An index with our documents."""
        self.client.indices.create(index=name, body={"settings": SETTINGS, "mappings": MAPPINGS})
        self.bulk(
            self.client,
            [{"_index": name, "_id": key, "_source": value} for key, value in DOCUMENTS.items()],
            refresh=True,
        )

    def ask(self, index: str = "datasets", **body: Any) -> Any:
        return self.client.search(index=index, body=body)

    def found(self, text: str) -> list[str]:
        """The documents with this in their title."""
        return identifiers(self.ask(query={"match": {"title": {"query": text, "operator": "and"}}}))


def identifiers(answer: Any) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def by_elasticsearch(server: SearchServer) -> Engine:
    def connect(patience: float) -> Any:
        return elasticsearch.Elasticsearch(server.url, request_timeout=patience, max_retries=0)

    unreachable = (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout)
    bulk = elasticsearch.helpers.bulk
    return Engine(server, connect, connect(PATIENCE), bulk, unreachable, elasticsearch.ApiError)


def by_opensearch(server: SearchServer) -> Engine:
    def connect(patience: float) -> Any:
        return opensearchpy.OpenSearch(server.url, timeout=patience, max_retries=0)

    unreachable = (opensearchpy.ConnectionError, opensearchpy.ConnectionTimeout)
    bulk = opensearchpy.helpers.bulk
    return Engine(server, connect, connect(PATIENCE), bulk, unreachable, opensearchpy.TransportError)


@pytest.fixture(params=["elasticsearch", "opensearch"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    server = request.getfixturevalue(request.param)
    made = by_elasticsearch(server) if request.param == "elasticsearch" else by_opensearch(server)
    with made.client:
        yield made


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.fill()
    return engine


def test_the_cluster_says_how_it_is(filled: Engine) -> None:
    health = filled.client.cluster.health(index="datasets")
    assert (health["status"], health["number_of_nodes"]) == ("green", 1)


def test_a_test_begins_without_an_index(engine: Engine) -> None:
    assert engine.server.indices() == []


@pytest.mark.parametrize(("asked", "found"), [("l'enfants", ["1"]), ("enfants", ["1"]), ("CANCER", ["2"])])
def test_french_words_are_found_in_their_other_forms(filled: Engine, asked: str, found: list[str]) -> None:
    assert filled.found(asked) == found


def test_a_filter_that_the_server_has_not_is_refused_with_the_index(engine: Engine) -> None:
    unknown = {"analysis": {"filter": {"stem": {"type": "stemmer", "language": "klingon"}}}}
    with pytest.raises(engine.refused, match="Klingon"):
        engine.client.indices.create(index="datasets", body={"settings": unknown})
    assert engine.server.indices() == []


def test_a_field_that_the_mapping_has_not_is_refused(filled: Engine) -> None:
    with pytest.raises(filled.refused, match="strict_dynamic_mapping"):
        filled.client.index(index="datasets", body={"colour": "red"})


def test_a_nested_passage_says_where_it_matched(filled: Engine) -> None:
    query = {"match": {"passages.text": "naissance"}}
    nested = {
        "path": "passages",
        "query": query,
        "inner_hits": {"highlight": {"fields": {"passages.text": {}}}},
    }
    [hit] = filled.ask(query={"nested": nested})["hits"]["hits"]
    inner = hit["inner_hits"]["passages"]["hits"]["hits"]
    assert {each["_source"]["field"] for each in inner} == {"about", "variables"}
    assert "poids à la <em>naissance</em>" in [each["highlight"]["passages.text"][0] for each in inner]


def test_a_filter_after_the_search_leaves_the_counts_as_they_were(filled: Engine) -> None:
    answer = filled.ask(
        query={"match_all": {}},
        post_filter={"term": {"theme": "cancer"}},
        aggs={"themes": {"terms": {"field": "theme"}}},
    )
    counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["themes"]["buckets"]}
    assert identifiers(answer) == ["2"]
    assert counts == {"health": 2, "children": 1, "cancer": 1}


@pytest.mark.parametrize("kind", ["unified", "plain"])
def test_a_highlight_marks_the_word_with_its_elision(filled: Engine, kind: str) -> None:
    answer = filled.ask(
        query={"match": {"title": "enfants"}}, highlight={"type": kind, "fields": {"title": {}}}
    )
    assert answer["hits"]["hits"][0]["highlight"]["title"] == ["La santé de <em>l’enfant</em>"]


def test_an_alias_goes_over_to_another_index_in_one_step(filled: Engine) -> None:
    filled.client.indices.put_alias(index="datasets", name="live")
    filled.fill("rebuilt")
    filled.client.delete(index="rebuilt", id="1", refresh=True)
    assert filled.client.count(index="live")["count"] == 2
    actions = [{"add": {"index": "rebuilt", "alias": "live"}}, {"remove_index": {"index": "datasets"}}]
    filled.client.indices.update_aliases(body={"actions": actions})
    assert filled.client.count(index="live")["count"] == 1
    assert filled.server.indices() == ["rebuilt"]


def test_a_word_that_is_misspelt_gets_the_right_one(filled: Engine) -> None:
    answer = filled.ask(suggest={"word": {"text": "cancrs", "term": {"field": "title.words"}}})
    assert [option["text"] for option in answer["suggest"]["word"][0]["options"]] == ["cancers"]


def test_what_is_written_outlives_a_killed_server(filled: Engine) -> None:
    filled.server.kill()
    with pytest.raises(filled.unreachable):
        filled.found("cancer")
    filled.server.start()
    assert filled.found("cancer") == ["2"]


def test_a_held_server_answers_nothing_until_it_goes_on(filled: Engine) -> None:
    filled.server.pause()
    with filled.connect(0.5) as impatient, pytest.raises(filled.unreachable):
        impatient.search(index="datasets", body={})
    filled.server.resume()
    assert filled.found("cancer") == ["2"]


def test_a_full_disk_refuses_writes_and_answers_searches(filled: Engine) -> None:
    filled.server.fill_disk()
    with pytest.raises(filled.refused, match="read-only-allow-delete"):
        filled.client.index(index="datasets", id="3", body={"title": "Trop"})
    assert filled.found("cancer") == ["2"]
    filled.server.free_disk()
    filled.client.index(index="datasets", id="3", body={"title": "Assez de cancers"}, refresh=True)
    assert sorted(filled.found("cancer")) == ["2", "3"]
