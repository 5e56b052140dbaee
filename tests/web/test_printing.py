"""The page of a dataset on paper."""

import re
from collections.abc import Callable

import pytest

from tests.web.markup import Html, text
from tests.web.shelf import Shelf
from tests.web.test_dataset import with_variables

Page = Callable[..., Html]


def test_the_first_fifty_variables_are_printed_with_where_all_of_them_are(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(with_variables(70))
    html = page(f"/en/dataset/{record.id}")
    assert len(html.all("tr", class_="onprint")) == 42
    notes = [text(each) for each in html.all("p", class_="onprint")]
    assert any(re.search(rf"All of them: \S+/dataset/{record.id}/variables\.csv$", note) for note in notes)


@pytest.mark.parametrize("count", [3, 20])
def test_there_is_no_such_note_where_all_are_printed(shelf: Shelf, page: Page, count: int) -> None:
    (record,) = shelf.add(with_variables(count))
    html = page(f"/en/dataset/{record.id}")
    assert len(html.all("th", class_="code")) == count
    assert "All of them" not in html.source
