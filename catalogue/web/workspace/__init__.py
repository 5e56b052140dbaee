"""The pages of those who describe datasets: one module for each activity, which adds its routes to `workspace`."""

from catalogue.web.workspace import (
    accounts,
    audit,
    choices,
    conflicts,
    descriptions,
    home,
    organisations,
    people,
    programs,
    sections,
)
from catalogue.web.workspace.blueprint import register, workspace

__all__ = [
    "accounts",
    "audit",
    "choices",
    "conflicts",
    "descriptions",
    "home",
    "organisations",
    "people",
    "programs",
    "register",
    "sections",
    "workspace",
]
