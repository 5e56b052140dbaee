"""Real servers for the tests, started from what the machine has, and the rule for when one is missing.

A test that needs one carries its mark (`engine`, `browser`, `node`, `reference`) and is skipped with a reason where
it is missing. `REQUIRE_ENGINES` names the marks that may not be skipped: continuous integration sets it. A test
that is left out for its time gives a reason that begins with "slow", and may be.
"""
