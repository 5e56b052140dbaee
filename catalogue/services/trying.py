"""Trying a profile out: an engine refuses some shapes only when it comes to a value that they are about."""

from collections.abc import Iterator

from rdflib import RDF

from catalogue.domain.profile import Profile
from catalogue.validation.base import Validator


def try_out(profile: Profile, validator: Validator) -> Iterator[tuple[str, str]]:
    """What the engine says against the shapes, as (access level, reason). It is ready for every level afterwards."""
    nodes = _specimen(profile)
    for level in profile.levels:
        try:
            validator.validate(nodes, level)
        except RuntimeError as error:  # the base of all that pySHACL raises
            yield level, f"pySHACL refuses the shapes: {' '.join(str(error).split())}"


def _specimen(profile: Profile) -> str:
    """A node of every class with a value for every property, as N-Triples: nothing of it conforms."""
    lines = []
    for number, shape in enumerate(profile.classes.values()):
        node = f"<urn:x-catalogue:{number}>"
        lines.append(f"{node} <{RDF.type}> <{shape.iri}> .\n")
        lines += [f"{node} <{field.path}> {node} .\n" for field in shape.fields]
    return "".join(lines)
