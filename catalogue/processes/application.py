"""The application as a web process loads it."""

import os
import sys
import threading
from wsgiref.types import WSGIApplication

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.errors import WrongSetting
from catalogue.processes import CANNOT_START
from catalogue.settings import SettingsError

_BARE_DATASET = "<urn:x-catalogue:bare> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <%s> .\n"


def load() -> WSGIApplication:
    """The application; a process that can never start says why in a line, and ends.

    The profile is there when it starts. The engine is made ready behind it: a third of a second, in which pages
    are answered already, and some 15 MB that a process pays that never validates. No request waits for either.
    """
    try:
        application = create_app()
        services: Services = application.extensions["catalogue"]
        entries = [shape.iri for shape in services.profile.classes.values() if shape.entry]
    except (SettingsError, WrongSetting) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANNOT_START)
    threading.Thread(target=_warm, args=(services, entries[:1]), name="warm", daemon=True).start()
    return application


def _warm(services: Services, entries: list[str]) -> None:
    """Have a bare dataset validated at every level; shapes that the engine refuses end the process."""
    bare = "".join(_BARE_DATASET % iri for iri in entries)
    try:
        for level in services.profile.levels:
            services.validator.validate(bare, level)
    except RuntimeError as error:  # the base of all that pySHACL raises
        sys.stderr.write(f"CATALOGUE_PROFILE: pySHACL refuses the shapes of {services.profile.id}: {error}\n")
        sys.stderr.flush()
        os._exit(CANNOT_START)
