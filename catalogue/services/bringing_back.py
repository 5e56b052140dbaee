"""Giving readers a description that was withdrawn in another version: that version, or nothing."""

from dataclasses import replace

from catalogue.domain.people import Actor
from catalogue.domain.record import Description, Record
from catalogue.services.deliveries import check_kind
from catalogue.services.mentions import mentions
from catalogue.services.others import Others
from catalogue.services.records import Records
from catalogue.services.register import Register
from catalogue.services.workflow import Workflow
from catalogue.store.base import RecordStore


class BringingBack:
    """What was withdrawn is seen by nobody on the way: neither before the new version, nor where that is refused."""

    def __init__(
        self, store: RecordStore, records: Records, register: Register, others: Others, workflow: Workflow
    ) -> None:
        self._store = store
        self._records = records
        self._register = register
        self._others = others
        self._workflow = workflow

    def run(self, actor: Actor, record: Record, description: Description) -> Record:
        """The record, published again with a new description. Raises Forbidden, NotPublishable with the findings,
        Stale, TooLarge, OtherDescription, and what `Others.check` raises.
        """
        check_kind(description)
        self._records.demand_size(description)
        self._others.check(actor, description, record)
        whole = self._register.completed(description, record.organisation)
        named = mentions(self._store, whole.iri, whole.ntriples)
        return self._workflow.return_as(actor, record, replace(whole, mentions=named))
