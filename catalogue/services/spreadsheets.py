"""Descriptions as spreadsheets: a template made from the profile, an export, and what a file says on its return."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rdflib import Graph, URIRef

from catalogue.domain.languages import Reader
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.sentences import Sentence
from catalogue.domain.sheets import (
    Frame,
    Table,
    Taken,
    Trouble,
    classes_of,
    lay_out,
    layout,
    take_into,
    take_up,
)
from catalogue.domain.sheets.errors import NoSpreadsheet
from catalogue.domain.sheets.writing import Workbook
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.services import sheet_reading, sheet_writing
from catalogue.services.sheet_reading import Sheets
from catalogue.services.sheet_words import Words
from catalogue.services.sheet_writing import About


@dataclass(slots=True)
class Answer:
    """What a file says: N-Triples, and what is wrong in its cells, by sheet and row. With troubles it is not whole."""

    ntriples: str
    about: About
    troubles: list[Trouble] = field(default_factory=list)


class Spreadsheets:
    """Writes and reads spreadsheets of a profile."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, languages: Sequence[str]) -> None:
        self._profile = profile
        self._vocabularies = vocabularies
        self._languages = tuple(languages)
        self._frames: dict[str, Frame] = {}

    def template(self, class_iri: str, reader: Reader, level: str) -> bytes:
        """An empty file for descriptions of a class, with the obligations of an access level."""
        frame = self._frame(reader.language)
        tables = [Table(layout(each, frame)) for each in classes_of(self._profile, class_iri)]
        return sheet_writing.write(Workbook(tables), frame, Words(reader, self._profile, level), About())

    def export(self, description: Description, reader: Reader, level: str, revision: int) -> bytes:
        """A file of a description, which says whose revision it shows."""
        frame = self._frame(reader.language)
        book = lay_out(graphs.graph(description.ntriples), [URIRef(description.iri)], frame)
        self._add_empty(book, frame)
        about = About(self._profile.id, reader.language, description.iri, revision)
        return sheet_writing.write(book, frame, Words(reader, self._profile, level), about)

    def read(self, data: bytes, source: str) -> Sheets:
        """A file as tables. Raises NoSpreadsheet, BadCell, TooLarge."""
        return sheet_reading.read(data, source, self._profile)

    def take_up(self, sheets: Sheets, source: str) -> Answer:
        """The descriptions that a file says. Raises NoSpreadsheet where its addresses cannot be those of RDF."""
        frame = self._frame(sheets.about.language)
        taken = take_up(sheets.tables, sheets.others or (), frame, sheets.others_title)
        return _answer(taken, sheets, source)

    def take_into(self, sheets: Sheets, before: Description, source: str) -> Answer:
        """A description with what was changed in the file that was made from it. Raises NoSpreadsheet."""
        frame = self._frame(sheets.about.language)
        graph = graphs.graph(before.ntriples)
        book = lay_out(graph, [URIRef(before.iri)], frame)
        return _answer(take_into(graph, book, sheets.tables, sheets.others, frame), sheets, source)

    def _frame(self, language: str) -> Frame:
        """What sheets are made by; it remembers how the entries of lists are written."""
        spoken = language if language in self._languages else self._languages[0]
        if spoken not in self._frames:
            self._frames[spoken] = Frame(self._profile, self._vocabularies, spoken, self._languages)
        return self._frames[spoken]

    def _add_empty(self, book: Workbook, frame: Frame) -> None:
        """Add the sheets of parts that there are none of yet."""
        start = book.tables[0].layout.class_iri if book.tables else ""
        for class_iri in classes_of(self._profile, start):
            if book.table(class_iri) is None:
                book.tables.append(Table(layout(class_iri, frame)))


def _answer(taken: Taken, sheets: Sheets, source: str) -> Answer:
    troubles = sorted(
        [*sheets.troubles, *taken.troubles], key=lambda each: (each.place.row, each.place.column)
    )
    return Answer(_ntriples(taken.graph, source), sheets.about, troubles)


def _ntriples(graph: Graph, source: str) -> str:
    try:
        return graphs.ntriples(graph)
    except ValueError as error:
        reason = Sentence("an address in it cannot be one (%(error)s)", error=str(error))
        raise NoSpreadsheet(source=source, reason=reason) from None
