"""Search follows the change feed, whatever happens on the way."""

import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.ranges import RANGES
from catalogue.domain.record import ChangeKind, State, Write
from catalogue.domain.report import Report
from catalogue.domain.search import Passage, Query, SearchDocument
from catalogue.rdf.graphs import graph
from catalogue.search.generations import Generations
from catalogue.search.tantivy import TantivyIndex
from catalogue.services.indexing import Indexing
from catalogue.services.search_documents import LONGEST_PASSAGE, MOST_CODES
from tests.conftest import dataset, described
from tests.services.searchable import change, publish, withdraw

DCT = "http://purl.org/dc/terms/"
HEALTH = "http://healthdataportal.eu/ns/health#"


def found(services: Services, text: str = "") -> list[str]:
    """The IRIs that are found, without their beginning."""
    hits = services.index.search(Query(text, page_size=100)).hits
    return sorted(hit.iri.removeprefix("http://example.org/") for hit in hits)


def document(services: Services, body: str, title: str = "A dataset") -> SearchDocument:
    """The document of a description."""
    record = publish(services, 1, body, title)
    assert record.published
    ntriples = services.store.ntriples([record.published.hash])[record.published.hash]
    return services.search_documents.document(record, graph(ntriples))


def passages(made: SearchDocument, path: str) -> dict[tuple[str, float], tuple[str, ...]]:
    """The texts of a property by language and weight."""
    return {(each.language, each.weight): each.texts for each in made.passages if each.field == path}


class TestFollowing:
    def test_what_is_published_is_found_and_what_is_withdrawn_is_not(self, services: Services) -> None:
        first, _ = publish(services, 1, title="Asthma"), publish(services, 2, title="Stroke")
        assert services.indexing.catch_up() == 2
        assert found(services) == ["1", "2"]
        withdraw(services, first)
        publish(services, 2, title="Dementia")
        publish(services, 3, title="Asthma")
        assert services.indexing.catch_up() == 3
        assert (found(services, "asthma"), found(services, "dementia"), found(services, "stroke")) == (
            ["3"],
            ["2"],
            [],
        )
        assert services.index.position() == services.store.position()

    def test_a_second_time_there_is_nothing_to_do(self, services: Services) -> None:
        assert services.indexing.catch_up() == 1, "an empty index is built"
        publish(services, 1)
        assert [services.indexing.catch_up() for _ in range(3)] == [1, 0, 0]

    def test_a_limit_is_kept_and_the_rest_comes_with_the_next_call(self, services: Services) -> None:
        services.indexing.rebuild()
        for number in range(5):
            publish(services, number)
        assert [services.indexing.catch_up(2) for _ in range(4)] == [2, 2, 1, 0]
        assert len(found(services)) == 5

    def test_a_draft_is_not_found_until_it_is_published(self, services: Services) -> None:
        services.indexing.rebuild()
        [description] = described(dataset("http://example.org/9"))
        draft = Write(
            description.iri, None, ChangeKind.SAVED, State.DRAFT, description, Report("p", "PUBLIC"), id="n9"
        )
        [record] = services.store.put([draft])
        assert services.indexing.catch_up() == 1
        assert found(services) == []
        change(services, record, ChangeKind.PUBLISHED, State.PUBLISHED)
        services.indexing.catch_up()
        assert found(services) == ["9"]

    def test_a_draft_beside_what_is_published_changes_nothing(self, services: Services) -> None:
        record = publish(services, 1, title="Asthma")
        [description] = described(dataset("http://example.org/1", "Stroke"))
        draft = Write(record.iri, 1, ChangeKind.SAVED, State.DRAFT, description, Report("p", "PUBLIC"))
        services.store.put([draft])
        for _ in range(2):
            services.indexing.catch_up()
            assert found(services, "asthma") == ["1"]
            services.indexing.rebuild()

    def test_a_removed_record_leaves_the_index(self, services: Services) -> None:
        record = publish(services, 1)
        services.indexing.catch_up()
        change(services, record, ChangeKind.REMOVED, State.WITHDRAWN)
        services.indexing.catch_up()
        assert found(services) == []

    def test_only_datasets_and_series_are_found(self, services: Services) -> None:
        for kind in ("Dataset", "DatasetSeries", "DataService", "Catalog"):
            turtle = dataset(f"http://example.org/{kind}").replace("dcat:Dataset", f"dcat:{kind}")
            [description] = described(turtle)
            services.store.put(
                [
                    Write(
                        description.iri,
                        None,
                        ChangeKind.PUBLISHED,
                        State.PUBLISHED,
                        description,
                        Report("p", "PUBLIC"),
                        id=kind,
                    )
                ]
            )
        services.indexing.catch_up()
        assert found(services) == ["Dataset", "DatasetSeries"]
        services.indexing.rebuild()
        assert found(services) == ["Dataset", "DatasetSeries"]

    def test_a_rebuild_tells_how_far_it_is(self, services: Services) -> None:
        for number in range(3):
            publish(services, number)
        told: list[tuple[int, int]] = []
        assert services.indexing.rebuild(lambda done, known: told.append((done, known))) == 3
        assert told == [(1, 3), (2, 3), (3, 3)]

    def test_what_changes_during_a_rebuild_is_taken_in_afterwards(self, services: Services) -> None:
        publish(services, 1, title="Asthma")
        services.indexing.rebuild(lambda *_: publish(services, 1, title="Stroke"))
        services.indexing.catch_up()
        assert (found(services, "asthma"), found(services, "stroke")) == ([], ["1"])

    def test_a_broken_index_is_built_anew_by_itself(self, services: Services) -> None:
        publish(services, 1)
        services.indexing.catch_up()
        [terms] = (services.settings.data / "index").glob("generation-*/*.term")
        terms.unlink()
        (terms.parent / "meta.json").touch()
        assert services.index.position() == -1
        services.indexing.catch_up()
        assert found(services) == ["1"]

    def test_an_index_that_is_ahead_of_a_restored_store_is_built_anew(self, services: Services) -> None:
        publish(services, 1)
        services.index.rebuild([], 1_000)
        services.indexing.catch_up()
        assert found(services) == ["1"]
        assert services.index.position() == services.store.position()

    def test_while_another_process_writes_nothing_is_done(self, services: Services) -> None:
        services.indexing.rebuild()
        publish(services, 1)
        folder, layout = services.settings.data / "index", services.search_documents.layout
        impatient = Indexing(services.store, TantivyIndex(folder, layout, patience=0.05), services.packs)
        with Generations(folder, "").writing(0):
            assert impatient.catch_up() == 0
        assert impatient.catch_up() == 1


