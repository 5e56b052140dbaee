"""Asking an engine that has passwords, bad moments and something in between: a server that answers as a test says."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from werkzeug.wrappers import Request, Response

from catalogue.domain.errors import Unavailable
from catalogue.search.elastic import address
from catalogue.search.elastic.connection import Refused, Server
from tests.engines.ports import free_port
from tests.serving import serving

Answer = Callable[[Request], Response]


def told(status: int, body: str = "{}", product: str = "Elasticsearch") -> Response:
    headers = {"X-Elastic-Product": product} if product else {}
    return Response(body, status, headers, mimetype="application/json")


class Between:
    """What stands at the address. It keeps what it was asked."""

    def __init__(self) -> None:
        self.port = free_port()
        self.asked: list[Request] = []
        self.answers: list[Response] = []
        self.usual: Answer = lambda _: told(200)

    def __call__(self, environ: object, start: object) -> object:
        request = Request(environ)  # type: ignore[arg-type]
        request.get_data()
        self.asked.append(request)
        answer = self.answers.pop(0) if self.answers else self.usual(request)
        return answer(environ, start)  # type: ignore[arg-type]

    def server(self, **given: object) -> Server:
        place = address(f"http://cat:s%40x@127.0.0.1:{self.port}")
        options = {"engine": "elasticsearch", "timeout": 3.0} | given
        return Server(replace(place, **options))  # type: ignore[arg-type]


@pytest.fixture
def between() -> Iterator[Between]:
    made = Between()
    with serving(made, made.port):
        yield made


@pytest.mark.parametrize("engine", ["elasticsearch", "opensearch"])
def test_who_signs_in_is_told_with_every_request_and_in_no_address(between: Between, engine: str) -> None:
    server = between.server(engine=engine)
    assert server.ask("GET", "/x/_mapping", expand_wildcards="all") == {}
    server.close()
    [request] = between.asked
    assert request.headers["Authorization"] == f"Basic {b64encode(b'cat:s@x').decode()}"
    assert (request.path, request.args["expand_wildcards"]) == ("/x/_mapping", "all")


@pytest.mark.parametrize("engine", ["elasticsearch", "opensearch"])
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_bad_moment_is_waited_for(between: Between, engine: str, status: int) -> None:
    server = between.server(engine=engine)
    between.answers = [told(status), told(status)]
    assert server.ask("GET", "/x") == {}
    server.close()
    assert len(between.asked) == 3


@pytest.mark.parametrize("engine", ["elasticsearch", "opensearch"])
@pytest.mark.parametrize("status", [400, 401, 403, 413, 500])
def test_what_is_refused_is_not_asked_again(between: Between, engine: str, status: int) -> None:
    server = between.server(engine=engine)
    between.usual = lambda _: told(status)
    with pytest.raises(Unavailable):
        server.ask("GET", "/x")
    server.close()
    assert len(between.asked) == 1


def test_several_searches_are_asked_again_where_one_had_a_bad_moment(between: Between) -> None:
    good, bad = (
        {"hits": {}},
        {"error": {"type": "search_phase", "reason": "all shards failed"}, "status": 503},
    )
    between.answers = [told(200, json.dumps({"responses": some})) for some in ([good, bad], [good, good])]
    server = between.server()
    assert server.search("x", [{}, {}]) == [good, good]
    assert [request.path for request in between.asked] == ["/x/_msearch"] * 2
    server.close()


@pytest.mark.parametrize("bodies", [1, 2])
def test_an_index_that_is_removed_while_it_is_asked_is_asked_for_again(between: Between, bodies: int) -> None:
    cause = {"type": "already_closed_exception", "reason": "this Analyzer is closed"}
    shard = {"type": "query_shard_exception", "reason": "failed to create query", "caused_by": cause}
    error = {
        "type": "search_phase_execution_exception",
        "reason": "all",
        "failed_shards": [{"reason": shard}],
    }
    bad, good = {"error": error, "status": 400}, {"hits": {}}
    between.answers = (
        [told(400, json.dumps(bad)), told(200, json.dumps(good))]
        if bodies == 1
        else [told(200, json.dumps({"responses": some})) for some in ([good, bad], [good, good])]
    )
    server = between.server()
    assert server.search("x", [{}] * bodies) == [good] * bodies
    assert len(between.asked) == 2
    server.close()


def test_several_searches_of_an_index_that_is_not_there_are_refused_as_one_is(between: Between) -> None:
    lost = {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}
    between.usual = lambda _: told(200, json.dumps({"responses": [lost, lost]}))
    server = between.server()
    with pytest.raises(Refused) as refused:
        server.search("x", [{}, {}])
    assert refused.value.is_without_index
    assert len(between.asked) == 1
    server.close()


def test_what_is_not_there_is_told_apart_from_what_is_down(between: Between) -> None:
    server = between.server()
    between.usual = lambda _: told(404, '{"error": {"type": "index_not_found_exception", "reason": "x"}}')
    with pytest.raises(Refused) as refused:
        server.ask("GET", "/x")
    server.close()
    assert refused.value.is_without_index


@pytest.mark.parametrize("body", ["<html>Sign in to the network</html>", "", "{"])
def test_something_else_at_the_address_is_no_index(between: Between, body: str) -> None:
    server = between.server()
    between.usual = lambda _: told(200, body, product="")
    with pytest.raises(Unavailable):
        server.ask("GET", "/x")
    server.close()


def test_the_product_is_told_by_any_answer(between: Between) -> None:
    for product, client in (("Elasticsearch", "ElasticsearchClient"), ("", "OpenSearchClient")):
        between.usual = lambda _, product=product: told(403, product=product)  # type: ignore[misc]
        server = between.server(engine="")
        with pytest.raises(Unavailable):
            server.ask("GET", "/x")
        assert type(server._client).__name__ == client
        server.close()
