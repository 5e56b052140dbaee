"""What roles, and actions in the audit log, are called in the reader's language."""

from catalogue.domain.people import Role
from catalogue.web.languages import gettext


def roles() -> dict[Role, str]:
    """The name of each role."""
    return {
        Role.EDITOR: gettext("Editor"),
        Role.REVIEWER: gettext("Reviewer"),
        Role.ADMINISTRATOR: gettext("Administrator"),
        Role.READER: gettext("Reader"),
        Role.PROVIDER: gettext("Data provider"),
    }


def explained() -> dict[Role, str]:
    """What each role may do."""
    return {
        Role.EDITOR: gettext("describes datasets, and sends them in for review"),
        Role.REVIEWER: gettext("also reviews, publishes and withdraws"),
        Role.ADMINISTRATOR: gettext("also manages members and keys"),
        Role.READER: gettext("reads drafts, and changes nothing"),
        Role.PROVIDER: gettext(
            "publishes without review what was reviewed where it comes from, and withdraws"
        ),
    }
