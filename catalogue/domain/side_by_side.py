"""Pages of datasets beside one another: a line for each property, which says whether they agree in it.

What is compared is what a reader sees. Descriptions that say the same in other terms read alike, and are alike.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rdflib import DCAT, DCTERMS

from catalogue.domain import values
from catalogue.domain.languages import Reader, pick
from catalogue.domain.page import Page
from catalogue.domain.profile import Profile
from catalogue.domain.telling import Row, Value
from catalogue.domain.variables import Variable

MOST: Final = 4  # datasets beside one another
DESCRIPTION: Final = str(DCTERMS.description)

Cell = tuple[Value, ...]


class Agreement(StrEnum):
    """What the datasets of a comparison say to one property."""

    SAME = "same"
    DIFFERENT = "different"
    PARTLY = "partly"  # not all of them say anything


@dataclass(frozen=True, slots=True)
class Line:
    """A property, with what each dataset says: nothing where its cell is empty. `path` is its IRI, or ""."""

    label: str
    cells: tuple[Cell, ...]
    path: str = ""

    @property
    def agreement(self) -> Agreement:
        if not all(self.cells):
            return Agreement.PARTLY
        said = {tuple(map(plain, cell)) for cell in self.cells}
        return Agreement.SAME if len(said) == 1 else Agreement.DIFFERENT


@dataclass(frozen=True, slots=True)
class Block:
    """Properties that belong together."""

    id: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Variables that more than one of the datasets has, under one name or for one code.

    `cells` has for each dataset those of its variables; `many` is how many of the datasets have it.
    """

    label: str
    cells: tuple[tuple[Variable, ...], ...]

    @property
    def many(self) -> int:
        return sum(map(bool, self.cells))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pages beside one another."""

    blocks: tuple[Block, ...]
    by_name: tuple[Shared, ...]
    by_code: tuple[Shared, ...]


def compare(pages: Sequence[Page], profile: Profile, reader: Reader) -> Comparison:
    """Pages of one reader beside one another, key facts first, then in the order of the profile."""
    facts = Block("facts", reader.gettext("Key facts"), tuple(_facts(pages, reader)))
    groups = (Block(*group, tuple(lines)) for group, lines in _groups(pages, profile, reader))
    dates = Block("dates", reader.gettext("This description"), tuple(_dates(pages, reader)))
    blocks = (facts, *groups, dates)
    return Comparison(
        tuple(block for block in blocks if block.lines),
        _shared(pages, lambda each: (each.name.casefold(), each.name)),
        _shared(pages, lambda each: (each.code.term, each.code.text) if each.code else ("", "")),
    )


def plain(value: Value, colon: str = ": ") -> str:
    """A value as one text, with all that is said in it; `colon` is what stands between a label and its values."""
    if value.part is None:
        return value.text
    title = value.part.title.text if value.part.title else ""
    said = (
        f"{row.label}{colon}{', '.join(plain(each, colon) for each in row.values)}" for row in value.part.rows
    )
    return "; ".join(text for text in (title, *said) if text)


def _facts(pages: Sequence[Page], reader: Reader) -> Iterator[Line]:
    yield Line(reader.gettext("Access"), tuple((Value(page.access.label),) for page in pages))
    yield Line(reader.gettext("Data holder"), tuple((page.holder,) if page.holder else () for page in pages))
    yield from _lines(
        [[(fact.label, Value(fact.value, fact.language)) for fact in page.facts] for page in pages]
    )
    counts = [len(page.variables) for page in pages]
    if any(counts):
        yield Line(reader.gettext("Variables"), tuple(_number(count, reader) for count in counts))


def _number(count: int, reader: Reader) -> Cell:
    return (Value(values.number(count, reader)),) if count else ()


def _dates(pages: Sequence[Page], reader: Reader) -> Iterator[Line]:
    say = reader.gettext
    named = (
        (say("Data updated"), "updated"),
        (say("Description changed"), "changed"),
        (say("Listed here"), "listed"),
        (say("Checked by holder"), "checked"),
    )
    yield from _lines(
        [[(label, Value(getattr(page.dates, name))) for label, name in named] for page in pages]
    )


def _lines(told: Sequence[Sequence[tuple[str, Value]]]) -> Iterator[Line]:
    """Lines of labelled values, one a label; those that nobody has are left out."""
    for label in dict.fromkeys(label for one in told for label, _ in one):
        cells = tuple(tuple(value for name, value in one if name == label and value.text) for one in told)
        if any(cells):
            yield Line(label, cells)


def _groups(
    pages: Sequence[Page], profile: Profile, reader: Reader
) -> Iterator[tuple[tuple[str, str], list[Line]]]:
    rows = [
        {(section.id, row.path): row for section in page.sections for row in section.rows} for page in pages
    ]
    order = {field.path: place for place, field in enumerate(profile.fields(str(DCAT.Dataset)))}
    known = {key: row for one in rows for key, row in one.items()}
    for group in sorted(profile.groups, key=lambda group: group.order):
        lines = [_description(pages, profile, reader)] if _is_home(pages, group.id) else []
        paths = sorted((path for id, path in known if id == group.id), key=lambda path: order.get(path, 9999))
        lines += [_line(known[group.id, path], [one.get((group.id, path)) for one in rows]) for path in paths]
        yield (group.id, pick(group.label, (reader.language,))), lines


def _line(named: Row, rows: Iterable[Row | None]) -> Line:
    return Line(named.label, tuple(row.values if row else () for row in rows), named.path)


def _is_home(pages: Sequence[Page], group: str) -> bool:
    """Whether the descriptions themselves stand in a group."""
    return any(section.lead for page in pages for section in page.sections if section.id == group)


def _description(pages: Sequence[Page], profile: Profile, reader: Reader) -> Line:
    label = profile.label(str(DCAT.Dataset), DESCRIPTION, reader.language)
    return Line(label, tuple(page.description for page in pages), DESCRIPTION)


def _shared(pages: Sequence[Page], key: Callable[[Variable], tuple[str, str]]) -> tuple[Shared, ...]:
    """The variables that have a key in common: those in most datasets first, then by what they are called."""
    found: dict[str, list[list[Variable]]] = defaultdict(lambda: [[] for _ in pages])
    labels: dict[str, str] = {}
    for place, page in enumerate(pages):
        for variable in page.variables:
            own, label = key(variable)
            if own:
                found[own][place].append(variable)
                labels.setdefault(own, label)
    shared = (Shared(labels[own], tuple(map(tuple, cells))) for own, cells in found.items())
    in_common = (each for each in shared if each.many > 1)
    return tuple(sorted(in_common, key=lambda each: (-each.many, each.label.casefold())))
