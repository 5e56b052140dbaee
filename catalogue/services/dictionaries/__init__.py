"""Reads the variables out of a file, whatever its format: CSV, XLSX, CSVW, Frictionless, FHIR.

read(Upload("dictionary.xlsx", data)) -> Dictionary
"""

from typing import Final

from catalogue.domain.dictionaries import Dictionary
from catalogue.services.dictionaries.base import Means, Reader, Upload, check
from catalogue.services.dictionaries.csvw import CsvwReader
from catalogue.services.dictionaries.delimited import DelimitedReader
from catalogue.services.dictionaries.documents import is_json
from catalogue.services.dictionaries.fhir import FhirReader
from catalogue.services.dictionaries.frictionless import FrictionlessReader
from catalogue.services.dictionaries.plain_text import NoTable
from catalogue.services.dictionaries.workbook import WorkbookReader

__all__ = ["Means", "Upload", "read"]

_OF_JSON: Final[tuple[Reader, ...]] = (FhirReader(), CsvwReader(), FrictionlessReader())
_OF_TABLES: Final[tuple[Reader, ...]] = (WorkbookReader(), DelimitedReader())


def read(upload: Upload) -> Dictionary:
    """The variables of a file, by the first reader that takes it. Raises BadInput with the place and the reason."""
    readers = _OF_JSON if is_json(upload) else _OF_TABLES
    reader = next((each for each in readers if each.takes(upload)), None)
    if reader is None:
        raise NoTable(source=upload.source)
    return check(reader.read(upload))
