"""The pages that people read, each below the language that it speaks."""

from typing import Any, Final

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import NotFound
from catalogue.domain.record import Record
from catalogue.rdf.formats import SERVED
from catalogue.web import (
    api,
    citing,
    comparing,
    conformance,
    dataset,
    exporting,
    history,
    languages,
    providing,
    saving,
    searching,
    selecting,
    signing_in,
    texts,
    things,
    validation,
    variable_searching,
)
from catalogue.web.context import services

NEWEST: Final = 5

pages = Blueprint("pages", __name__)


def register(app: Flask) -> None:
    """Give the application its pages, below each of its languages."""
    app.register_blueprint(pages, url_prefix="/<language:language>")
    app.add_url_rule("/", "door", door)
    providing.register(app)
    app.extensions["catalogue.pages"] = dataset.Kept()


def render_dataset(record: Record, language: str) -> Response:
    """The page of a published record in a language, for its own address and for the dataset's IRI.

    The answer carries no caching headers; the caller adds those that its address needs.
    """
    languages.speak(language)
    return dataset.render(record)


def door() -> AnyResponse:
    """To the home page in the reader's language."""
    answer = redirect(url_for("pages.home", language=languages.preferred(request)))
    answer.headers["Vary"] = "Accept-Language"
    return answer


@pages.get("/")
def home() -> Response:
    """What the catalogue is, with a search and ways in."""
    return _page("home.html", **searching.overview(NEWEST))


@pages.get("/datasets")
def datasets() -> Response:
    """The search."""
    return _found("search.html", searching.search())


@pages.get("/variables")
def variable_search() -> Response:
    """Variables, and the datasets that have them."""
    return _found("variables.html", variable_searching.search())


pages.add_url_rule("/dataset/<id>", view_func=dataset.dataset)
pages.add_url_rule("/dataset/<id>/variables.csv", view_func=dataset.variables)
pages.add_url_rule(f"/dataset/<id>.{citing.FORM}", "citation", dataset.citation)
pages.add_url_rule("/dataset/<id>/conformance", "conformance", conformance.page)
history.register(pages)
exporting.register(pages)
saving.register(pages)
comparing.register(pages)
selecting.register(pages)
things.register(pages)
validation.register(pages)
signing_in.register(pages)
pages.add_url_rule("/sign-in/provider", "provider", providing.go, methods=["GET", "POST"])
pages.add_url_rule("/api", "api", api.page)


@pages.get("/catalogue")
def catalogue() -> Response:
    """What this catalogue is, who publishes it, and how it is harvested."""
    given = services()
    return _page(
        "catalogue.html",
        settings=given.settings,
        formats=SERVED,
        law=searching.words(given.settings.legislation),
        licence=searching.words([given.settings.licence] if given.settings.licence else []),
        **searching.overview(1),
    )


@pages.get("/<name>")
def text(name: str) -> Response:
    """A text of the institution or of the theme: accessibility, legal, privacy."""
    found = texts.find(name, languages.current())
    if found is None:
        raise NotFound(name=name)
    return _page("text.html", heading=found.heading, text=found.html, text_language=found.language)


@pages.url_value_preprocessor
def _take_language(_endpoint: str | None, arguments: dict[str, Any] | None) -> None:
    if arguments is not None:
        languages.speak(arguments.pop("language"))


@pages.after_request
def _validate(response: Response) -> Response:
    """Pages change when the catalogue or the software does: a browser asks, and is told when nothing did."""
    if response.status_code == 200 and not response.is_streamed:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Accept-Language")  # which texts are shown where the page's language has none
        response.add_etag()
        response.make_conditional(request)
    return response


def _page(template: str, **context: Any) -> Response:
    return make_response(render_template(template, **context))


def _found(template: str, context: dict[str, Any]) -> Response:
    """The results of what can be meant; of status 400 where something cannot."""
    response = _page(template, **context)
    response.status_code = 400 if context["wrong"] else 200
    return response
