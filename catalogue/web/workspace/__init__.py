"""The pages of those who describe datasets: one module for each activity, which adds its routes to `workspace`."""

from catalogue.web.workspace import accounts, audit, organisations, people, programs
from catalogue.web.workspace.blueprint import register, workspace

__all__ = ["accounts", "audit", "organisations", "people", "programs", "register", "workspace"]
