"""The judged questions of `questions.toml`."""

import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("questions.toml")
EXACT: Final = 3
WELL: Final = 2
RELATED: Final = 1


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types on a page in `lang`; `judgements` grade descriptions by name, and no other is an answer."""

    id: str
    text: str
    lang: str
    kind: str
    judgements: Mapping[str, int]


def read_questions(file: Path = FILE) -> list[Question]:
    """All questions of a file. Raises TypeError for a field too many or too few."""
    return [Question(**table) for table in tomllib.loads(file.read_text(encoding="utf-8"))["question"]]


def within(questions: Iterable[Question], names: Container[str]) -> list[Question]:
    """The questions for a catalogue that has only these descriptions; left out are those with no good answer there."""
    kept = (replace(question, judgements=_known(question.judgements, names)) for question in questions)
    return [question for question in kept if max(question.judgements.values(), default=0) >= WELL]


def _known(judgements: Mapping[str, int], names: Container[str]) -> dict[str, int]:
    return {name: grade for name, grade in judgements.items() if name in names}
