"""The application as a web process loads it."""

import sys
from wsgiref.types import WSGIApplication

from catalogue.app import create_app
from catalogue.domain.errors import WrongSetting
from catalogue.processes import CANNOT_START
from catalogue.settings import SettingsError


def load() -> WSGIApplication:
    """The application; a process that can never start says why in a line, and ends."""
    try:
        return create_app()
    except (SettingsError, WrongSetting) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANNOT_START)
