"""The search for programs: with the parameters of the page, and answers in JSON."""

import json
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from catalogue.domain.errors import BadParameter, Forbidden
from catalogue.domain.languages import best
from catalogue.domain.people import Permission
from catalogue.services.search_page import FacetView, Found, Meant, Offer, Reason, SearchPage
from catalogue.services.searching import PAGE_SIZE
from catalogue.web import languages, permissions, records_api, search_operations
from catalogue.web.actors import actor
from catalogue.web.answers import CACHING
from catalogue.web.api import interface
from catalogue.web.context import services
from catalogue.web.languages import gettext

_NAMED: Final = "X-API-Key, Authorization"


@interface.add("GET", "/datasets", search_operations.SEARCH)
def search() -> Response:
    """What is published and found; to a key that searches for nothing, the descriptions of its organisation, as
    `records_api` lists them."""
    who = actor()
    if who.known and not _searches():
        if not permissions.is_allowed(who, Permission.READ):
            raise Forbidden
        return records_api.list_(collection="datasets")
    speak()
    size = page_size()
    found = services().searching.search(request.args.to_dict(flat=False), languages.reader(), size)
    return answer(told(found, size))


def _searches() -> bool:
    """Whether any parameter is one of the search: the list of own descriptions refuses all of them."""
    own = {each.name for each in search_operations.SEARCH.parameters}
    return not request.args.keys().isdisjoint(own.union(services().search_labels.filters))


def speak() -> None:
    """Speak the language of `lang`, else the one of Accept-Language. Raises BadParameter."""
    asked, known = request.args.get("lang", ""), services().settings.languages
    if asked and asked not in known:
        raise BadParameter(name="lang", value=asked[:40], expected=", ".join(known))
    languages.speak(asked or languages.preferred(request))


def page_size() -> int:
    """How many results a page has. Raises BadParameter."""
    text = request.args.get("page_size", "").strip() or str(PAGE_SIZE)
    most = search_operations.LARGEST
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= most):
        expected = gettext("a whole number from 1 to %(last)s") % {"last": most}
        raise BadParameter(name="page_size", value=text[:40], expected=expected)
    return int(text)


def answer(body: dict[str, Any]) -> Response:
    """An answer that anybody may keep, and asks for again by its ETag."""
    response = Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")
    response.headers["Cache-Control"] = CACHING
    response.headers["Content-Language"] = languages.current()
    response.headers["Vary"] = f"Accept-Language, {_NAMED}"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def told(found: SearchPage, size: int) -> dict[str, Any]:
    """A page of results as the schema `Search` has it."""
    page, is_there = found.asked, found.asked == found.query.page
    return {
        "total": found.total,
        "series": found.series,
        "page": page,
        "page_size": size,
        "results": [_result(hit) for hit in found.hits] if is_there else [],
        "also": [_result(hit) for hit in found.also] if is_there else [],
        "facets": [_facet(view) for view in found.facets],
        "did_you_mean": _meant(found.meant, size) if found.meant else None,
        "understood": _understood(found.understood, size) if found.understood else None,
        "links": {
            "next": address(found, page + 1, size) if page < found.pages else None,
            "previous": address(found, before(page, found.pages), size) if page > 1 else None,
        },
    }


def before(page: int, pages: int) -> int:
    """The number of the page before one; before one beyond the last it is the last."""
    return max(1, min(page - 1, pages))


def address(found: SearchPage, page: int, size: int) -> str:
    """Where a page of these results is."""
    return _address(found.at(page), size)


def _address(pairs: tuple[tuple[str, str], ...], size: int) -> str:
    lang = [("lang", request.args["lang"])] if request.args.get("lang") else []
    sizes = [("page_size", str(size))] if size != PAGE_SIZE else []
    query = urlencode([*pairs, *lang, *sizes])
    where = f"{services().settings.base_url}{request.path}"
    return f"{where}?{query}" if query else where


def _result(hit: Found) -> dict[str, Any]:
    card, reader = hit.card, languages.reader()
    title, language = best(card["titles"], reader.languages)
    holder, _ = services().search_labels.holder(card, reader)
    base = services().settings.base_url
    return {
        "id": card["id"],
        "iri": hit.iri,
        "kind": card["kind"],
        "url": f"{base}/{languages.current()}/dataset/{card['id']}",
        "title": title,
        "language": language,
        "holder": holder,
        "access": card["access"],
        "access_label": hit.access,
        "score": round(hit.score, 6),
        "translated": hit.is_translated,
        "highlights": [_highlight(reason) for reason in hit.reasons],
        "people": card["people"],
        "years": card["years"],
        "ages": card["ages"],
        "variables": card["variables"],
        "conforms": card["conforms"],
        "updated": card["changed"],
    }


def _highlight(reason: Reason) -> dict[str, Any]:
    return {
        "field": reason.field,
        "label": reason.label,
        "text": "".join(text for text, _ in reason.pieces),
        "matches": [text for text, matches in reason.pieces if matches],
        "language": reason.language,
        "said": str(reason.said) if reason.said else None,
        "more": reason.more,
    }


def _facet(view: FacetView) -> dict[str, Any]:
    values = [
        {
            "value": option.value,
            "label": option.label,
            "language": option.language,
            "count": option.count,
            "selected": option.chosen,
            "broader": option.broader or None,
        }
        for option in view.options
    ]
    return {"id": view.id, "label": view.label, "values": values}


def _meant(meant: Meant, size: int) -> dict[str, Any]:
    return {"text": meant.text, "total": meant.total, "url": _address(meant.parameters, size)}


def _understood(offer: Offer, size: int) -> dict[str, Any]:
    readings = [
        {
            "text": reading.text,
            "label": reading.label,
            "parameters": {
                name: [value for each, value in reading.asked if each == name] for name, _ in reading.asked
            },
            "url": _address(reading.parameters, size),
        }
        for reading in offer.readings
    ]
    return {"total": offer.total, "url": _address(offer.parameters, size), "filters": readings}
