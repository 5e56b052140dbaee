import pytest

from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from tests.harvesters.pages import PREFIXES, iri

SHARED = """
<https://source.example/agent> a foaf:Agent ; foaf:name "An institute" .
"""
HOURS = "dct:hours [ dct:day 'Monday' ; dct:from [ dct:hour 9 ] ]"


def descriptions(turtle: str) -> dict[str, str]:
    """The hash of each description of a file."""
    with read((PREFIXES + turtle).encode(), "a test", TURTLE) as statements:
        return {description.iri: description.hash for description in split(statements, str).descriptions}


def dataset(name: str, agent: str = HOURS, more: str = "") -> str:
    return f"""
    <{iri(name)}> a dcat:Dataset ; dct:title "{name}" ; dct:publisher <https://source.example/agent> {more} .
    <https://source.example/agent> foaf:name "An institute" ; {agent} .
    """


def test_a_description_is_the_same_alone_and_among_others_that_name_its_agent() -> None:
    (alone,) = descriptions(dataset("a")).values()
    together = descriptions("".join(dataset(name) for name in "abcdefgh"))
    assert together[iri("a")] == alone


def test_a_blank_node_that_two_refer_to_is_no_copy_less() -> None:
    def with_contact(name: str) -> str:
        node = f"_:{name}"
        return (
            dataset(name, f"dcat:contactPoint {node}", f"; dcat:contactPoint {node}")
            + f"{node} dct:title 'Desk' ."
        )

    (alone,) = descriptions(with_contact("a")).values()
    assert descriptions(with_contact("a") + with_contact("b"))[iri("a")] == alone


@pytest.mark.parametrize(
    "other",
    [
        "dct:hours [ dct:day 'Monday' ; dct:from [ dct:hour 10 ] ]",
        "dct:hours [ dct:day 'Monday' ; dct:from [ dct:hour '9' ] ]",
        "dct:hours [ dct:day 'Monday'@en ; dct:from [ dct:hour 9 ] ]",
        "dct:closed [ dct:day 'Monday' ; dct:from [ dct:hour 9 ] ]",
    ],
)
def test_what_says_something_else_is_kept(other: str) -> None:
    both = descriptions(dataset("a", f"{HOURS} ; {other}") + dataset("b", "dct:type 'b'"))
    assert both == descriptions(dataset("a") + dataset("b", f"dct:type 'b' ; {other}"))


def test_what_a_dataset_says_twice_itself_is_kept() -> None:
    twice = "; dcat:distribution [ dct:format 'CSV' ], [ dct:format 'CSV' ]"
    once = "; dcat:distribution [ dct:format 'CSV' ]"
    together = descriptions(dataset("a", more=twice) + dataset("b"))
    assert together[iri("a")] == descriptions(dataset("a", more=twice))[iri("a")]
    assert together[iri("a")] != descriptions(dataset("a", more=once))[iri("a")]


def test_blank_nodes_in_a_circle_are_left_alone() -> None:
    circle = "dct:hours _:{0}1 . _:{0}1 dct:next _:{0}2 . _:{0}2 dct:next _:{0}1"
    both = descriptions(dataset("a", circle.format("a")) + dataset("b", circle.format("b")))
    assert len(both) == 2


def test_a_list_of_thousands_is_no_matter() -> None:
    long = f"dct:hours ({' '.join(map(str, range(3000)))})"
    (alone,) = descriptions(dataset("a", long)).values()
    assert descriptions(dataset("a", long) + dataset("b", long))[iri("a")] == alone
