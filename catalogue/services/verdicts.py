"""Verdicts in the formats that programs read: JSON, CSV, JUnit, and a SHACL validation report.

All findings are in them, also a warning that says again what a violation says: a program compares them with those
of other validators.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Severity
from catalogue.domain.verdict import Located, Verdict, Worded
from catalogue.domain.vocabulary import Vocabularies
from catalogue.domain.wording import Explanation, explain
from catalogue.domain.worth import worth_telling
from catalogue.rdf import graphs, writing
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.property_paths import written_path
from catalogue.services.cells import line
from catalogue.services.translating import colon

_REMEMBERED: Final = 20_000  # explanations; the same ones come again and again
_IN_MEMORY: Final = 8 * 2**20  # characters of a report before they go to a file
_BLOCK: Final = 2**16
_COLUMNS: Final = (
    "source iri title profile level conforms error "
    "severity field message mend example rule focus class path component value"
).split()
# An IRI, where a value does not say what it is.
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_REPORT: Final = URIRef("urn:x-catalogue:report")
_NOT_IN_XML: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words for verdicts on a profile, in a language."""

    profile: Profile
    vocabularies: Vocabularies
    language: str = "en"
    _known: dict[object, Explanation] = field(default_factory=dict, repr=False, compare=False)

    def explain(self, located: Located) -> Explanation:
        """What a finding says to people; each kind of it is worded once."""
        found = located.finding
        key = (found.severity, found.focus_class, found.path, found.component, found.value, located.place)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = explain(found, self.profile, self.language, self.vocabularies, located.place)
        return self._known[key]

    def worth_telling(self, verdict: Verdict) -> list[Located]:
        """The findings for people: none that says again what another says, or that reads as another does.

        A value that is of another list, for instance, breaks a rule about its class and one about its scheme.
        """
        worth = set(map(id, worth_telling((each.finding for each in verdict.findings), self.profile)))
        about: dict[object, list[Located]] = {}
        for located in verdict.findings:
            if id(located.finding) in worth:
                found = located.finding
                about.setdefault((found.severity, found.focus, found.path, found.value), []).append(located)
        return [each for same in about.values() for each in self._reading_alike_once(same)]

    def _reading_alike_once(self, found: list[Located]) -> Iterable[Located]:
        """Only where several findings are about one value are their words looked at: thousands may not be."""
        if len(found) == 1:
            return found
        told: dict[Explanation, Located] = {}
        for each in found:
            told.setdefault(self.explain(each), each)
        return told.values()


def json_object(verdict: Verdict, words: Words) -> dict[str, Any]:
    """A verdict for `json.dumps`; `title`, `error` and `completeness` are there where there is one."""
    told = {
        "source": verdict.source,
        "iri": verdict.iri,
        "title": verdict.title,
        "profile": verdict.profile,
        "level": verdict.level,
        "conforms": verdict.conforms,
        "error": verdict.error,
        "findings": [_finding(located, words) for located in verdict.findings],
    }
    if verdict.completeness:
        told["completeness"] = verdict.completeness.to_json()
    return {name: value for name, value in told.items() if value != "" or name not in ("title", "error")}


def json_line(verdict: Verdict, words: Words) -> str:
    """A verdict as a line of JSON."""
    if isinstance(verdict, Worded):
        return verdict.text
    return json.dumps(json_object(verdict, words), ensure_ascii=False) + "\n"


def _finding(located: Located, words: Words) -> dict[str, str]:
    found, told = located.finding, words.explain(located)
    return {
        "severity": str(found.severity),
        "focus": found.focus,
        "class": found.focus_class,
        "path": found.path,
        "component": found.component,
        "value": found.value,
        "field": told.field,
        "message": told.message,
        "mend": told.mend,
        "example": told.example,
        "rule": told.rule,
    }


def csv_parts(verdicts: Iterable[Verdict], words: Words) -> Iterator[str]:
    """A table with a row for each finding, and one for each description without any; in parts, one for each verdict.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield line(_COLUMNS)
    for verdict in verdicts:
        yield "".join(map(line, _rows(verdict, words)))


def _rows(verdict: Verdict, words: Words) -> Iterator[list[str]]:
    whole = {
        "source": verdict.source,
        "iri": verdict.iri,
        "title": verdict.title,
        "profile": verdict.profile,
        "level": verdict.level,
        "conforms": "yes" if verdict.conforms else "no",
        "error": verdict.error,
    }
    for row in [_finding(located, words) for located in verdict.findings] or [{}]:
        cells = whole | row
        yield [cells.get(name, "") for name in _COLUMNS]


def junit(verdicts: Iterable[Verdict], words: Words) -> Iterator[str]:
    """A JUnit report in parts: a suite for each source, a case for each description.

    Violations are failures, what could not be read is an error, and the rest is told in the output of a case.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for source, found in groupby(verdicts, key=lambda verdict: verdict.source):
        yield from _suite(source, found, words)
    yield "</testsuites>\n"


