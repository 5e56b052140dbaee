"""What must be there before any process starts: the port, and a data folder that can be written to."""

import socket
import tempfile
from pathlib import Path

from catalogue.domain.errors import WrongSetting

QUEUE = 2048  # connections that may wait while a web process starts


class CannotListen(Exception):
    """The port cannot be opened. The message says which and why."""


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(f"cannot listen on {host}: {error.strerror}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(QUEUE)
    except OSError as error:
        listener.close()
        raise CannotListen(f"cannot listen on {host}, port {port}: {error.strerror}") from None
    return listener


def address_of(listener: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def prepare_folder(folder: Path) -> None:
    """Make the data folder, and write to it once. Raises WrongSetting when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = f"the folder {folder} cannot be written to: {error.strerror}"
        raise WrongSetting(name="CATALOGUE_DATA", reason=reason) from None
