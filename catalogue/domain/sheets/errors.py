"""What can be wrong with a spreadsheet; see `catalogue.domain.errors` for the rest of the tree.

BadInput
├── NoSpreadsheet           no spreadsheet that can be read: with the reason
└── BadCell                 a cell of a spreadsheet: with sheet and place
"""

from catalogue.domain.errors import BadInput


class NoSpreadsheet(BadInput):
    message = "%(source)s cannot be read as a spreadsheet: %(reason)s."


class BadCell(BadInput):
    message = "%(source)s, sheet “%(sheet)s”, cell %(cell)s: %(reason)s."
