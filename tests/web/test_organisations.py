"""One organisation is one value of the search, whatever names descriptions use, under its name in each language."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from urllib.parse import urlencode

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Unavailable
from catalogue.domain.languages import Reader
from catalogue.domain.organisations import Naming
from catalogue.domain.search import Query
from catalogue.services.organisations import KnownOrganisations
from catalogue.services.search_words import in_words
from catalogue.services.suggesting import Suggestion
from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

ENGLISH, FRENCH = Reader("en", ("en", "fr")), Reader("fr", ("fr", "en"))
BOTH, IN_FRENCH, IN_ENGLISH = (
    '"Health Agency"@en, "Agence de santé"@fr',
    '"Agence de santé"@fr',
    '"Health Agency"@en',
)
ONE = "<http://example.org/agency>"
HELD = "<http://data.europa.eu/930/custodian>"
DECIDED = "<http://healthdataportal.eu/ns/health#hdab>"


def held(number: int, names: str, iri: str = ONE, by: str = HELD) -> str:
    """A dataset of an organisation with these names; a blank node without an IRI."""
    named = f"<http://xmlns.com/foaf/0.1/name> {names}"
    node, about = (iri, f"{iri} {named} .") if iri else (f"[ {named} ]", "")
    return dataset(f"http://example.org/{number}", f"Dataset {number}", f"{by} {node}") + about


def put(shelf: Shelf, *descriptions: str) -> None:
    """Take in descriptions one by one: in one file, a node has all that is said of it anywhere."""
    for each in descriptions:
        shelf.add(each)
    index(shelf)


@pytest.fixture
def agency(shelf: Shelf) -> Shelf:
    """An agency that is named in both languages, in French only and without an IRI; and another one."""
    put(
        shelf,
        held(1, BOTH),
        held(2, IN_FRENCH),
        held(3, IN_ENGLISH, iri=""),
        held(4, '"Hospital"@en', "<http://example.org/hospital>"),
    )
    return shelf


def asked(shelf: Shelf, **parameters: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(shelf.get(f"/api/v1/datasets?{urlencode(parameters)}").data)
    return found


def holders(shelf: Shelf, **parameters: str) -> dict[str, tuple[str, str, int]]:
    facets = asked(shelf, **parameters)["facets"]
    assert isinstance(facets, list)
    [values] = [each["values"] for each in facets if each["id"] == "holder"]
    return {each["value"]: (each["label"], each["language"], each["count"]) for each in values}


def test_an_organisation_is_counted_once_under_its_name_in_the_language_that_is_asked_for(
    agency: Shelf,
) -> None:
    assert holders(agency, lang="en") == {
        "Health Agency": ("Health Agency", "", 3),
        "Hospital": ("Hospital", "", 1),
    }
    assert holders(agency, lang="fr") == {
        "Health Agency": ("Agence de santé", "", 3),
        "Hospital": ("Hospital", "en", 1),
    }


@pytest.mark.parametrize("name", ["Health Agency", "Agence de santé"])
def test_any_of_its_names_finds_all_its_datasets(agency: Shelf, name: str) -> None:
    found = asked(agency, holder=name, lang="fr")
    assert found["total"] == 3
    assert holders(agency, holder=name)["Health Agency"] == ("Health Agency", "", 3)
    html = Html(agency.get(f"/fr/datasets?{urlencode({'holder': name})}", "text/html"))
    [tag] = [text(each) for each in html.all("a", class_="tag")]
    assert "Agence de santé" in tag
    both = [("holder", "Health Agency"), ("holder", "Agence de santé")]
    assert agency.services.searching.search({"holder": [each for _, each in both]}, ENGLISH).total == 3


def test_results_and_files_name_it_as_the_filter_does(agency: Shelf) -> None:
    for language, name in (("en", "Health Agency"), ("fr", "Agence de santé")):
        table = agency.get(f"/{language}/datasets.csv?holder=Health+Agency").get_data(as_text=True)
        rows = csv.DictReader(StringIO(table.removeprefix("\ufeff")))
        assert [row["holder"] for row in rows] == [name] * 3
        results = asked(agency, holder="Health Agency", lang=language)["results"]
        assert isinstance(results, list)
        assert {each["holder"] for each in results} == {name}
        assert name in agency.get(f"/{language}/datasets.atom?holder=Health+Agency").get_data(as_text=True)
        page = agency.get(f"/{language}/datasets?holder=Health+Agency&view=table", "text/html")
        assert page.get_data(as_text=True).count(f">{name}<") >= 3


def test_a_search_in_words_names_it_to_its_reader(agency: Shelf) -> None:
    query = Query(filters={"holder": ("Health Agency",)})
    labels = agency.services.search_labels
    assert "Health Agency" in in_words(query, labels, ENGLISH)
    assert "Agence de santé" in in_words(query, labels, FRENCH)


@pytest.mark.parametrize("slug", ["health-agency", "agence-de-sante"])
def test_its_page_is_at_the_address_of_each_of_its_names(agency: Shelf, slug: str) -> None:
    html = Html(agency.get(f"/fr/holders/{slug}", "text/html"))
    assert text(html.one("h1")) == "Agence de santé"
    assert text(html.by_id("datasets-h")).startswith("3")
    assert (html.one("link", rel="canonical").get("href") or "").endswith("/fr/holders/health-agency")
    listed = json.loads(agency.get("/api/v1/holders?lang=fr").data)["results"]
    told = [(each["id"], each["label"], each["language"], each["count"], each["values"]) for each in listed]
    assert told == [
        ("health-agency", "Agence de santé", "", 3, ["Health Agency"]),
        ("hospital", "Hospital", "en", 1, ["Hospital"]),
    ]


def test_it_is_suggested_once_by_any_of_its_names(agency: Shelf) -> None:
    for typed in ("health ag", "agence", "sante"):
        found = agency.services.suggesting.suggest(typed, FRENCH)["organisation"]
        assert found == (
            Suggestion(
                "organisation",
                "Agence de santé",
                "",
                3,
                "",
                "holder",
                "Health Agency",
                "Détenteur des données",
            ),
        )


def test_what_shares_no_iri_stays_apart_until_the_register_knows_it(shelf: Shelf) -> None:
    put(shelf, held(1, IN_FRENCH, "<http://example.org/elsewhere>"), held(2, BOTH))
    assert {value: count for value, (_, _, count) in holders(shelf).items()} == {
        "Agence de santé": 1,
        "Health Agency": 1,
    }
    put(shelf, held(3, BOTH, f"<{shelf.services.identities.entry('agent', 'agency')}>"))
    assert {value: count for value, (_, _, count) in holders(shelf).items()} == {"Health Agency": 3}


def test_it_falls_apart_again_with_the_description_that_joined_its_names(agency: Shelf) -> None:
    put(agency, held(2, IN_FRENCH, "<http://example.org/another>"))
    assert holders(agency, lang="fr") == {
        "Agence de santé": ("Agence de santé", "", 1),
        "Health Agency": ("Agence de santé", "", 2),
        "Hospital": ("Hospital", "en", 1),
    }


def test_access_bodies_are_named_as_holders_are_and_their_pages_tell_what_is_known(shelf: Shelf) -> None:
    told = f'{ONE} <http://purl.org/dc/terms/description> "It decides on data"@en .'
    put(shelf, held(1, BOTH, by=DECIDED), held(2, IN_FRENCH, by=DECIDED) + told)
    html = Html(shelf.get("/en/access-bodies/agence-de-sante", "text/html"))
    assert text(html.one("h1")) == "Health Agency"
    assert "It decides on data" in text(html.one("main"))


def test_names_of_blank_nodes_in_disguise_join_nothing(shelf: Shelf) -> None:
    genid = "<http://example.org/.well-known/genid/1>"
    put(shelf, held(1, IN_ENGLISH, genid), held(2, IN_FRENCH, genid))
    assert len(holders(shelf)) == 2
    assert not shelf.services.index.naming().iris


def test_of_many_organisations_the_most_frequent_are_counted_whole(shelf: Shelf) -> None:
    rare = "".join(held(number, f'"Holder {number:03}"@en', iri="") for number in range(10, 40))
    put(shelf, rare, held(1, IN_ENGLISH), held(2, '"Z"@fr'))
    query = Query(values=3, filters={"holder": ("Holder 030",)})
    assert shelf.services.searched.search(query).facets["holder"] == (
        ("Health Agency", 2),
        ("Holder 010", 1),
        ("Holder 011", 1),
        ("Holder 030", 1),
    )
    assert len(shelf.services.searched.search(replace(query, counted=())).facets) == 0


def test_a_dataset_is_found_by_an_organisation_and_its_variables(shelf: Shelf) -> None:
    column = (
        "<http://example.org/2> <http://www.w3.org/ns/adms#sample> [ <http://www.w3.org/ns/csvw#tableSchema> "
        '[ <http://www.w3.org/ns/csvw#column> [ <http://www.w3.org/ns/csvw#name> "hba1c" ] ] ] .'
    )
    put(shelf, held(1, BOTH), held(2, IN_FRENCH) + column)
    found = shelf.services.variable_searching.search({"q": ["hba1c"], "holder": ["Health Agency"]}, ENGLISH)
    assert [hit.iri for hit in found.hits] == ["http://example.org/2"]
    assert [tag.label for tag in found.tags] == ["Health Agency"]


class Down:
    """An index that answers, until it does not."""

    def __init__(self) -> None:
        self.is_down = False
        self.told = Naming((("Agency", {"fr": "Agence"}, 1),))

    def naming(self) -> Naming:
        if self.is_down:
            raise Unavailable(part="The search index")
        return self.told


def test_while_the_index_is_down_names_are_those_that_were_known(
    make_services: Callable[..., Services],
) -> None:
    index = Down()
    known = KnownOrganisations(index, ("en",), lambda _iri: False)  # type: ignore[arg-type]
    assert known().label("Agency", FRENCH) == ("Agence", "")
    assert known() is known()
    index.is_down = True
    assert known().label("Agency", FRENCH) == ("Agence", "")
    assert make_services().organisations().label("Agency", FRENCH) == ("Agency", "")
