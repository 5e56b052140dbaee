"""The application as a web process loads it."""

import os
import sys
import threading
from wsgiref.types import WSGIApplication

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.errors import WrongSetting
from catalogue.processes import CANNOT_START
from catalogue.services.trying import try_out
from catalogue.settings import SettingsError


def load() -> WSGIApplication:
    """The application; a process that can never start says why in a line, and ends.

    The profile is there when it starts. The engine is made ready behind it: a third of a second, in which pages
    are answered already, and some 15 MB that a process pays that never validates. No request waits for either.
    """
    try:
        application = create_app()
        services: Services = application.extensions["catalogue"]
        _ = services.profile, services.vocabularies
    except (SettingsError, WrongSetting) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANNOT_START)
    threading.Thread(target=_warm, args=(services,), name="warm", daemon=True).start()
    return application


def _warm(services: Services) -> None:
    """Have the engine read the shapes of every level; if it refuses them, the process cannot serve."""
    for level, reason in try_out(services.profile, services.validator):
        sys.stderr.write(f"CATALOGUE_PROFILE: {services.profile.id}, at {level}: {reason}\n")
        sys.stderr.flush()
        os._exit(CANNOT_START)
