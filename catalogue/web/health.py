"""Whether this process lives, whether it can work, and what it is: for supervisors, proxies and people."""

from flask import Blueprint, Response, jsonify

from catalogue import __version__
from catalogue.web.context import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return _plain("ok")


@health.get("/readyz")
def readyz() -> Response:
    """The store answers; else 503 by the table of errors. Without the search, it says so, but all else can be had."""
    lacking = services().health.lacking()
    return _plain(f"ready, but {lacking}" if lacking else "ready")


@health.get("/version")
def version() -> Response:
    """The version of the product and the profile that it describes datasets with."""
    response = jsonify(version=__version__, profile=services().profile.iri)
    response.cache_control.no_cache = True
    return response


def _plain(text: str) -> Response:
    return Response(f"{text}\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
