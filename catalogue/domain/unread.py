"""How a web process tells the application of a request that it could not read whole, which is refused by a page."""

from typing import Final

FIELD: Final = "UNREAD REQUEST"  # what nobody can send: names of fields have no blanks
KEY: Final = f"HTTP_{FIELD}"  # where the application finds the status of the refusal (PEP 3333)
BAD_LINE: Final = "400"
TOO_MANY_FIELDS: Final = "431"
