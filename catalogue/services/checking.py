"""Checking descriptions against a profile: what is wrong, where it is, and how complete it is."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Final, Self

from rdflib import DCTERMS

from catalogue.domain.completeness import completeness
from catalogue.domain.errors import CatalogueError, TooAlike, TooLong
from catalogue.domain.places import Places, Step
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.report import Finding, Report
from catalogue.domain.sentences import Sentence, quoted
from catalogue.domain.verdict import Located, Verdict, Worded
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.splitting import Gathered
from catalogue.rdf.written import Written
from catalogue.services.pools import Pool, cross
from catalogue.validation.base import Validator

BATCH: Final = 50
LONGEST_TITLE: Final = 1_000  # characters that a verdict repeats
_IN_FLIGHT: Final = 6  # batches that are checked while the next are read

cross(Gathered, Verdict, Worded, Located, Finding, Step)
# A description, or what was gathered for one, and the file or address that it came from.
Asked = tuple[Description | Gathered, str]


class Checker:
    """Checks descriptions with one engine against one profile, whose words are at hand beside it."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, validator: Validator) -> None:
        self.profile = profile
        self.vocabularies = vocabularies
        self._validator = validator

    def check(
        self, description: Description, source: str, level: str | None = None, complete: bool = False
    ) -> Verdict:
        """The verdict on a description that came from `source` (a file's name, an address).

        `level` None holds it to the access level that it states. `complete` adds how much of the profile it
        fills, and which elements of the minimum that the law asks for it has.
        """
        if level is None:
            rights = Written(description.ntriples).values(description.iri, str(DCTERMS.accessRights))
            level = self.profile.level_for(rights)
        report = self._validator.validate(description.ntriples, level, description.mentions)
        verdict = verdict_on(description, report, self.profile, source)
        return completed(verdict, description, self.profile) if complete else verdict

    def prepare(self, level: str | None = None) -> None:
        """Set up the shapes of a level, or of each, which the first description of it would wait for."""
        for name in self.profile.levels if level is None else (level,):
            self._validator.validate("", name)


def verdict_on(description: Description, report: Report, profile: Profile, source: str = "") -> Verdict:
    """What a report says of a description, with the places of its findings in the words of a profile.

    The report may be older than the profile: it says itself what the description was held to.
    """
    written = Written(description.ntriples)
    read = _Reading(written, description.iri, profile)
    titles = written.values(description.iri, str(DCTERMS.title))
    rights = written.values(description.iri, str(DCTERMS.accessRights))
    return Verdict(
        source=source,
        iri=description.iri,
        title=quoted(min(titles, default=""), LONGEST_TITLE),
        profile=report.profile,
        level=report.level,
        findings=tuple(map(read.located, report.findings)),
        stated=profile.level_among(rights) is not None,
    )


def completed(verdict: Verdict, description: Description, profile: Profile) -> Verdict:
    """The same verdict, with how complete the description is."""
    graph = graphs.graph(description.ntriples)
    return replace(verdict, completeness=completeness(graph, verdict.iri, profile, verdict.level))


class _Reading:
    """Where the findings of a description are, read only where it is asked: findings of the whole need nothing."""

    def __init__(self, written: Written, iri: str, profile: Profile) -> None:
        self._written = written
        self._iri = iri
        self._profile = profile

    @cached_property
    def _places(self) -> Places:
        return Places(self._written, self._iri, self._profile, self._written.links, self._written.says)

    def located(self, finding: Finding) -> Located:
        return Located(finding, self._place(finding), self._term(finding))

    def _place(self, finding: Finding) -> tuple[Step, ...]:
        if finding.focus == self._iri and not self._is_described(finding.value):
            return ()
        return self._places.of(finding.focus, finding.path, finding.value)

    def _is_described(self, value: str) -> bool:
        """Whether a value is a node with statements of its own, as far as can be told without a graph."""
        return value.startswith("_:") or (bool(value) and self._written.describes(value))

    def _term(self, finding: Finding) -> str:
        if not finding.value:
            return ""
        return self._written.term(finding.focus, finding.path, finding.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A profile (its id or folder), an engine and an access level; None leaves it to the settings, or to each
    description.

    `in_json` is the language in which processes of their own put their verdicts into JSON, `language` that of what
    they say of descriptions that cannot be checked.
    """

    profile: str | None = None
    engine: str | None = None
    level: str | None = None
    in_json: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Checks:
    """What is asked of each description; see `Checker.check`. `say` translates sentences about errors.

    `word` puts verdicts into words before they leave a process of their own: findings are many and go slowly.
    """

    checker: Checker
    level: str | None = None
    complete: bool = False
    say: Callable[[str], str] = str
    word: Callable[[Verdict], str] | None = None

    def prepared(self) -> Self:
        """The same, when all is set up that they need."""
        self.checker.prepare(self.level)
        return self

    def verdicts(self, asked: Sequence[Asked]) -> list[Verdict]:
        """A verdict on each description, in their order."""
        verdicts = [self._of(*each) for each in asked]
        return [Worded.of(each, self.word(each)) for each in verdicts] if self.word else verdicts

    def all(self, found: Iterable[Asked | Verdict]) -> Iterator[Verdict]:
        """The verdicts on what is found, one by one; those that are there already stay where they stand."""
        for each in found:
            yield each if isinstance(each, Verdict) else self._of(*each)

    def error(self, source: str, reason: CatalogueError | str, iri: str = "") -> Verdict:
        """The verdict on what could not be read."""
        said = reason if isinstance(reason, str) else reason.sentence
        error = said.worded(self.say) if isinstance(said, Sentence) else said
        return Verdict(source, iri, "", self.checker.profile.id, "", error=error)

    def _of(self, given: Description | Gathered, source: str) -> Verdict:
        try:
            self._accept(given)
            description = given.description() if isinstance(given, Gathered) else given
        except (TooAlike, TooLong) as error:
            return self.error(source, error, given.iri)
        return self.checker.check(description, source, self.level, self.complete)

    def _accept(self, given: Description | Gathered) -> None:
        """Look at a description before anything dear is done to it. Raises TooLong."""


@dataclass(frozen=True, slots=True)
class Bounded(Checks):
    """The same, of descriptions of at most so many statements; `refused` says why others were not checked."""

    most: int = 0
    refused: list[TooLong] = field(default_factory=list)

    def _accept(self, given: Description | Gathered) -> None:
        count = given.ntriples.count("\n")
        if count > self.most:
            self.refused.append(TooLong(iri=quoted(given.iri), count=count, most=self.most))
            raise self.refused[-1]


@dataclass(frozen=True, slots=True)
class InProcesses(Checks):
    """The same, asked in processes of their own while the next descriptions are read."""

    processes: Pool[Asked, Verdict] | None = None

    def all(self, found: Iterable[Asked | Verdict]) -> Iterator[Verdict]:
        waiting: deque[tuple[list[Asked | Verdict], Future[list[Verdict]]]] = deque()
        rest = iter(found)
        while batch := list(islice(rest, BATCH)):
            assert self.processes
            open_ones = [each for each in batch if not isinstance(each, Verdict)]
            waiting.append((batch, self.processes.submit(open_ones)))
            if len(waiting) > _IN_FLIGHT:
                yield from _joined(*waiting.popleft())
        while waiting:
            yield from _joined(*waiting.popleft())


def _joined(batch: Iterable[Asked | Verdict], made: "Future[list[Verdict]]") -> Iterator[Verdict]:
    answers = iter(made.result())
    return (each if isinstance(each, Verdict) else next(answers) for each in batch)
