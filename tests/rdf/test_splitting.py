"""What belongs to a description travels with it, and what is shared is lost from none."""

from hashlib import sha256
from pathlib import Path

import pytest

from catalogue.domain.errors import NoDescription
from catalogue.domain.record import Description, Kind
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import Split, split

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix dqv: <http://www.w3.org/ns/dqv#> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix x: <http://x/> .
"""


def mint(key: str) -> str:
    return "http://minted/" + key.encode().hex()[:40]


def sort(turtle: str) -> tuple[dict[str, Description], Split]:
    with read((PREFIXES + turtle).encode(), "f", TURTLE) as statements:
        found = split(statements, mint)
        descriptions = list(found.descriptions)
    assert found.count == len(descriptions)
    return {description.iri: description for description in descriptions}, found


def lines(description: Description) -> set[str]:
    return set(description.ntriples.splitlines())


TWO = """
x:one a dcat:Dataset ; dct:title "One" ; dct:publisher x:agent ; dcat:distribution [ dct:title "Its file" ] .
x:two a dcat:Dataset ; dct:title "Two" ; dct:publisher x:agent ; dct:source x:one .
x:agent a foaf:Agent ; foaf:name "Shared" ; foaf:homepage [ dct:title "Deep" ] .
"""


def test_shared_nodes_are_in_both_descriptions() -> None:
    found, _ = sort(TWO)
    for description in found.values():
        assert '<http://x/agent> <http://xmlns.com/foaf/0.1/name> "Shared" .' in lines(description)
        assert '"Deep"' in description.ntriples


def test_a_dataset_that_another_names_is_not_copied_into_it() -> None:
    found, _ = sort(TWO)
    assert "<http://x/one>" in found["http://x/two"].ntriples
    assert '"One"' not in found["http://x/two"].ntriples
    assert '"Its file"' in found["http://x/one"].ntriples


def test_a_mere_mention_with_a_type_is_no_description() -> None:
    found, _ = sort('x:one a dcat:Dataset ; dct:title "One" ; dct:source x:other . x:other a dcat:Dataset .')
    assert list(found) == ["http://x/one"]
    assert (
        "<http://x/other> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in found["http://x/one"].ntriples
    )


def test_what_speaks_of_a_dataset_goes_with_it() -> None:
    found, _ = sort(TWO + '[] a dqv:QualityMeasurement ; dqv:computedOn x:two ; dqv:value "0.9" .')
    assert '"0.9"' in found["http://x/two"].ntriples
    assert '"0.9"' not in found["http://x/one"].ntriples


def test_what_names_the_same_file_as_a_dataset_goes_with_it() -> None:
    found, _ = sort(
        TWO.replace('[ dct:title "Its file" ]', "[ dcat:accessURL <http://x/file.csv> ]")
        + 'x:table dct:title "Columns" ; dct:source [ dcat:downloadURL <http://x/file.csv> ] .'
    )
    assert '"Columns"' in found["http://x/one"].ntriples
    assert '"Columns"' not in found["http://x/two"].ntriples


def test_what_speaks_of_nothing_here_is_told_and_named() -> None:
    found, told = sort(TWO + 'x:loose dct:title "Loose" .')
    assert len(found) == 2
    assert told.notes == ["f: 1 node(s) speak of no description, and were left out: <http://x/loose>"]


def test_a_file_about_one_dataset_is_its_description_whole() -> None:
    ring = 'x:loose dct:title "Loose" ; dct:relation x:ring . x:ring dct:relation x:loose .'
    found, told = sort('x:one a dcat:Dataset ; dct:title "One" .' + ring)
    assert len(lines(found["http://x/one"])) == 5
    assert told.notes == []


def test_a_catalogue_with_records_and_paging_is_the_list_and_not_listed() -> None:
    found, told = sort(
        TWO
        + """x:catalogue a dcat:Catalog ; dct:title "All" ; dcat:dataset x:one, x:two ;
            dcat:record x:record ; dct:publisher x:agent .
        x:record a dcat:CatalogRecord ; foaf:primaryTopic x:one ; dct:description "About the entry" .
        x:page a hydra:PagedCollection ; hydra:next x:next ."""
    )
    assert set(found) == {"http://x/one", "http://x/two"}
    assert all("About the entry" not in description.ntriples for description in found.values())
    assert all("PagedCollection" not in description.ntriples for description in found.values())
    assert told.notes == ["f: 1 catalogue(s) read as the list of what they hold"]


def test_a_catalogue_alone_is_a_description() -> None:
    found, _ = sort('x:catalogue a dcat:Catalog ; dct:title "All" ; dcat:dataset x:elsewhere .')
    assert found["http://x/catalogue"].kind is Kind.CATALOG


def test_series_and_services_are_described_on_their_own() -> None:
    found, _ = sort(
        TWO
        + """x:series a dcat:DatasetSeries ; dct:title "Years" ; dcat:first x:one .
        x:service a dcat:DataService ; dct:title "Query" ; dcat:servesDataset x:one .
        x:one dcat:distribution [ dcat:accessService x:part ] . x:part a dcat:DataService ; dct:title "Part" ."""
    )
    kinds = {iri: description.kind for iri, description in found.items()}
    assert kinds["http://x/series"] is Kind.SERIES
    assert kinds["http://x/service"] is Kind.SERVICE
    assert "http://x/part" not in kinds
    assert '"Part"' in found["http://x/one"].ntriples


def test_a_dataset_without_iri_gets_the_same_one_every_time() -> None:
    turtle = (
        '[] a dcat:Dataset ; dct:identifier "N-1" ; dct:title "{}" ; dcat:distribution [ dct:title "File" ] .'
    )
    first, _ = sort(turtle.format("First title"))
    second, _ = sort(turtle.format("Second title"))
    assert list(first) == list(second) == [mint('"N-1"')]
    without, _ = sort('[] a dcat:Dataset ; dct:title "Only a title" .')
    assert list(without) == [mint('"Only a title"')]


def test_a_large_dataset_without_any_name_gets_the_same_iri_however_its_nodes_are_labelled() -> None:
    def told(label: str) -> str:
        parts = "".join(
            f"_:{label} dct:relation _:{label}{n} . _:{label}{n} dct:extent {n} .\n" for n in range(30_001)
        )
        return f"{PREFIXES} _:{label} a dcat:Dataset . {parts}"

    def iris(label: str) -> list[str]:
        with read(told(label).encode(), "f", TURTLE) as statements:
            named = split(statements, lambda key: sha256(key.encode()).hexdigest())
            return [each.iri for each in named.gathered]

    assert len(iris("a")) == 1
    assert iris("a") == iris("z")


def test_a_dataset_without_iri_inside_another_is_a_part_of_it() -> None:
    found, _ = sort(
        'x:one a dcat:Dataset ; dct:title "One" ; dct:source [ a dcat:Dataset ; dct:title "Origin" ] .'
    )
    assert list(found) == ["http://x/one"]
    assert '"Origin"' in found["http://x/one"].ntriples


def test_a_part_alone_is_a_description_of_its_own_kind() -> None:
    found, _ = sort('x:file a dcat:Distribution ; dct:title "A file" .')
    assert found["http://x/file"].kind is Kind.OTHER


def test_rdf_about_something_else_describes_no_dataset() -> None:
    with pytest.raises(NoDescription):
        sort('x:somebody a foaf:Person ; foaf:name "Ada" .')


def test_the_order_and_names_in_the_file_do_not_matter() -> None:
    one, _ = sort('x:a a dcat:Dataset ; dct:title "A" ; dct:relation _:b . _:b dct:title "B" .')
    two, _ = sort('_:z dct:title "B" . x:a dct:relation _:z ; dct:title "A" ; a dcat:Dataset .')
    assert one["http://x/a"].hash == two["http://x/a"].hash


@pytest.mark.reference
def test_no_statement_of_the_examples_is_lost(reference: Path) -> None:
    for path in sorted((reference / "examples").glob("*.ttl")):
        with read(path, path.name, TURTLE) as statements:
            whole = set(canonical(statements.find())[0].splitlines())
            found = split(statements, mint)
            descriptions = list(found.descriptions)
        if len(descriptions) == 1:
            assert lines(descriptions[0]) == whole, path.name
        elif not found.notes:
            count = len({line for each in descriptions for line in lines(each) if "_:" not in line})
            assert count == len({line for line in whole if "_:" not in line}), path.name


def test_other_entries_that_are_named_are_known_by_their_class() -> None:
    found, _ = sort(TWO)
    assert found["http://x/two"].mentions == (("http://x/one", "http://www.w3.org/ns/dcat#Dataset"),)
    assert found["http://x/one"].mentions == ()
