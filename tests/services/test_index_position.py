"""The position of the index, asked once for many pages."""

from catalogue.bootstrap import Services
from catalogue.services.index_position import IndexPosition
from tests.services.asked_index import AskedIndex


def test_pages_within_a_second_ask_once_and_later_ones_again(services: Services) -> None:
    moment = 100.0
    index = AskedIndex(services.index)
    position = IndexPosition(index, 1.0, lambda: moment)
    assert [position() for _ in range(5)] == [services.index.position()] * 5
    assert index.positions == 1
    moment = 101.0
    position()
    assert index.positions == 2


def test_an_index_that_tells_it_at_no_cost_is_asked_each_time(services: Services) -> None:
    index = AskedIndex(services.index)
    position = IndexPosition(index, 0.0, lambda: 100.0)
    assert position() == position() == services.index.position()
    assert index.positions == 2
