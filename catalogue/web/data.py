"""A description as data: its IRI, its serialisations, and our record of it.

An IRI answers itself, with the page or with RDF, and never redirects: that is what linked-data clients follow.
"""

import hashlib
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from werkzeug.urls import iri_to_uri

from catalogue.domain.errors import BadParameter, NotFound
from catalogue.domain.record import Record
from catalogue.rdf.formats import SERVED, Format
from catalogue.web import citing, languages
from catalogue.web.answers import CACHING, EXTENSION, Document, answer, content_type, open_to_all, served
from catalogue.web.context import services
from catalogue.web.dataset import citation as citation_file
from catalogue.web.dataset import published
from catalogue.web.languages import gettext
from catalogue.web.negotiation import PAGE, wanted
from catalogue.web.pages import render_dataset

data = Blueprint("data", __name__)
data.after_request(open_to_all)


@data.get("/dataset/<name>")
def dataset(name: str) -> Response:
    """The IRI of a dataset that is minted here."""
    return _negotiate(services().reading.find(id=name), name)


@data.get(f"/dataset/<name>.{EXTENSION}")
@data.get(f"/<language:language>/dataset/<name>.{EXTENSION}")
def description(name: str, extension: str, language: str = "") -> Response:
    """Exactly the stored description; the extension decides, whatever the Accept header says."""
    if language and language not in services().settings.languages:
        raise NotFound(name=request.path)
    return _describe(_public(services().reading.find(id=name), name), served(extension))


@data.get(f"/dataset/<name>.{citing.FORM}")
def citation(name: str, form: str) -> Response:
    """How a dataset is cited, as a file for reference managers; words are in the language that is preferred."""
    response = citation_file(name, form)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = CACHING
    return response


@data.get(f"/dataset/<name>/version/<int:number>.{EXTENSION}")
def version(name: str, number: int, extension: str) -> Response:
    """Exactly what readers had in a version of a description."""
    known, given, form = published(name), services(), served(extension)
    found = given.public_history.version(known, number)
    assert found.published is not None
    return answer(
        Document(
            form=form,
            etag=f'"{found.hash[:32]}-{form.extension}"',
            modified=found.published,
            body=lambda: given.public_history.body(known, found, form),
            location=f"{_path(given.settings.base_url)}/dataset/{known.id}/version/{number}.{form.extension}",
        )
    )


@data.get("/resource")
def resource() -> Response:
    """A dataset by its IRI, wherever that leads: `/resource?iri=dataset:123`."""
    iri = request.args.get("iri", "")
    if not iri:
        raise BadParameter(name="iri", value="", expected=gettext("the IRI of a dataset of this catalogue"))
    return _negotiate(services().reading.find(iri=iri), iri)


@data.get("/record/<name>")
def record(name: str) -> Response:
    """What the catalogue says about a description: when it was listed and changed, from where, and how it conforms."""
    return _recount(services().reading.find(id=name), name, wanted(page=False), negotiated=True)


@data.get(f"/record/<name>.{EXTENSION}")
def record_as(name: str, extension: str) -> Response:
    """The same in the serialisation of the extension."""
    return _recount(services().reading.find(id=name), name, served(extension))


def _public(found: Record | None, name: str) -> Record:
    """A record that the public knows of: published once, even when it was withdrawn since."""
    if found is None or found.listed is None:
        raise NotFound(name=name)
    return found


def _negotiate(found: Record | None, name: str) -> Response:
    known = _public(found, name)
    form = wanted()
    if form is not PAGE:
        return _describe(known, form, negotiated=True)
    response = render_dataset(published(known.id), languages.preferred(request))
    response.headers["Link"] = _link(services().settings.base_url, known.id, known.iri)
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def _describe(known: Record, form: Format, *, negotiated: bool = False) -> Response:
    if known.published is None:
        return _tombstone(known, form, negotiated)
    given = services()
    base = given.settings.base_url
    return answer(
        Document(
            form=form,
            etag=f'"{known.published.hash[:32]}-{form.extension}"',
            modified=known.changed,
            body=lambda: given.reading.body(known, form),
            location=f"{_path(base)}/dataset/{known.id}.{form.extension}",
            link=_link(base, known.id, known.iri),
            negotiated=negotiated,
        )
    )


def _tombstone(known: Record, form: Format, negotiated: bool) -> Response:
    """410 with our record, which says when and why it was withdrawn."""
    headers = {"Cache-Control": CACHING, "Content-Type": content_type(form)}
    if negotiated:
        headers["Vary"] = "Accept"
    return Response(services().feeds.record(known, form), status=410, headers=headers)


def _recount(found: Record | None, name: str, form: Format, *, negotiated: bool = False) -> Response:
    known = _public(found, name)
    body = services().feeds.record(known, form)
    modified = max(moment for moment in (known.changed, known.checked) if moment is not None)
    return answer(
        Document(
            form=form,
            etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            modified=modified,
            body=lambda: body,
            location=f"{_path(services().settings.base_url)}/record/{known.id}.{form.extension}",
            negotiated=negotiated,
        )
    )


@lru_cache(maxsize=8)
def _path(base: str) -> str:
    """The public path of the application; a path is enough where the address is the one that was asked for."""
    return urlsplit(base).path


@lru_cache(maxsize=4096)
def _link(base: str, name: str, iri: str) -> str:
    """The other forms of a description, its IRI, and our record of it (RFC 8288)."""
    here = f"{base}/dataset/{name}"
    canonical = iri_to_uri(iri).replace(">", "%3E")
    forms = [f'<{here}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in SERVED]
    return ", ".join(
        [*forms, f'<{canonical}>; rel="canonical"', f'<{base}/record/{name}>; rel="describedby"']
    )
