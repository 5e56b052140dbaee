"""Changes to a stored description by RDF Patch."""

import pytest

from catalogue.domain.deliveries import DoesNotApply
from catalogue.domain.errors import Unreadable
from catalogue.domain.record import Description
from catalogue.rdf import graphs
from catalogue.rdf.patching import patched
from tests.conftest import dataset, described

IRI = "http://example.org/1"
TITLE = f"<{IRI}> <http://purl.org/dc/terms/title>"
CONTACT = "dcat:contactPoint [ <http://www.w3.org/2006/vcard/ns#hasEmail> <mailto:a@example.org> ]"


def one(more: str = "") -> Description:
    [description] = described(dataset(IRI, "Cohrot", more))
    return description


def test_what_is_deleted_goes_and_what_is_added_comes() -> None:
    patch = f'H id <urn:uuid:1> .\nTX .\n# a slip\nD {TITLE} "Cohrot"@en .\r\nA {TITLE} "Cohort"@en .\nTC .\n'
    after = patched(one(), patch.encode(), "the patch")
    assert after.hash == described(dataset(IRI, "Cohort"))[0].hash
    assert (after.iri, after.kind) == (IRI, one().kind)


def test_a_blank_node_is_named_as_it_is_stored_and_a_new_label_is_a_new_node() -> None:
    before = one(CONTACT)
    email = "<http://www.w3.org/2006/vcard/ns#hasEmail>"
    patch = (
        f"D _:c14n0 {email} <mailto:a@example.org> .\nA _:c14n0 {email} <mailto:b@example.org> .\n"
        f"A <{IRI}> <http://www.w3.org/ns/dcat#contactPoint> _:new .\nA _:new {email} <mailto:c@example.org> .\n"
    )
    after = patched(before, patch.encode(), "the patch")
    wanted = one(CONTACT.replace("mailto:a", "mailto:b") + " ; " + CONTACT.replace("mailto:a", "mailto:c"))
    assert after.hash == wanted.hash


def test_terms_stay_word_for_word() -> None:
    said = f'<{IRI}> <http://example.org/says> "01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    after = patched(one(), f"A {said} .".encode(), "the patch")
    assert graphs.values(after.ntriples, IRI, "http://example.org/says") == ["01"]


@pytest.mark.parametrize(
    ("patch", "line"),
    [
        (f'D {TITLE} "Another"@en .', 1),
        (f'\nA {TITLE} "Cohrot"@en .', 2),
        (f'A {TITLE} "x" .\nA {TITLE} "x" .', 2),
    ],
)
def test_a_patch_of_another_version_is_refused_with_its_line(patch: str, line: int) -> None:
    with pytest.raises(DoesNotApply) as refused:
        patched(one(), patch.encode(), "the patch")
    assert refused.value.fields["line"] == line


@pytest.mark.parametrize(
    ("patch", "line"),
    [
        (b"", 1),
        (b"TX .\nTC .\n", 1),
        (b"INSERT DATA { }", 1),
        (b"A <http://x.example/a> <http://x.example/b> .", 1),
        (b"\nA <a> <b> <c> .", 2),
        (b'A <http://x.example/a> <http://x.example/b> "c" <http://x.example/g> .', 1),
        (
            b'A <http://x.example/a> <http://x.example/b> "c" . <http://x.example/a> <http://x.example/b> "d" .',
            1,
        ),
        (b"\n\nA <http://x.example/a> <http://x.example/b> \xff .", 3),
        (b"PA dct <http://purl.org/dc/terms/> .", 1),
        (b"A << <a:a> <b:b> <c:c> >> <http://x.example/b> <a:a> .", 1),
    ],
)
def test_what_is_no_patch_is_refused_with_its_line(patch: bytes, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        patched(one(), patch, "the patch")
    assert refused.value.fields["line"] == line
