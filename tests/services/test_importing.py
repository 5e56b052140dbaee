"""Importing: an outcome for everything, nothing twice, nothing lost."""

from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import Unavailable
from catalogue.domain.record import Kind, OutcomeKind, Publish, State, Summary
from catalogue.rdf.formats import SERVED
from catalogue.services.records import UNIQUE_IDENTIFIER, Intake
from catalogue.store.base import Selection
from tests.benchmarks.descriptions import PREFIXES, turtle, write_file
from tests.conftest import dataset


@pytest.fixture
def bring_in(services: Services) -> Callable[..., Summary]:
    def bring(*paths: Path, publish: Publish = Publish.CONFORMING, source: str | None = None) -> Summary:
        intake = Intake(publish, source, "Ada", "a test")
        with services.judges(many=False) as judges:
            return services.importing.run([str(path) for path in paths], intake, judges)

    return bring


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def counts(summary: Summary) -> dict[str, int]:
    return {kind.value: count for kind, count in summary.counts.items() if count}


def test_what_conforms_is_published_and_what_does_not_is_a_draft(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    good = write(tmp_path / "good.ttl", PREFIXES + turtle(1))
    poor = write(tmp_path / "poor.ttl", dataset())
    summary = bring_in(good, poor)
    assert counts(summary) == {"created": 1, "draft": 1}
    [draft] = summary.told
    assert "violation(s) at level PUBLIC" in draft.reason
    assert draft.title == "A dataset"
    found = services.store.find("iri", ["https://bench.example.org/dataset/1", "http://example.org/1"])
    assert found["https://bench.example.org/dataset/1"].state is State.PUBLISHED
    assert found["http://example.org/1"].state is State.DRAFT
    assert not found["http://example.org/1"].head.report.conforms


@pytest.mark.parametrize(
    ("publish", "state"), [(Publish.ALWAYS, State.PUBLISHED), (Publish.NEVER, State.DRAFT)]
)
def test_the_policy_decides_whatever_validation_says(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path, publish: Publish, state: State
) -> None:
    bring_in(write(tmp_path / "poor.ttl", dataset()), publish=publish)
    [record] = services.store.select(Selection())
    assert record.state is state
    assert not record.head.report.conforms


def test_the_same_file_twice_changes_nothing(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    path = write_file(tmp_path / "many.ttl", 7)
    assert counts(bring_in(path)) == {"created": 7}
    position = services.store.position()
    assert counts(bring_in(path)) == {"unchanged": 7}
    assert services.store.position() == position


def test_a_change_is_an_update_with_a_revision(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    bring_in(write(tmp_path / "a.ttl", dataset(title="Old")), publish=Publish.ALWAYS)
    assert counts(bring_in(write(tmp_path / "a.ttl", dataset(title="New")), publish=Publish.ALWAYS)) == {
        "updated": 1
    }
    [record] = services.store.select(Selection())
    assert record.head.number == 2
    assert "New" in services.reading.ntriples(record)


def test_a_worse_version_stays_beside_what_readers_have(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    iri = "https://bench.example.org/dataset/1"
    bring_in(write(tmp_path / "a.ttl", PREFIXES + turtle(1)))
    assert counts(bring_in(write(tmp_path / "a.ttl", dataset(iri)))) == {"draft": 1}
    record = services.store.find("iri", [iri])[iri]
    assert record.has_draft
    assert record.published is not None
    assert record.published.number == 1


def _series(iri: str, more: str = "") -> str:
    return dataset(iri).replace("dcat:Dataset", "dcat:DatasetSeries").replace("A dataset", f"A series{more}")


def test_another_kind_is_refused_while_a_draft_stands_beside_what_readers_have(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    iri = "http://example.org/1"
    path = write(tmp_path / "a.ttl", dataset(iri))
    bring_in(path, publish=Publish.ALWAYS)
    write(path, dataset(iri, "The next version"))
    bring_in(path, publish=Publish.NEVER)
    before = services.store.find("iri", [iri])[iri]
    write(path, _series(iri))
    summary = bring_in(path, publish=Publish.ALWAYS)
    assert counts(summary) == {"refused": 1}
    [told] = summary.told
    assert "readers know it as “dataset” and it comes as “series”" in told.reason
    assert f"revision 2, a draft saved on {before.head.at.date()} by Ada" in told.reason
    assert services.store.find("iri", [iri])[iri] == before


def test_another_kind_never_stands_as_a_draft_beside_what_readers_have(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    iri = "http://example.org/1"
    path = write(tmp_path / "a.ttl", dataset(iri))
    bring_in(path, publish=Publish.ALWAYS)
    write(path, _series(iri))
    summary = bring_in(path, publish=Publish.NEVER)
    assert counts(summary) == {"refused": 1}
    assert "would not be published" in summary.told[0].reason
    record = services.store.find("iri", [iri])[iri]
    assert (record.kind, record.head.number) == (Kind.DATASET, 1)


def test_what_is_published_at_once_becomes_another_kind_and_so_does_a_draft(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    published, draft = "http://example.org/1", "http://example.org/2"
    paths = [write(tmp_path / f"{name}.ttl", dataset(name)) for name in ("a", "b")]
    write(paths[0], dataset(published))
    write(paths[1], dataset(draft))
    bring_in(paths[0], publish=Publish.ALWAYS)
    bring_in(paths[1], publish=Publish.NEVER)
    write(paths[0], _series(published))
    write(paths[1], _series(draft))
    assert counts(bring_in(paths[0], publish=Publish.ALWAYS)) == {"updated": 1}
    assert counts(bring_in(paths[1], publish=Publish.NEVER)) == {"draft": 1}
    found = services.store.find("iri", [published, draft])
    assert {record.kind for record in found.values()} == {Kind.SERIES}


def test_a_kept_draft_is_published_when_the_policy_changes(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ttl", dataset())
    bring_in(path)
    assert counts(bring_in(path)) == {"unchanged": 1}
    assert counts(bring_in(path, publish=Publish.ALWAYS)) == {"updated": 1}
    [record] = services.store.select(Selection())
    assert (record.state, record.head.number) == (State.PUBLISHED, 1)


def test_what_was_withdrawn_comes_back_when_it_is_imported_again(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ttl", dataset())
    bring_in(path, publish=Publish.ALWAYS)
    services.records.withdraw("http://example.org/1", "by mistake")
    assert counts(bring_in(path, publish=Publish.ALWAYS)) == {"updated": 1}
    assert services.store.select(Selection())[0].state is State.PUBLISHED


def test_a_broken_file_names_its_line_and_does_not_stop_the_others(
    bring_in: Callable[..., Summary], tmp_path: Path
) -> None:
    write(tmp_path / "in/1.ttl", dataset("http://example.org/1"))
    write(tmp_path / "in/2.ttl", dataset("http://example.org/2") + "and then it breaks")
    write(tmp_path / "in/3.ttl", dataset("http://example.org/3"))
    write(tmp_path / "in/4.nt", b"")
    write(tmp_path / "in/5.rdf", b"<html></html>")
    write(tmp_path / "in/read.me", "not RDF")
    summary = bring_in(tmp_path / "in", tmp_path / "absent.ttl", publish=Publish.ALWAYS)
    assert counts(summary) == {"created": 2, "refused": 4}
    reasons = {Path(outcome.name).name: outcome.reason for outcome in summary.told}
    assert "2.ttl, line 5" in reasons["2.ttl"]
    assert "empty" in reasons["4.nt"]
    assert "web page" in reasons["5.rdf"]
    assert "no file or folder" in reasons["absent.ttl"]
    assert summary.notes == [f"{tmp_path / 'in'}: 1 file(s) of other kinds were left out"]


def test_what_is_described_twice_differently_is_taken_once_and_told(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    one = write(tmp_path / "1.ttl", dataset(title="One"))
    two = write(tmp_path / "2.ttl", dataset(title="Two"))
    for expected in ({"created": 1, "refused": 1}, {"unchanged": 1, "refused": 1}):
        assert counts(bring_in(one, two, publish=Publish.ALWAYS)) == expected
    assert "One" in services.reading.ntriples(services.store.select(Selection())[0])
    assert counts(bring_in(one, one)) == {"unchanged": 2}


def test_two_datasets_with_one_identifier_are_not_both_published(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    second = (PREFIXES + turtle(2)).replace("BENCH-2", "BENCH-1")
    paths = [write(tmp_path / "1.ttl", PREFIXES + turtle(1)), write(tmp_path / "2.ttl", second)]
    assert counts(bring_in(*paths)) == {"created": 1, "draft": 1}
    assert counts(bring_in(*paths)) == {"unchanged": 2}
    iri = "https://bench.example.org/dataset/2"
    report = services.store.find("iri", [iri])[iri].head.report
    assert [finding.value for finding in report.findings if finding.component == UNIQUE_IDENTIFIER] == [
        "BENCH-1"
    ]


def test_a_description_of_another_source_is_not_taken_over(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ttl", dataset())
    bring_in(path, publish=Publish.ALWAYS, source="north")
    summary = bring_in(write(tmp_path / "a.ttl", dataset(title="Mine now")), publish=Publish.ALWAYS)
    assert counts(summary) == {"refused": 1}
    assert "the source north" in summary.told[0].reason
    assert "Mine" not in services.reading.ntriples(services.store.select(Selection())[0])


def test_a_description_over_the_limit_is_refused_with_the_limit(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    services = make_services(description_limit=1)
    columns = " ".join(f"dct:relation <http://example.org/{'x' * 900}/{number}> ;" for number in range(1200))
    path = write(tmp_path / "a.ttl", dataset(more=columns.rstrip(" ;")))
    summary = services.importing.run([str(path)], Intake(), services.judge)
    assert "limit of 1 MB" in summary.told[0].reason
    assert services.store.count(Selection()) == 0


def test_a_dataset_of_6000_variables_is_taken_in(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    columns = ", ".join(
        f'[ a csvw:Column ; csvw:name "v{number}" ; csvw:title "V {number}"@en ; dct:description "d"@en ; '
        'csvw:datatype "integer" ]'
        for number in range(6000)
    )
    text = (PREFIXES + turtle(1)).replace("csvw:column", f"csvw:column {columns}, ", 1)
    assert counts(bring_in(write(tmp_path / "a.ttl", text))) == {"created": 1}
    assert services.store.select(Selection())[0].head.report.conforms


def test_a_blank_dataset_keeps_the_iri_that_it_is_given(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    blank = dataset().replace("<http://example.org/1>", "[]")
    bring_in(write(tmp_path / "a.ttl", blank), publish=Publish.ALWAYS)
    assert counts(
        bring_in(write(tmp_path / "b.ttl", blank.replace("A dataset", "New")), publish=Publish.ALWAYS)
    ) == {"updated": 1}
    [record] = services.store.select(Selection())
    assert record.iri == services.identities.iri(record.id)


def test_a_distribution_alone_is_kept_as_a_draft(
    bring_in: Callable[..., Summary], services: Services, tmp_path: Path
) -> None:
    text = dataset().replace("dcat:Dataset", "dcat:Distribution")
    assert counts(bring_in(write(tmp_path / "a.ttl", text))) == {"draft": 1}


def test_progress_is_told_to_its_end(services: Services, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write_file(tmp_path / "many.ttl", 60)
    services.importing.run(
        [str(path)], Intake(), services.judge, lambda done, known: told.append((done, known))
    )
    assert told[-1] == (60, 60)
    assert told == sorted(told)


def test_a_pool_of_judges_says_the_same(make_services: Callable[..., Services], tmp_path: Path) -> None:
    path = write_file(tmp_path / "many.ttl", 6)
    alone, pooled = make_services("alone"), make_services("pooled", import_processes=2)
    for services, many in ((alone, False), (pooled, True)):
        with services.judges(many) as judges:
            services.importing.run([str(path)], Intake(), judges)
    reports = [
        {r.iri: r.head.report for r in services.store.select(Selection())} for services in (alone, pooled)
    ]
    assert reports[0] == reports[1]


@pytest.mark.reference
def test_every_example_is_stored_and_served_as_it_was_read(
    bring_in: Callable[..., Summary], services: Services, reference: Path
) -> None:
    from catalogue.rdf.canonical import canonical
    from catalogue.rdf.reading import read

    for path in sorted((reference / "examples").glob("*.ttl")):
        summary = bring_in(path, publish=Publish.ALWAYS)
        assert not summary.counts[OutcomeKind.REFUSED], summary.told
    for record in services.store.select(Selection(limit=1000)):
        assert record.published is not None
        for form in SERVED:
            with read(services.reading.body(record, form), record.iri, form) as statements:
                assert canonical(statements.find())[1] == record.published.hash, (record.iri, form.label)


def test_a_judge_that_is_killed_ends_the_import_with_a_sentence(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    services = make_services(import_processes=2)
    path = write_file(tmp_path / "many.ttl", 120)

    killed: list[int | None] = []

    def kill(done: int, _known: int) -> None:
        for child in active_children() if done and not killed else []:
            child.kill()
            killed.append(child.pid)

    with pytest.raises(Unavailable, match="process that helps"), services.judges(many=True) as judges:
        services.importing.run([str(path)], Intake(), judges, kill)
    assert killed
    with services.judges(many=True) as judges:
        services.importing.run([str(path)], Intake(), judges)
    assert services.store.count(Selection()) == 120
