"""Which addresses may be asked on behalf of a source.

What the operator typed is trusted: the source's own host and port may lie in a private network. Where a source
sends us, by a redirect or a link to its next page, is not: it could name a service that only we can reach. Nor is
what a visitor typed on a public page: there the first address is held to the rule like all that follow.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from catalogue.domain.errors import Unreachable
from catalogue.domain.sentences import Sentence

Resolve = Callable[[str], Iterable[str]]

NO_ADDRESS: Final = Sentence("it is no address that can be asked")
NO_SUCH_HOST: Final = Sentence("there is no host of that name")
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def told(url: str) -> str:
    """An address as it may be shown: without a user's name and password."""
    head, slashes, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return f"{head}{slashes}{host.rpartition('@')[2]}{slash}{path}"


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
        """Raise Unreachable unless the address may be asked, as far as can be told before connecting."""
        endpoint = _endpoint(url)
        if not self._is_free(endpoint):
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

    def _is_free(self, endpoint: tuple[str, int]) -> bool:
        return self.allow_private or (self.vouched and endpoint in _trusted(self.url))

    def _check_address(self, url: str, address: str) -> None:
        if not is_public(address):
            raise Unreachable(url=told(url), reason=self._refusal(address))

    def _refusal(self, address: str) -> str:
        if not self.vouched:  # a visitor is not told how names resolve in here
            return Sentence("it leads to an address that is not public")
        return (
            f"the source leads to {address}, which is no public address; "
            "CATALOGUE_ALLOW_PRIVATE_ADDRESSES permits it"
        )


def _trusted(url: str) -> list[tuple[str, int]]:
    """The source's own host and port, and the way from http to https on the usual ports."""
    host, port = _endpoint(url)
    return [(host, port), (host, 443)] if port == _PORTS["http"] else [(host, port)]


def _endpoint(url: str) -> tuple[str, int]:
    """Host and port of an http or https address. Raises Unreachable for anything else."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Unreachable(url=told(url), reason=NO_ADDRESS) from None
    if parts.scheme not in _PORTS:
        raise Unreachable(url=told(url), reason=Sentence("only http and https addresses are fetched"))
    if not host:
        raise Unreachable(url=told(url), reason=Sentence("it names no host"))
    return host, port


def _behind_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
