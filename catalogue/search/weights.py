"""How much matches count beside each other: the same in every engine, so that they are tuned in one place."""

from typing import Final

OWN_LANGUAGE: Final = 1.25  # how much more a match in the reader's language counts
NAMED: Final = 100.0  # how much it counts to be asked for by identifier, or by the name of a variable
CODED: Final = 50.0  # how much it counts to use a code that is asked for
BESIDE_BEST: Final = 0.2  # how much a word's matches count beside its best one
APART: Final = 0.15  # how much the words of one term count where they do not stand together
NEAR: Final = 1.0  # how much it counts that two words of a question stand together
BETWEEN: Final = 2  # words that may stand between those of one term: "diabète de type 1"
OVERLAPPING: Final = 10.0  # how much it counts to overlap the years or ages that a question speaks of
COVERING: Final = 5.0  # how much it counts beside that to cover all of them

# How much a word counts by where it stands in a variable.
NAMES: Final = 8.0
TITLES: Final = 3.0
TEXTS: Final = 1.0
