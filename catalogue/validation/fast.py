"""The accelerator: the `shacl` engine, held to pySHACL.

What it passes, passes. What it refuses is validated again by pySHACL, whose report counts; so is everything
when it fails, and all that is asked by shapes of kinds on which the two may differ. Where they are known to, it
is the stricter one: it refuses some spellings of values that pySHACL takes. The extra `fast` installs it.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from rdflib import RDF, SH, XSD, Graph
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Report, Severity
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.lines import Said, read
from catalogue.validation import labels
from catalogue.validation.base import Mentions
from catalogue.validation.classes import Classes
from catalogue.validation.presences import SUBCLASS, Presences, drop_switched_off, lacking, take_out
from catalogue.validation.pyshacl import PyShaclValidator, severity
from catalogue.validation.stubs import Stubs, typed

_log = logging.getLogger(__name__)
# It writes `<a>`, `(<a>|<b>)` and `^<a>`, where a finding has `a`, `a|b` and `^a`.
_PATH_SIGNS: Final = re.compile(r"<([^>]*)>|[()\s]")
# What shapes may say that is left to pySHACL: labels would break a closed shape, the rest leaves SHACL Core.
_LEFT_TO_PYSHACL: Final = tuple(
    SH[name] for name in "closed sparql js target rule expression select ask parameter validator".split()
)
# Through these a shape asks of a value, or of a node, what other shapes say.
_LOGIC: Final = tuple(SH[name] for name in ("or", "and", "xone", "not", "node", "qualifiedValueShape"))
# Here what other shapes refuse may be what passes.
_INVERTING: Final = tuple(SH[name] for name in ("not", "xone", "qualifiedValueShape"))

# The fields of a finding in their order: rows are sorted quicker than findings.
Row = tuple[Severity, str, str, str, str, str, str]
_severity = lru_cache(maxsize=100)(severity)
_MIN_COUNT: Final = str(SH.MinCountConstraintComponent)


# It takes every text for a binary value.
_UNCHECKED: Final = tuple(f'"^^<{datatype}>' for datatype in (XSD.hexBinary, XSD.base64Binary))
_HEXADECIMAL: Final = re.compile(rf' "(?:[0-9a-fA-F]{{2}})*"\^\^<{XSD.hexBinary}>')


class Unusual(Exception):
    """The accelerator is not to be relied on here."""


class Compiled:
    """The shapes of a level, set up in the engine, and what is asked beside them.

    `first` is the number that the engine gives a text's first blank node.
    """

    def __init__(self, shapes: Any, presences: Presences) -> None:
        self._shapes = shapes
        self.presences = presences
        first = self._run(labels.labelling(["_:first"]))
        self.first = labels.number(first[0].focus_node) if first else -1

    def results(self, ntriples: str, more: str) -> list[Any]:
        """The results about a description and what is said besides, with those that tell its blank nodes."""
        results = self._run(ntriples + more)
        named = labels.meant(results)
        if not named:
            return results
        nodes = labels.blank_nodes(ntriples)
        results = self._run(ntriples + more + labels.labelling(labels.guess(nodes, named, self.first)))
        if labels.meant(results) <= labels.told(results).keys():
            return results
        return self._run(ntriples + more + labels.labelling(nodes))

    def _run(self, ntriples: str) -> list[Any]:
        results: list[Any] = self._shapes.validate_text(ntriples, format="ntriples").results
        return results


class FastValidator:
    """Validates about fifty times faster what conforms, and as pySHACL does what does not."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies) -> None:
        self._profile = profile
        self._stubs = Stubs(vocabularies)
        self._classes = Classes(profile)
        self._reference = PyShaclValidator(profile, vocabularies)
        self._compiled: dict[str, Compiled] = {}
        self._unfit: set[str] = set()
        self._told: set[str] = set()
        self._lock = Lock()

    def validate(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """The findings of a description at an access level; see `Validator`."""
        mentions = tuple(mentions)
        report = self._tried(ntriples, level, mentions)
        if report is not None and report.conforms:
            return report
        reference = self._reference.validate(ntriples, level, mentions)
        if report is not None and _compared(report) != _compared(reference):
            differing = len(_compared(report) ^ _compared(reference))
            self._tell("findings", f"it differs from pySHACL in {differing} findings of a description")
        return reference

    def validate_fast(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """What the accelerator alone finds. Raises whatever it raises, and Unusual."""
        compiled = self._compiled_for(level)
        if labels.LABEL in ntriples:
            raise Unusual(f"the description itself speaks of {labels.LABEL}")
        if _has_unchecked(ntriples):
            raise Unusual("it does not look into binary values")
        if SUBCLASS in ntriples:
            raise Unusual("the description itself says which classes are below others")
        said = read(ntriples)
        results = compiled.results(ntriples, self._stubs.of(said) + typed(mentions))
        rows = sorted({*self._rows(results, said), *self._lacking(compiled.presences, said, mentions)})
        return Report(self._profile.id, level, tuple(Finding(*row) for row in rows))

    def _tried(self, ntriples: str, level: str, mentions: Mentions) -> Report | None:
        if level in self._unfit:
            return None
        try:
            return self.validate_fast(ntriples, level, mentions)
        except ImportError as error:
            self._unfit.update(self._profile.levels)
            self._tell("import", f"it is not installed: {error}")
        except BaseException as error:
            if not _is_of_the_engine(error):
                raise
            self._tell(type(error).__name__, f"{type(error).__name__}: {error}")
        return None

    def _tell(self, kind: str, reason: str) -> None:
        """Log why pySHACL goes on; of each kind once, so that a long import does not fill the log."""
        if kind not in self._told:
            self._told.add(kind)
            _log.warning("The fast SHACL engine is left aside for pySHACL (told once): %s", reason)

    def _compiled_for(self, level: str) -> Compiled:
        with self._lock:
            if level not in self._compiled:
                self._compiled[level] = self._compile(level)
            return self._compiled[level]

    def _compile(self, level: str) -> Compiled:
        """The shapes of a level for the engine. Those that it cannot take are not tried again."""
        import shacl  # noqa: PLC0415 - an extra that not every instance has

        shapes = self._profile.shapes(level)
        self._unfit.add(level)
        reasons = [f"use sh:{name}" for name in _unusual(shapes)]
        if _passes_by_datatype(shapes):
            reasons.append("may pass what has another datatype")
        if reasons:
            raise Unusual(f"the shapes of {self._profile.id} at {level} {', '.join(reasons)}")
        drop_switched_off(shapes)
        presences = take_out(shapes, self._stubs.classes)
        text = graphs.ntriples(shapes) + labels.SHAPE
        compiled = Compiled(shacl.Shapes.from_text(text, format="ntriples"), presences)
        self._unfit.discard(level)
        return compiled

    def _lacking(self, asked: Presences, said: Said, mentions: Mentions) -> Iterator[Row]:
        """What makes a finding, for each property that is not there."""
        types = dict(said.types)
        for iri, name in mentions:
            if f"<{iri}>" in said.by_node:
                types[f"<{iri}>"] = [*types.get(f"<{iri}>", ()), name]
        stated = {subject: dict(said.by_node.get(subject, ())) for subject in types}
        for subject, rule in lacking(asked, types, stated):
            focus = subject if subject.startswith("_:") else subject[1:-1]
            name = self._classes.of(said.types.get(subject, ()))
            yield rule.severity, focus, name, rule.iri, _MIN_COUNT, "", rule.message

    def _rows(self, results: Iterable[Any], said: Said) -> Iterator[Row]:
        """What makes a finding, for each result about a node that the description describes."""
        told = labels.told(results) if labels.meant(results) else {}
        for result in results:
            path, focus = result.path or "", _term(result.focus_node, told)
            if focus in said.by_node and path != labels.PATH:
                yield (
                    _severity(result.severity_iri),
                    focus if focus.startswith("_:") else focus[1:-1],
                    self._classes.of(said.types.get(focus, ())),
                    _path(path),
                    _core(result.component_iri),
                    _value(result, told),
                    "\n".join(sorted(result.messages)),
                )


def _has_unchecked(ntriples: str) -> bool:
    """Whether a description has binary values that are not plainly well formed."""
    found = sum(ntriples.count(datatype) for datatype in _UNCHECKED)
    return found > 0 and found > len(_HEXADECIMAL.findall(ntriples))


def _unusual(shapes: Graph) -> list[str]:
    """What shapes say that the accelerator was not compared on."""
    return [str(term).removeprefix(str(SH)) for term in _LEFT_TO_PYSHACL if (None, term, None) in shapes]


def _passes_by_datatype(shapes: Graph) -> bool:
    """Whether a description may conform whose values do not have the datatypes that shapes ask for.

    That is so where a datatype decides about a warning, or is asked for inside of a negation. The engine is
    stricter about some spellings than pySHACL, which would not be asked again.
    """
    mild = {shape for shape, severity in shapes.subject_objects(SH.severity) if severity != SH.Violation}
    if any((shape, SH.datatype, None) in shapes for shape in mild):
        return True
    begin = {each for shape in mild for each in _asked_of(shapes, shape, _LOGIC)}
    begin |= {each for term in _INVERTING for each in shapes.objects(None, term)}
    return any((each, SH.datatype, None) in shapes for each in _reached(shapes, begin))


def _reached(shapes: Graph, begin: Iterable[Node]) -> set[Node]:
    """The shapes, and lists of them, that others consist of."""
    met: set[Node] = set()
    waiting = list(begin)
    while waiting:
        node = waiting.pop()
        if node not in met:
            met.add(node)
            waiting += _asked_of(shapes, node, (*_LOGIC, SH.property, RDF.first, RDF.rest))
    return met


def _asked_of(shapes: Graph, node: Node, terms: Iterable[Node]) -> Iterator[Node]:
    return (each for term in terms for each in shapes.objects(node, term))


def _is_of_the_engine(error: BaseException) -> bool:
    """Whether pySHACL goes on after it; a panic of the engine is no Exception, and its class has no address."""
    if isinstance(error, MemoryError):
        return False
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _term(term: str, told: Mapping[str, str]) -> str:
    """A term as the description writes it. Raises Unusual for a blank node that it does not have."""
    if not term.startswith("_:"):
        return term
    if term not in told:
        raise Unusual("it names a blank node that the description does not have")
    return told[term]


def _value(result: Any, told: Mapping[str, str]) -> str:
    written = result.value or ""
    return _term(written, told) if written.startswith("_:") else result.value_plain or ""


@lru_cache(maxsize=1_000)
def _path(written: str) -> str:
    return _PATH_SIGNS.sub(r"\1", written)


@lru_cache(maxsize=100)
def _core(component: str) -> str:
    if not component.startswith(str(SH)):
        raise Unusual(f"it answers with a constraint of another kind, {component}")
    return component


def _compared(report: Report) -> set[tuple[str, ...]]:
    """The findings without what the engines word each for themselves."""
    return {(f.severity, f.focus, f.focus_class, f.path, f.component, f.value) for f in report.findings}