class TestDocuments:
    def test_texts_carry_their_property_language_and_weight(self, services: Services) -> None:
        made = document(
            services, 'dct:title "Registre"@fr ; dct:description "Éé"@fr-BE ; dct:keyword "not ours"'
        )
        assert passages(made, f"{DCT}title") == {("en", 8.0): ("A dataset",), ("fr", 8.0): ("Registre",)}
        assert passages(made, f"{DCT}description") == {("fr-be", 2.0): ("Éé",)}
        assert passages(made, f"{DCT}keyword") == {}

    def test_concepts_are_found_by_their_labels_in_both_languages(self, services: Services) -> None:
        publish(services, 1, "healthdcatap:healthTheme theme:CANCER_DISEASE ; dct:spatial country:DEU")
        services.indexing.catch_up()
        for word in ("cancer", "Germany", "Allemagne"):
            assert found(services, word) == ["1"]

    def test_variables_are_found_by_name_title_and_description(self, services: Services) -> None:
        columns = """healthdcatap:hasVariables [ a csvw:TableGroup ; csvw:table [ a csvw:Table ; csvw:column
            [ a csvw:Column ; csvw:name "hba1c" ; csvw:title "Glycated haemoglobin"@en, "Hémoglobine glyquée"@fr ;
              dct:description "Last of the year"@en ] , [ a csvw:Column ; csvw:name "bmi" ] ] ]"""
        made = document(services, columns)
        found_texts = passages(made, f"{HEALTH}hasVariables")
        assert found_texts["en", 2.0] == ("hba1c: Glycated haemoglobin – Last of the year",)
        assert found_texts["fr", 2.0] == ("hba1c\N{NO-BREAK SPACE}: Hémoglobine glyquée",)
        assert found_texts["", 2.0] == ("bmi",)
        assert made.card["variables"] == 2

    def test_thousands_of_variables_are_all_found_within_a_bound(self, services: Services) -> None:
        column = '[ a csvw:Column ; csvw:name "v%d" ; csvw:title "%s"@en ]'
        columns = ", ".join(column % (number, "words " * 30) for number in range(6_000))
        made = document(services, f"healthdcatap:hasVariables [ csvw:table [ csvw:column {columns} ] ]")
        [texts] = passages(made, f"{HEALTH}hasVariables").values()
        assert len(texts) == 6_000
        assert sum(map(len, texts)) <= LONGEST_PASSAGE
        services.indexing.catch_up()
        assert found(services, "v4711") == ["1"]

    def test_a_description_is_found_by_the_codes_of_its_variables_which_are_suggested_to_nobody(
        self, services: Services
    ) -> None:
        columns = """[ csvw:name "a" ; csvw:propertyUrl <http://loinc.org/rdf/4548-4> ] ,
            [ csvw:name "b" ; csvw:propertyUrl <http://snomed.info/id/108241001> ] ,
            [ csvw:name "c" ; csvw:propertyUrl <http://example.org/measured> ]"""
        made = document(services, f"healthdcatap:hasVariables [ csvw:table [ csvw:column {columns} ] ]")
        assert made.codes == ()
        assert "measured" not in made.known_by
        publish(services, 2, title="Nothing")
        services.indexing.catch_up()
        for text in ("4548-4", "LOINC 4548-4", "108241001", "http://loinc.org/rdf/4548-4"):
            query = Query(text, asked=services.understanding.understand(text, "en"))
            assert [hit.iri for hit in services.index.search(query).hits] == ["http://example.org/1"]

    def test_the_codes_of_many_variables_are_bounded(self, services: Services) -> None:
        columns = ", ".join(f'[ csvw:name "v{n}" ; csvw:propertyUrl "LOINC {n:05}-1" ]' for n in range(6_000))
        made = document(services, f"healthdcatap:hasVariables [ csvw:table [ csvw:column {columns} ] ]")
        assert len(made.known_by) == 6_000 + MOST_CODES
        assert {"00000-1", "loinc:00000-1"} <= set(made.known_by)

    def test_agents_are_found_by_name_and_make_facets_and_the_card(self, services: Services) -> None:
        made = document(
            services,
            'geodcatap:custodian [ a foaf:Agent ; foaf:name "Hospital"@en, "Hôpital"@fr ] ; '
            'dct:publisher [ a foaf:Agent ; foaf:name "A ministry" ]',
        )
        assert made.facets["holder"] == ("Hospital",)
        assert made.card["holder"] == {"en": "Hospital", "fr": "Hôpital"}
        assert passages(made, "http://data.europa.eu/930/custodian")["fr", 2.0] == ("Hôpital",)

    def test_without_custodian_the_publisher_is_the_holder(self, services: Services) -> None:
        made = document(services, 'dct:publisher [ a foaf:Agent ; foaf:name "A ministry" ]')
        assert (made.facets["holder"], made.card["holder"]) == (("A ministry",), {"": "A ministry"})

    def test_facets_hold_codes_of_concepts_and_whole_iris_of_what_is_none(self, services: Services) -> None:
        made = document(
            services,
            "dct:accessRights access:RESTRICTED ; dct:spatial country:FRA, <http://sws.geonames.org/2988507/>",
        )
        assert made.facets["access"] == ("RESTRICTED",)
        assert made.facets["country"] == ("FRA", "http://sws.geonames.org/2988507/")
        assert made.card["access"] == "RESTRICTED"

    def test_identifiers_are_names_and_hosts_are_no_words(self, services: Services) -> None:
        made = document(services, 'dct:identifier "https://hospital.example/data/ABC-1", "DEMO 7"')
        assert {"http://example.org/1", "n1", "https://hospital.example/data/ABC-1", "DEMO 7"} == set(
            made.names
        )
        assert passages(made, f"{DCT}identifier")["", 4.0] == ("DEMO 7", "ABC-1")

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ('dcat:startDate "2004-01-01"^^xsd:date ; dcat:endDate "2015"^^xsd:gYear', (2004, 2015)),
            ('dcat:startDate "2004-05"^^xsd:gYearMonth', (2004, math.inf)),
            ('dcat:endDate "1999-12-31T00:00:00Z"^^xsd:dateTime', (-math.inf, 1999)),
            ('time:hasBeginning [ time:inXSDDate "2001-02-03"^^xsd:date ]', (2001, math.inf)),
            ('dcat:startDate "some day"', None),
            ('dcat:startDate "20040101"', None),
        ],
    )
    def test_years_are_read_as_they_are_written(
        self, services: Services, body: str, expected: tuple[float, float] | None
    ) -> None:
        made = document(services, f"dct:temporal [ {body} ]")
        assert made.ranges.get("years") == expected

    def test_several_periods_make_one_span(self, services: Services) -> None:
        made = document(
            services,
            'dct:temporal [ dcat:startDate "2010" ; dcat:endDate "2011" ] , '
            '[ dcat:startDate "2004" ; dcat:endDate "2006" ]',
        )
        assert made.ranges["years"] == (2004, 2011)
        assert made.card["years"] == [2004, 2011]

    def test_people_and_ages_are_numbers_or_nothing(self, services: Services) -> None:
        made = document(
            services,
            "healthdcatap:numberOfUniqueIndividuals 24310 ; healthdcatap:minTypicalAge 18 ; "
            'healthdcatap:maxTypicalAge "old"',
        )
        assert (made.people, made.ranges["people"]) == (24310, (24310, 24310))
        assert (made.ranges["ages"], made.card["ages"]) == ((18, math.inf), [18, None])

    @pytest.mark.parametrize(
        "body",
        [
            'dct:title <http://example.org/x> ; dct:description [ dct:title "x" ] ; dct:temporal "2004", <urn:x>',
            "geodcatap:custodian <http://example.org/1> ; healthdcatap:hasVariables <http://example.org/1>",
            'dct:accessRights "open", <urn:x> ; dct:spatial "France" ; dct:identifier <urn:x>, ""',
            f'dct:title "{"x" * 200_000}" ; dct:keyword ""',
            "healthdcatap:numberOfUniqueIndividuals 99999999999999999999999, -5, 1.5",
        ],
    )
    def test_what_cannot_be_understood_is_left_out(self, services: Services, body: str) -> None:
        publish(services, 1, body)
        services.indexing.catch_up()
        assert found(services) == ["1"]

    def test_a_layout_tells_whether_an_index_must_be_rebuilt(
        self, make_services: Callable[..., Services]
    ) -> None:
        one, same, other = make_services("a"), make_services("b"), make_services("c", languages=["fr"])
        assert one.search_documents.layout == same.search_documents.layout != other.search_documents.layout
        assert one.search_documents.layout.ranges == tuple(each.id for each in RANGES)

    def test_parts_within_parts_come_to_an_end(self, services: Services) -> None:
        made = document(services, "healthdcatap:hasVariables <urn:a> . <urn:a> csvw:table <urn:a>")
        assert isinstance(made.passages[0], Passage)


