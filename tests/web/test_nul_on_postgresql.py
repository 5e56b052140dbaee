"""A character U+0000 in an address, which PostgreSQL cannot hold: nothing is found by it, and nothing breaks."""

from collections.abc import Callable

import pytest

from catalogue.bootstrap import Services
from tests.web.shelf import Shelf

NOBODYS = (
    "/en/saved/a%00b",
    "/en/list?d=a%00b",
    "/en/compare?d=a%00b",
    "/en/dataset/a%00b",
    "/dataset/a%00b.ttl",
    "/api/v1/compare?d=a%00b",
    "/en/validate/a%00b",
)


@pytest.mark.engine
@pytest.mark.parametrize("address", NOBODYS)
def test_a_nul_in_an_address_is_no_fault_of_ours(
    address: str, make_services: Callable[..., Services], empty_postgresql_url: str
) -> None:
    shelf = Shelf(make_services(database_url=empty_postgresql_url, mail_server="smtp://127.0.0.1:1"))
    answer = shelf.get(address)
    assert answer.status_code < 500, answer.get_data(as_text=True)[:500]
    shelf.services.store.close()