def _suite(source: str, verdicts: Iterable[Verdict], words: Words) -> Iterator[str]:
    """A suite says first how many cases it has, so these wait in a file where they are many."""
    counts = Counter(tests=0, failures=0, errors=0, skipped=0)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as cases:
        for verdict in verdicts:
            counts["tests"] += 1
            counts["errors" if verdict.error else "failures"] += not verdict.conforms
            cases.writelines(_case(verdict, words))
        cases.seek(0)
        told = " ".join(f'{name}="{count}"' for name, count in counts.items())
        yield f"  <testsuite name={_attribute(source)} {told}>\n"
        yield from iter(lambda: cases.read(_BLOCK), "")
        yield "  </testsuite>\n"


def _case(verdict: Verdict, words: Words) -> Iterator[str]:
    name = verdict.iri or verdict.source
    level = f"{verdict.profile} {verdict.level}".strip()
    yield f"    <testcase name={_attribute(name)} classname={_attribute(level)}>\n"
    if verdict.error:
        yield f"      <error message={_attribute(verdict.error)}/>\n"
    for located in verdict.findings:
        if located.finding.severity is Severity.VIOLATION:
            told = words.explain(located)
            heading = _attribute(f"{told.field}{colon(words.language)}{told.problem}")
            yield f'      <failure type="Violation" message={heading}>{_text(told.mend)}</failure>\n'
    others = [each for each in verdict.findings if each.finding.severity is not Severity.VIOLATION]
    if others:
        lines = "\n".join(_line(located, words) for located in others)
        yield f"      <system-out>{_text(lines)}</system-out>\n"
    yield "    </testcase>\n"


def _line(located: Located, words: Words) -> str:
    told = words.explain(located)
    return f"{located.finding.severity}: {told.field}{colon(words.language)}{told.message}"


def _text(value: str) -> str:
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def shacl_parts(verdicts: Iterable[Verdict], words: Words) -> Iterator[bytes]:
    """One `sh:ValidationReport` on all in Turtle (SHACL, 3.6.1), in parts that each hold one verdict at most."""
    yield writing.head(TURTLE)
    conforms = True
    for number, verdict in enumerate(verdicts):
        conforms = conforms and verdict.conforms
        yield writing.fragment(graphs.ntriples(_results(verdict, words)), TURTLE, scope=f"d{number}")
    report = Graph()
    report.add((_REPORT, RDF.type, SH.ValidationReport))
    report.add((_REPORT, SH.conforms, Literal(conforms)))
    yield writing.fragment(graphs.ntriples(report), TURTLE)


def _results(verdict: Verdict, words: Words) -> Graph:
    report = Graph()
    if verdict.error:
        report.add((_REPORT, RDFS.comment, Literal(f"{verdict.iri or verdict.source}: {verdict.error}")))
    for number, located in enumerate(verdict.findings):
        result = BNode(f"result{number}")
        report.add((_REPORT, SH.result, result))
        for predicate, value in _result(located, words, report):
            report.add((result, predicate, value))
    return report


def _result(located: Located, words: Words, report: Graph) -> Iterator[tuple[Node, Node]]:
    found, told = located.finding, words.explain(located)
    yield RDF.type, SH.ValidationResult
    yield SH.resultSeverity, SH[str(found.severity)]
    yield SH.focusNode, _node(found.focus)
    yield SH.sourceConstraintComponent, URIRef(found.component)
    yield SH.resultMessage, Literal(f"{told.field}{colon(words.language)}{told.message}", lang=words.language)
    if found.path:
        yield SH.resultPath, written_path(found.path, report)
    if found.value:
        yield SH.value, graphs.read_term(located.term) if located.term else _value(found)


def _node(text: str) -> Node:
    return BNode(text.removeprefix("_:")) if text.startswith("_:") else URIRef(text)


def _value(finding: Finding) -> Node:
    """A value whose term is not known: it looks like an IRI, or it is a text."""
    if finding.value.startswith("_:"):
        return _node(finding.value)
    return URIRef(finding.value) if _IRI.fullmatch(finding.value) else Literal(finding.value)
