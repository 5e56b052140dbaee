"""Finding values that are not in their lists, and mending what has moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import DCAT, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotFound
from catalogue.domain.misuse import MisuseKind
from catalogue.domain.record import Description, OutcomeKind, Publish, State
from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import expand
from catalogue.rdf import graphs
from catalogue.services.judging import Judge, Judgement
from catalogue.services.mending import Mended, Mending, Wish
from catalogue.services.records import Intake
from catalogue.services.vocabularies import VocabularyCheck
from tests.conftest import dataset, described
from tests.shapes.loaded import conforming, profile, vocabularies

TakeIn = Callable[..., list[Description]]
IRI = "http://example.org/1"
EU = "http://publications.europa.eu/resource/authority"
HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority"
FORMER = "http://healthdataportal.eu/resource/authority/healthcategories/EHRS"
TODAY = f"{HEALTH}/healthcategories/EHRS"
CATEGORY = "<http://healthdataportal.eu/ns/health#healthCategory>"

CHECK = VocabularyCheck(profile(), vocabularies(), str)


def with_former(iri: str = IRI, more: str = "") -> str:
    return dataset(iri, more=f"{CATEGORY} <{FORMER}> {more}")


def mend(services: Services, *names: str, apply: bool = True, guesses: bool = False) -> list[Mended]:
    return list(services.mending.run(names, Wish(apply, guesses, "Ada")))


def head(services: Services, iri: str = IRI) -> str:
    record = services.store.find("iri", [iri])[iri]
    return services.store.ntriples([record.head.hash])[record.head.hash]


@pytest.mark.parametrize(
    ("said", "kind", "today"),
    [
        (f"{CATEGORY} <{FORMER}>", MisuseKind.FORMER, TODAY),
        (f"{CATEGORY} <{HEALTH}/healthcategories/ehrs>", MisuseKind.MISSPELT, TODAY),
        (f"{CATEGORY} <http://example.com/categories/EHRS>", MisuseKind.MISSPELT, TODAY),
        (
            f"dct:accrualPeriodicity <{EU}/frequency/QUATERLY>",
            MisuseKind.MISSPELT,
            f"{EU}/frequency/QUARTERLY",
        ),
        ('dct:language "French"', MisuseKind.MISSPELT, f"{EU}/language/FRA"),
        (f"dct:language <{EU}/language/FR>", MisuseKind.FORMER, f"{EU}/language/FRA"),
        (f"dct:spatial <{EU}/country/SUN>", MisuseKind.RETIRED, ""),
        (f"dct:spatial <{EU}/country/XYZ>", MisuseKind.DEAD, ""),
        (
            "<https://w3id.org/dpv#hasPersonalData> <https://w3id.org/dpv/pd#SomethingNew>",
            MisuseKind.FORMER,
            "https://w3id.org/dpv/dpv-pd#SomethingNew",
        ),
        ('dct:accrualPeriodicity "whenever we feel like it"', MisuseKind.DEAD, ""),
    ],
)
def test_a_value_that_its_list_does_not_have_is_found(said: str, kind: MisuseKind, today: str) -> None:
    [wrong] = CHECK.wrong(described(dataset(more=said))[0].ntriples)
    assert (wrong.misuse.kind, wrong.misuse.today) == (kind, today)


@pytest.mark.parametrize(
    "said",
    [
        f"{CATEGORY} <{TODAY}>",
        "dct:spatial <http://sws.geonames.org/3017382/>",
        f"dct:spatial <{EU}/place/FRA_PAR>",
        "dct:spatial [ a dct:Location ]",
        "<https://w3id.org/dpv#hasPersonalData> <https://w3id.org/dpv/dpv-pd#SomethingNew>",
        f"dct:title <{FORMER}>",
        f"{CATEGORY} <{EU}/data-theme/HEAL>",
        "dcat:distribution [ a dcat:Distribution ; dcat:mediaType "
        "<https://www.iana.org/assignments/media-types/text/csv> ]",
    ],
)
def test_what_is_in_a_list_or_may_well_be_is_not_found(said: str) -> None:
    assert CHECK.wrong(described(dataset(more=said))[0].ntriples) == []


def test_the_same_value_is_told_once_with_its_counts_and_five_places(
    services: Services, take_in: TakeIn
) -> None:
    for number in range(7):
        take_in(with_former(f"http://example.org/{number}"))
    result = services.vocabulary_check.stored(services.store)
    [group] = result
    assert (result.checked, result.wrong) == (7, 7)
    assert (group.count, group.descriptions, len(group.examples)) == (7, 7, 5)


def test_withdrawn_descriptions_are_not_looked_at(services: Services, take_in: TakeIn) -> None:
    take_in(with_former())
    services.records.withdraw(IRI, "a reason")
    assert services.vocabulary_check.stored(services.store).checked == 0


def test_files_are_checked_and_those_that_cannot_be_read_are_told(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.ttl").write_text(with_former())
    (folder / "broken.ttl").write_text("<http://example.org/")
    (folder / "notes.txt").write_text("no RDF")
    result = services.vocabulary_check.files([str(folder), str(folder / "none.ttl")])
    assert [group.value for group in result] == [FORMER]
    assert [name for name, _ in result.unread] == [str(folder / "broken.ttl"), str(folder / "none.ttl")]
    assert result.notes == [f"{folder}: 1 file(s) of other kinds were left out"]


def test_nothing_is_changed_without_being_asked_for(services: Services, take_in: TakeIn) -> None:
    take_in(with_former())
    [shown] = mend(services, apply=False)
    assert shown.outcome is None
    assert [each.misuse.today for each in shown.values] == [TODAY]
    assert FORMER in head(services)


def test_a_mended_description_is_a_new_revision_that_says_why(services: Services, take_in: TakeIn) -> None:
    take_in(with_former())
    [mended] = mend(services)
    assert mended.outcome
    assert mended.outcome.kind is OutcomeKind.UPDATED
    record = services.store.find("iri", [IRI])[IRI]
    assert (record.state, record.head.number, record.has_draft) == (State.PUBLISHED, 2, False)
    assert (record.head.author, record.head.reason) == ("Ada", f"vocabulary: {FORMER} → {TODAY}")
    assert TODAY in head(services)
    assert FORMER not in head(services)
    assert mend(services) == []


def test_a_draft_stays_a_draft(services: Services, take_in: TakeIn) -> None:
    take_in(with_former(), Publish.NEVER)
    [mended] = mend(services)
    assert mended.outcome
    assert mended.outcome.kind is OutcomeKind.DRAFT
    assert services.store.find("iri", [IRI])[IRI].state is State.DRAFT


def test_a_draft_beside_what_is_published_is_mended_and_not_published(
    services: Services, take_in: TakeIn
) -> None:
    take_in(dataset())
    take_in(with_former(), Publish.NEVER)
    mend(services)
    record = services.store.find("iri", [IRI])[IRI]
    assert record.published
    assert (record.state, record.published.number, record.head.number) == (State.PUBLISHED, 1, 3)


def test_a_conforming_description_conforms_after_it_was_mended(services: Services) -> None:
    graph = conforming("PUBLIC")
    old, new = (URIRef(f"{EU}/file-type/{code}") for code in ("csv", "CSV"))
    for triple in [*graph.triples((None, None, new)), *graph.triples((new, None, None))]:
        graph.remove(triple)
        graph.add(tuple(old if term == new else term for term in triple))  # type: ignore[arg-type]
    services.records.take_in(described(graph.serialize()), Intake(Publish.ALWAYS), services.judge)
    iri = "http://example.org/d"
    assert not services.store.find("iri", [iri])[iri].head.report.conforms
    mend(services)
    assert services.store.find("iri", [iri])[iri].head.report.conforms


def test_a_guess_is_taken_only_when_it_is_asked_for(services: Services, take_in: TakeIn) -> None:
    take_in(dataset(more=f"dct:accrualPeriodicity <{EU}/frequency/QUATERLY>"))
    assert mend(services) == []
    mend(services, guesses=True)
    assert f"{EU}/frequency/QUARTERLY" in head(services)


def test_harvested_descriptions_are_told_of_and_not_changed(services: Services) -> None:
    services.records.take_in(
        described(with_former()), Intake(Publish.ALWAYS, source="elsewhere"), services.judge
    )
    [told] = mend(services)
    assert told.outcome
    assert told.outcome.kind is OutcomeKind.REFUSED
    assert "the source elsewhere, which must mend it" in told.outcome.reason
    assert FORMER in head(services)


def test_a_change_that_came_meanwhile_is_not_overwritten(services: Services, take_in: TakeIn) -> None:
    take_in(with_former("http://example.org/1"))
    take_in(with_former("http://example.org/2"))
    run = services.mending.run([], Wish(apply=True))
    next(run)
    take_in(with_former("http://example.org/2", more='; dct:alternative "Another"'))
    [second] = run
    assert second.outcome
    assert "was changed since it was read" in second.outcome.reason
    assert "Another" in head(services, "http://example.org/2")


def test_only_the_named_descriptions_are_mended(services: Services, take_in: TakeIn) -> None:
    take_in(with_former("http://example.org/1"))
    take_in(with_former("http://example.org/2"))
    assert [each.record.iri for each in mend(services, "http://example.org/2")] == ["http://example.org/2"]
    assert FORMER in head(services, "http://example.org/1")


def test_a_name_that_is_not_there_is_told_before_anything_changes(
    services: Services, take_in: TakeIn
) -> None:
    take_in(with_former())
    with pytest.raises(NotFound):
        mend(services, IRI, "http://example.org/none")
    assert FORMER in head(services)


def test_what_a_description_names_is_known_while_it_is_judged(services: Services, take_in: TakeIn) -> None:
    take_in(
        f'@prefix dcat: <{DCAT}> . <http://example.org/s> a dcat:DatasetSeries ; <http://purl.org/dc/terms/title> "S" .'
    )
    take_in(with_former(more="; dcat:inSeries <http://example.org/s>"))
    mend(services)
    report = services.store.find("iri", [IRI])[IRI].head.report
    assert [each for each in report.findings if each.path == expand("dcat:inSeries")] == []
    assert (URIRef(IRI), URIRef(expand("dcat:inSeries")), None) in graphs.graph(head(services))


class Worse(Judge):
    """A judge for whom everything new is worse than what was."""

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        found = super().judge(descriptions)
        wrong = Finding(Severity.VIOLATION, IRI, "", "", "urn:worse")
        return [
            replace(each, report=each.report.with_findings([wrong] * 100))
            if TODAY in description.ntriples
            else each
            for each, description in zip(found, descriptions, strict=True)
        ]


def test_what_is_published_is_not_made_worse(services: Services, take_in: TakeIn) -> None:
    take_in(with_former())
    mending = Mending(
        services.vocabulary_check,
        services.store,
        services.records,
        Worse(services.validator, services.profile),
    )
    [told] = mending.run([], Wish(apply=True))
    assert told.outcome
    assert told.outcome.reason == "it is published, and would have more violations than before"
    assert services.store.find("iri", [IRI])[IRI].head.number == 1
