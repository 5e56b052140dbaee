"""Where a description stands, in a word."""

from catalogue.domain.record import Record
from catalogue.domain.review import Stage
from catalogue.web.context import services
from catalogue.web.languages import gettext


def of(record: Record) -> Stage:
    """Where the newest version of a record stands."""
    return services().workflow.stages([record])[record.number]


def words(stage: Stage) -> str:
    """What people call it."""
    return {
        Stage.DRAFT: gettext("Draft"),
        Stage.IN_REVIEW: gettext("In review"),
        Stage.SENT_BACK: gettext("Sent back"),
        Stage.APPROVED: gettext("Approved"),
        Stage.PUBLISHED: gettext("Published"),
        Stage.WITHDRAWN: gettext("Withdrawn"),
    }[stage]
