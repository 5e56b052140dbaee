"""What a request needs of its application, typed."""

from typing import cast

from flask import current_app

from catalogue.bootstrap import Services


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(Services, current_app.extensions["catalogue"])
