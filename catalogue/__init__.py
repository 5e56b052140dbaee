"""A self-hosted catalogue of health datasets.

`docs/architecture.md` tells how the layers fit together.
"""

TYPE_CHECKING = False  # type checkers know the name, and the supervisor is spared the import of typing

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """`__version__`, looked up when it is asked for: the supervisor never does, and stays small."""
        if name != "__version__":
            raise AttributeError(name)
        from importlib.metadata import version  # noqa: PLC0415

        return version("health-catalogue")
