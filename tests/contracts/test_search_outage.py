"""What becomes of the index when its engine is killed, held, full or red, and of what two processes write."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.errors import Busy, Unavailable
from catalogue.domain.search import Layout, Query, SearchDocument, VariableQuestion
from catalogue.search.elastic import address
from tests.contracts.elastic import NAME, Connect, connecting
from tests.contracts.test_search import document, marked, numbers
from tests.contracts.test_search_guarded import index as guarded_index
from tests.contracts.test_search_guarded import ours
from tests.engines.guarded import READER, WRITER, Authority, guarded
from tests.engines.search_server import SearchServer

pytestmark = pytest.mark.engine

SHORT = {"timeout": 1.5, "patience": 3.0}
SLACK = 3.0  # seconds that a busy machine may add to a bound
FOREIGN = {"place": "another machine", "pid": 1}


@pytest.fixture(params=["elasticsearch", "opensearch"])
def server(request: pytest.FixtureRequest) -> SearchServer:
    made: SearchServer = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def connect(server: SearchServer) -> Iterator[Connect]:
    with connecting(server) as connect:
        yield connect


def generations(server: SearchServer) -> list[str]:
    """The indices that hold descriptions."""
    return [name for name in server.indices() if name.startswith(NAME) and not name.endswith("-lock")]


def until_answered(ask: Callable[[], object]) -> None:
    """Asks until there is an answer, for a while."""
    deadline = time.monotonic() + 30
    while True:
        try:
            ask()
            return
        except Unavailable:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def refuses(ask: Callable[[], object]) -> float:
    """Asks what cannot be answered now; gives how many seconds it took to be told."""
    begin = time.monotonic()
    with pytest.raises(Unavailable):
        ask()
    return time.monotonic() - begin


# Killed and held


def test_a_killed_engine_is_told_in_time_and_all_is_there_when_it_is_back(connect: Connect) -> None:
    connect().rebuild([document(1, "Asthma")], 1)
    index = connect(**SHORT)
    connect.server.kill()
    for ask in (
        lambda: index.search(Query("asthma")),
        lambda: index.complete("asth", "en", 5),
        lambda: index.words_like("astma"),
        lambda: index.variables(VariableQuestion((Asked((Part(("x",)),)),), Query())),
        index.position,
    ):
        assert refuses(ask) < SHORT["timeout"] + SLACK
    assert refuses(lambda: index.apply([document(2)], [], 2)) < SHORT["patience"] + SLACK
    connect.server.start()
    until_answered(index.position)
    until_answered(lambda: index.search(Query()))
    assert (connect().position(), numbers(connect().search(Query()))) == (1, [1])
    connect().apply([document(2, "Stroke")], [], 2)
    assert numbers(connect().search(Query("stroke"))) == [2]


def test_of_those_who_ask_a_held_engine_one_waits_and_the_others_are_told_at_once(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    index = connect(**SHORT)
    index.search(Query())
    connect.server.pause()
    assert refuses(lambda: index.search(Query())) < SHORT["timeout"] + SLACK
    assert max(refuses(lambda: index.search(Query())) for _ in range(20)) < 0.5
    connect.server.resume()
    until_answered(lambda: index.search(Query()))
    assert numbers(index.search(Query())) == [1]


def test_what_a_held_engine_did_not_take_is_taken_when_it_goes_on(connect: Connect) -> None:
    index = connect(**SHORT)
    until_answered(lambda: connect().rebuild([document(1)], 1))
    connect.server.pause()
    assert refuses(lambda: index.apply([document(2)], [1], 2)) < 2 * SHORT["patience"] + SLACK
    connect.server.resume()
    again = connect()
    again.apply([document(2)], [1], 2)
    assert (again.position(), numbers(again.search(Query()))) == (2, [2])


def test_an_engine_that_dies_under_a_rebuild_leaves_readers_the_old_index(connect: Connect) -> None:
    connect().rebuild([document(1, "Asthma")], 1)

    def dying() -> Iterator[SearchDocument]:
        yield document(2)
        connect.server.kill()

    assert refuses(lambda: connect(**SHORT).rebuild(dying(), 2)) < 3 * SHORT["patience"] + SLACK
    connect.server.start()
    index = connect()
    assert (index.position(), numbers(index.search(Query()))) == (1, [1])
    assert len(generations(connect.server)) == 2, "half an index is there"
    index.rebuild([document(3)], 3)
    assert len(generations(connect.server)) == 1, "it is swept"
    assert numbers(index.search(Query())) == [3]


# Full and red


def test_a_full_disk_refuses_changes_in_time_loses_nothing_and_answers_questions(connect: Connect) -> None:
    connect().rebuild([document(1, "Asthma"), document(2, "Stroke")], 1)
    index = connect(**SHORT)
    connect.server.fill_disk()
    assert refuses(lambda: index.apply([document(3, "Asthma")], [2], 2)) < 2 * SHORT["patience"] + SLACK
    patient = connect()
    assert (patient.position(), numbers(patient.search(Query("asthma")))) == (1, [1])
    connect.server.free_disk()
    again = connect()
    again.apply([document(3, "Asthma")], [2], 2)
    assert (again.position(), sorted(numbers(again.search(Query())))) == (2, [1, 3])


def test_a_rebuild_without_room_leaves_readers_the_old_index(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    connect.server.fill_disk()

    def filling() -> Iterator[SearchDocument]:
        yield document(2)
        connect.server.fill_disk()  # the engine blocks an index only when it looks at its disk

    assert refuses(lambda: connect(**SHORT).rebuild(filling(), 2)) < 4 * SHORT["patience"] + SLACK
    index = connect()
    assert (index.position(), numbers(index.search(Query()))) == (1, [1])
    connect.server.free_disk()
    index.rebuild([document(3)], 3)
    assert len(generations(connect.server)) == 1
    assert numbers(index.search(Query())) == [3]


def test_a_red_index_is_told_and_is_never_taken_for_an_empty_one(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    index = connect(**SHORT)
    [name] = generations(connect.server)
    redden(connect.server, name)
    [red] = generations(connect.server)
    assert refuses(lambda: index.search(Query())) < SHORT["timeout"] + SLACK
    assert refuses(index.position) < SHORT["timeout"] + SLACK
    connect().rebuild([document(1)], 2)
    assert (connect().position(), numbers(connect().search(Query()))) == (2, [1])
    assert red not in generations(connect.server)


def redden(server: SearchServer, name: str) -> None:
    """Has readers see an index like this one whose shard is nowhere: what an engine that lost a node shows."""
    told = requests.get(f"{server.url}/{name}", timeout=30).json()[name]
    lost = {"analysis": told["settings"]["index"]["analysis"], "number_of_replicas": 0}
    lost |= {"mapping": told["settings"]["index"]["mapping"], "routing.allocation.require._name": "nowhere"}
    body = {"settings": {"index": lost}, "mappings": told["mappings"]}
    other = f"{name[:-8]}{'0' * 8}"
    asked = f"{server.url}/{other}?wait_for_active_shards=0"
    requests.put(asked, json=body, timeout=30).raise_for_status()
    actions = [{"add": {"index": other, "alias": NAME}}, {"remove_index": {"index": name}}]
    requests.post(f"{server.url}/_aliases", json={"actions": actions}, timeout=30).raise_for_status()
    health = requests.get(f"{server.url}/_cluster/health/{other}", timeout=30).json()
    assert health["status"] == "red"


# Several processes


def test_another_process_sees_what_was_written(connect: Connect) -> None:
    index, other = connect(), connect()
    index.rebuild([document(1)], 1)
    assert other.search(Query()).total == 1
    index.apply([document(2)], [], 2)
    assert (other.position(), other.search(Query()).total) == (2, 2)
    other.rebuild([document(3)], 3)
    assert numbers(index.search(Query())) == [3]


def test_an_index_of_another_layout_must_be_rebuilt(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    changed = connect(Layout(("theme",), (), (8.0, 2.0, 1.0), ("en",)))
    assert changed.position() == -1
    for ask in (lambda: changed.search(Query()), lambda: changed.apply([document(1)], [], 2)):
        refuses(ask)
    changed.rebuild([document(1)], 1)
    assert changed.search(Query()).total == 1
    assert connect().position() == -1


def test_an_index_that_was_removed_is_noticed_by_who_reads_it(connect: Connect) -> None:
    index = connect()
    index.rebuild([document(1)], 1)
    assert index.search(Query()).total == 1
    connect.server.clear()
    refuses(lambda: index.search(Query()))
    assert index.position() == -1
    index.rebuild([document(1)], 2)
    assert index.search(Query()).total == 1


def test_what_others_have_beside_ours_stays(connect: Connect) -> None:
    others = (f"{NAME}-of-others", "something-else", f"{NAME}-20261231000000-0123456789")
    for name in others:
        requests.put(f"{connect.server.url}/{name}", timeout=30).raise_for_status()
    connect().rebuild([document(1)], 1)
    connect().rebuild([document(1)], 2)
    assert set(others) <= set(connect.server.indices())


def test_one_writes_and_the_other_is_told(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    lock = f"{connect.server.url}/{NAME}-lock/_doc/writer?refresh=true"
    requests.put(lock, json=FOREIGN | {"until": time.time() + 60}, timeout=30).raise_for_status()
    impatient = connect(wait=0.1)
    for write in (
        lambda: impatient.apply([document(2)], [], 2),
        lambda: impatient.rebuild([document(2)], 2),
    ):
        with pytest.raises(Busy):
            write()
    assert (impatient.position(), numbers(impatient.search(Query()))) == (1, [1])
    requests.put(lock, json=FOREIGN | {"until": time.time() - 1}, timeout=30).raise_for_status()
    impatient.apply([document(2)], [], 2)
    assert impatient.position() == 2


def test_who_lost_the_lock_while_writing_stops(connect: Connect) -> None:
    connect().rebuild([document(1)], 1)
    lock = f"{connect.server.url}/{NAME}-lock/_doc/writer?refresh=true"
    index = connect(lease=0.0)

    def interrupted() -> Iterator[SearchDocument]:
        yield document(2)
        requests.put(lock, json=FOREIGN | {"until": time.time() + 60}, timeout=30).raise_for_status()
        yield document(3)

    with pytest.raises(Busy):
        index.rebuild(interrupted(), 2)
    assert (index.position(), numbers(index.search(Query()))) == (1, [1])


def test_a_writer_that_is_killed_leaves_a_whole_index_and_is_followed_at_once(connect: Connect) -> None:
    connect().rebuild([document(0)], 0)
    writing = f"""
