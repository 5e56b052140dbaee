"""How a finding names the class of a node."""

from collections.abc import Sequence

from catalogue.domain.profile import Profile


class Classes:
    """Of the classes of a node, the one that the profile knows; of several, the one that it knows first."""

    def __init__(self, profile: Profile) -> None:
        self._order = {iri: number for number, iri in enumerate(profile.classes)}

    def of(self, types: Sequence[str]) -> str:
        """The one of a node's classes, whatever their order; empty where it has none."""
        if len(types) == 1:
            return types[0]
        return min(types, key=lambda name: (self._order.get(name, len(self._order)), name), default="")
