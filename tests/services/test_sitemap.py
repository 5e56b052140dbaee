"""A site map of more addresses than one file may have is an index of parts."""

import re
from collections.abc import Callable

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotFound
from catalogue.services.sitemap import Site, Sitemap
from tests.conftest import dataset

BASE = "https://data.example.org"
Take = Callable[[str], object]


def addresses(pieces: object) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", b"".join(pieces).decode())  # type: ignore[call-overload]


def test_many_addresses_are_told_in_parts_that_hold_each_once(services: Services, take_in: Take) -> None:
    iris = [f"http://example.org/{number}" for number in range(5)]
    for iri in iris:
        take_in(dataset(iri))
    # Two languages and three pages: ten addresses leave place for two descriptions.
    sitemap = Sitemap(services.store, Site(BASE, ["en", "fr"], limit=10))
    parts = addresses(sitemap.start())
    assert parts == [f"{BASE}/sitemap-{part}.xml" for part in (1, 2, 3)]
    found = [address for part in (1, 2, 3) for address in addresses(sitemap.part(part))]
    assert len(found) == len(set(found)) == 2 * (3 + 5)
    assert {f"{BASE}/fr/dataset/{services.identities.id(iri)}" for iri in iris} <= set(found)
    assert all(len(addresses(sitemap.part(part))) <= 10 for part in (1, 2, 3))


def test_few_addresses_are_told_at_once(services: Services, take_in: Take) -> None:
    take_in(dataset())
    assert len(addresses(Sitemap(services.store, Site(BASE, ["en"])).start())) == 4


def test_a_part_that_there_is_not_is_told(services: Services) -> None:
    sitemap = Sitemap(services.store, Site(BASE, ["en"]))
    for part in (0, 2):
        with pytest.raises(NotFound):
            sitemap.part(part)


def test_other_pages_stand_with_few_descriptions_and_in_a_part_of_their_own_beside_many(
    services: Services, take_in: Take
) -> None:
    paths = ["themes", "themes/HEAL"]
    for number in range(4):
        take_in(dataset(f"http://example.org/{number}"))
    whole = Sitemap(services.store, Site(BASE, ["en"]), lambda: paths)
    assert f"{BASE}/en/themes/HEAL" in addresses(whole.start())
    assert len(addresses(whole.start())) == 3 + 2 + 4
    parted = Sitemap(services.store, Site(BASE, ["en"], limit=8), lambda: paths)
    assert addresses(parted.start()) == [f"{BASE}/sitemap-{part}.xml" for part in (0, 1)]
    assert addresses(parted.part(0)) == [f"{BASE}/en/themes", f"{BASE}/en/themes/HEAL"]
    assert len(addresses(parted.part(1))) == 3 + 4
