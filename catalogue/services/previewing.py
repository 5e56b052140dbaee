"""What would be public: a version as its page, its data, its check and the EU catalogue would have it.

Nothing of it is stored or kept: what is shown is made for the one who asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from rdflib import DCTERMS, Graph, URIRef

from catalogue.domain.completeness import completeness
from catalogue.domain.forms.classes import class_of
from catalogue.domain.people import Actor
from catalogue.domain.record import Description, Record, Revision, State
from catalogue.domain.report import Report
from catalogue.domain.verdict import Verdict
from catalogue.rdf import canonical, graphs, writing
from catalogue.rdf.formats import Format
from catalogue.rdf.working import WorkingGraph
from catalogue.services.auditing import now
from catalogue.services.checking import Checker, verdict_on
from catalogue.services.editing import Editing
from catalogue.services.feeds import as_listed, own_fragment
from catalogue.services.listing import Listing, Paging, Told
from catalogue.services.reading import Reading
from catalogue.services.section_checks import Looked, Section, SectionChecks

LARGE: Final = 5_000  # statements that are checked anew while somebody waits


@dataclass(frozen=True)
class Preview:
    """A version as it would be published now. `record` is what the record would be.

    `unsaved` says that it is what the actor is editing, and has not saved. `excerpt` is what pages about it read: all
    that it says, or of thousands of parts the first. `read` makes its graph.
    """

    record: Record
    description: Description
    unsaved: bool
    excerpt: Graph
    read: Callable[[], Graph]
    is_large: bool = False

    @cached_property
    def graph(self) -> Graph:
        """All that it says, made when it is first asked for."""
        return self.read()

    @property
    def is_checked(self) -> bool:
        """Whether the whole was checked, and not the first of its many parts alone."""
        return self.record.head.report.complete


class Previewing:
    """Previews for those who may read drafts; all others get NotFound."""

    def __init__(
        self,
        editing: Editing,
        reading: Reading,
        checks: tuple[Callable[[], Checker], SectionChecks],
        listing: Listing,
    ) -> None:
        self._editing = editing
        self._reading = reading
        self._checker, self._section_checks = checks
        self._listing = listing

    def of(self, actor: Actor, id: str, *, saved: bool = False) -> Preview:
        """What the actor is editing, else (or with `saved`) the newest revision."""
        draft = self._editing.open(actor, id)
        record, unsaved = draft.record, draft.is_changed and not saved
        if unsaved:
            description = canonical.describe_text(record.iri, record.kind, draft.ntriples)
            read = partial(graphs.graph, description.ntriples)
        else:
            description = self._reading.description(record, draft=True)
            read = partial(self._reading.graph, record, draft=True)
        known = None if unsaved or not record.head.report.complete else record.head.report
        if description.ntriples.count("\n") > LARGE:
            looked, level = self._look(description)
            report = known or self._glanced(looked, level)
            told = _published(record, description, report)
            return Preview(told, description, unsaved, looked.excerpt, read, is_large=True)
        graph = read()
        told = _published(record, description, known or self._report(description))
        return Preview(told, description, unsaved, graph, lambda: graph)

    def _look(self, description: Description) -> tuple[Looked, str]:
        """What is found at a glance of a large description, and at which level."""
        profile, root = self._checker().profile, URIRef(description.iri)
        level = profile.level_for(
            graphs.values(description.ntriples, description.iri, str(DCTERMS.accessRights))
        )
        graph = WorkingGraph(description.ntriples)
        section = Section(root, class_of(graph, root, profile), "", level)
        return self._section_checks.look(graph, section), level

    def _glanced(self, looked: Looked, level: str) -> Report:
        found = tuple(each.finding for each in looked.findings)
        return Report(self._checker().profile.id, level, found, complete=False)

    def verdict(self, preview: Preview) -> Verdict:
        """What a check says of it, with how complete it is; of a large one, what was said when it was saved."""
        checker = self._checker()
        if not preview.is_large:
            return checker.check(preview.description, "", complete=True)
        verdict = verdict_on(preview.description, preview.record.head.report, checker.profile)
        measured = completeness(preview.excerpt, verdict.iri, checker.profile, verdict.level)
        return replace(verdict, completeness=measured)

    def body(self, preview: Preview, form: Format) -> bytes:
        """The description in a serialisation. Raises NotRepresentable."""
        return writing.body(preview.description.ntriples, form)

    def feed(self, preview: Preview, form: Format) -> bytes:
        """The page of the list that other catalogues harvest, as if this were all that is listed."""
        told: Told = set()
        url = f"{self._listing.catalogue}.{form.extension}"
        record = preview.record
        self._listing.about_catalogue(told, record.changed)
        self._listing.about_paging(told, Paging(url, url, url, None, None, 1, 1))
        self._listing.about_member(told, record, {})
        lines = as_listed(record.iri, preview.description.ntriples)
        return writing.document([own_fragment(told, form), writing.fragment(lines, form, "preview")], form)

    def _report(self, description: Description) -> Report:
        verdict = self._checker().check(description, "")
        return Report(verdict.profile, verdict.level, tuple(each.finding for each in verdict.findings))


def _published(record: Record, description: Description, report: Report) -> Record:
    """The record as it would be."""
    at = now()
    head = Revision(record.head.number, description.hash, at, record.head.author, "", report)
    return replace(
        record,
        state=State.PUBLISHED,
        head=head,
        published=head,
        listed=record.listed or at,
        changed=at,
        withdrawn=None,
        withdrawal_reason="",
    )
