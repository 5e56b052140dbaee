"""Verdicts for people, on a terminal or in a log: each description, and at the end what is wrong most often."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import fill
from typing import Final

from catalogue.domain.causes import Cause, Causes
from catalogue.domain.languages import Reader, pick
from catalogue.domain.report import RANKS, Severity
from catalogue.domain.values import number
from catalogue.domain.verdict import Located, Verdict
from catalogue.services.verdicts import Words

SHOWN: Final = 50  # findings of one description
OF_A_KIND: Final = 5
_CAUSES: Final = 20
_EXAMPLES: Final = 2
_WIDTH: Final = 100


def text(verdicts: Iterable[Verdict], words: Words, reader: Reader) -> Iterator[str]:
    """The text in parts: one for each verdict as it comes, then the sum."""
    told = _Telling(words, reader)
    for verdict in verdicts:
        yield from told.verdict(verdict)
    yield from told.sum()


def summary(verdicts: Iterable[Verdict], words: Words, reader: Reader, causes: Causes) -> Iterator[str]:
    """The sum alone: what is wrong by cause, gathered in `causes`, and how many descriptions conform."""
    told = _Telling(words, reader, causes)
    for verdict in verdicts:
        told.count(verdict, [])
    yield from told.by_cause()
    yield told.total()


@dataclass(slots=True)
class _Telling:
    words: Words
    reader: Reader
    causes: Causes = field(default_factory=Causes)
    counts: Counter[str] = field(default_factory=Counter)

    def verdict(self, verdict: Verdict) -> Iterator[str]:
        findings = self._for_people(verdict)
        counts = self.count(verdict, findings)
        yield self._heading(verdict, counts)
        shown = _some(findings)
        yield from map(self._finding, shown)
        if len(shown) < len(findings):
            yield self._more([each for each in findings if each not in set(shown)])
        yield "\n"

    def count(self, verdict: Verdict, told: Iterable[Located]) -> Counter[Severity]:
        """Count a verdict, and what is told of it by severity."""
        counts = Counter(each.finding.severity for each in told)
        self.causes.add(verdict)
        self.counts["error" if verdict.error else "conforms" if verdict.conforms else "refused"] += 1
        self.counts.update({str(severity): count for severity, count in counts.items()})
        return counts

    def _for_people(self, verdict: Verdict) -> list[Located]:
        """The findings worth telling, what hinders first."""
        return sorted(self.words.worth_telling(verdict), key=lambda each: RANKS[each.finding.severity])

    def _heading(self, verdict: Verdict, counts: Counter[Severity]) -> str:
        say = self.reader.gettext
        if verdict.error:
            name = f"{verdict.iri or verdict.source}\n"
            return name + _indented(say("Could not be read: %(error)s") % {"error": verdict.error}, 2)
        name = f"{verdict.title}\n" if verdict.title else ""
        result = say("conforms") if verdict.conforms else say("does not conform")
        found = ", ".join(
            self._counted(severity, counts[severity]) for severity in Severity if counts[severity]
        )
        state = f"{self._before(result)} {found}" if found else result
        source = f", {verdict.source}" if verdict.source else ""
        return f"{name}<{verdict.iri}>{source}\n{self._before(self._held_to(verdict))} {state}\n"

    def _held_to(self, verdict: Verdict) -> str:
        """The profile and the access level by name; a stored verdict may be of a profile that is not ours any more."""
        profile, language = self.words.profile, self.words.language
        title = pick(profile.title, (language,)) if verdict.profile == profile.id else verdict.profile
        return f"{title}, {profile.level_label(verdict.level, language)}"

    def _before(self, label: str) -> str:
        """A label with its colon, before which French has a space."""
        return self.reader.gettext("%(label)s:") % {"label": label}

    def _counted(self, severity: Severity, count: int) -> str:
        ngettext = self.reader.ngettext
        if severity is Severity.VIOLATION:
            told = ngettext("%(count)s violation", "%(count)s violations", count)
        elif severity is Severity.WARNING:
            told = ngettext("%(count)s warning", "%(count)s warnings", count)
        else:
            told = ngettext("%(count)s remark", "%(count)s remarks", count)
        return told % {"count": number(count, self.reader)}

    def _severity(self, severity: Severity) -> str:
        say = self.reader.gettext
        if severity is Severity.VIOLATION:
            return say("Violation")
        return say("Warning") if severity is Severity.WARNING else say("Remark")

    def _finding(self, located: Located) -> str:
        told = self.words.explain(located)
        lines = [told.message]
        if told.example:
            lines.append(self.reader.gettext("Example: %(example)s") % {"example": told.example})
        lines.append(told.rule)
        heading = f"\n  {self._before(self._severity(located.finding.severity))} {told.field}\n"
        return heading + "".join(_indented(line, 4) for line in lines)

    def _more(self, rest: list[Located]) -> str:
        kinds = len({_kind(each) for each in rest})
        say = self.reader.ngettext(
            "… and %(count)s more of %(kinds)s kind", "… and %(count)s more of %(kinds)s kinds", kinds
        )
        return f"\n  {say % {'count': number(len(rest), self.reader), 'kinds': kinds}}\n"

    def sum(self) -> Iterator[str]:
        if self.counts["conforms"] + self.counts["refused"] + self.counts["error"] > 1:
            yield from self.by_cause()
        yield self.total()

    def total(self) -> str:
        total = self.counts["conforms"] + self.counts["refused"]
        say, ngettext, counts = self.reader.gettext, self.reader.ngettext, self.counts
        parts = [
            ngettext("%(count)s description", "%(count)s descriptions", total)
            % {"count": number(total, self.reader)},
            ngettext("%(count)s conforms", "%(count)s conform", counts["conforms"])
            % {"count": number(counts["conforms"], self.reader)},
        ]
        parts += [self._counted(severity, counts[severity]) for severity in Severity if counts[severity]]
        if counts["error"]:
            parts.append(say("%(count)s not read") % {"count": number(counts["error"], self.reader)})
        return ", ".join(parts) + "\n"

    def by_cause(self) -> Iterator[str]:
        told: dict[object, Cause] = {}
        for cause in self.causes:
            told.setdefault(self._told_as(cause), cause)
        causes = sorted(told.values(), key=lambda cause: RANKS[cause.severity])
        if causes:
            yield self.reader.gettext("What is wrong, by cause") + "\n"
        yield from map(self._cause, causes[:_CAUSES])
        if len(causes) > _CAUSES:
            rest = {"count": number(len(causes) - _CAUSES, self.reader)}
            yield "\n" + _indented(self.reader.gettext("… and %(count)s other causes") % rest, 2)
        yield "\n" if causes else ""

    def _told_as(self, cause: Cause) -> object:
        """What a reader sees of a cause: one that reads as another is told once."""
        return cause.severity, self.words.explain(Located(cause.finding)), cause.findings, cause.descriptions

    def _cause(self, cause: Cause) -> str:
        told = self.words.explain(Located(cause.finding))
        ngettext = self.reader.ngettext
        where = ngettext(
            "%(findings)s in %(count)s description",
            "%(findings)s in %(count)s descriptions",
            cause.descriptions,
        ) % {
            "findings": number(cause.findings, self.reader),
            "count": number(cause.descriptions, self.reader),
        }
        named = dict.fromkeys(f"<{iri}>" for iri, _ in cause.examples)
        examples = " ".join(list(named)[:_EXAMPLES])
        heading = f"\n  {self._before(self._severity(cause.severity))} {told.field} ({where})\n"
        return heading + _indented(told.message, 4) + _indented(examples, 4)


def _some(findings: list[Located]) -> list[Located]:
    """As many as are read: some of each kind, as thousands of one kind say no more."""
    if len(findings) <= SHOWN:
        return findings
    met: Counter[object] = Counter()
    shown = []
    for each in findings:
        met[_kind(each)] += 1
        if met[_kind(each)] <= OF_A_KIND:
            shown.append(each)
    return shown[:SHOWN]


def _kind(located: Located) -> object:
    found = located.finding
    return (found.severity, found.focus_class, found.path, found.component)


def _indented(line: str, by: int) -> str:
    """A paragraph; addresses in it stay whole, so that they can be copied."""
    indent = " " * by
    return (
        fill(
            line,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )
