"""Requests whose files may hold people's data: they stay in memory, and never lie on the disk, not for a moment."""

from io import BytesIO
from typing import IO, Any, Final

from flask import Request

_OF_PEOPLE: Final = frozenset({"workspace.hand_in_variables"})


class CarefulRequest(Request):
    """A request as Flask has it, but for files that may hold data. What it may bring is bounded by its endpoint."""

    def _get_file_stream(self, *given: Any, **named: Any) -> IO[bytes]:
        if self.endpoint in _OF_PEOPLE:
            return BytesIO()
        return super()._get_file_stream(*given, **named)
