"""`catalogue validate` as people and CI use it: over files, folders, addresses and the standard input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import SH, Graph

from catalogue.commands.options import ENGINES, INPUTS, OUTPUTS
from catalogue.rdf.formats import FORMATS, SERVED
from catalogue.rdf.graphs import ntriples
from tests.benchmarks.descriptions import PREFIXES, turtle, write_file
from tests.conftest import dataset
from tests.harvesters.pages import iri, page
from tests.harvesters.site import Site, serving
from tests.shapes.loaded import DEMONSTRATION, conforming

CATALOGUE = str(Path(sys.executable).parent / "catalogue")
FIELDS = {"source", "iri", "title", "profile", "level", "conforms", "findings"}

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command in an empty folder; keywords are variables of the environment."""

    def call(*words: str, given: str | bytes | None = None, **more: str) -> Done:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CATALOGUE_", "LC_", "LANG"))
        }
        data = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            [CATALOGUE, "validate", *words],
            env=kept | {"CATALOGUE_DATA": str(tmp_path / "data"), "NO_PROXY": "*"} | more,
            cwd=tmp_path,
            input=data,
            stdin=subprocess.DEVNULL if data is None else None,
            capture_output=True,
            check=False,
            timeout=120,
        )
        told = subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )
        assert "Traceback" not in told.stderr, told.stderr
        return told

    return call


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def objects(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_conforms_exits_with_0_and_its_warnings_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + turtle(1))
    done = run("a.ttl")
    assert done.returncode == 0
    assert "conforms: " in done.stdout
    assert done.stdout.endswith("warnings\n")
    assert not (tmp_path / "data").exists()


def test_violations_exit_with_1_and_are_told_in_plain_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset(more="dcat:distribution [ a dcat:Distribution ]"))
    done = run("a.ttl")
    assert done.returncode == 1
    assert "Violation: Distribution › Access address" in done.stdout
    assert "does not conform" in done.stdout
    assert "sh:" not in done.stdout
    assert "ConstraintComponent" not in done.stdout


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<http://a/b> <http://a/c>\n<", "line 2"),
        (b"<http://a/b> a <http://a/C> .", "describes no dataset"),
    ],
)
def test_what_cannot_be_read_exits_with_2_and_a_sentence(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "a.ttl").write_bytes(content)
    done = run("a.ttl")
    assert done.returncode == 2
    assert reason in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--format", "pdf", "a.ttl"),
        ("--level", "SECRET", "a.ttl"),
        ("--profile", "nothing/1", "a.ttl"),
        ("--language", "xx", "a.ttl"),
        ("--engine", "slow", "a.ttl"),
        ("--base", "here", "a.ttl"),
    ],
)
def test_a_wrong_use_exits_with_2_and_says_what_is_expected(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: " in done.stderr


@pytest.mark.parametrize("name", ["foo://x", "ftp://example.org/a.ttl", "file:///a.ttl"])
def test_what_is_no_address_of_the_web_is_not_taken_for_a_file(run: Run, name: str) -> None:
    done = run(name)
    assert done.returncode == 2
    said = " ".join(done.stdout.split())
    assert f"{name} is not fetched: only http and https addresses are fetched" in said


def test_a_broken_profile_is_told_with_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "profile.toml").write_text(
        'id = "own"\nversion = "1"\niri = "urn:own"\ntitle = { en = "Own" }\nshapes = ["own.ttl"]\n'
        '[levels.PUBLIC]\niri = "urn:public"\n'
    )
    (tmp_path / "own" / "own.ttl").write_text("<urn:a> <urn:b> ;;; oops\n")
    done = run("--profile", "own", "a.ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "own/own.ttl" in "".join(done.stderr.split())
    assert "line 1" in " ".join(done.stderr.split())


def test_the_levels_that_can_be_asked_are_those_of_the_profile(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "profile.toml").write_text(
        'id = "own"\nversion = "1"\niri = "urn:own"\ntitle = { en = "Own" }\n[levels.SECRET]\niri = "urn:secret"\n'
    )
    done = run("--profile", "own", "--level", "secret", "--format", "json", "a.ttl")
    assert [each["level"] for each in objects(done)] == ["SECRET"], done.stderr
    assert "own has the levels SECRET" in run("--profile", "own", "--level", "PUBLIC", "a.ttl").stderr


def test_the_formats_and_engines_that_can_be_named_are_those_that_are_there() -> None:
    assert tuple(form.name for form in FORMATS) == INPUTS
    assert tuple(form.extension for form in SERVED) == OUTPUTS
    assert ENGINES == ("pyshacl", "fast")


def test_nothing_that_is_broken_hides_what_is_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "1.ttl").write_text("oops")
    (tmp_path / "2.ttl").write_text(PREFIXES + turtle(1))
    done = run("nowhere", ".", "--format", "json")
    assert done.returncode == 2
    assert [(each["source"], "error" in each, each["conforms"]) for each in objects(done)] == [
        ("nowhere", True, False),
        ("1.ttl", True, False),
        ("2.ttl", False, True),
    ]


def test_the_demonstration_is_told_as_one_object_a_description(run: Run) -> None:
    done = run(str(DEMONSTRATION), "--base", "https://example.org/", "--format", "json", "--engine", "fast")
    told = objects(done)
    assert {each["source"] for each in told} == set(map(str, DEMONSTRATION.glob("*.ttl")))
    assert all(set(each) == FIELDS for each in told)
    assert done.returncode == int(not all(each["conforms"] for each in told))


