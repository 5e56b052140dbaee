"""The application: services and routes, put together."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from catalogue import settings as configuration
from catalogue import web
from catalogue.bootstrap import Services
from catalogue.settings import Settings

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The WSGI application of an instance.

    Raises SettingsError when a setting cannot work, and WrongSetting when a profile or theme cannot.
    """
    services = services or Services(settings or configuration.load())
    app = Flask("catalogue", static_folder=None, template_folder=None)
    app.extensions["catalogue"] = services
    web.register(app, services)
    mount = urlsplit(services.settings.base_url).path
    if mount:
        app.wsgi_app = _mounted(app.wsgi_app, mount)  # type: ignore[method-assign, assignment]
    return app


def _mounted(application: Wsgi, mount: str) -> Wsgi:
    """An application below a path of its host, whether the proxy before it takes the path off or not."""

    def mounted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("SCRIPT_NAME"):
            path = environ.get("PATH_INFO", "")
            if path == mount or path.startswith(f"{mount}/"):
                environ["PATH_INFO"] = path[len(mount) :] or "/"
            environ["SCRIPT_NAME"] = mount
        return application(environ, start_response)

    return mounted
