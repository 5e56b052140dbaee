"""Saying what happened: to people, beside the description, and in the audit log."""

from dataclasses import dataclass

from catalogue.services.auditing import Auditing
from catalogue.services.commenting import Commenting
from catalogue.services.notices import Notices


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says what happened to whom: the notices, the comments, and the audit log."""

    notices: Notices
    commenting: Commenting
    auditing: Auditing
