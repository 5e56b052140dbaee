"""Variables that a document tells one by one, made into a sheet whose headings are keys of cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.domain.dictionaries import CODES, NAME, TABLE, UNIT, Dictionary, Sheet
from catalogue.services.dictionaries.base import sheet_of
from catalogue.services.dictionaries.headings import DATATYPE, DESCRIPTION, MEANING, TITLE

Texts = Mapping[str, Sequence[str]]  # by language; "" for texts without one


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of a variable."""

    name: str
    table: str = ""
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    datatype: str = ""
    meaning: str = ""
    unit: str = ""
    codes: Sequence[str] = ()

    def cells(self) -> dict[str, list[str]]:
        """The texts by heading."""
        plain = {
            NAME: self.name,
            TABLE: self.table,
            DATATYPE: self.datatype,
            MEANING: self.meaning,
            UNIT: self.unit,
            CODES: "; ".join(self.codes),
        }
        found = {heading: [text] for heading, text in plain.items() if text}
        for role, by_language in ((TITLE, self.titles), (DESCRIPTION, self.descriptions)):
            for language, texts in by_language.items():
                found[f"{role}@{language}" if language else role] = list(texts)
        return found


def dictionary(source: str, form: str, told: Iterable[Told]) -> Dictionary:
    """A dictionary of one sheet. A cell that says several texts has several columns of its heading."""
    rows = [each.cells() for each in told]
    widths: dict[str, int] = {}
    for row in rows:
        for heading, texts in row.items():
            widths[heading] = max(widths.get(heading, 0), len(texts))
    headings = [heading for heading, width in widths.items() for _ in range(width)]
    return Dictionary(source, form, (_sheet(headings, widths, rows),))


def _sheet(
    headings: Sequence[str], widths: Mapping[str, int], rows: Iterable[Mapping[str, list[str]]]
) -> Sheet:
    lines = [
        [text for heading, width in widths.items() for text in _filled(row.get(heading, []), width)]
        for row in rows
    ]
    return sheet_of("", headings, lines)


def _filled(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
