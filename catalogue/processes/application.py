"""The application as a web process loads it."""

import os
import sys
import threading
from contextlib import suppress
from wsgiref.types import WSGIApplication

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.errors import CatalogueError, WrongSetting
from catalogue.processes import CANNOT_START
from catalogue.services.trying import try_out
from catalogue.settings import SettingsError


def load() -> WSGIApplication:
    """The application; a process that can never start says why in a line, and ends.

    The profile is there when it starts. The engine, which takes 15 MB, is made ready behind it while pages are
    answered already, so that no request waits for it. The other profiles, which few ask for, are not.
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
    """Have the engine read the shapes of every level; if it refuses them, the process cannot serve.

    Then what else a page about validation would wait for.
    """
    for level, reason in try_out(services.profile, services.validator):
        sys.stderr.write(f"CATALOGUE_PROFILE: {services.profile.id}, at {level}: {reason}\n")
        sys.stderr.flush()
        os._exit(CANNOT_START)
    with suppress(
        CatalogueError
    ):  # a database that cannot be used is told by the worker, and by who asks for it
        _ = services.public_checks
