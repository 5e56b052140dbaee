"""The pages that people read: home, search, a dataset, this catalogue."""

from flask import Blueprint, Response

from catalogue.domain.record import Record

pages = Blueprint("pages", __name__)


def render_dataset(record: Record, language: str) -> Response:
    """The page of a published record in a language, for its own address and for the dataset's IRI.

    The answer carries no caching headers; the caller adds those that its address needs.
    """
    return Response(f"{record.iri} {language}")
