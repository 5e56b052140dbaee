"""What somebody holds to prove who they are: random, shown to them once, and kept as its SHA-256."""

import hashlib
import secrets
from typing import Final

_BYTES: Final = 32


def make(prefix: str = "") -> str:
    """A new one, which nobody can guess, in letters that every address and header takes."""
    return prefix + secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """What is kept of it. It is random, so that a plain hash is as good as a slow one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
