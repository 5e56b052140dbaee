import pytest

from catalogue.domain.errors import NotAskable, Unreachable
from harvesters.addresses import Guard, is_public, told

_PRIVATE = (
    "127.0.0.1 10.1.1.1 172.16.0.1 192.168.1.1 169.254.169.254 224.0.0.1 0.0.0.0 255.255.255.255 100.64.0.1 "
    "240.0.0.1 ::1 :: fe80::1%eth0 fc00::1 ff02::1 fec0::1 2001:0:1:: ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"
)


def resolver(*addresses: str):
    return lambda _host: addresses


@pytest.mark.parametrize("address", _PRIVATE.split())
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_the_host_and_port_that_the_operator_typed_may_be_private() -> None:
    guard = Guard("http://catalogue.hospital:8080/catalog.ttl", resolve=resolver("10.0.0.7"))
    guard.check("http://catalogue.hospital:8080/catalog.ttl?page=2")


def test_a_private_source_may_move_to_https() -> None:
    guard = Guard("http://catalogue.hospital/catalog.ttl", resolve=resolver("10.0.0.7"))
    guard.check("https://catalogue.hospital/catalog.ttl")


@pytest.mark.parametrize("url", ["http://catalogue.hospital:9200/", "http://other.hospital:8080/"])
def test_another_private_host_or_port_is_refused(url: str) -> None:
    guard = Guard("http://catalogue.hospital:8080/catalog.ttl", resolve=resolver("10.0.0.7"))
    with pytest.raises(Unreachable, match=r"leads to 10\.0\.0\.7, which is no public address"):
        guard.check(url)


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    guard = Guard("https://example.org/", resolve=resolver("8.8.8.8", "127.0.0.1"))
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        guard.check("https://elsewhere.example/")


def test_what_a_visitor_typed_is_not_trusted_and_says_nothing_of_the_network() -> None:
    guard = Guard("http://inside.example/", resolve=resolver("10.0.0.7"), vouched=False)
    with pytest.raises(NotAskable, match="it leads to an address that is not public") as refusal:
        guard.check("http://inside.example/")
    assert "10.0.0.7" not in str(refusal.value)
    with pytest.raises(NotAskable):
        guard.check_peer("http://inside.example/", ("inside.example", 80), "10.0.0.7")


def test_private_addresses_can_be_permitted() -> None:
    Guard("https://example.org/", allow_private=True, resolve=resolver("10.0.0.7")).check("http://inside:1/")


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "gopher://example.org/", "catalog.ttl", "http://"]
)
def test_only_http_and_https_with_a_host_are_fetched(url: str) -> None:
    with pytest.raises(Unreachable):
        Guard("https://example.org/").check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1/",
        "http://example.org:99999/",
        "http://example.org:port/",
        "http://example.org:0/",
        "http://a..b/",
        "http://.example.org/",
        f"http://{'a' * 64}.example.org/",
        "https://not an address/",
        "http://a\\b/",
    ],
)
def test_a_malformed_address_is_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="it is no address that can be asked"):
        Guard("https://example.org/").check(url)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "not a url", "http://a..b/", "http://[::1/", "http://"]
)
def test_what_cannot_be_asked_is_the_mistake_of_who_typed_it(url: str) -> None:
    with pytest.raises(NotAskable):
        Guard(url).check(url)


@pytest.mark.parametrize("url", ["http://müller.example/", "http://a_b.example/", "http://example.org./a b"])
def test_an_unusual_address_may_be_asked(url: str) -> None:
    Guard(url).check(url)


def test_a_password_in_an_address_is_never_shown() -> None:
    assert told("https://me:secret@example.org/a@b?c=//d@e") == "https://example.org/a@b?c=//d@e"


def test_a_visitor_is_not_taken_to_a_name_that_only_a_proxy_knows() -> None:
    Guard("http://catalogue.example/", resolve=resolver()).check("http://elsewhere.example/")
    with pytest.raises(Unreachable, match="there is no host of that name"):
        Guard("http://inside.example/", resolve=resolver(), vouched=False).check("http://inside.example/")
