"""Datasets that a reader picks, to compare them or to ask for them together, and what can go wrong with that.

BadInput
├── TooManyPicked   more in one address than are shown beside one another, or than a list holds
└── NothingPicked   a form that was sent without a dataset
Conflict
└── SelectionFull   the reader's list holds no more
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalogue.domain.access import Body
from catalogue.domain.errors import BadInput, Conflict
from catalogue.domain.page import Brief
from catalogue.domain.record import Record

MOST: Final = 100  # datasets in one list


class TooManyPicked(BadInput):
    message = "The address names %(count)s datasets, and there is room for %(most)s. Take some out of it."


class NothingPicked(BadInput):
    message = "No dataset was chosen. Go back and tick one."


class SelectionFull(Conflict):
    message = (
        "A list holds at most %(most)s datasets. Nothing was added; remove some, or keep this list by its link and "
        "begin another."
    )


class Route(StrEnum):
    """By whom datasets are asked for."""

    BODY = "body"
    HOLDER = "holder"
    NOBODY = "nobody"  # named by the description
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Member:
    """A dataset of a list, with what its page tells first."""

    record: Record
    page: Brief


@dataclass(frozen=True, slots=True)
class Group:
    """The datasets that are asked for at one place; `body` is who is asked, None where nobody is or has to be."""

    route: Route
    body: Body | None
    members: tuple[Member, ...]

    @property
    def routes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The steps to the data, by the label of the access level that they are for."""
        told = ((member.page.access.label, member.page.access.steps) for member in self.members)
        return tuple((label, steps) for label, steps in dict(told).items() if steps)

    @property
    def notes(self) -> tuple[str, ...]:
        """What else is said of the access, once."""
        return tuple(dict.fromkeys(member.page.access.note for member in self.members))


def groups(members: Iterable[Member]) -> tuple[Group, ...]:
    """A list by whom to ask: access bodies first, then holders, those of the most datasets first; open data last."""
    found: dict[tuple[Route, str], list[Member]] = {}
    for member in members:
        found.setdefault(_place(member.page), []).append(member)
    made = [Group(route, _body(route, some), tuple(some)) for (route, _), some in found.items()]
    order = list(Route)
    return tuple(sorted(made, key=lambda group: (order.index(group.route), -len(group.members))))


def _place(page: Brief) -> tuple[Route, str]:
    if page.access.level == "PUBLIC":
        return Route.OPEN, ""
    if page.access.body:
        return Route.BODY, page.access.body.iri or _name(page.access.body)
    return (Route.HOLDER, page.holder.text) if page.holder else (Route.NOBODY, "")


def _name(body: Body) -> str:
    return body.name.text if body.name else ""


def _body(route: Route, members: Sequence[Member]) -> Body | None:
    if route is Route.BODY:
        return members[0].page.access.body
    if route is Route.HOLDER:
        ways = dict.fromkeys(way for member in members for each in member.page.contacts for way in each.ways)
        return Body(members[0].page.holder, tuple(ways))
    return None
