"""Loaded first by pytest: the real servers that tests may ask for, and which of them may not be missing."""

pytest_plugins = [
    "tests.engines.openid",  # first: others take its free ports
    "tests.engines.answering",
    "tests.engines.elasticsearch",
    "tests.engines.mail",
    "tests.engines.opensearch",
    "tests.engines.postgresql",
    "tests.engines.required",
]
