from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.domain.errors import BadParameter, NotFound, UnderWay
from catalogue.domain.harvest import Run, RunState, Source
from catalogue.domain.record import ChangeKind, Description, Kind, OutcomeKind, Publish, Record, State
from catalogue.domain.report import Finding, Report, Severity
from catalogue.rdf import formats
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.harvesting import Harvesting, find_harvester
from catalogue.services.identities import Identities
from catalogue.services.judging import Judgement
from catalogue.services.records import Intake, Records
from catalogue.settings import Settings
from catalogue.store.sql import SqlStore
from harvesters.dcat import DcatHarvester
from harvesters.fetching import Fetcher
from tests.harvesters.pages import PREFIXES, dataset, iri, page, tombstone
from tests.harvesters.site import Handler, Site, serving

MINE = "http://127.0.0.1:8000/dataset/mine"


class TitleJudge:
    """Finds a violation in what has no title; stumbles over what is called POISON."""

    def __init__(self) -> None:
        self.judged: list[str] = []

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]":
        done: Future[list[Judgement]] = Future()
        done.set_result([self._judge(description) for description in descriptions])
        return done

    def _judge(self, description: Description) -> Judgement:
        self.judged.append(description.iri)
        if "POISON" in description.ntriples:
            raise RecursionError("too deep")
        missing = (
            Finding(Severity.VIOLATION, description.iri, "", "", "")
            if '"Draft"' in description.ntriples
            else None
        )
        return Judgement(Report("test", "PUBLIC", (missing,) if missing else ()), (), "")


