"""An engine behind TLS with a private authority and a password: who is not believed, and what an operator is told.

That all works with the right ones is in `test_search_outage`, where the engines are.
"""

import logging
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Response

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.errors import Unavailable
from catalogue.domain.search import Query
from catalogue.search.elastic import ElasticIndex, address
from tests.contracts.elastic import NAME
from tests.contracts.test_search import LAYOUT, document
from tests.engines.guarded import READER, WRITER, Authority, guarded
from tests.engines.ports import free_port
from tests.journeys.instance import Instance
from tests.serving import serving

ENGINES = ("", "elasticsearch", "opensearch")  # how it is guessed, and the client of each
WRONG = (WRITER[0], "Falsch-é€")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def nobody() -> str:
    """The address of an engine that is never reached."""
    return f"http://127.0.0.1:{free_port()}"


def index(url: str, user: tuple[str, str], authority: Path | str = "", engine: str = "") -> ElasticIndex:
    place = replace(address(url, user), authority=str(authority), timeout=20.0, engine=engine)
    return ElasticIndex(place, NAME, LAYOUT)


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """What the catalogue told, and not the guard: warnings, without a trace of where they come from."""
    records = [record for record in caplog.records if record.name.startswith("catalogue")]
    assert all(record.levelno == logging.WARNING and not record.exc_info for record in records)
    return "\n".join(record.getMessage() for record in records)


def told(caplog: pytest.LogCaptureFixture, made: ElasticIndex) -> str:
    """What the log says when this index is asked and written to: whatever it is, both are refused."""
    with closing(made):
        for ask in (made.position, lambda: made.search(Query()), lambda: made.rebuild([document(1)], 1)):
            with pytest.raises(Unavailable):
                ask()
    log = ours(caplog)
    assert log
    assert not any(password in caplog.text for _, password in (WRITER, READER, WRONG))
    return log


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_vouched_for_by_nobody_known_is_not_believed(
    authority: Authority, nobody: str, engine: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = Authority(tmp_path, "Another authority")
    with guarded(nobody, authority.server()) as url:
        for known in ("", other.file):
            log = told(caplog, index(url, WRITER, known, engine))
            assert "certificate is not accepted: unable to get local issuer certificate" in log
            assert "CATALOGUE_SEARCH_AUTHORITY" in log
            caplog.clear()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_certificate_for_another_address_is_not_believed(
    authority: Authority, nobody: str, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    with guarded(nobody, authority.server("127.0.0.9")) as url:
        log = told(caplog, index(url, WRITER, authority.file, engine))
    assert re.search("certificate is not accepted: (IP address mismatch|hostname .* doesn't match)", log)
    assert "127.0.0.1" in log
    assert "CATALOGUE_SEARCH_AUTHORITY" not in log


@pytest.mark.parametrize("engine", ENGINES)
def test_a_certificate_that_is_over_is_not_believed(
    authority: Authority, nobody: str, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    with guarded(nobody, authority.server(lasting=timedelta(days=-1))) as url:
        log = told(caplog, index(url, WRITER, authority.file, engine))
    assert "certificate is not accepted: certificate has expired" in log


@pytest.mark.parametrize("engine", ENGINES)
def test_a_wrong_password_is_told_and_stands_nowhere(
    authority: Authority, nobody: str, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    with guarded(nobody, authority.server()) as url:
        log = told(caplog, index(url, WRONG, authority.file, engine))
    assert "401: Unauthorized" in log
    assert "CATALOGUE_SEARCH_USER and CATALOGUE_SEARCH_PASSWORD" in log


def test_a_proxy_whose_engine_is_starting_is_not_taken_for_another_product(
    caplog: pytest.LogCaptureFixture,
) -> None:
    header = {"X-Elastic-Product": "Elasticsearch"}
    starting = [Response("<html>Bad\nGateway</html>", 502), Response("{}", 200, header), Response("{}", 200)]

    def proxy(environ: Any, start: Any) -> Any:
        answer = starting[0] if len(starting) == 1 else starting.pop(0)
        answer.mimetype = "application/json" if answer.status_code == 200 else "text/html"
        return answer(environ, start)

    with serving(proxy) as url, closing(index(url, WRITER)) as made, pytest.raises(Unavailable):
        made.position()
    assert "what answers is not Elasticsearch" in ours(caplog), "the client is that of what answered at last"


def test_readers_get_a_page_and_operators_a_sentence(
    authority: Authority, nobody: str, tmp_path: Path, make_services: Callable[..., Services]
) -> None:
    with guarded(nobody, authority.server()) as url:
        given = {"search_url": url, "search_user": WRONG[0], "search_password": WRONG[1]}
        given |= {"search_authority": str(authority.file)}
        services = make_services(**given)
        answer = create_app(services=services).test_client().get("/fr/datasets?q=asthme")
        assert answer.status_code == 503
        assert "L’index de recherche n’est pas disponible" in answer.text
        services.index.close()  # type: ignore[attr-defined]
        variables = {f"CATALOGUE_{name.upper()}": value for name, value in given.items()}
        done = Instance(tmp_path, variables).command("reindex")
    assert (done.returncode, done.stdout) == (2, "")
    assert "401: Unauthorized (it does not know who asks" in done.stderr
    assert done.stderr.endswith("catalogue: The search index is not available for now.\n")
    assert "Traceback" not in done.stderr
    assert WRONG[1] not in done.stderr
