"""The application: services and routes, put together."""

from flask import Flask

from catalogue import settings as configuration
from catalogue import web
from catalogue.bootstrap import Services
from catalogue.settings import Settings


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The WSGI application of an instance. Raises SettingsError when a setting cannot work."""
    services = services or Services(settings or configuration.load())
    app = Flask("catalogue", static_folder=None, template_folder=None)
    app.extensions["catalogue"] = services
    web.register(app, services)
    return app
