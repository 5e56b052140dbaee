"""Suggestions for programs, and for the box of the search."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for

from catalogue.services.suggesting import Suggestion
from catalogue.web import languages, search_api, search_operations
from catalogue.web.api import interface
from catalogue.web.context import services
from catalogue.web.frame import absolute
from catalogue.web.languages import gettext


@interface.add("GET", "/suggestions", search_operations.SUGGEST)
def suggestions() -> Response:
    """What may be meant by what is typed so far."""
    search_api.speak()
    found = services().suggesting.suggest(request.args.get("q", ""), languages.reader())
    labels = _labels()
    groups = [
        {"kind": kind, "label": labels[kind], "suggestions": [_told(each) for each in some]}
        for kind, some in found.items()
    ]
    return search_api.answer({"groups": groups})


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Datasets"),
        "concept": gettext("Topics and filters"),
        "organisation": gettext("Organisations"),
        "variable": gettext("Variables"),
        "code": gettext("Codes"),
    }


def _told(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "text": suggestion.text,
        "language": suggestion.language,
        "count": suggestion.count,
        "label": suggestion.label,
        "url": absolute(_path(suggestion)),
    }


def _path(suggestion: Suggestion) -> str:
    spoken = languages.current()
    if suggestion.id:
        return url_for("pages.dataset", id=suggestion.id, language=spoken)
    # Not by `url_for`, which would take the filter `language` for the language of the page.
    wanted = {suggestion.filter or "q": suggestion.value or suggestion.text}
    return f"{url_for('pages.datasets', language=spoken)}?{urlencode(wanted)}"
