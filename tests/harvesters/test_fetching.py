import gzip
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from catalogue.domain.errors import BadInput, NotAskable, TooLarge, Unreachable
from catalogue.domain.harvest import PageState
from catalogue.rdf import formats
from catalogue.settings import Settings
from harvesters.fetching import Fetched, Fetcher
from tests.harvesters.site import Handler, Site

TURTLE = '<https://example.org/a> <http://purl.org/dc/terms/title> "Étude"@fr .\n'


@pytest.fixture
def waits() -> list[float]:
    """The pauses that the fetcher would have made."""
    return []


@pytest.fixture
def fetcher(site: Site, bounds: Settings, waits: list[float]) -> Fetcher:
    return Fetcher(bounds, site.url + "/", sleep=waits.append)


def test_a_body_comes_with_its_type_and_validators(site: Site, fetcher: Fetcher) -> None:
    url = site.give("/a", TURTLE, etag='"1"', last_modified="Mon, 02 Nov 2026 10:00:00 GMT")
    fetched = fetcher.fetch(url)
    assert fetched == Fetched(url, TURTLE.encode(), "text/turtle", '"1"', "Mon, 02 Nov 2026 10:00:00 GMT")


def test_the_request_says_who_asks_and_what_is_preferred(site: Site, fetcher: Fetcher) -> None:
    fetcher.fetch(site.give("/a", TURTLE))
    _, headers = site.asked[0]
    assert headers["User-Agent"].startswith("health-catalogue/")
    assert "(+http://127.0.0.1:8000/)" in headers["User-Agent"]
    assert headers["Accept"].startswith("text/turtle, application/n-triples;q=0.9")
    assert "If-None-Match" not in headers


