"""The accelerator: the `shacl` engine, held to pySHACL.

What it passes, passes. What it refuses is validated again by pySHACL, whose report counts; so is everything
when it fails in any way. The extra `fast` installs it.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Report
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.validation.base import Mentions
from catalogue.validation.classes import Classes, term_text
from catalogue.validation.pyshacl import PyShaclValidator, severity
from catalogue.validation.stubs import Stubs, typed

_log = logging.getLogger(__name__)
# It writes `<a>`, `(<a>|<b>)` and `^<a>`, where a finding has `a`, `a|b` and `^a`.
_PATH_SIGNS = re.compile(r"[<>()\s]")
# It names blank nodes anew. So each is given its label as a value, and a shape that no label meets tells, as a
# result, the label of the node that it calls by another name.
_LABEL = "urn:x-catalogue:label"
_LABEL_SHAPE = f"""
<urn:x-catalogue:labels> <{SH}targetSubjectsOf> <{_LABEL}> .
<urn:x-catalogue:labels> <{SH}property> <urn:x-catalogue:labelled> .
<urn:x-catalogue:labelled> <{SH}path> <{_LABEL}> .
<urn:x-catalogue:labelled> <{SH}nodeKind> <{SH}IRI> .
"""


class FastValidator:
    """Validates about a hundred times faster what conforms, and as pySHACL does what does not."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies) -> None:
        self._profile = profile
        self._stubs = Stubs(vocabularies)
        self._classes = Classes(profile)
        self._reference = PyShaclValidator(profile, vocabularies)
        self._compiled: dict[str, Any] = {}
        self._lock = Lock()
        self._installed = True

    def validate(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """The findings of a description at an access level; see `Validator`."""
        report = self._tried(ntriples, level, mentions)
        if report is not None and report.conforms:
            return report
        reference = self._reference.validate(ntriples, level, mentions)
        if report is not None and _compared(report) != _compared(reference):
            differing = len(set(_compared(report)) ^ set(_compared(reference)))
            _log.warning(
                "The fast SHACL engine differs from pySHACL in %d findings; pySHACL's count", differing
            )
        return reference

    def validate_fast(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """What the accelerator alone finds. Raises whatever it raises."""
        graph, stubs = graphs.graph(ntriples), Graph()
        for triple in (*self._stubs.of(graph), *typed(mentions)):
            stubs.add(triple)
        text = ntriples + graphs.ntriples(stubs) + _labels(graph)
        results = self._compiled_for(level).validate_text(text, format="ntriples").results
        return Report(self._profile.id, level, tuple(sorted(set(self._findings(results, graph)))))

    def _tried(self, ntriples: str, level: str, mentions: Mentions) -> Report | None:
        if not self._installed:
            return None
        try:
            return self.validate_fast(ntriples, level, mentions)
        except (KeyboardInterrupt, SystemExit):
            raise
        except ImportError as error:
            self._installed = False
            _log.warning("The fast SHACL engine is not installed, pySHACL is used: %s", error)
            return None
        except BaseException as error:  # a panic of the engine is no Exception
            _log.warning("The fast SHACL engine failed, pySHACL goes on: %s: %s", type(error).__name__, error)
            return None

    def _compiled_for(self, level: str) -> Any:
        with self._lock:
            if level not in self._compiled:
                import shacl  # noqa: PLC0415 - an extra that not every instance has

                shapes = self._profile.shapes(level)
                if (None, SH.closed, None) in shapes:
                    raise ValueError("closed shapes would refuse the labels of blank nodes")
                self._compiled[level] = shacl.Shapes.from_text(
                    graphs.ntriples(shapes) + _LABEL_SHAPE, format="ntriples"
                )
            return self._compiled[level]

    def _findings(self, results: list[Any], graph: Graph) -> Iterator[Finding]:
        described = frozenset(graph.subjects())
        labels = {result.focus_node: result.value_plain for result in results if _is_label(result)}
        for result in results:
            focus = _node(result.focus_node, labels)
            if focus in described and not _is_label(result):
                yield Finding(
                    severity=severity(result.severity_iri),
                    focus=term_text(focus),
                    focus_class=self._classes.of(graph, focus),
                    path=_PATH_SIGNS.sub("", result.path or ""),
                    component=result.component_iri,
                    value=f"_:{labels[result.value]}" if result.value in labels else result.value_plain or "",
                    message="\n".join(sorted(result.messages)),
                )


def _labels(graph: Graph) -> str:
    nodes = {term for subject, _, value in graph for term in (subject, value) if isinstance(term, BNode)}
    return "".join(f'{node.n3()} <{_LABEL}> "{node}" .\n' for node in nodes)


def _is_label(result: Any) -> bool:
    return bool(result.path == f"<{_LABEL}>")


def _node(text: str, labels: Mapping[str, str]) -> Node:
    return BNode(labels[text]) if text in labels else URIRef(text.removeprefix("<").removesuffix(">"))


def _compared(report: Report) -> list[Finding]:
    """The findings without what the engines word each for themselves."""
    return [
        Finding(f.severity, f.focus, f.focus_class, f.path, f.component, f.value) for f in report.findings
    ]
