"""The store on SQLite or PostgreSQL: one class for records, history, sources and results."""

from catalogue.store.engine import connect
from catalogue.store.harvests import HarvestTables
from catalogue.store.records import RecordTables
from catalogue.store.results import ResultTables


class SqlStore(RecordTables, HarvestTables, ResultTables):
    """RecordStore, History, SourceStore and ResultStore over one database. Raises WrongSetting when it cannot be used.

    `address` is `sqlite:///PATH` or `postgresql://…`. Safe for threads; a process that forks opens its own.
    """

    def __init__(self, address: str) -> None:
        super().__init__(connect(address))