import itertools, sys
from catalogue.search.elastic import ElasticIndex, address
from tests.contracts.test_search import LAYOUT, document
index = ElasticIndex(address(sys.argv[1]), "{NAME}", LAYOUT)
for position in itertools.count(index.position() + 1):
    if position % 5 == 0:
        index.rebuild((document(n) for n in range(position + 1)), position)
    else:
        index.apply([document(position)], [], position)
    print(position, flush=True)
"""
    reached = 0
    for patience in (0.3, 0.0, 0.6):
        command = [sys.executable, "-c", writing, connect.server.url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        told = int(process.stdout.readline())
        time.sleep(patience)
        process.kill()
        told = int((process.stdout.read().split() or [told])[-1])
        process.wait()
        process.stdout.close()
        index = connect()
        assert index.position() >= told >= reached
        position = index.position()
        index.apply([document(position + 1)], [], position + 1)
        assert index.search(Query()).total == position + 2
        reached = told
    assert reached >= 3


# What only these engines have


def test_texts_in_languages_of_the_union_are_found_in_their_other_forms(connect: Connect) -> None:
    index = connect()
    index.rebuild([document(1, "Register der Krankheiten", "de")], 1)
    assert numbers(index.search(Query("Krankheit"))) == [1]
    index.apply(
        [document(2, "Registros nacionales", "es"), document(3, "Register nad sabhlach", "ga")], [], 2
    )
    assert numbers(index.search(Query("registro nacional"))) == [2]
    assert marked(index.search(Query("krankheit"))) == ["Krankheiten"]


def test_a_question_of_very_many_words_is_within_what_the_engine_takes(connect: Connect) -> None:
    words = [f"mortalité{n}" for n in range(50)]
    forms = tuple(Form(f"form {n}", "en", Said.SYNONYM, 0.8) for n in range(12))
    index = connect()
    index.rebuild([document(1, " ".join(words), "fr")], 1)
    asked = Asked(tuple(Part((word,), forms) for word in words))
    assert numbers(index.search(Query(" ".join(words), asked=asked))) == [1]


def test_a_description_that_the_engine_can_never_take_is_left_out(connect: Connect) -> None:
    index = connect()
    index.rebuild([document(1), document(2, updated=float("nan")), document(3)], 1)
    assert (index.position(), sorted(numbers(index.search(Query())))) == (1, [1, 3])


def test_who_asks_the_wrong_product_is_told(connect: Connect) -> None:
    wrong = "opensearch" if connect.server.name == "elasticsearch" else "elasticsearch"
    if wrong == "elasticsearch":
        refuses(lambda: connect(engine=wrong).rebuild([], 1))
    else:  # OpenSearch's client speaks to both
        assert connect(engine=wrong).position() == -1


def test_behind_tls_all_works_with_its_authority_and_a_password_for_what_a_user_may(
    server: SearchServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    authority = Authority(tmp_path)
    with (
        guarded(server.url, authority.server()) as url,
        closing(guarded_index(url, WRITER, authority.file)) as index,
        closing(guarded_index(url, READER, authority.file)) as reader,
    ):
        index.rebuild([document(1, "Asthma")], 1)
        index.apply([document(2, "Stroke")], [], 2)
        assert numbers(reader.search(Query("stroke"))) == [2]
        assert index.words_like("strok") == [("stroke", 1)]
        assert ours(caplog) == ""
        refuses(lambda: reader.rebuild([], 3))
        assert "403: security_exception: no permissions for [indices:admin/create]" in ours(caplog)
        assert "the user of CATALOGUE_SEARCH_USER may not do that" in ours(caplog)
        assert numbers(index.search(Query("asthma"))) == [1]


def test_an_address_may_say_who_signs_in() -> None:
    told = address("https://cat:s%40x@one.example:9200/es/, http://[::1]:9201")
    assert told.hosts == ("https://one.example:9200/es", "http://[::1]:9201")
    assert (told.user, told.password) == ("cat", "s@x")
    assert address("https://search.example", ("cat", "x")).hosts == ("https://search.example:443",)