class Instance:
    """A catalogue that harvests a site."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.settings = Settings(data=folder, fetch_timeout=2, fetch_pages=20)
        self.store = SqlStore(self.settings.database)
        self.records = Records(self.store, Identities(self.settings.base_url), 2**20)
        self.judge = TitleJudge()
        self.url = site.url + "/catalog"
        self.harvesting = Harvesting(self.settings, self.store, self.records, self._judges, self._harvester)

    def _judges(self, _many: bool) -> AbstractContextManager[TitleJudge]:
        return nullcontext(self.judge)

    def _harvester(self, name: str) -> DcatHarvester:
        find_harvester(self.settings)(name)
        return DcatHarvester(self.settings, lambda *given: Fetcher(*given, attempts=1))

    def add(self, **given: object) -> Source:
        return self.harvesting.add(replace(Source("demo", self.url), **given))

    def run(self, confirm: bool = False, name: str = "demo") -> Run:
        return self.harvesting.run(name, confirm)

    def record(self, name: str) -> Record:
        return self.store.find("iri", [iri(name)])[iri(name)]

    def states(self) -> dict[str, State]:
        from catalogue.store.base import Selection

        return {r.iri.rpartition("/")[2]: r.state for r in self.store.select(Selection(limit=1000))}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def instance(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Instance:
    monkeypatch.setenv("NO_PROXY", "*")
    return Instance(tmp_path / "var", site)


Publisher = Callable[..., None]


@pytest.fixture
def publish(site: Site) -> Publisher:
    """Puts a page of datasets on the site, with an ETag by its content, and a second page if there is one."""

    def put(names: Sequence[str], second: Sequence[str] | None = None, more: str = "", **given: str) -> None:
        _give(site, "/catalog", names, "/catalog?page=2" if second is not None else "", more, **given)
        if second is not None:
            _give(site, "/catalog?page=2", second)

    return put


def _give(
    site: Site, path: str, names: Sequence[str], following: str = "", more: str = "", **given: str
) -> None:
    url = site.url + path
    _answer_unless_known(
        site, path, page(names, url, site.url + following if following else "", more), **given
    )


def _answer_unless_known(site: Site, path: str, text: str, **given: str) -> None:
    """A body with an ETag, which is not sent to who has it."""
    body, etag = text.encode(), f'"{hash(text)}"'

    def answer(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == etag:
            handler.answer(status=304, etag=etag)
        else:
            handler.answer(body, **({"content_type": "text/turtle", "etag": etag} | given))

    site.behave(path, answer)


def counts(run: Run) -> dict[str, int]:
    return {kind.value: count for kind, count in run.summary.counts.items() if count}


def names(count: int) -> list[str]:
    return [f"d{number:02}" for number in range(count)]


# What comes, changes and stays


def test_what_a_source_lists_is_listed_here_with_its_iri_and_its_source(
    instance: Instance, publish: Publisher
) -> None:
    publish(["a"], ["b"])
    instance.add()
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"created": 2})
    record = instance.record("b")
    assert (record.source, record.state) == ("demo", State.PUBLISHED)
    assert record.head.author == "harvest of demo"
    assert record.head.reason == f"harvested from {instance.url}?page=2"


def test_what_is_stored_is_what_the_source_says(instance: Instance, publish: Publisher) -> None:
    publish(["a", "b"])
    instance.add()
    instance.run()
    with read((PREFIXES + dataset("a")).encode(), "alone", formats.TURTLE) as statements:
        (alone,) = split(statements, str).descriptions
    assert instance.record("a").head.hash == alone.hash


def test_a_second_run_asks_whether_pages_changed_and_changes_nothing(
    instance: Instance, publish: Publisher, site: Site
) -> None:
    publish(["a"], ["b"])
    instance.add()
    instance.run()
    position, judged = instance.store.position(), len(instance.judge.judged)
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"unchanged": 2})
    assert (instance.store.position(), len(instance.judge.judged)) == (position, judged)
    assert all(headers["If-None-Match"] for _, headers in site.asked[2:])


def test_an_unchanged_description_on_a_changed_page_is_not_validated(
    instance: Instance, publish: Publisher
) -> None:
    publish(["a", "b"])
    instance.add()
    instance.run()
    instance.judge.judged.clear()
    publish(["a", "b", "c"])
    assert counts(instance.run()) == {"created": 1, "unchanged": 2}
    assert instance.judge.judged == [iri("c")]


def test_what_changed_there_changes_here(instance: Instance, publish: Publisher, site: Site) -> None:
    publish(["a", "b"])
    instance.add()
    instance.run()
    site.give("/catalog", PREFIXES + dataset("a", "Another title") + dataset("b"))
    assert counts(instance.run()) == {"updated": 1, "unchanged": 1}
    assert "Another title" in instance.store.ntriples([instance.record("a").head.hash]).popitem()[1]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Publish.CONFORMING, {"a": State.PUBLISHED, "b": State.DRAFT}),
        (Publish.ALWAYS, {"a": State.PUBLISHED, "b": State.PUBLISHED}),
        (Publish.NEVER, {"a": State.DRAFT, "b": State.DRAFT}),
    ],
)
def test_each_source_has_its_own_way_of_publishing(
    instance: Instance, site: Site, policy: Publish, expected: dict[str, State]
) -> None:
    site.give("/catalog", PREFIXES + dataset("a") + dataset("b", "Draft"))
    instance.add(publish=policy)
    instance.run()
    assert instance.states() == expected


def test_another_way_of_publishing_holds_for_what_is_there_already(
    instance: Instance, publish: Publisher
) -> None:
    publish(["a"])
    instance.add(publish=Publish.NEVER)
    instance.run()
    instance.add(publish=Publish.ALWAYS)
    assert counts(instance.run()) == {"updated": 1}
    assert instance.states() == {"a": State.PUBLISHED}


# What becomes another kind


def test_another_kind_waits_until_the_draft_beside_it_is_gone(instance: Instance, site: Site) -> None:
    _answer_unless_known(site, "/catalog", PREFIXES + dataset("a"))
    instance.add()
    instance.run()
    _answer_unless_known(site, "/catalog", PREFIXES + dataset("a", "Draft"))
    assert counts(instance.run()) == {"draft": 1}
    series = dataset("a", "Whole").replace("dcat:Dataset", "dcat:DatasetSeries")
    _answer_unless_known(site, "/catalog", PREFIXES + series)
    run = instance.run()
    assert counts(run) == {"refused": 1}
    assert (
        "readers know it as “dataset” and it comes as “series”, and revision 2" in run.summary.told[0].reason
    )
    instance.records.publish(iri("a"))
    assert counts(instance.run()) == {"updated": 1}
    assert (instance.record("a").kind, instance.record("a").has_draft) == (Kind.SERIES, False)


# What belongs to somebody else


def test_what_another_source_holds_is_refused_with_its_name(instance: Instance, publish: Publisher) -> None:
    publish(["a"])
    instance.add()
    instance.run()
    instance.add(id="thief", url=instance.url)
    run = instance.run(name="thief")
    assert counts(run) == {"refused": 1}
    assert "already held by the source demo" in run.summary.told[0].reason
    assert instance.record("a").source == "demo"


def test_what_is_ours_is_refused(instance: Instance, site: Site) -> None:
    own = PREFIXES + f'<{MINE}> a dcat:Dataset ; dct:title "Mine" .'
    with read(own.encode(), "own", formats.TURTLE) as statements:
        (description,) = split(statements, str).descriptions
        plan = instance.records.plan([description], Intake())
    instance.records.carry_out(plan, instance.judge.submit(plan.descriptions).result())
    unknown = '<http://127.0.0.1:8000/dataset/new> a dcat:Dataset ; dct:title "New" .'
    site.give("/catalog", own.replace("Mine", "Theirs") + unknown)
    instance.add()
    run = instance.run()
    assert counts(run) == {"refused": 2}
    assert all("already held by this catalogue itself" in outcome.reason for outcome in run.summary.told)
    assert instance.store.find("iri", [MINE])[MINE].head.hash == description.hash


def test_a_tombstone_for_what_another_source_holds_does_nothing(
    instance: Instance, publish: Publisher, site: Site
) -> None:
    publish(["a"])
    instance.add()
    instance.run()
    url = site.give("/other", page(["z"], more=tombstone("a")))
    instance.add(id="other", url=url)
    assert instance.run(name="other").state is RunState.COMPLETE
    assert instance.states() == {"a": State.PUBLISHED, "z": State.PUBLISHED}


def test_a_dataset_without_iri_is_the_same_one_at_every_run(instance: Instance, site: Site) -> None:
    nameless = '[] a dcat:Dataset ; dct:identifier "n" ; dct:title "{}" .'
    site.give("/catalog", page(["a"], more=nameless.format("Before")))
    instance.add()
    assert counts(instance.run()) == {"created": 2}
    site.give("/catalog", page(["a"], more=nameless.format("After")))
    assert counts(instance.run()) == {"updated": 1, "unchanged": 1}


# What goes


def test_what_the_source_says_is_withdrawn_is_withdrawn_with_its_reason(
    instance: Instance, publish: Publisher
) -> None:
    publish(["a", "b"])
    instance.add()
    instance.run()
    publish(["a"], more=tombstone("b", "Consent was withdrawn"))
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"unchanged": 1, "withdrawn": 1})
    record = instance.record("b")
    assert (record.state, record.withdrawal_reason) == (State.WITHDRAWN, "Consent was withdrawn")
    assert counts(instance.run()) == {"unchanged": 1}


def test_a_few_that_vanish_from_a_complete_run_are_withdrawn(instance: Instance, publish: Publisher) -> None:
    publish(names(11))
    instance.add()
    instance.run()
    publish(names(10))
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"unchanged": 10, "withdrawn": 1})
    assert instance.record("d10").withdrawal_reason == f"no longer listed by {instance.url}"


def test_a_tenth_that_vanishes_is_held_and_told_until_it_is_confirmed(
    instance: Instance, publish: Publisher
) -> None:
    publish(names(10))
    instance.add()
    instance.run()
    publish(names(9))
    for _ in range(2):
        run = instance.run()
        assert run.state is RunState.HELD
        assert "of 10 descriptions, the source no longer lists 1" in run.message
        assert iri("d09") in run.message
        assert instance.record("d09").state is State.PUBLISHED
    run = instance.run(confirm=True)
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"unchanged": 9, "withdrawn": 1})


def test_many_tombstones_at_once_are_held_too(instance: Instance, publish: Publisher) -> None:
    publish(names(30))
    instance.add()
    instance.run()
    publish(names(19), more="".join(map(tombstone, names(30)[19:])))
    for _ in range(2):
        run = instance.run()
        assert run.state is RunState.HELD
        assert "says that 11 were withdrawn" in run.message
    assert counts(instance.run(confirm=True)) == {"unchanged": 19, "withdrawn": 11}


def test_an_empty_catalogue_withdraws_nothing_by_itself(instance: Instance, publish: Publisher) -> None:
    publish(names(3))
    instance.add()
    instance.run()
    publish([])
    assert instance.run().state is RunState.HELD
    assert set(instance.states().values()) == {State.PUBLISHED}


def test_what_comes_back_is_published_again(instance: Instance, publish: Publisher) -> None:
    publish(["a", "b"])
    instance.add()
    instance.run()
    publish(["a"], more=tombstone("b"))
    instance.run()
    publish(["a", "b"])
    assert counts(instance.run()) == {"unchanged": 1, "updated": 1}
    assert instance.states() == {"a": State.PUBLISHED, "b": State.PUBLISHED}


def test_what_is_listed_and_said_to_be_withdrawn_stays(instance: Instance, publish: Publisher) -> None:
    publish(["a"], ["b"], more=tombstone("b"))
    instance.add()
    for _ in range(3):
        instance.run()
    assert instance.states() == {"a": State.PUBLISHED, "b": State.PUBLISHED}


def test_a_draft_that_nobody_saw_leaves_no_tombstone(
    instance: Instance, site: Site, publish: Publisher
) -> None:
    site.give("/catalog", PREFIXES + dataset("a") + dataset("b", "Draft"))
    instance.add()
    instance.run()
    publish(["a"], more=tombstone("b"))
    assert counts(instance.run()) == {"unchanged": 1, "withdrawn": 1}
    assert instance.states() == {"a": State.PUBLISHED}


# What breaks


def test_a_run_that_breaks_off_withdraws_nothing_of_what_it_did_not_read(
    instance: Instance, publish: Publisher, site: Site
) -> None:
    publish(names(30), ["b"])
    instance.add()
    instance.run()
    publish(names(29), ["b"])
    site.give("/catalog?page=2", "<!DOCTYPE html> Maintenance")
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.PARTIAL, {"unchanged": 29})
    assert "a web page" in run.message
    assert set(instance.states().values()) == {State.PUBLISHED}


def test_a_source_of_which_nothing_can_be_read_has_failed(instance: Instance) -> None:
    instance.add()
    run = instance.run()
    assert run.state is RunState.FAILED
    assert "404 Not Found" in run.message
    assert run.finished


def test_what_was_read_before_a_break_is_not_read_again(
    instance: Instance, publish: Publisher, site: Site
) -> None:
    publish(["a"], ["b"])
    site.give("/catalog?page=2", "broken")
    instance.add()
    assert counts(instance.run()) == {"created": 1}
    publish(["a"], ["b"])
    assert counts(instance.run()) == {"unchanged": 1, "created": 1}
    assert site.asked[2][1]["If-None-Match"]


def test_one_item_that_cannot_be_taken_in_stops_none_of_the_others(instance: Instance, site: Site) -> None:
    site.give("/catalog", PREFIXES + dataset("a") + dataset("b", "POISON") + dataset("c"))
    instance.add()
    run = instance.run()
    assert counts(run) == {"created": 2, "refused": 1}
    (told,) = run.summary.told
    assert (told.name, told.kind) == (iri("b"), OutcomeKind.REFUSED)
    assert "RecursionError" in told.reason


def test_a_graph_made_to_keep_us_busy_is_refused_and_stops_nothing(instance: Instance, site: Site) -> None:
    links = "".join(f"_:n{a} dct:relation _:n{b} ." for a in range(12) for b in range(12) if a != b)
    busy = f"<{iri('b')}> dct:relation _:n0 . {links}"
    site.give("/catalog", page(["a", "b", "c"], more=busy))
    instance.add()
    run = instance.run()
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"created": 2, "refused": 1})
    assert "too much alike" in run.summary.told[0].reason


def test_a_page_with_a_refused_item_is_read_in_full_next_time(instance: Instance, site: Site) -> None:
    site.give("/catalog", PREFIXES + dataset("a") + dataset("b", "POISON"), etag='"1"')
    instance.add()
    for _ in range(2):
        assert instance.run().summary.counts[OutcomeKind.REFUSED] == 1
    assert not any(headers["If-None-Match"] for _, headers in site.asked)


def test_a_dataset_on_two_pages_is_taken_once_and_said(
    instance: Instance, publish: Publisher, site: Site
) -> None:
    publish(["a"], ["b"])
    site.give("/catalog?page=2", PREFIXES + dataset("a", "Otherwise") + dataset("b"))
    instance.add()
    run = instance.run()
    assert counts(run) == {"created": 2}
    assert [note for note in run.summary.notes if "described again, and differently" in note]
    position = instance.store.position()
    instance.run()
    assert instance.store.position() == position


class Killed(BaseException):
    """What a test ends a run with, as hard as it can be in one process."""


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_run_that_is_killed_can_be_repeated(instance: Instance, publish: Publisher, step: int) -> None:
    publish(["a"], ["b"])
    instance.add()
    steps = iter(range(1, 100))

    def kill(_progress: object) -> None:
        if next(steps) == step:
            raise Killed

    with pytest.raises(Killed):
        instance.harvesting.run("demo", tell=kill)
    run = instance.run()
    assert run.state is RunState.COMPLETE
    assert instance.states() == {"a": State.PUBLISHED, "b": State.PUBLISHED}
    assert [each.kind for each in instance.store.changes(0, 100)] == [ChangeKind.PUBLISHED] * 2


def test_a_run_that_a_machine_forgot_is_closed_by_the_next(instance: Instance, publish: Publisher) -> None:
    publish(["a"])
    instance.add()
    instance.store.save_run(Run("lost", "demo", datetime.now(UTC) - timedelta(minutes=1)))
    instance.run()
    last, lost = instance.harvesting.runs("demo")
    assert (last.state, lost.state) == (RunState.COMPLETE, RunState.PARTIAL)
    assert "interrupted" in lost.message


def test_two_runs_of_one_source_do_not_overlap(instance: Instance, publish: Publisher) -> None:
    publish(["a"])
    instance.add()
    refused = []

    def run_again(_progress: object) -> None:
        with pytest.raises(UnderWay):
            instance.run()
        refused.append(True)

    instance.harvesting.run("demo", tell=run_again)
    assert refused
    assert len(instance.harvesting.runs("demo")) == 1


# Sources and schedules


def test_a_source_gets_its_name_from_its_host(instance: Instance) -> None:
    first = instance.harvesting.add(Source("", "https://data.example.org/catalog.ttl"))
    second = instance.harvesting.add(Source("", "https://data.example.org/other.ttl"))
    again = instance.harvesting.add(Source("", "https://data.example.org/catalog.ttl", every=1))
    assert (first.id, second.id, again.id) == ("data-example-org", "data-example-org-2", "data-example-org")
    assert [each.source.every for each in instance.harvesting.list()] == [1, 24]
    assert again.added == first.added


@pytest.mark.parametrize(
    "given",
    [
        {"url": "ftp://example.org/"},
        {"url": "https://me:secret@example.org/"},
        {"url": "catalog.ttl"},
        {"id": "Not An Id"},
        {"id": "a" * 41},
        {"id": "demonstration"},
        {"every": -1},
        {"harvester": "nosuch"},
    ],
)
def test_a_source_that_cannot_work_is_refused(instance: Instance, given: dict[str, object]) -> None:
    with pytest.raises(BadParameter):
        instance.add(**given)
    assert instance.harvesting.list() == []


def test_an_unknown_source_is_not_found(instance: Instance) -> None:
    with pytest.raises(NotFound):
        instance.run(name="nosuch")


def test_a_source_is_due_at_once_and_then_by_its_hours(instance: Instance, publish: Publisher) -> None:
    publish(["a"])
    instance.add(every=6)
    now = datetime.now(UTC)
    assert [source.id for source in instance.harvesting.due(now)] == ["demo"]
    (run,) = instance.harvesting.run_due()
    assert run.state is RunState.COMPLETE
    assert instance.harvesting.run_due() == []
    assert not instance.harvesting.due(now + timedelta(hours=5.9))
    assert instance.harvesting.due(now + timedelta(hours=6.1))


def test_a_run_that_broke_off_is_soon_repeated(instance: Instance) -> None:
    instance.add()
    instance.run()
    now = datetime.now(UTC)
    assert not instance.harvesting.due(now + timedelta(hours=0.9))
    assert instance.harvesting.due(now + timedelta(hours=1.1))


def test_a_source_without_hours_is_never_due(instance: Instance) -> None:
    instance.add(every=0)
    assert not instance.harvesting.due(datetime.now(UTC) + timedelta(days=1000))
