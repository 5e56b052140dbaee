"""An organisation with people in it, and descriptions that conform, for tests of review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from catalogue.bootstrap import Services
from catalogue.domain.people import Actor, Organisation, Person, Role
from catalogue.domain.record import ChangeKind, Description, Record, State, Write
from catalogue.services.demonstration import FOLDER
from catalogue.services.sessions import actor_of
from catalogue.settings import Settings
from tests.conftest import described

HOSPITAL = "auental"
PEOPLE: Mapping[str, frozenset[Role]] = {
    "Ada": frozenset({Role.EDITOR}),
    "Emil": frozenset({Role.EDITOR}),
    "Rosa": frozenset({Role.REVIEWER}),
    "Grace": frozenset({Role.ADMINISTRATOR}),
    "Leo": frozenset({Role.READER}),
}
WHOLE = "diabetes-programme-auental"


@cache
def _rules() -> dict[str, object]:
    """The profile and what is built of it: to read them is most of what an instance costs."""
    made = Services(Settings.model_validate({"data": "/nowhere"}))
    return {name: getattr(made, name) for name in ("profile", "vocabularies", "validator")}


@dataclass
class Hospital:
    """What tests do in an organisation."""

    services: Services
    roles: Mapping[str, frozenset[Role]] = field(default_factory=lambda: PEOPLE)

    def __post_init__(self) -> None:
        vars(self.services).update(_rules())
        store = self.services.store
        store.save_organisation(Organisation(HOSPITAL, "Auental clinic"))
        store.save_organisation(Organisation("other", "Another clinic"))
        for name, roles in self.roles.items():
            mail = f"{name.lower()}@example.org"
            store.save_person(Person(name.lower(), mail, name, roles={HOSPITAL: roles}, language="en"))
        store.save_person(Person("max", "max@example.org", "Max", administrator=True))
        store.save_person(
            Person("eve", "eve@example.org", "Eve", roles={"other": frozenset({Role.REVIEWER})})
        )

    def actor(self, name: str) -> Actor:
        person = self.services.store.person("id", name.lower())
        assert person is not None
        return actor_of(person)

    def save(
        self, author: str, description: Description, record: Record | None = None, reason: str = ""
    ) -> Record:
        """A revision as the form saves it, a draft."""
        [judgement] = self.services.judge.judge([description])
        write = Write(
            description.iri,
            record.head.number if record else None,
            ChangeKind.SAVED,
            State.DRAFT,
            description,
            judgement.report,
            judgement.identifiers,
            self.services.identities.id(description.iri),
            author=author,
            person=author.lower(),
            reason=reason,
            organisation=HOSPITAL,
        )
        return self.services.store.put([write])[0]

    def draft(self, author: str = "Ada", text: str | None = None) -> Record:
        """A draft of a whole description, or of a Turtle text."""
        return self.save(author, self.description(text))

    def description(self, text: str | None = None) -> Description:
        return described(text or (FOLDER / f"{WHOLE}.ttl").read_text(encoding="utf-8"))[0]

    def edited(self, record: Record, author: str = "Ada", title: str = "Another title") -> Record:
        """The next revision of a description, with another title."""
        text = self.services.reading.ntriples(record, draft=True)
        lines = [
            line
            for line in text.split("\n")
            if not (line.startswith(f"<{record.iri}> ") and "/title>" in line)
        ]
        said = f'<{record.iri}> <http://purl.org/dc/terms/title> "{title}"@en .\n'
        return self.save(author, self.description("\n".join(lines) + said), record)

    def now(self, record: Record) -> Record:
        return self.services.own_records.again(record)

    def told(self, name: str) -> list[str]:
        """The kinds of notices that somebody has, the oldest first."""
        return [str(each.kind) for each in reversed(self.services.notices.mine(self.actor(name)))]

    def noted(self) -> list[tuple[str, str]]:
        """Who did what, the oldest first."""
        events = self.services.store.events(None, 100)
        return [(each.actor.partition(" <")[0], each.action) for each in reversed(events)]
