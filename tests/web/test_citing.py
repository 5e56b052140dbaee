"""How a dataset is cited: read back with what others read the formats with."""

import json
from collections.abc import Callable
from typing import Any

import bibtexparser
import pytest
import rispy

from tests.conftest import dataset
from tests.web.markup import Html, text
from tests.web.shelf import BASE, Shelf

Page = Callable[..., Html]
NASTY = r"Sleep & 50% of {weeks} $5 #1 a_b ~x^2 \input"
PEOPLE = """
    dct:creator [ a foaf:Organization ; foaf:name "Institut Pasteur, Lille and Paris"@fr ] ,
        [ a foaf:Person ; foaf:name "Ana Díaz" ; foaf:familyName "Díaz" ; foaf:givenName "Ana" ] ;
    dct:publisher [ a foaf:Organization ; foaf:name "Press & Co" ] ;
    dct:issued "2019-05-02"^^xsd:date ; dct:modified "2024-01-01"^^xsd:date ;
    <http://www.w3.org/ns/dcat#version> "2.1" ;
    dct:identifier "https://doi.org/10.1234/ab_c%20(d)"
"""
PREFIXES = """@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture
def cited(shelf: Shelf) -> Callable[[str], str]:
    """The file of a citation with everything in it, by its extension."""
    title = NASTY.replace("\\", "\\\\")
    (record,) = shelf.add(PREFIXES + dataset(title=title, more=PEOPLE))
    return lambda extension: shelf.get(f"/en/dataset/{record.id}.{extension}").get_data(as_text=True)


def test_bibtex_is_read_back_with_its_specials_escaped(cited: Callable[[str], str]) -> None:
    library = bibtexparser.parse_string(cited("bib"))
    (entry,) = library.entries
    assert not library.failed_blocks
    fields = {each.key: each.value for each in entry.fields}
    assert fields["title"] == (
        r"{Sleep \& 50\% of \textbraceleft{}weeks\textbraceright{} \$5 \#1 a\_b "
        r"\textasciitilde{}x\textasciicircum{}2 \textbackslash{}input}"
    )
    assert fields["author"] == "Díaz, Ana and {Institut Pasteur, Lille and Paris}"
    assert (fields["year"], fields["version"], fields["publisher"]) == ("2019", "2.1", r"Press \& Co")
    assert fields["doi"] == "10.1234/ab_c%20(d)"
    assert fields["url"] == "https://doi.org/10.1234/ab_c%20(d)"


def test_ris_is_read_back_with_institutions_whole(cited: Callable[[str], str]) -> None:
    written = cited("ris")
    (entry,) = rispy.loads(written)
    assert written.count("\r\n") == written.count("\n")
    assert entry["type_of_reference"] == "DATA"
    assert entry["title"] == NASTY
    assert entry["authors"] == ["Díaz, Ana", "Institut Pasteur – Lille and Paris"]
    assert (entry["year"], entry["edition"], entry["publisher"]) == ("2019", "2.1", "Press & Co")
    assert entry["doi"] == "10.1234/ab_c%20(d)"
    assert "access_date" not in entry


def test_csl_json_says_the_same(cited: Callable[[str], str]) -> None:
    (item,) = json.loads(cited("csl.json"))
    assert item["title"] == NASTY
    assert item["author"] == [
        {"family": "Díaz", "given": "Ana"},
        {"literal": "Institut Pasteur, Lille and Paris"},
    ]
    assert item["issued"] == {"date-parts": [[2019]]}
    assert (item["type"], item["version"], item["DOI"]) == ("dataset", "2.1", "10.1234/ab_c%20(d)")
    assert "accessed" not in item


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_each_form_is_a_file_of_its_media_type(
    library: Shelf, diabetes: str, extension: str, media_type: str
) -> None:
    for place in ("/en/dataset/", "/fr/dataset/", "/dataset/"):
        answer = library.get(f"{place}{diabetes}.{extension}")
        assert answer.status_code == 200
        assert answer.mimetype == media_type
        assert answer.headers["Content-Disposition"].endswith(f'.{extension}"')


def test_a_citation_speaks_the_language_of_the_page(leaf: Page, library: Shelf, diabetes: str) -> None:
    said = text(leaf(f"/fr/dataset/{diabetes}").by_id("cite"))
    assert "Programme de suivi du diabète de la caisse Auental" in said
    assert "[jeu de données]" in said
    french: list[dict[str, Any]] = library.get(f"/fr/dataset/{diabetes}.csl.json").get_json(force=True)
    assert french[0]["genre"] == "jeu de données"
    by_header = library.get(f"/dataset/{diabetes}.csl.json", Accept_Language="fr")
    assert by_header.get_json(force=True) == french
    assert "Accept-Language" in by_header.headers["Vary"]


def test_a_sparse_description_is_cited_by_what_there_is(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset("urn:uuid:1", "Sleep"))
    assert record.listed is not None
    said = f"Sleep [data set] ({record.listed.year}). {BASE}/dataset/{record.id}"
    assert said in text(page(f"/en/dataset/{record.id}").by_id("cite"))
    library = bibtexparser.parse_string(shelf.get(f"/dataset/{record.id}.bib").get_data(as_text=True))
    assert {each.key for each in library.entries[0].fields} == {
        "title",
        "year",
        "howpublished",
        "language",
        "url",
    }


def test_the_page_links_each_form(leaf: Page, library: Shelf, diabetes: str) -> None:
    links = [
        each.get("href") or ""
        for each in leaf(f"/en/dataset/{diabetes}").by_id("cite").iter()
        if each.get("href")
    ]
    assert len(links) == 3
    assert {library.get(link).status_code for link in links} == {200}


def test_a_withdrawn_dataset_is_cited_no_more(shelf: Shelf) -> None:
    (record,) = shelf.add(dataset())
    shelf.withdraw(record.iri)
    assert shelf.get(f"/en/dataset/{record.id}.bib").status_code == 410
    assert shelf.get("/dataset/nothing.ris").status_code == 404
