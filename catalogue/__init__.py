"""A self-hosted catalogue of health datasets.

`docs/architecture.md` tells how the layers fit together.
"""

from importlib.metadata import version

__version__ = version("health-catalogue")
