"""The filters of a search as pages show them: a few of them, and a few of the values of each, before a fold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from catalogue.services.search_page import FacetView, Option

SHOWN: Final = 4  # values of a facet before the fold
IN_SIGHT: Final = ("access", "country", "category", "theme")  # facets before the fold


@dataclass(frozen=True, slots=True)
class Branch:
    """A value of a facet with those that are narrower; `chosen` when it or any of them is."""

    option: Option
    narrower: tuple["Branch", ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with what is in sight and what is folded away."""

    view: FacetView
    shown: tuple[Branch, ...]
    folded: tuple[Branch, ...]


def folded(views: Iterable[FacetView]) -> dict[str, list[Facet]]:
    """The facets as templates know them: those in sight, and those that are folded away."""
    facets = {view.id: _facet(view) for view in views}
    return {
        "first_facets": [facets.pop(name) for name in IN_SIGHT if name in facets],
        "more_facets": list(facets.values()),
    }


def _facet(view: FacetView) -> Facet:
    """What is chosen stays in sight; one value is not folded away alone."""
    tree = _tree(view.options)
    seen = SHOWN + 1 if len(tree) == SHOWN + 1 else SHOWN
    shown = (*tree[:seen], *(branch for branch in tree[seen:] if branch.chosen))
    return Facet(view, shown, tuple(branch for branch in tree[seen:] if not branch.chosen))


def _tree(options: Iterable[Option]) -> tuple[Branch, ...]:
    """The values that stand below none, with those below them."""
    below: dict[str, list[Option]] = {}
    for option in options:
        below.setdefault(option.broader, []).append(option)
    return _branches(below, "")


def _branches(below: Mapping[str, Sequence[Option]], broader: str) -> tuple[Branch, ...]:
    """The values right below a value."""
    return tuple(_branch(option, _branches(below, option.value)) for option in below.get(broader, ()))


def _branch(option: Option, narrower: tuple[Branch, ...]) -> Branch:
    return Branch(option, narrower, option.chosen or any(each.chosen for each in narrower))
