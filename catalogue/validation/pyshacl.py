"""The reference validator: pySHACL over the shapes of a profile."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from rdflib import SH, BNode, Graph
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.report import Finding, Report, Severity
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.lines import Said, read
from catalogue.validation.base import Mentions
from catalogue.validation.classes import Classes
from catalogue.validation.stubs import Stubs, typed

if TYPE_CHECKING:
    from catalogue.validation.compiled import CompiledShapes, Result


_COMPILING = Lock()


@lru_cache(maxsize=12)  # the levels of the shipped profiles
def _compiled(shapes_of: Callable[[str], Graph], level: str) -> "CompiledShapes":
    from catalogue.validation.compiled import CompiledShapes  # noqa: PLC0415 - pySHACL is heavy

    return CompiledShapes(shapes_of(level))


class PyShaclValidator:
    """Validates with pySHACL. Its import (40 MB) and the shapes of a level are paid at their first use."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies) -> None:
        self._profile = profile
        self._stubs = Stubs(vocabularies)
        self._classes = Classes(profile)

    def validate(self, ntriples: str, level: str, mentions: Mentions = ()) -> Report:
        """The findings of a description at an access level; see `Validator`."""
        compiled = self.compiled_for(level)
        said = read(ntriples)
        data = _Data(store=SimpleMemory())
        graphs.add_ntriples(ntriples, data)
        described = frozenset(data.subjects())
        graphs.add_ntriples(self._stubs.of(said) + typed(mentions), data)
        results = (dict(_own(result)) for result in compiled.results(data, described))
        about = (
            self._finding(compiled, result, said) for result in results if result[SH.focusNode] in described
        )
        return Report(self._profile.id, level, tuple(sorted(set(about))))

    def compiled_for(self, level: str) -> "CompiledShapes":
        """The shapes of a level, set up at their first use in a process."""
        with _COMPILING:
            return _compiled(self._profile.shapes_of, level)

    def _finding(self, compiled: "CompiledShapes", result: Mapping[Node, Node], said: Said) -> Finding:
        focus, path, value = result[SH.focusNode], result.get(SH.resultPath), result.get(SH.value)
        return Finding(
            severity=severity(result[SH.resultSeverity]),
            focus=_text(focus),
            focus_class=self._classes.of(said.types.get(_written(focus), ())),
            path="" if path is None else compiled.path(path),
            component=str(result[SH.sourceConstraintComponent]),
            value=_text(value),
            message="\n".join(sorted(map(str, compiled.messages(result[SH.sourceShape])))),
        )


def _text(term: Node | None) -> str:
    """A node or value as a finding holds it: the IRI, the literal's text, or `_:` and the blank node's label."""
    return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)


def _written(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


class _Data(Graph):
    """The graph that is validated.

    For each result pySHACL writes a text about its nodes that nobody reads here, with everything below a blank
    node, and remembers it for ever. It takes the nodes from `data or shapes`: as this is false, there is
    nothing to write.
    """

    def __bool__(self) -> bool:
        return False


def _own(result: "Result") -> Iterator[tuple[Node, Node]]:
    """The properties of a result itself. Those of the results below a failed `sh:node` follow them.

    pySHACL gives a term with the graph that it comes from.
    """
    _, node, triples = result
    for subject, predicate, value in triples:
        if subject == node:
            yield predicate, value[1] if isinstance(value, tuple) else value


def severity(term: Node | str) -> Severity:
    """The severity that a shape names; a severity of its own counts as a violation."""
    name = str(term).removeprefix(str(SH))
    return Severity(name) if name in Severity._value2member_map_ else Severity.VIOLATION
