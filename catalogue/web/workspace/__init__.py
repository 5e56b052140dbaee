"""The pages of those who describe datasets: one module for each activity, which adds its routes to `workspace`."""

from catalogue.web.workspace import (
    accounts,
    audit,
    checks,
    choices,
    conflicts,
    descriptions,
    history,
    home,
    notices,
    organisations,
    people,
    preview,
    programs,
    sections,
    workflow,
)
from catalogue.web.workspace.blueprint import register, workspace

__all__ = [
    "accounts",
    "audit",
    "checks",
    "choices",
    "conflicts",
    "descriptions",
    "history",
    "home",
    "notices",
    "organisations",
    "people",
    "preview",
    "programs",
    "register",
    "sections",
    "workflow",
    "workspace",
]