@pytest.mark.reference
def test_the_official_examples_are_told_alike_by_both_engines(run: Run, reference: Path) -> None:
    told = [
        run(str(reference / "examples"), "--format", "json", "--engine", engine)
        for engine in ("pyshacl", "fast")
    ]
    assert told[0].stdout == told[1].stdout
    assert len(objects(told[0])) >= 12


@pytest.mark.parametrize("environment", [{"LANG": "fr_FR.UTF-8"}, {"LC_ALL": "fr", "LANG": "en_GB.UTF-8"}])
def test_messages_are_in_the_language_of_the_terminal(
    run: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    assert "non conforme : " in run("a.ttl", **environment).stdout.replace("\u202f", " ").replace("\xa0", " ")
    assert "does not conform: " in run("a.ttl", "--language", "en", **environment).stdout


@pytest.mark.parametrize("environment", [{"LANG": "tlh_KL.UTF-8"}, {"LC_ALL": "POSIX"}])
def test_messages_are_in_english_where_the_language_of_the_terminal_is_not_spoken(
    run: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "a.ttl").write_text(dataset(title="Été"))
    done = run("a.ttl", **environment)
    assert "does not conform: " in done.stdout
    assert done.stdout.startswith("Été\n")


def test_the_standard_input_is_read_by_its_content_or_as_it_is_called(run: Run) -> None:
    quads = '<http://a/b> a <http://www.w3.org/ns/dcat#Dataset> . <http://a/b> <http://a/c> "d" .'
    named = ntriples(Graph().parse(data=quads, format="turtle")).replace(" .\n", " <http://a/graph> .\n")
    assert [each["iri"] for each in objects(run("-", "--format", "json", given=quads))] == ["http://a/b"]
    [told] = objects(run("-", "--format", "json", "--input-format", "nquads", given=named))
    assert (told["source"], told["iri"]) == ("-", "http://a/b")


def test_an_empty_or_closed_standard_input_is_told(run: Run, tmp_path: Path) -> None:
    assert "empty" in run("-", given="").stdout
    closed = subprocess.run(
        ["/bin/sh", "-c", f"'{CATALOGUE}' validate - <&-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (2, "")
    assert "closed" in closed.stdout


def test_a_junit_report_and_a_shacl_report_stand_alone_on_the_standard_output(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + turtle(1))
    (tmp_path / "b.ttl").write_text(dataset())
    suites = ElementTree.fromstring(run(".", "--format", "junit").stdout)
    assert [suite.get("failures") for suite in suites] == ["0", "1"]
    report = Graph().parse(data=run(".", "--format", "shacl").stdout, format="turtle")
    assert len(list(report.subjects(None, SH.ValidationReport))) == 1
    assert len(list(report.objects(None, SH.result))) > 10


def test_a_paged_catalogue_is_followed_and_told_in_sum(run: Run, site: Site) -> None:
    first = site.url + "/catalog"
    site.give("/catalog", page("abc", first, site.url + "/2"))
    site.give("/2", page("de", site.url + "/2", site.url + "/3"))
    site.give("/3", page([]))
    done = run(first, "--format", "json")
    assert [each["iri"] for each in objects(done)] == [iri(name) for name in "abcde"]
    text = run(first).stdout
    assert "What is wrong, by cause" in text
    assert "in 5 descriptions" in text
    assert text.splitlines()[-1].startswith("5 descriptions, 0 conform, ")


def test_an_address_that_gives_no_rdf_is_told(run: Run, site: Site) -> None:
    page_url = site.give("/page", "<!doctype html><title>Sorry", "text/html")
    missing = site.url + "/missing"
    private = site.behave("/away", lambda handler: handler.answer(status=302, location="http://127.0.0.2:9/"))
    slow = site.behave("/slow", lambda handler: (handler.start(), handler.drip(b"#" * 1000, 0.1))[0])
    done = run(page_url, missing, private, slow, "--format", "json", CATALOGUE_FETCH_TIME="1")
    reasons = [str(each["error"]) for each in objects(done)]
    assert done.returncode == 2
    for reason, part in zip(reasons, ("web page", "404", "no public address", "slow"), strict=True):
        assert part in reason


def test_pages_without_end_are_ended(run: Run, site: Site) -> None:
    circle = site.give("/catalog", page(["a"]), link='</catalog>; rel="next"')
    broken = objects(run(circle, "--format", "json"))[-1]
    assert "in a circle" in str(broken["error"])


def test_many_findings_of_a_kind_are_told_in_bounds(run: Run, tmp_path: Path) -> None:
    text = ntriples(conforming("PUBLIC", 200))
    nameless = (line for line in text.splitlines() if "csvw#name" not in line)
    (tmp_path / "wide.nt").write_text("\n".join(nameless))
    done = run("wide.nt")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) < 300
    assert "… and 195 more of 1 kind" in done.stdout
    [told] = objects(run("wide.nt", "--format", "json"))
    assert len(told["findings"]) >= 200  # type: ignore[arg-type]


def test_many_descriptions_are_told_in_their_order(run: Run, tmp_path: Path) -> None:
    write_file(tmp_path / "many.ttl", 150)
    one, two = (
        run("many.ttl", "--format", "json", "--engine", "fast", CATALOGUE_IMPORT_PROCESSES=processes)
        for processes in ("1", "2")
    )
    assert one.stdout == two.stdout
    assert len({each["iri"] for each in objects(one)}) == 150
    assert one.returncode == two.returncode == 0
