"""Which addresses may be asked on behalf of a source.

What the operator typed is trusted: the source's own host and port may lie in a private network. Where a source
sends us, by a redirect or a link to its next page, is not: it could name a service that only we can reach. Nor is
what a visitor typed on a public page: there the first address is held to the rule like all that follow.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from catalogue.domain.errors import CatalogueError, NotAskable, Unreachable
from catalogue.domain.sentences import Sentence

Resolve = Callable[[str], Iterable[str]]

NO_ADDRESS: Final = Sentence("it is no address that can be asked")
NO_SUCH_HOST: Final = Sentence("there is no host of that name")
ONLY_THE_WEB: Final = Sentence("only http and https addresses are fetched")
_PORTS = {"http": 80, "https": 443}
_IN_NO_HOST: Final = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def told(url: str) -> str:
    """An address as it may be shown: without a user's name and password."""
    head, slashes, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return f"{head}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def public(url: str) -> str:
    """An address as everybody may know it: scheme, host and path, as the rest may be somebody's key."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def joined(url: str, other: str) -> str:
    """An address that may be relative to another, in full; a malformed one stays, to be refused when it is asked."""
    try:
        return urljoin(url, other)
    except ValueError:
        return other


def addresses_of(host: str) -> list[str]:
    """The addresses of a host by the system's resolver; none when it does not know the name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the open Internet, looking into IPv6 that carries IPv4."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or _behind_nat64(ip)
        if carried:
            return is_public(str(carried))
        if ip.is_site_local or ip.teredo:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True, slots=True)
class Guard:
    """The rule for one source, whose `url` the operator typed; with `vouched` false, anybody did."""

    url: str
    allow_private: bool = False
    resolve: Resolve = addresses_of
    vouched: bool = True

    def check(self, url: str) -> None:
        """Raise as `refusal` says unless the address may be asked, as far as can be told before connecting."""
        try:
            endpoint = _endpoint(url)
            is_free = self._is_free(endpoint)
        except ValueError as error:
            raise self.refusal(url, error.args[0]) from None
        if not is_free:
            addresses = list(self.resolve(endpoint[0]))
            if not self.vouched and not addresses:
                # A proxy may know a name that nobody here does, and which of its hosts that is cannot be seen.
                raise Unreachable(url=told(url), reason=NO_SUCH_HOST)
            for address in addresses:
                self._check_address(url, address)

    def check_peer(self, url: str, endpoint: tuple[str, int], address: str) -> None:
        """The same for the address that was in fact connected to, which a resolver can no longer change.

        `endpoint` is the host and port as the connection understood them.
        """
        if not self._is_free(endpoint):
            self._check_address(url, address)

    def refusal(self, url: str, reason: str) -> CatalogueError:
        """Why an address is not asked: the mistake of who typed it, or of the server that sent us there."""
        kind = NotAskable if url == self.url else Unreachable
        return kind(url=told(url), reason=reason)

    def _is_free(self, endpoint: tuple[str, int]) -> bool:
        return self.allow_private or (self.vouched and endpoint in _trusted(self.url))

    def _check_address(self, url: str, address: str) -> None:
        if not is_public(address):
            raise self.refusal(url, self._reason(address))

    def _reason(self, address: str) -> Sentence:
        if not self.vouched:  # a visitor is not told how names resolve in here
            return Sentence("it leads to an address that is not public")
        return Sentence(
            "the source leads to %(address)s, which is no public address; "
            "CATALOGUE_ALLOW_PRIVATE_ADDRESSES permits it",
            address=address,
        )


def _trusted(url: str) -> list[tuple[str, int]]:
    """The source's own host and port, and the way from http to https on the usual ports."""
    host, port = _endpoint(url)
    return [(host, port), (host, 443)] if port == _PORTS["http"] else [(host, port)]


def _endpoint(url: str) -> tuple[str, int]:
    """Host and port of an http or https address. Raises ValueError with the reason for anything else."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise ValueError(NO_ADDRESS) from None
    if parts.scheme not in _PORTS:
        raise ValueError(ONLY_THE_WEB)
    if not host:
        raise ValueError(Sentence("it names no host"))
    if port == 0 or not _is_host(host):
        raise ValueError(NO_ADDRESS)
    return host, port or _PORTS[parts.scheme]


def _is_host(host: str) -> bool:
    """Whether it can be a name: parts that are neither empty nor too long, of letters that names have."""
    try:
        host.encode("idna")
    except UnicodeError:
        return not host.isascii()  # newer names than Python knows; who connects says so if it is none
    return not _IN_NO_HOST.search(host)


def _behind_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