class TestKilling:
    def test_an_indexer_killed_many_times_catches_up_with_the_store(self, services: Services) -> None:
        loop = """
import sys
from pathlib import Path
from catalogue.bootstrap import Services
from catalogue.settings import Settings
indexing = Services(Settings(data=Path(sys.argv[1]))).indexing
while True:
    print(indexing.catch_up(3), flush=True)
"""
        titles = {number: f"Alpha{number}" for number in range(40)}
        records = {number: publish(services, number, title=title) for number, title in titles.items()}
        for round_number in range(4):
            command = [sys.executable, "-c", loop, str(services.settings.data)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout
                assert process.stdout.readline(), "it has begun"
                for number in range(round_number, 40, 7):
                    titles[number] = f"Beta{number}of{round_number}"
                    records[number] = publish(services, number, title=titles[number])
                withdraw(services, records[round_number])
                titles.pop(round_number)
                time.sleep(0.03 * round_number)
                process.kill()
            services.index.search(Query("alpha0"))  # a reader is served, whatever was broken off
        services.indexing.catch_up()
        assert services.index.position() == services.store.position()
        hits = services.index.search(Query(page_size=100)).hits
        shown = {int(hit.iri.removeprefix("http://example.org/")): hit.card["titles"]["en"] for hit in hits}
        assert shown == titles


def test_reindex_builds_the_index_from_the_command_line(services: Services, tmp_path: Path) -> None:
    publish(services, 1)
    services.index.rebuild([], services.store.position())
    command = [sys.executable, "-c", "from catalogue.cli import main; main()", "reindex"]
    environment = {"CATALOGUE_DATA": str(services.settings.data), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "1 datasets can be found\n"
    assert found(services) == ["1"]
