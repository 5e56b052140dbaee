"""Loaded first by pytest: the real servers that tests may ask for, and which of them may not be missing."""

pytest_plugins = [
    "tests.engines.mail",
    "tests.engines.openid",
    "tests.engines.postgresql",
    "tests.engines.required",
]
