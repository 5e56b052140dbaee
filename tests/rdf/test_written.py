"""What stored N-Triples say of a node, without a graph."""

from catalogue.rdf.written import Written

TEXT = """\
<http://x.example/1> <http://x.example/p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x.example/1> <http://x.example/p> "sept"@fr .
<http://x.example/1> <http://x.example/q> _:c14n0 .
_:c14n0 <http://x.example/p> <http://x.example/2> .
"""


def test_a_value_is_found_as_it_is_written_by_its_text() -> None:
    written = Written(TEXT)
    seven = '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert written.term("http://x.example/1", "http://x.example/p", "7") == seven
    assert written.term("http://x.example/1", "http://x.example/p", "sept") == '"sept"@fr'
    assert written.term("_:c14n0", "http://x.example/p", "http://x.example/2") == "<http://x.example/2>"


def test_a_blank_node_is_found_by_its_label_and_a_choice_of_properties_by_either() -> None:
    written = Written(TEXT)
    assert written.term("http://x.example/1", "http://x.example/q", "_:c14n0") == "_:c14n0"
    assert (
        written.term("http://x.example/1", "http://x.example/other|http://x.example/p", "sept") == '"sept"@fr'
    )


def test_what_is_not_said_is_not_found() -> None:
    written = Written(TEXT)
    assert written.term("http://x.example/1", "http://x.example/p", "8") == ""
    assert written.describes("http://x.example/1")
    assert not written.describes("http://x.example/2")
