"""Upgrading files with all that they say, and stored descriptions as drafts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotFound, Stale, WrongSetting
from catalogue.domain.record import Description, OutcomeKind, Publish, Record, State
from catalogue.rdf.conversion.table import read_table
from catalogue.services.records import Intake
from catalogue.services.upgrade_report import Report
from catalogue.services.upgrading import Stored, Unread, Upgrade, Upgrading
from catalogue.services.verdicts import Words
from tests.conftest import dataset, described
from tests.harvesters.site import serving
from tests.shapes.conversions import HEALTH_DATA_HUB

TakeIn = Callable[..., list[Description]]
IRI = "https://registre.example.org/cancers"
PREFIXES = HEALTH_DATA_HUB.partition("<https")[0]
OLD = 'dcat:landingPage "https://example.org/page"'


@pytest.fixture
def upgrading(services: Services) -> Upgrading:
    return services.upgrading("healthdcat-ap/8")


@pytest.fixture
def stored(services: Services, upgrading: Upgrading) -> Stored:
    return Stored(upgrading, services.reading, services.records, services.judge)


def report(upgrading: Upgrading, language: str = "en") -> Report:
    checker = upgrading.checker
    return Report(read_table(), Words(checker.profile, checker.vocabularies, language))


def test_a_file_is_upgraded_with_what_it_says_besides(upgrading: Upgrading, tmp_path: Path) -> None:
    more = """
        <urn:c> a dcat:Catalog ; dct:title "C" ; dcat:dataset <https://registre.example.org/cancers>, <urn:d> ;
            foaf:page [ a foaf:Document ] ;
            dct:language <http://publications.europa.eu/resource/authority/language/FRA> .
        <urn:d> a dcat:Dataset ; dct:title "D" .
        <urn:stray> a csvw:Schema ; csvw:note "kept" .
        [] rdfs:comment "nameless" .
    """
    file = tmp_path / "catalogue.ttl"
    file.write_text(HEALTH_DATA_HUB + more, encoding="utf-8")
    found = list(upgrading.files([str(file)]))
    assert all(isinstance(each, Upgrade) for each in found)
    upgrades = [each for each in found if isinstance(each, Upgrade)]
    assert [each.verdict.conforms if each.verdict else None for each in upgrades] == [True, False, None]
    rest = Graph().parse(data=upgrades[-1].after.ntriples, format="nt")
    assert {str(value) for value in rest.objects()} >= {"kept", "nameless", "C"}
    assert not set(rest.objects(None, None)) & {"D"}
    assert len(rest) == 10 + 1  # what stands above but <urn:d>, and the class of the language


def test_texts_with_breaks_of_any_kind_are_upgraded(upgrading: Upgrading, tmp_path: Path) -> None:
    file = tmp_path / "breaks.ttl"
    file.write_text(dataset(title="a\u2028<b\u0085<c"), encoding="utf-8")
    (upgrade,) = upgrading.files([str(file)])
    assert isinstance(upgrade, Upgrade)
    assert "a\u2028<b\u0085<c" in upgrade.after.ntriples


def test_a_description_that_cannot_be_told_takes_nothing_else_with_it(
    upgrading: Upgrading, tmp_path: Path
) -> None:
    alike = "".join(
        f"_:b{n} dct:relation {', '.join(f'_:b{m}' for m in range(12) if m != n)} . " for n in range(12)
    )
    more = f"""
        <urn:bad> a dcat:Dataset ; dct:title "Bad" ; dct:publisher <urn:p> ; dct:creator <urn:q> ;
            dct:relation _:b0 . {alike}
        <urn:c> a dcat:Catalog ; dct:title "C" ; dcat:dataset <urn:bad>, <urn:d> ; dct:publisher <urn:p> .
        <urn:p> dct:title "Shared" . <urn:q> dct:title "Only there" .
    """
    file = tmp_path / "catalogue.ttl"
    file.write_text(dataset("urn:d") + more, encoding="utf-8")
    bad, well, rest = upgrading.files([str(file)])
    assert isinstance(bad, Unread)
    assert (bad.iri, "too much alike" in str(bad.error)) == ("urn:bad", True)
    assert isinstance(well, Upgrade)
    assert isinstance(rest, Upgrade)
    said = {str(value) for value in Graph().parse(data=rest.after.ntriples, format="nt").objects()}
    assert said >= {"C", "Shared"}
    assert not said & {"Bad", "Only there"}


def test_what_a_page_says_besides_is_told(upgrading: Upgrading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    stray = '<urn:stray> dct:title "of nobody" .'
    with serving() as site:
        url = site.give("/a.ttl", dataset("urn:1") + dataset("urn:2") + stray)
        assert len(list(upgrading.files([url]))) == 2
    assert ["urn:stray" in note for note in upgrading.notes] == [True]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(upgrading: Upgrading, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.ttl").write_text("@prefix", encoding="utf-8")
    (folder / "b.ttl").write_text(dataset(), encoding="utf-8")
    (folder / "c.txt").write_text("no RDF", encoding="utf-8")
    broken, well = upgrading.files([str(folder)])
    assert isinstance(broken, Unread)
    assert "line 1" in str(broken.error)
    assert isinstance(well, Upgrade)
    assert upgrading.notes == [f"{folder}: 1 file(s) of other kinds were left out"]
    (missing,) = upgrading.files([str(tmp_path / "missing")])
    assert isinstance(missing, Unread)


def test_a_profile_that_no_rules_lead_to_is_refused(services: Services) -> None:
    with pytest.raises(WrongSetting, match="health-data-hub/1"):
        services.upgrading("dcat-ap/3.0.1")


def test_a_stored_description_becomes_a_draft_beside_what_is_published(
    services: Services, stored: Stored, take_in: TakeIn
) -> None:
    take_in(HEALTH_DATA_HUB)
    upgrade, outcome = stored.upgrade(IRI, "Ada", "Upgraded to Release 8")
    assert outcome.kind is OutcomeKind.DRAFT
    record = services.store.find("iri", [IRI])[IRI]
    assert (record.state, record.has_draft, record.head.number) == (State.PUBLISHED, True, 2)
    assert record.published is not None
    assert (record.head.author, record.head.reason) == ("Ada", "Upgraded to Release 8")
    assert record.head.hash == upgrade.after.hash
    assert record.published.hash == upgrade.before.hash


def test_a_stored_description_of_this_release_is_left_alone(
    services: Services, stored: Stored, take_in: TakeIn
) -> None:
    take_in(dataset(IRI))
    assert stored.upgrade(IRI, "Ada", "")[1].kind is OutcomeKind.UNCHANGED
    assert services.store.find("iri", [IRI])[IRI].head.number == 1


def test_an_edit_in_the_meantime_is_not_overwritten(
    services: Services, upgrading: Upgrading, take_in: TakeIn
) -> None:
    take_in(dataset(IRI, more=OLD))

    class Slow:
        """A reading while which somebody edits."""

        def ntriples(self, record: Record, *, draft: bool) -> str:
            text = services.reading.ntriples(record, draft=draft)
            take_in(dataset(IRI, "Edited", more=OLD))
            return text

    stored = Stored(upgrading, Slow(), services.records, services.judge)  # type: ignore[arg-type]
    with pytest.raises(Stale, match="it is at revision 2, not 1"):
        stored.upgrade(IRI, "Ada", "")
    assert services.store.find("iri", [IRI])[IRI].head.number == 2


def test_what_is_harvested_is_upgraded_at_its_source(services: Services, stored: Stored) -> None:
    intake = Intake(Publish.ALWAYS, source="elsewhere")
    services.records.take_in(described(dataset(IRI, more=OLD)), intake, services.judge)
    outcome = stored.upgrade(IRI, "Ada", "")[1]
    assert outcome.kind is OutcomeKind.REFUSED
    assert "elsewhere" in outcome.reason


def test_an_unknown_description_is_told(stored: Stored) -> None:
    with pytest.raises(NotFound, match="urn:none"):
        stored.upgrade("urn:none", "Ada", "")


def test_the_report_says_in_words_what_was_done_and_what_is_left(upgrading: Upgrading) -> None:
    facts = 'healthdcatap:publisherNote "N" ; healthdcatap:trustedDataHolder true ; ' + OLD
    (description,) = described(
        f"@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .{dataset(more=facts)}"
    )
    upgrade = upgrading.upgrade(description, "a.ttl")
    told = report(upgrading).text(upgrade)
    assert "1 × The address of a page given as text is a link." in told
    assert "Not done: there is nothing to put it at (dct:publisher)." in told
    assert "1 × Dataset › healthdcatap:trustedDataHolder" in told
    assert "Structured data: “Structured data” is missing." in told
    french = report(upgrading, "fr").text(upgrade)
    assert "L’adresse d’une page donnée en texte devient un lien." in french
    assert "À ajouter ou à corriger" in french


def test_the_report_for_programs_has_rules_kept_and_verdict(upgrading: Upgrading) -> None:
    (description,) = described(HEALTH_DATA_HUB)
    told = report(upgrading).json_object(upgrading.upgrade(description, "a.ttl"))
    assert (told["source"], told["iri"], told["changed"]) == ("a.ttl", IRI, True)
    assert {each["rule"]: each["count"] for each in told["changes"]}["homepage-and-mailbox"] == 2
    assert "trustedDataHolder" in {each["path"].partition("#")[2] for each in told["kept"]}
    assert told["verdict"]["conforms"] is True
    assert report(upgrading).json_object(Unread("b.ttl", "it is broken"))["error"] == "it is broken"
