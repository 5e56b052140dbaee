"""The serialisations that are read and written, with their names on the wire and on disk."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation of RDF. `aliases` are other media types under which it is found."""

    name: str
    label: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()
    other_extensions: tuple[str, ...] = ()


TURTLE: Final = Format("turtle", "Turtle", "text/turtle", "ttl", ("application/x-turtle",), ("turtle", "n3"))
RDF_XML: Final = Format(
    "xml", "RDF/XML", "application/rdf+xml", "rdf", ("application/xml", "text/xml"), ("xml", "owl")
)
JSON_LD: Final = Format(
    "json-ld", "JSON-LD", "application/ld+json", "jsonld", ("application/json",), ("json",)
)
N_TRIPLES: Final = Format("nt", "N-Triples", "application/n-triples", "nt", ("text/plain",))
TRIG: Final = Format("trig", "TriG", "application/trig", "trig", ("application/x-trig",))
N_QUADS: Final = Format("nquads", "N-Quads", "application/n-quads", "nq", ("text/x-nquads",), ("nquads",))

SERVED: Final = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES)
FORMATS: Final = (*SERVED, TRIG, N_QUADS)


def by_extension(extension: str) -> Format | None:
    """The format of a file's ending, with or without its dot."""
    name = extension.lower().lstrip(".")
    return next((form for form in FORMATS if name == form.extension or name in form.other_extensions), None)


def by_media_type(value: str) -> Format | None:
    """The format of a Content-Type header; its parameters do not matter."""
    name = value.partition(";")[0].strip().lower()
    return next((form for form in FORMATS if name == form.media_type or name in form.aliases), None)


def known() -> str:
    """The names of all formats, for messages."""
    return ", ".join(form.label for form in FORMATS)
