"""How a dataset is cited: in words on its page, and as files for reference managers."""

from typing import Final

from flask import Response, request, url_for
from rdflib import Graph

from catalogue.domain.citation import Citation, citation
from catalogue.domain.record import Record
from catalogue.services.citing import FORMS
from catalogue.web import frame, languages
from catalogue.web.context import services

# The part of a route that names a format.
FORM: Final = "<any({}):form>".format(",".join(f'"{form.extension}"' for form in FORMS))
_BY_EXTENSION: Final = {form.extension: form for form in FORMS}


def file(record: Record, said: Citation, form: str) -> Response:
    """The citation of a record in the format of an extension."""
    found = _BY_EXTENSION[form]
    response = Response(found.write(said), content_type=f"{found.media_type}; charset=utf-8")
    name = f"{record.id}.{found.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cited(record: Record, graph: Graph) -> Citation:
    """What a citation of a record with this description says to the reader of this answer."""
    address = frame.absolute(f"{request.script_root}/dataset/{record.id}")
    title = languages.text(services().settings.title)
    return citation(record, graph, languages.reader(), address, title)


def links(record: Record) -> list[tuple[str, str]]:
    """The files by the names of their formats."""
    return [(form.label, url_for("pages.citation", id=record.id, form=form.extension)) for form in FORMS]
