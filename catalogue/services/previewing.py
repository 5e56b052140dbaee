"""What would be public: a version as its page, its data, its check and the EU catalogue would have it.

Nothing of it is stored or kept: what is shown is made for the one who asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rdflib import Graph

from catalogue.domain.people import Actor
from catalogue.domain.record import Description, Record, Revision, State
from catalogue.domain.report import Report
from catalogue.domain.verdict import Verdict
from catalogue.rdf import graphs, writing
from catalogue.rdf.formats import Format
from catalogue.services.auditing import now
from catalogue.services.checking import Checker
from catalogue.services.editing import Editing
from catalogue.services.feeds import as_listed, own_fragment
from catalogue.services.listing import Listing, Paging, Told
from catalogue.services.reading import Reading


@dataclass(frozen=True, slots=True)
class Preview:
    """A version as it would be published now. `record` is what the record would be.

    `unsaved` says that it is what the actor is editing, and has not saved.
    """

    record: Record
    description: Description
    graph: Graph
    unsaved: bool


class Previewing:
    """Previews for those who may read drafts; all others get NotFound."""

    def __init__(
        self, editing: Editing, reading: Reading, checker: Callable[[], Checker], listing: Listing
    ) -> None:
        self._editing = editing
        self._reading = reading
        self._checker = checker
        self._listing = listing

    def of(self, actor: Actor, id: str, *, saved: bool = False) -> Preview:
        """What the actor is editing, else (or with `saved`) the newest revision."""
        draft = self._editing.open(actor, id)
        record, unsaved = draft.record, draft.is_changed and not saved
        if unsaved:
            description = graphs.describe(record.iri, record.kind, draft.graph)
            graph, report = graphs.graph(description.ntriples), self._report(description)
        else:
            description = self._reading.description(record, draft=True)
            graph, report = self._reading.graph(record, draft=True), record.head.report
        return Preview(_published(record, description, report), description, graph, unsaved)

    def verdict(self, preview: Preview) -> Verdict:
        """What a check says of it, with how complete it is."""
        return self._checker().check(preview.description, "", complete=True)

    def body(self, preview: Preview, form: Format) -> bytes:
        """The description in a serialisation. Raises NotRepresentable."""
        return writing.body(preview.description.ntriples, form)

    def feed(self, preview: Preview, form: Format) -> bytes:
        """The page of the list that other catalogues harvest, as if this were all that is listed."""
        told: Told = set()
        url = f"{self._listing.catalogue}.{form.extension}"
        record = _published(preview.record, preview.description, self._report(preview.description))
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
