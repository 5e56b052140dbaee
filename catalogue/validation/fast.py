"""The accelerator: the `shacl` engine, held to pySHACL.

What it passes, passes. What it refuses is validated again by pySHACL, whose report counts; so is everything
when it fails in any way. The extra `fast` installs it.
"""

import logging
import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Report, Severity
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf.graphs import ntriples
from catalogue.validation.classes import Classes
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs

_log = logging.getLogger(__name__)
# It writes `<a>`, `(<a>|<b>)` and `^<a>`, where a finding has `a`, `a|b` and `^a`.
_PATH_SIGNS = re.compile(r"[<>()\s]")


class FastValidator:
    """Validates about a hundred times faster what conforms, and as pySHACL does what does not."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies) -> None:
        self._profile = profile
        self._stubs = Stubs(vocabularies)
        self._classes = Classes(profile)
        self._reference = PyShaclValidator(profile, vocabularies)
        self._compiled: dict[str, Any] = {}
        self._lock = Lock()

    def validate(self, graph: Graph, level: str) -> Report:
        """The findings of a description at an access level; see `Validator`."""
        report = self._tried(graph, level)
        if report is not None and report.conforms:
            return report
        reference = self._reference.validate(graph, level)
        if report is not None and _compared(report) != _compared(reference):
            differing = len(set(_compared(report)) ^ set(_compared(reference)))
            _log.warning("The fast SHACL engine differs from pySHACL in %d findings; pySHACL's count", differing)
        return reference

    def validate_fast(self, graph: Graph, level: str) -> Report:
        """What the accelerator alone finds. Raises whatever it raises."""
        stubs = Graph()
        for triple in self._stubs.of(graph):
            stubs.add(triple)
        text = ntriples(graph) + ntriples(stubs)
        results = self._compiled_for(level).validate_text(text, format="ntriples").results
        return Report(self._profile.id, level, tuple(sorted(set(self._findings(results, graph)))))

    def _tried(self, graph: Graph, level: str) -> Report | None:
        try:
            return self.validate_fast(graph, level)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of the engine is no Exception
            _log.warning("The fast SHACL engine failed, pySHACL goes on: %s: %s", type(error).__name__, error)
            return None

    def _compiled_for(self, level: str) -> Any:
        with self._lock:
            if level not in self._compiled:
                import shacl  # noqa: PLC0415 - an extra that not every instance has

                shapes = ntriples(self._profile.shapes(level))
                self._compiled[level] = shacl.Shapes.from_text(shapes, format="ntriples")
            return self._compiled[level]

    def _findings(self, results: list[Any], graph: Graph) -> Iterator[Finding]:
        described = frozenset(graph.subjects())
        for result in results:
            focus = _node(result.focus_node)
            if focus in described:
                yield Finding(
                    severity=Severity(result.severity),
                    focus=str(focus),
                    focus_class=self._classes.of(graph, focus),
                    path=_PATH_SIGNS.sub("", result.path or ""),
                    component=result.component_iri,
                    value=result.value_plain or "",
                    message="\n".join(sorted(result.messages)),
                )


def _node(text: str) -> Node:
    return BNode(text.removeprefix("_:")) if text.startswith("_:") else URIRef(text.removeprefix("<").removesuffix(">"))


def _compared(report: Report) -> list[Finding]:
    """The findings without what the engines word each for themselves."""
    return [Finding(f.severity, f.focus, f.focus_class, f.path, f.component, f.value) for f in report.findings]
