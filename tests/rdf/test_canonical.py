"""RDFC-1.0 gives equal graphs equal texts, and a graph that would take for ever is refused."""

import pytest

from catalogue.domain.errors import TooAlike
from catalogue.rdf.canonical import canonical, triples_of


def test_names_and_order_do_not_matter() -> None:
    one = '_:a <http://x/p> _:b .\n_:b <http://x/p> "1" .\n_:a <http://x/q> "2" .\n'
    two = '_:z <http://x/q> "2" .\n_:y <http://x/p> "1" .\n_:z <http://x/p> _:y .\n'
    assert canonical(triples_of(one)) == canonical(triples_of(two))


def test_a_literal_by_another_lexical_form_is_another_graph() -> None:
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    texts = [f'<http://x/s> <http://x/p> "{value}"^^{integer} .\n' for value in ("1", "01")]
    assert canonical(triples_of(texts[0])) != canonical(triples_of(texts[1]))


@pytest.mark.parametrize("count", [7, 9, 30])
def test_blank_nodes_that_cannot_be_told_apart_are_refused_at_once(count: int) -> None:
    clique = "".join(f"_:b{a} <http://x/p> _:b{b} .\n" for a in range(count) for b in range(count) if a != b)
    with pytest.raises(TooAlike, match="give them IRIs"):
        canonical(triples_of(clique))


def test_a_chain_that_would_take_for_ever_is_refused_at_once() -> None:
    chain = "".join(f"_:b{n} <http://x/p> _:b{n + 1} .\n" for n in range(20_000))
    with pytest.raises(TooAlike, match="19999 blank nodes"):
        canonical(triples_of(chain))


def test_an_ordered_list_of_parts_is_no_reason_to_refuse() -> None:
    items = "".join(
        f'_:l{n} <http://x/first> _:c{n} .\n_:c{n} <http://x/name> "{n}" .\n_:l{n} <http://x/rest> _:l{n + 1} .\n'
        for n in range(100)
    )
    assert len(canonical(triples_of(items))[0].splitlines()) == 300


def test_many_equal_parts_are_no_reason_to_refuse() -> None:
    parts = "".join(
        f"<http://x/s> <http://x/p> _:b{n} .\n_:b{n} <http://x/q> _:c{n} .\n" for n in range(1000)
    )
    ends = "".join(f'_:c{n} <http://x/r> "same" .\n' for n in range(1000))
    text, _ = canonical(triples_of(parts + ends))
    assert len(text.splitlines()) == 3000


def test_a_table_of_many_equal_columns_is_no_reason_to_refuse() -> None:
    columns = "".join(
        f'_:t <http://x/column> _:c{n} .\n_:c{n} <http://x/name> "same" .\n' for n in range(6000)
    )
    assert len(canonical(triples_of(columns))[0].splitlines()) == 12000
