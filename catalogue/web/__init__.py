"""HTTP: read the request, call one service, answer."""

from flask import Flask

from catalogue.bootstrap import Services


def register(app: Flask, services: Services) -> None:
    """Give the application its routes, errors and headers."""
