"""What an instance signs with: keys that it makes itself, each for one use, and keeps in its store."""

import secrets
from datetime import UTC, datetime
from typing import Final

from itsdangerous import Signer

from catalogue.store.holder_base import Token, TokenStore

_FOR_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


def signer(store: TokenStore, name: str) -> Signer:
    """What signs texts, and reads what it has signed; `name` is a digest that says what for."""
    return Signer(_key(store, name), sep="~")


def _key(store: TokenStore, name: str) -> str:
    now = datetime.now(UTC)
    kept = store.token(name, "signing", now)
    if kept is None:
        made = {"key": secrets.token_urlsafe(32)}
        store.keep_token(Token(name, "signing", "", _FOR_EVER, now, made))
        # Another process may have made one at this moment: what is kept now is everybody's.
        kept = store.token(name, "signing", now)
        assert kept is not None
    return kept.data["key"]
