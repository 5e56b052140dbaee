"""Where the data that comes with the product lies: shapes, themes.

A wheel carries them inside the package; in a checkout they are the top-level folders.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_resources"


def folder(name: str) -> Path:
    """The folder `shapes` or `themes` of this installation."""
    root = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
    return root / name
