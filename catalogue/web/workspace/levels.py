"""The access levels as a reader chooses between them: what each means, and what it obliges to."""

from dataclasses import dataclass

from rdflib import DCTERMS

from catalogue.domain.languages import pick
from catalogue.domain.profile import Field, Level, Obligation, Profile
from catalogue.web.languages import current


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level: how many fields must be filled in, and the labels of those that the least demanding one does not ask."""

    id: str
    label: str
    help: str
    mandatory: int
    more: tuple[str, ...]
    chosen: bool


def cards(profile: Profile, owner: str, chosen: str = "") -> list[LevelCard]:
    """The levels of a profile for a thing of a class."""
    asked = {level: _mandatory(profile, owner, level) for level in profile.levels}
    least = min(asked.values(), key=len, default=[])
    return [_card(level, asked[level.id], least, chosen) for level in profile.levels.values()]


def asked(profile: Profile, owner: str) -> bool:
    """Whether things of a class have an access level at all: a series of datasets has none."""
    return profile.field(owner, str(DCTERMS.accessRights)) is not None


def card(level: Level) -> LevelCard:
    """One level, as it is told."""
    return _card(level, [], [], level.id)


def _card(level: Level, asked: list[Field], least: list[Field], chosen: str) -> LevelCard:
    language = (current(),)
    more = tuple(pick(field.label, language) for field in asked if field not in least)
    return LevelCard(
        level.id,
        pick(level.label, language),
        pick(level.help, language),
        len(asked),
        more,
        level.id == chosen,
    )


def _mandatory(profile: Profile, owner: str, level: str) -> list[Field]:
    return [field for field in profile.fields(owner) if field.obligations.get(level) is Obligation.MANDATORY]
