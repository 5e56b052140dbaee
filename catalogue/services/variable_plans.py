"""What waits between a file and the variables of a description: its dictionary, and what was chosen for it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from catalogue.domain import sentences
from catalogue.domain.dictionaries import Dictionary, Sheet


@dataclass(frozen=True, slots=True)
class Plan:
    """How a dictionary is to be understood and merged: what somebody has chosen in the preview.

    `targets` are what the headings of the chosen sheet stand for; `tables` say for each table of the file into which
    one it goes (a key, `new` with its title, or `out`); `parts` are the groups that count.
    """

    sheet: int = 0
    targets: tuple[str, ...] = ()
    language: str = "en"
    tables: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    fill: bool = False
    parts: tuple[str, ...] = ("added", "changed")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A dictionary that waits to be merged, and the plan for it."""

    dictionary: Dictionary
    plan: Plan

    @property
    def sheet(self) -> Sheet:
        return self.dictionary.sheets[min(self.plan.sheet, len(self.dictionary.sheets) - 1)]


def packed(found: HandedIn) -> bytes:
    """It as it is kept."""
    told = asdict(replace(found.dictionary, notes=()))
    notes = [sentences.to_json(each) for each in found.dictionary.notes]
    return json.dumps({"dictionary": told, "plan": asdict(found.plan), "notes": notes}).encode()


def unpacked(data: bytes) -> HandedIn:
    """What was packed."""
    told = json.loads(data)
    said, plan = told["dictionary"], told["plan"]
    sheets = tuple(
        Sheet(each["name"], tuple(each["headings"]), tuple(map(tuple, each["rows"])), tuple(each["lines"]))
        for each in said["sheets"]
    )
    notes = tuple(sentences.from_json(each) for each in told["notes"])
    return HandedIn(
        Dictionary(said["source"], said["form"], sheets, notes),
        Plan(**{**plan, "targets": tuple(plan["targets"]), "parts": tuple(plan["parts"])}),
    )
