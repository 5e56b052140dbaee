"""Tables of concepts in CSV files: read in one pass, and refused where they contradict themselves."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

_REQUIRED = ("iri", "code", "en")
_FURTHER = ("alias", "broader", "deprecated")
_FLAGS = frozenset({"", "true", "false"})


class WrongTable(Exception):
    """Why a table cannot be used, and the line that says so."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


class Table:
    """A line with the names of the columns, then a concept a line.

    `iri`, `code` and `en` must be there; `alias`, `broader` and `deprecated` may be; every other column is a
    language, whose labels may have gaps. Raises WrongTable for what cannot be used.
    """

    def __init__(self, data: bytes) -> None:
        self._lines = list(StringIO(_decoded(data), newline=""))
        self._header, rows = self._read()
        self._count = len(rows)
        self._columns = dict(zip(self._header, zip(*rows, strict=True), strict=False))
        self._check_values()
        self._check_broader()

    def column(self, name: str) -> Sequence[str]:
        """The values of a column; empty ones of a column that is not there."""
        return self._columns.get(name) or ("",) * self._count

    def labels(self) -> Iterable[Mapping[str, str]]:
        """The labels of each concept by language."""
        plain = {*_REQUIRED, *_FURTHER} - {"en"}
        languages = [name for name in self._header if name not in plain]
        for texts in zip(*(self.column(name) for name in languages), strict=True):
            labels = dict(zip(languages, texts, strict=True))
            yield {tag: text for tag, text in labels.items() if text} if "" in texts else labels

    def _read(self) -> tuple[list[str], list[list[str]]]:
        reader = csv.reader(self._lines, strict=True)
        try:
            header, *rows = [row for row in reader if row] or [[]]
        except csv.Error as error:
            raise WrongTable(reader.line_num, str(error)) from None
        for name in _REQUIRED:
            if name not in header:
                raise WrongTable(1, f"the column {name} is missing")
        for name, times in Counter(header).items():
            if times > 1:
                raise WrongTable(1, f"the column {name} stands there twice")
        self._check_widths(len(header), rows)
        return header, rows

    def _check_widths(self, width: int, rows: Sequence[Sequence[str]]) -> None:
        at = next((at for at, row in enumerate(rows) if len(row) != width), None)
        if at is not None:
            raise WrongTable(self._line(at), f"it has {len(rows[at])} columns, and the first line {width}")

    def _check_values(self) -> None:
        for name in _REQUIRED:
            self._refuse(name, (not value.strip() for value in self.column(name)), "is empty")
        for name in ("iri", "code"):
            self._check_once(name)
        self._refuse("iri", map(_is_no_iri, self.column("iri")), "is no absolute IRI: {value}")
        flags = self.column("deprecated")
        self._refuse(
            "deprecated", (flag not in _FLAGS for flag in flags), "is neither true nor false: {value}"
        )

    def _check_once(self, name: str) -> None:
        values = self.column(name)
        if len(set(values)) != len(values):
            first = {value: at for at, value in reversed([*enumerate(values)])}
            self._refuse(
                name, (first[value] < at for at, value in enumerate(values)), "stands there twice: {value}"
            )

    def _check_broader(self) -> None:
        above = {iri: up for iri, up in zip(self.column("iri"), self.column("broader"), strict=True) if up}
        if above:
            known, values = frozenset(self.column("iri")), self.column("broader")
            self._refuse("broader", (up and up not in known for up in values), "is not in the table: {value}")
            circles = (iri in _way_up(iri, above) for iri in self.column("iri"))
            self._refuse("broader", circles, "leads back to the concept itself: {value}")

    def _refuse(self, name: str, wrong: Iterable[object], reason: str) -> None:
        at = next((at for at, is_wrong in enumerate(wrong) if is_wrong), None)
        if at is not None:
            value = self.column(name)[at]
            raise WrongTable(self._line(at), f"{name} {reason.format(value=value)}")

    def _line(self, at: int) -> int:
        """The line of a row: a quoted text may have several."""
        reader = csv.reader(self._lines)
        rows = (reader.line_num for row in reader if row)
        return next(line for number, line in enumerate(rows) if number == at + 1)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongTable(line, f"it is not written in UTF-8 ({error.reason})") from None


def _is_no_iri(text: str) -> bool:
    return ":" not in text or " " in text


def _way_up(iri: str, above: Mapping[str, str]) -> Iterator[str]:
    """The broader concepts of a concept, each once."""
    seen: set[str] = set()
    while (iri := above.get(iri, "")) and iri not in seen:
        seen.add(iri)
        yield iri
