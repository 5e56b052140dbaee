"""What every page stands in: the institution, the theme, the navigation, and the same page in other languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from jinja2 import StrictUndefined, Template
from markupsafe import Markup, escape

from catalogue.domain import values
from catalogue.domain.languages import pick
from catalogue.domain.sentences import quoted
from catalogue.domain.terms import shorten
from catalogue.web import languages, moments, reasons, themes
from catalogue.web.context import services
from catalogue.web.static import Static
from catalogue.web.themes import Link, Theme

# The endpoints whose addresses begin with a language.
PAGES: Final = ("pages.", "workspace.")


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language: its path, its whole address, and the language's own name."""

    language: str
    name: str
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """The institution's catalogue as the theme sees it, in the language of this answer."""

    theme: Theme

    @property
    def title(self) -> str:
        return languages.text(services().settings.title)

    @property
    def description(self) -> str:
        return languages.text(services().settings.description)

    @property
    def publisher(self) -> str:
        return languages.text(services().settings.publisher)

    @property
    def profile(self) -> str:
        return pick(services().profile.title, (languages.current(),))

    @property
    def root(self) -> str:
        """The path under which the application is mounted: empty, or like `/catalogue`."""
        return request.script_root


class _Page(Template):
    """A template that gives no U+0000: HTML has no place for it, and addresses and parameters may bring it."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return super().render(*args, **kwargs).replace("\0", "\ufffd")


def register(app: Flask, theme: Theme, static: Static) -> None:
    """Give the application its templates. Raises WrongSetting for a theme that cannot work."""
    app.jinja_loader = theme.loader()
    app.jinja_options = {
        "extensions": ["jinja2.ext.i18n"],
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
        "bytecode_cache": themes.Compiled(),
    }
    app.jinja_env.template_class = _Page
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext, languages.ngettext, newstyle=True
    )
    # Without the alias of the extension, which asks the context of a template three times for what is always this.
    app.jinja_env.globals["_"] = _translated
    app.jinja_env.filters.update(number=_number, short=shorten, day=_day, code=_code, breakable=_breakable)
    app.jinja_env.filters.update(reason=reasons.translate, quoted=quoted, moment=moments.moment)
    app.jinja_env.globals.update(
        site=Site(theme),
        static=lambda name: request.script_root + static.url(name),
        search_url=_search_url,
        technical=False,
    )
    app.url_defaults(_keep_language)
    app.context_processor(lambda: _context(theme))
    themes.check(theme, app.jinja_env)


def _translated(message: str, /, **variables: Any) -> Markup:
    return Markup(languages.gettext(message)) % variables  # noqa: S704 - messages are ours, and variables are escaped


def _keep_language(endpoint: str, arguments: dict[str, Any]) -> None:
    """Addresses of pages stay in the language of the page that links to them."""
    if endpoint.startswith(PAGES):
        arguments.setdefault("language", languages.current())


def place(endpoint: str, **arguments: Any) -> None:
    """Say which page this answer is, where the address that was asked for has no language in it."""
    g.place = (endpoint, arguments)


def alternates() -> list[Alternate]:
    """This page in every language of the instance, its own among them."""
    endpoint, arguments = g.get("place") or _place()
    return [_alternate(language, endpoint, arguments) for language in services().settings.languages]


def absolute(path: str) -> str:
    """The public address of a path of this application, which may be mounted below the public root."""
    base = services().settings.base_url
    return base + path.removeprefix(request.script_root)


def _alternate(language: str, endpoint: str, arguments: Mapping[str, Any]) -> Alternate:
    path = url_for(endpoint, **{**arguments, "language": language})
    return Alternate(language, languages.own_name(language), path, absolute(path))


def _place() -> tuple[str, dict[str, Any]]:
    if request.endpoint and request.endpoint.startswith(PAGES):
        return request.endpoint, {**request.args.to_dict(flat=False), **(request.view_args or {})}
    return "pages.home", {}


def _context(theme: Theme) -> dict[str, Any]:
    home = url_for("pages.home")
    return {
        "language": languages.current(),
        "alternates": alternates(),
        "navigation": [_entry(link, home) for link in theme.navigation],
        "footer": [_entry(link, home) for link in theme.footer],
    }


def _entry(link: Link, home: str) -> dict[str, Any]:
    label = pick(link.label, (languages.current(),))
    if link.to.startswith(("http:", "https:", "mailto:")):
        return {"url": link.to, "label": label, "current": False}
    url = home + link.to
    return {"url": url, "label": label, "current": request.path == url.removeprefix(request.script_root)}


def _search_url(filter_: tuple[str, str]) -> str:
    facet, value = filter_
    # Not by `url_for`, which would take the filter `language` for the language of the page.
    return f"{url_for('pages.datasets')}?{urlencode({facet: value})}"


def _number(value: int | float) -> str:
    return values.number(value, languages.reader())


def _breakable(name: str) -> Markup:
    """A name that may break after its underscores: names of variables are long and have no spaces."""
    return escape(name).replace("_", Markup("_<wbr>"))


def _code(text: str) -> Markup:
    return Markup("<code>%s</code>") % text


def _day(value: str) -> str:
    return values.day(value, languages.reader())
