"""The store on SQLite or PostgreSQL: one class for all groups of tables."""

from catalogue.store.access import AttemptTables, AuditTables, KeyTables
from catalogue.store.answers import AnswerTables
from catalogue.store.copies import CopyTables, UnjudgedTables
from catalogue.store.engine import connect
from catalogue.store.harvests import HarvestTables
from catalogue.store.listings import ListingTables
from catalogue.store.people import PeopleTables, TokenTables
from catalogue.store.records import RecordTables
from catalogue.store.registers import ChangeTables, RegisterTables, StartTables
from catalogue.store.results import ResultTables
from catalogue.store.reviews import CommentTables, NoticeTables, ReviewTables
from catalogue.store.saved import SavedSearchTables


class SqlStore(
    RecordTables,
    HarvestTables,
    ResultTables,
    PeopleTables,
    TokenTables,
    KeyTables,
    AttemptTables,
    AuditTables,
    AnswerTables,
    CopyTables,
    ListingTables,
    UnjudgedTables,
    ReviewTables,
    CommentTables,
    NoticeTables,
    RegisterTables,
    ChangeTables,
    StartTables,
    SavedSearchTables,
):
    """Every interface of `base`, `holder_base`, `review_base`, `register_base` and `saved_base` over one database.

    Raises WrongSetting when it cannot be used. `address` is `sqlite:///PATH` or `postgresql://…`. Safe for
    threads; a process that forks opens its own.
    """

    def __init__(self, address: str) -> None:
        super().__init__(connect(address))
