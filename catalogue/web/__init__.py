"""HTTP: read the request, call one service, answer."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from catalogue.bootstrap import Services
from catalogue.web import (
    actors,
    addresses,
    batch_api,
    compare_api,
    crossing,
    entries,
    errors,
    frame,
    headers,
    languages,
    pages,
    permissions,
    records_api,
    search_api,
    static,
    suggesting_api,
    texts,
    themes,
    things_api,
    variable_api,
    workflow_api,
    workspace,
)
from catalogue.web.api import api
from catalogue.web.data import data
from catalogue.web.feeds import feeds
from catalogue.web.health import health
from catalogue.web.health_data_hub import health_data_hub
from catalogue.web.repeating import Repeating
from catalogue.web.uploads import CarefulRequest

# Modules that add operations to the programming interface.
OPERATIONS = (
    *(search_api, suggesting_api, variable_api, compare_api, things_api),
    *(records_api, workflow_api, batch_api),
)


def register(app: Flask, services: Services) -> None:
    """Give the application its routes, errors and headers. Raises WrongSetting for a theme that cannot work."""

    def position() -> int:  # the store is opened when it is first asked
        return services.reading.position()

    app.request_class = CarefulRequest
    theme = themes.load(services.settings.theme)
    files = static.build(theme, services.settings.data)
    languages.register(app, services.settings.languages)
    pages.register(app)
    workspace.register(app)
    texts.register(app, theme)
    for blueprint in (api, health_data_hub, data, feeds, health):
        app.register_blueprint(blueprint)
    entries.register(app, set(services.profile.register.values()))
    errors.register(app)
    headers.register(app)
    frame.register(app, theme, files)
    addresses.register(app)
    actors.register(app)
    crossing.register(app)
    permissions.register(app)
    app.wsgi_app = files.serve(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = Repeating(app.wsgi_app, position)  # type: ignore[method-assign]
    proxies = services.settings.trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, 0, 0)  # type: ignore[method-assign]
