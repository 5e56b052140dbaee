"""Descriptions as tables that people fill in: a sheet for each class, a column for each property and language.

    lay_out(graph, roots, frame) -> Workbook          what a graph says, as tables
    take_up(tables, frame) -> Taken                   the graph that tables say
    take_into(tables, before, workbook, frame)        the same into a graph that was laid out before

Every cell reads back as the very term that it was written for: what has no plain way to be written stands in the
notation of N-Triples, and what no column shows stands in a sheet of its own. `take_up(lay_out(g))` is `g`.
"""

from catalogue.domain.sheets.layout import OTHERS, Column, Frame, Layout, classes_of, layout
from catalogue.domain.sheets.merging import take_into
from catalogue.domain.sheets.model import Place, Table, Trouble
from catalogue.domain.sheets.taking import Taken, take_up
from catalogue.domain.sheets.writing import lay_out

__all__ = (
    "OTHERS",
    "Column",
    "Frame",
    "Layout",
    "Place",
    "Table",
    "Taken",
    "Trouble",
    "classes_of",
    "lay_out",
    "layout",
    "take_into",
    "take_up",
)
