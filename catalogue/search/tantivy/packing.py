"""Documents as the engine takes them: JSON, which it reads itself, for it is slow to be given value by value."""

from catalogue.domain.search import Layout, SearchDocument
from catalogue.search.base import Packed
from catalogue.search.tantivy.fields import Fields
from catalogue.search.tantivy.variable_fields import VariableFields


class Packer:
    """Makes documents of a layout ready: the parts are the description, then its variables."""

    def __init__(self, layout: Layout) -> None:
        self.described = Fields(layout)
        self.variables = VariableFields(layout)

    def pack(self, document: SearchDocument) -> Packed:
        """A document, ready to be written."""
        parts = (self.described.document(document), *self.variables.documents(document))
        return Packed(document.number, parts)
