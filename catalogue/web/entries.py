"""The addresses of agents and contacts that the register names: what published descriptions say of them."""

import hashlib

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from rdflib import URIRef
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.register import called
from catalogue.domain.telling import Language, Teller
from catalogue.rdf import canonical, graphs, writing
from catalogue.rdf.formats import SERVED, Format
from catalogue.services.public_entries import PublicEntry
from catalogue.web import frame, languages
from catalogue.web.answers import EXTENSION, Document, answer, open_to_all, served
from catalogue.web.context import services
from catalogue.web.dataset import title_of
from catalogue.web.negotiation import PAGE, wanted

MOST = 100  # datasets that a page lists


def register(app: Flask, kinds: set[str]) -> None:
    """Give the application the addresses of the registers, each by its name."""
    entries = Blueprint("entries", __name__)
    entries.after_request(open_to_all)
    place = f"/<any({','.join(sorted(kinds))}):kind>/<name>"
    entries.add_url_rule(place, "entry", entry)
    entries.add_url_rule(f"{place}.{EXTENSION}", "entry_as", entry_as)
    app.register_blueprint(entries)


def entry(kind: str, name: str) -> AnyResponse:
    """An entry by its IRI: a page, or RDF."""
    found = _find(kind, name)
    if found.merged_into:
        return redirect(found.merged_into, 301)
    form = wanted()
    return _page(found, kind, name) if form is PAGE else _document(found, form, (kind, name), negotiated=True)


def entry_as(kind: str, name: str, extension: str) -> AnyResponse:
    """The same in the serialisation of the extension."""
    found = _find(kind, name)
    if found.merged_into:
        return redirect(f"{found.merged_into}.{extension}", 301)
    return _document(found, served(extension), (kind, name))


def _find(kind: str, name: str) -> PublicEntry:
    return services().public_entries.find(services().identities.entry(kind, name))


def _document(
    found: PublicEntry, form: Format, place: tuple[str, str], *, negotiated: bool = False
) -> Response:
    text, _ = canonical.canonical_text(graphs.ntriples(found.graph))
    body = writing.body(text, form)
    kind, name = place
    location = url_for("entries.entry_as", kind=kind, name=name, extension=form.extension)
    return answer(
        Document(
            form=form,
            etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            modified=found.records[0].changed,
            body=lambda: body,
            location=location,
            negotiated=negotiated,
        )
    )


def _page(found: PublicEntry, kind: str, name: str) -> Response:
    languages.speak(languages.preferred(request))
    frame.place("pages.home")
    node = URIRef(found.iri)
    given = services()
    teller = Teller(found.graph, Language(given.profile, given.vocabularies, languages.reader()), node)
    context = {
        "heading": called(found.graph, node),
        "kind": given.profile.name(found.class_iri, languages.current()),
        "rows": list(teller.rows(node, found.class_iri)),
        "datasets": [(record, title_of(record)) for record in found.records[:MOST]],
        "count": len(found.records),
        "formats": [
            (form, url_for("entries.entry_as", kind=kind, name=name, extension=form.extension))
            for form in SERVED
        ],
        "iri": found.iri,
    }
    response = make_response(render_template("agent.html", **context))
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    return response
