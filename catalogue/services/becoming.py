"""What readers know as one kind of thing and an import or a harvest gives as another: when it may become that.

It may when the new version is published in place of the old one, and nothing stands beside that: a draft would be
lost behind a version of another kind, and a draft of another kind would change what readers find in their lists.
"""

from catalogue.domain.record import Description, Record


def barred_by_draft(record: Record | None, description: Description) -> str:
    """Why a description cannot take the place of a record whose next version is being written; "" where it can."""
    if record is None or not _changes(record, description) or not record.has_draft:
        return ""
    head = record.head
    author = f" by {head.author}" if head.author else ""
    draft = f"revision {head.number}, a draft saved on {head.at.date()}{author}, stands beside it"
    return f"{_told(record, description)}, and {draft}: publish that or let go of it first"


def barred_as_draft(record: Record | None, description: Description, published: bool) -> str:
    """Why a description cannot stand as a draft beside what readers have; "" where it can, or is `published`."""
    if published or record is None or not _changes(record, description):
        return ""
    return f"{_told(record, description)}, and it would not be published"


def _changes(record: Record, description: Description) -> bool:
    return record.published is not None and record.kind is not description.kind


def _told(record: Record, description: Description) -> str:
    return f"readers know it as “{record.kind}” and it comes as “{description.kind}”"
