"""`catalogue serve` and `catalogue web`: the checks before, then the processes."""

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import click

from catalogue.processes.listening import CannotListen, address_of, open_port, prepare_folder
from catalogue.settings import Settings, load

Command = Callable[..., Any]


def _listening(command: Command) -> Command:
    """The options of a command that opens a port."""
    command = click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help="Port; 0 for a free one.",
    )(command)
    return click.option(
        "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all."
    )(command)


@click.command()
@_listening
def serve(host: str, port: int) -> None:
    """Run the catalogue: web processes and a worker, under one supervisor.

    Ready when /healthz answers. SIGTERM and Ctrl-C stop it after the requests under way.
    """
    settings = load()
    listener = _open(settings, host, port)
    address = address_of(listener)
    click.echo(_start_message(settings, address), err=True)
    _become("supervisor", listener, [address, *_web_options(settings)])


@click.command()
@_listening
def web(host: str, port: int) -> None:
    """Run the web processes alone; something else then runs `catalogue worker`."""
    settings = load()
    listener = _open(settings, host, port)
    click.echo(_start_message(settings, address_of(listener)), err=True)
    _become("web", listener, _web_options(settings))


def _open(settings: Settings, host: str, port: int) -> socket.socket:
    prepare_folder(settings.data)
    try:
        return open_port(host, port)
    except CannotListen as error:
        raise click.ClickException(str(error)) from None


def _start_message(settings: Settings, address: str) -> str:
    message = f"Starting the catalogue at {address}"
    return (
        message if address == settings.base_url else f"{message} (its public address is {settings.base_url})"
    )


def _web_options(settings: Settings) -> list[str]:
    return [str(settings.web_processes), str(settings.web_threads), settings.log_level]


def _become(program: str, listener: socket.socket, options: list[str]) -> None:
    """Turn into the program, which forgets everything that the command line needed in memory."""
    os.set_inheritable(listener.fileno(), True)
    command = [sys.executable, "-m", f"catalogue.processes.{program}", str(listener.fileno()), *options]
    sys.stderr.flush()
    os.execv(command[0], command)
