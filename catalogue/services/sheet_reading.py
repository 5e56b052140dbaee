"""What a spreadsheet says as it comes back, as tables: whatever sheets, columns and rows were moved or removed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from catalogue.domain.columns import MOST
from catalogue.domain.forms.typing import has_languages
from catalogue.domain.profile import Profile
from catalogue.domain.sentences import Sentence, quoted
from catalogue.domain.sheets import OTHERS, Column, Layout, Place, Table, Trouble
from catalogue.domain.sheets.errors import NoSpreadsheet
from catalogue.domain.sheets.model import Value
from catalogue.domain.terms import expand
from catalogue.services import xlsx
from catalogue.services.sheet_writing import ABOUT, HEADER, MARK, About

MOST_ROWS: Final = HEADER + MOST  # of a sheet: every variable of a description has one
_FIRST: Final = ("iri", "type")
_LONGEST: Final = 60


@dataclass(slots=True)
class Sheets:
    """A file as it was read: its tables, its other statements (None without their sheet), and what is wrong already."""

    about: About = field(default_factory=About)
    tables: list[Table] = field(default_factory=list)
    others: list[tuple[int, Sequence[Value]]] | None = None
    others_title: str = OTHERS
    troubles: list[Trouble] = field(default_factory=list)


def read(data: bytes, source: str, profile: Profile) -> Sheets:
    """The tables of a file. Raises NoSpreadsheet, BadCell, TooLarge."""
    found = Sheets()
    with xlsx.opened(data, source) as book:
        for name in book.names:
            _read_sheet(found, name, book.rows(name, MOST_ROWS), profile)
    if not any(table.lines for table in found.tables):
        raise NoSpreadsheet(source=source, reason=_EMPTY if found.tables else _FOREIGN)
    return found


_FOREIGN: Final = Sentence(
    "it was not made from the template of this catalogue; download the template, and fill it in"
)
_EMPTY: Final = Sentence("nothing is filled in")


def _read_sheet(found: Sheets, name: str, rows: Iterator[xlsx.Row], profile: Profile) -> None:
    first = next(rows, None)
    mark = str(first.values[0] or "") if first and first.number == 1 else ""
    if first is None or not mark.startswith(MARK):
        return
    what = mark.removeprefix(MARK)
    if what == ABOUT:
        found.about = _about({str(row.values[0]): row.values[1] for row in rows if len(row.values) > 1})
    elif what == OTHERS:
        found.others_title = name
        found.others = [(row.number, row.values) for row in rows if row.number > 2]
    elif profile.fields(expand(what)):
        found.tables.append(_table(found, expand(what), name, first.values, rows, profile))


def _about(told: Mapping[str, Value]) -> About:
    revision = told.get("revision")
    said = {name: str(told.get(name) or "") for name in ("profile", "language", "record")}
    return About(**said, revision=revision if isinstance(revision, int) else 0)


def _table(
    found: Sheets,
    class_iri: str,
    title: str,
    keys: Sequence[Value],
    rows: Iterable[xlsx.Row],
    profile: Profile,
) -> Table:
    places = {str(key): at for at, key in enumerate(keys) if key is not None and at}
    columns = {key: column for key in places if (column := _column(class_iri, key, profile))}
    known = [0, *(places.get(key) for key in _FIRST), *(places[key] for key in columns)]
    table = Table(Layout(class_iri, tuple(columns.values())), title=title)
    table.places = tuple(0 if at is None else at + 1 for at in known)
    for row in rows:
        if row.number > HEADER:
            table.add(row.number, [_at(row.values, at) for at in known])
            found.troubles.extend(_strange(title, row, set(known)))
    return table


def _column(class_iri: str, key: str, profile: Profile) -> Column | None:
    """The column of a key: `dct:title@en`."""
    path, _, language = key.partition("@")
    asked = profile.field(class_iri, expand(path))
    if asked is None:
        return None
    return Column(asked, language if has_languages(asked) else None)


def _at(values: Sequence[Value], at: int | None) -> Value:
    return values[at] if at is not None and at < len(values) else None


def _strange(title: str, row: xlsx.Row, known: set[int | None]) -> Iterator[Trouble]:
    """What stands in columns that are not ours, and would be lost."""
    for at, value in enumerate(row.values):
        if at not in known and value is not None:
            text = quoted(str(value)[:_LONGEST])
            problem = Sentence("“%(text)s” stands in a column that is not known.", text=text)
            mend = Sentence("Move it to a column with a heading of the template, or remove it.")
            yield Trouble(Place(title, row.number, at + 1), problem, mend)