def test_a_page_that_did_not_change_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    def unchanged(handler: Handler) -> None:
        known = handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]
        handler.answer(status=304 if known == ('"1"', "Mon, 02 Nov 2026 10:00:00 GMT") else 500)

    known = PageState('"1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    fetched = fetcher.fetch(site.behave("/a", unchanged), known)
    assert fetched.not_modified
    assert (fetched.etag, fetched.last_modified) == (known.etag, known.last_modified)


def test_a_304_that_nobody_asked_for_is_an_error(site: Site, fetcher: Fetcher) -> None:
    url = site.behave("/a", lambda handler: handler.answer(status=304))
    with pytest.raises(Unreachable, match="304 Not Modified"):
        fetcher.fetch(url)


def test_a_large_body_lies_in_a_file_that_goes_when_it_was_read(site: Site, bounds: Settings) -> None:
    body = TURTLE.encode() * 200_000
    fetcher = Fetcher(bounds.model_copy(update={"import_limit": 64}), site.url)
    with fetcher.fetch(site.give("/a", body)) as fetched:
        assert isinstance(fetched.body, Path)
        assert fetched.body.read_bytes() == body
        assert fetched.start(3) == b"<ht"
    assert not fetched.body.exists()


# What takes too long, or is too much


def test_a_body_over_the_limit_is_refused_before_it_is_read(site: Site, fetcher: Fetcher) -> None:
    url = site.behave("/a", lambda handler: handler.start(content_length=str(2**40)))
    with pytest.raises(TooLarge, match="larger than the limit of 1 MB"):
        fetcher.fetch(url)


def test_a_body_that_never_ends_is_cut_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    def endless(handler: Handler) -> None:
        handler.start(content_type="text/turtle")
        while True:
            handler.wfile.write(b"# and on\n" * 10_000)

    with pytest.raises(TooLarge):
        fetcher.fetch(site.behave("/a", endless))


def test_a_gzip_bomb_is_cut_at_the_limit_of_what_it_unpacks_to(site: Site, fetcher: Fetcher) -> None:
    url = site.give("/a", gzip.compress(bytes(50 * 2**20)), content_encoding="gzip")
    with pytest.raises(TooLarge):
        fetcher.fetch(url)


def test_a_server_that_does_not_answer_is_given_up(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    url = site.behave("/a", lambda handler: handler.server.site.closing.wait(20) and None)
    with pytest.raises(Unreachable, match=r"no answer came for 0\.3 seconds"):
        fetcher.fetch(url)
    assert waits == [1, 2, 4]


def test_a_body_that_drips_is_given_up(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    def drip(handler: Handler) -> None:
        handler.start(content_type="text/turtle")
        handler.drip(b"#" * 1000, 0.02)

    with pytest.raises(Unreachable, match="too slowly"):
        fetcher.fetch(site.behave("/a", drip))
    assert waits == []


def test_a_head_that_drips_is_given_up(site: Site, fetcher: Fetcher) -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        handler.drip(b"X-Filler: a\r\n" * 1000, 0.02)

    with pytest.raises(Unreachable, match=r"still busy after 0\.9 seconds"):
        fetcher.fetch(site.behave("/a", drip))


def test_the_line_of_a_chunk_that_drips_is_given_up(site: Site, fetcher: Fetcher) -> None:
    def drip(handler: Handler) -> None:
        handler.start(content_type="text/turtle", transfer_encoding="chunked")
        handler.drip(b"5;" + b"x" * 1000, 0.02)

    with pytest.raises(Unreachable, match=r"still busy after 1\.2 seconds"):
        fetcher.fetch(site.behave("/a", drip))


def test_a_page_that_arrives_for_longer_than_allowed_is_given_up(site: Site, fetcher: Fetcher) -> None:
    def steady(handler: Handler) -> None:
        handler.start(content_type="text/turtle")
        while not handler.server.site.closing.wait(0.05):
            handler.wfile.write(b"# and on\n" * 10)

    with pytest.raises(Unreachable, match=r"still busy after 1\.2 seconds"):
        fetcher.fetch(site.behave("/a", steady))


# What breaks


def test_a_body_shorter_than_it_says_has_broken_off(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    url = site.give("/a", TURTLE, content_length="5000")
    with pytest.raises(Unreachable, match="the connection broke off"):
        fetcher.fetch(url)
    assert len(waits) == 3


def test_a_chunked_body_without_its_end_has_broken_off(site: Site, fetcher: Fetcher) -> None:
    def half(handler: Handler) -> None:
        handler.start(content_type="text/turtle", transfer_encoding="chunked")
        handler.wfile.write(b"20\r\n<https://example.org/a>")

    with pytest.raises(Unreachable, match="the connection broke off"):
        fetcher.fetch(site.behave("/a", half))


def test_an_answer_that_is_not_http_has_broken_off(site: Site, fetcher: Fetcher) -> None:
    url = site.behave("/a", lambda handler: handler.wfile.write(b"\x00\x01\x02 hello\r\n\r\n") and None)
    with pytest.raises(Unreachable, match="the connection broke off"):
        fetcher.fetch(url)


def test_what_is_not_compressed_as_it_says_is_refused(site: Site, fetcher: Fetcher) -> None:
    url = site.give("/a", TURTLE, content_encoding="gzip")
    with pytest.raises(Unreachable, match="not compressed as it says"):
        fetcher.fetch(url)


def test_a_page_that_breaks_off_once_is_asked_for_again(
    site: Site, fetcher: Fetcher, waits: list[float]
) -> None:
    def second_time(handler: Handler) -> None:
        handler.answer(
            TURTLE.encode(), content_length="5000" if len(site.asked) == 1 else str(len(TURTLE) + 1)
        )

    assert fetcher.fetch(site.behave("/a", second_time)).body == TURTLE.encode()
    assert waits == [1]


def test_where_nothing_answers_says_so(bounds: Settings) -> None:
    nowhere = "http://127.0.0.1:1/catalog.ttl"
    with pytest.raises(Unreachable, match="nothing answers there"):
        Fetcher(bounds, nowhere, sleep=lambda _: None).fetch(nowhere)


@pytest.mark.parametrize(
    ("status", "words"), [(404, "404 Not Found"), (500, "500 Internal"), (204, "204 No")]
)
def test_a_refusal_is_told_at_once(
    site: Site, fetcher: Fetcher, waits: list[float], status: int, words: str
) -> None:
    url = site.behave("/a", lambda handler: handler.answer(status=status))
    with pytest.raises(Unreachable, match=words):
        fetcher.fetch(url)
    assert waits == []


# What asks to come again


def busy(times: int, retry_after: str) -> Callable[[Handler], None]:
    """429 for some times, then the page."""

    def behaviour(handler: Handler) -> None:
        if len(handler.server.site.asked) <= times:
            handler.answer(status=429, retry_after=retry_after)
        else:
            handler.answer(TURTLE.encode(), content_type="text/turtle")

    return behaviour


def test_a_retry_after_is_honoured(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    assert fetcher.fetch(site.behave("/a", busy(2, "7"))).body
    assert waits == [7, 7]


def test_a_retry_after_may_be_a_date(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert fetcher.fetch(site.behave("/a", busy(1, at))).body
    assert 50 < waits[0] <= 60


def test_a_retry_after_that_makes_no_sense_is_a_moment(
    site: Site, fetcher: Fetcher, waits: list[float]
) -> None:
    assert fetcher.fetch(site.behave("/a", busy(1, "soon"))).body
    assert waits == [1]


def test_who_asks_for_hours_is_left_for_the_next_run(
    site: Site, fetcher: Fetcher, waits: list[float]
) -> None:
    with pytest.raises(Unreachable, match="asks to come back in 7200 seconds"):
        fetcher.fetch(site.behave("/a", busy(1, "7200")))
    assert waits == []


def test_who_stays_busy_is_given_up(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable, match="429 Too Many Requests"):
        fetcher.fetch(site.behave("/a", busy(99, "1")))
    assert len(site.asked) == 4


# Where it leads


def redirecting(to: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(status=302, location=to)


def test_a_redirect_on_the_same_site_is_followed(site: Site, fetcher: Fetcher) -> None:
    site.give("/b", TURTLE)
    fetched = fetcher.fetch(site.behave("/a", redirecting("b")))
    assert fetched.url == site.url + "/b"


def test_a_redirect_to_a_private_address_is_not_followed(
    site: Site, other_site: Site, fetcher: Fetcher
) -> None:
    target = other_site.give("/admin", TURTLE)
    with pytest.raises(Unreachable, match=r"leads to 127\.0\.0\.1, which is no public address"):
        fetcher.fetch(site.behave("/a", redirecting(target)))
    assert other_site.asked == []


def test_a_redirect_to_a_private_address_can_be_permitted(
    site: Site, other_site: Site, bounds: Settings
) -> None:
    permitting = Fetcher(bounds.model_copy(update={"allow_private_addresses": True}), site.url)
    target = other_site.give("/b", TURTLE)
    assert permitting.fetch(site.behave("/a", redirecting(target))).url == target


def test_a_name_that_resolves_otherwise_when_connecting_is_caught_before_anything_is_sent(
    site: Site, other_site: Site, fetcher: Fetcher
) -> None:
    rebound = replace(fetcher, resolve=lambda _host: ["93.184.216.34"])
    with pytest.raises(Unreachable, match="which is no public address"):
        rebound.fetch(other_site.give("/admin", TURTLE))
    assert other_site.asked == []


def test_a_redirect_out_of_http_is_not_followed(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable, match="only http and https"):
        fetcher.fetch(site.behave("/a", redirecting("file:///etc/passwd")))


@pytest.mark.parametrize("to", ["http://[::1/", "http://a..b/", "http://example.org:99999/"])
def test_a_redirect_to_no_address_is_the_mistake_of_the_server(site: Site, fetcher: Fetcher, to: str) -> None:
    with pytest.raises(Unreachable, match=r"is no address"):
        fetcher.fetch(site.behave("/a", redirecting(to)))


@pytest.mark.parametrize("url", ["http://a..b/", "http://ü..b/", "http://💥‍.example/"])
def test_a_malformed_name_is_the_mistake_of_who_typed_it(bounds: Settings, url: str) -> None:
    permitting = bounds.model_copy(update={"allow_private_addresses": True})
    for vouched in (True, False):
        with pytest.raises(NotAskable, match="it is no address that can be asked"):
            Fetcher(permitting, url, vouched=vouched, attempts=1).fetch(url)


def test_redirects_in_a_circle_end(site: Site, fetcher: Fetcher) -> None:
    site.behave("/b", redirecting("/a"))
    with pytest.raises(Unreachable, match="more than 5 times"):
        fetcher.fetch(site.behave("/a", redirecting("/b")))
    assert len(site.asked) == 6


# What it is


@pytest.mark.parametrize(
    ("path", "content_type", "expected"),
    [
        ("/a", "text/turtle; charset=utf-8", formats.TURTLE),
        ("/a.rdf", "application/ld+json", formats.JSON_LD),
        ("/a.ttl", "text/plain", formats.TURTLE),
        ("/a.ttl?page=2", "application/octet-stream", formats.TURTLE),
        ("/a.nt", "", formats.N_TRIPLES),
        ("/a", "text/plain", None),
    ],
)
def test_the_serialisation_is_that_of_the_type_or_else_of_the_address(
    site: Site, fetcher: Fetcher, path: str, content_type: str, expected: formats.Format | None
) -> None:
    assert fetcher.fetch(site.give(path, TURTLE, content_type)).format is expected


@pytest.mark.parametrize(
    "page",
    ["<!DOCTYPE html><html>", "\n<html lang='fr'>", "<?xml version='1.0'?>\n<!-- a -->\n<!doctype HTML>"],
)
def test_a_web_page_is_refused_whatever_its_type(site: Site, fetcher: Fetcher, page: str) -> None:
    with pytest.raises(Unreachable, match="a web page"):
        fetcher.fetch(site.give("/a", page, "text/turtle"))


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "windows-1252"])
def test_another_encoding_that_is_said_becomes_utf_8(site: Site, fetcher: Fetcher, charset: str) -> None:
    url = site.give("/a", TURTLE.encode(charset), f"text/turtle; charset={charset}")
    assert fetcher.fetch(url).body == TURTLE.encode()


@pytest.mark.parametrize("charset", ["utf-16", "klingon", "ascii\x00", "zip"])
def test_an_encoding_that_is_not_what_it_says_is_refused(site: Site, fetcher: Fetcher, charset: str) -> None:
    url = site.give("/a", b"\xd8\x00\xd8", f"text/turtle; charset={charset}")
    with pytest.raises(BadInput, match="is not in the encoding that it says"):
        fetcher.fetch(url)


def test_the_next_page_may_be_named_in_a_header(site: Site, fetcher: Fetcher) -> None:
    url = site.give("/a", TURTLE, link='<?page=0>; rel="prev", <?page=2>; rel="next"')
    assert fetcher.fetch(url).next == site.url + "/a?page=2"


def test_a_compression_that_was_not_asked_for_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable, match="in the encoding “br”"):
        fetcher.fetch(site.give("/a", TURTLE, content_encoding="br"))


# Behind a proxy


@pytest.fixture
def proxied(site: Site, bounds: Settings, monkeypatch: pytest.MonkeyPatch) -> Fetcher:
    """Fetches through the site as a proxy, where names cannot be resolved."""
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", site.url)
    return Fetcher(
        bounds, "http://catalogue.example/", resolve=lambda host: [host] if host[0].isdigit() else []
    )


def test_a_proxy_of_the_operator_may_have_a_private_address(site: Site, proxied: Fetcher) -> None:
    site.give("http://catalogue.example/catalog", TURTLE)
    assert proxied.fetch("http://catalogue.example/catalog").body == TURTLE.encode()


def test_a_proxy_is_not_asked_for_a_private_address(site: Site, proxied: Fetcher) -> None:
    site.behave("http://catalogue.example/catalog", redirecting("http://10.0.0.7/admin"))
    with pytest.raises(Unreachable, match=r"leads to 10\.0\.0\.7"):
        proxied.fetch("http://catalogue.example/catalog")
    assert len(site.asked) == 1


# What a visitor typed


def test_what_a_visitor_typed_may_not_lead_inside_from_its_first_address_on(
    site: Site, bounds: Settings
) -> None:
    url = site.give("/a", TURTLE)
    with pytest.raises(NotAskable, match="it leads to an address that is not public"):
        Fetcher(bounds, url, vouched=False).fetch(url)
    assert site.asked == []


def _basic(name_and_password: str) -> str:
    return f"Basic {b64encode(name_and_password.encode()).decode()}"


def test_a_visitor_makes_no_use_of_the_passwords_of_the_operator(
    site: Site, bounds: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login operator password swordfish\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    url = site.give("/a", TURTLE)
    private = bounds.model_copy(update={"allow_private_addresses": True})
    for vouched, address in ((True, url), (False, url), (False, url.replace("//", "//me:mine@"))):
        Fetcher(private, address, vouched=vouched).fetch(address)
    sent = [headers.get("Authorization") for _, headers in site.asked]
    assert sent == [_basic("operator:swordfish"), None, _basic("me:mine")]


def test_a_fetch_that_has_a_moment_to_end_at_ends_then(site: Site, bounds: Settings) -> None:
    url = site.behave("/a", lambda handler: handler.start() or handler.drip(b"# slowly\n" * 500, 0.02))
    began = time.monotonic()
    with pytest.raises(Unreachable):
        Fetcher(bounds, url, until=began + 0.5).fetch(url)
    assert time.monotonic() - began < 1.1
    with pytest.raises(Unreachable, match="the time for it is over"):
        Fetcher(bounds, url, until=began).fetch(url)
