"""The names that we give: IRIs of what is minted here, and the ids that stand in our URLs."""

import base64
import hashlib
import re
import uuid
from typing import Final

# What a URL can show as it is; anything else gets an id from its IRI.
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class Identities:
    """Names below one base address, which does not change during the life of a catalogue."""

    def __init__(self, base_url: str) -> None:
        self._base = f"{base_url}/"
        self._prefix = f"{base_url}/dataset/"

    def iri(self, identity: str) -> str:
        """The IRI of a description with this id that is minted here."""
        return self._prefix + identity

    def entry(self, kind: str, identity: str) -> str:
        """The IRI of an entry of a register, `kind` being its name: `agent`, `contact`."""
        return f"{self._base}{kind}/{identity}"

    def new(self) -> str:
        """An id that nothing has yet."""
        return _digest(str(uuid.uuid4()))

    def is_ours(self, iri: str) -> bool:
        """Whether an IRI is below our address."""
        return iri.startswith(self._base)

    def mint(self, key: str) -> str:
        """An IRI for a description without one: the same for the same key, every time."""
        return self.iri(_digest(key))

    def of(self, organisation: str, name: str) -> str:
        """An IRI for what an organisation calls by a name: the same every time, and no other organisation's."""
        return self.mint(_key(organisation, name))

    def entry_of(self, kind: str, organisation: str, name: str) -> str:
        """The same for an entry of a register."""
        return self.entry(kind, _digest(_key(organisation, name)))

    def id(self, iri: str) -> str:
        """The id of a description in our URLs: the end of an IRI of ours, else made from the IRI."""
        end = iri.removeprefix(self._prefix)
        return end if end != iri and _PLAIN.fullmatch(end) else _digest(iri)


def _key(organisation: str, name: str) -> str:
    return f"{organisation}\n{name}"


def _digest(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:10]).decode().lower()
