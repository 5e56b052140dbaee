"""What a question says of years, ages and numbers of people, in English and French: "before 2015", "plus de 65 ans".

Only what means one thing is read. A year of births, of a day or with a code is none that data cover, and "over 10
years" is an age only where people are spoken of.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from catalogue.domain.criteria import Criterion, Ends, narrowed
from catalogue.domain.ranges import YEARS
from catalogue.search.figure_words import (
    ANYBODY,
    COUNTED,
    MEASURING,
    MONTHS,
    NUMBERING,
    SOMEBODY,
    TURNING,
)

Match = re.Match[str]

_OTHERS: Final = re.compile(rf"(?<!\w)(?:or|ou|{SOMEBODY})(?!\w)")

# In the patterns a space stands for some white space.
_MONTH: Final = (
    r"(?:\d{1,2}(?:st|nd|rd|th|er)? (?:of )?)?"
    rf"(?P<month>{'|'.join(sorted(MONTHS))})\.?(?: \d{{1,2}}(?:st|nd|rd|th)?,?)? (?:of )?"
)
_PERIOD: Final = (
    r"(?:(?:the |les |des )?(?:(?P<decade>(?:1[89]|20)\d0)'?s|annees (?P<annees>(?:(?:1[89]|20)\d|[3-9])0))"
    rf"|(?:the |l'|le )?(?:year |annee |an |{_MONTH})?(?P<year>(?:1[89]|20)\d\d))"
)
_OPEN: Final = rf"{_PERIOD}(?:-| -(?=\s*$))"
_NOTCOUNTED: Final = rf"(?![\w:/#%$€]|[.,-]\d|-\w| (?:{COUNTED})(?!\w))"
_AGE: Final = r"(?P<age>1[01]\d|\d{1,2})"
_TO: Final = r"(?: to | and | a | et |\s?-\s?)"
_LAST_AGE: Final = _AGE.replace("<age>", "<last_age>")
_AGES: Final = _AGE + _TO + _LAST_AGE
_BETWEEN: Final = "(?:between |from |entre |de )?"
_OLD: Final = "(?:[ -]years?[ -]old| years? of age|[ -]year-olds?)"
_IN_YEARS: Final = f"(?:{_OLD}| years| ans)"
_NO_AGE: Final = (
    r"(?![ -](?:of|de suivi|follow|survival|survie|ago|after|before|later|apres|avant|apart)(?!\w))"
)
_OVER: Final = "(?:over|above|older than|(?:de )?plus de)"
_UNDER: Final = "(?:under|below|younger than|(?:de )?moins de)"
_NO_BOUND: Final = r"(?! (?:than |the age of )?\d)"  # "18 and under" is no age of "over 18 and under 65"
_OF_PEOPLE: Final = rf"(?:(?:{ANYBODY}|{SOMEBODY}|those|population|celles|ceux) (?:who are )?|^\s*|[,;]\s*)"
_NUMBER: Final = r"(?P<number>\d{1,3}(?:[ ,.']\d{3}){1,3}|\d{1,9})(?P<millions> millions?(?: of| de| d')?)?"
_MOST_PEOPLE: Final = 999_999_999_999_999.0  # what an address of the search can say
_PEOPLE: Final = rf"{_NUMBER}(?: ?(?:{ANYBODY})|(?= ?(?:{SOMEBODY})(?!\w)))"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A way to say something of a range: the group `said` of a pattern says it."""

    filter: str
    pattern: re.Pattern[str]
    ends: Callable[[Match], Ends]
    is_bare: bool = False


def figures(flat: str) -> Iterator[Criterion]:
    """What a text says of years, ages and people, in no order; `flat` is the text as `words.flat` writes it."""
    taken: list[tuple[int, int]] = []
    for rule in _RULES:
        for match in rule.pattern.finditer(flat):
            start, end = match.span("said")
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            ends = rule.ends(match)
            if narrowed(ends, ends) and not _is_another(flat[:start], rule):
                yield Criterion(rule.filter, start, end, ends=ends, is_word=flat[start:end].isdigit())


def word_before(flat: str, start: int) -> str:
    """The word right before a place in a flattened text, or ""."""
    words = re.findall(r"\w+", flat[max(0, start - 40) : start])
    return words[-1] if words else ""


def of_others(between: str) -> bool:
    """Whether what stands before and after these words of a flattened text may be said of others, or of other times."""
    return bool(_OTHERS.search(between))


def _is_another(before: str, rule: _Rule) -> bool:
    """Whether what is said after these words of a flattened text is something else than it seems."""
    word = word_before(before, len(before))
    if rule.filter == "ages" and word in MEASURING:
        return True
    return word in TURNING or (rule.is_bare and (word in NUMBERING or _is_number(before)))


def _is_number(before: str) -> bool:
    """Whether a year is part of a number or a code: after "15" or "ICD-10", but not after "COVID-19" or "type 2"."""
    words = before[-40:].split()
    last = words.pop() if words else ""
    if not last[-1:].isdigit():
        return False
    if last.isdigit():
        name = words[-1] if words else ""
        return len(last) > 2 or not name.isalpha() or name in NUMBERING
    return word_before(last, _letters(last)) in NUMBERING


def _letters(word: str) -> int:
    """How many letters a word begins with."""
    return sum(1 for _ in takewhile(str.isalpha, word))


def _period(match: Match, last: str = "") -> tuple[float, float]:
    """The first and the last year of a year or a decade."""
    if year := match[f"{last}year"]:
        return float(year), float(year)
    first = float(match[f"{last}decade"] or match[f"{last}annees"])
    first += 1900 if first < 100 else 0
    return first, first + 9


def _before(match: Match) -> Ends:
    """What ends before a period; of the year of a month some is before it, unless it is the first."""
    year = _period(match)[0]
    return None, year - (not match["month"] or match["month"].startswith("jan"))


def _after(match: Match) -> Ends:
    """What begins after a period; of the year of a month some is after it, unless it is the last."""
    year = _period(match)[1]
    return year + (not match["month"] or match["month"].startswith("dec")), None


def _both(match: Match) -> Ends:
    """Two periods, the other of which begins where one ends; of others nothing is read."""
    one, other = _period(match), _period(match, "last_")
    return (one[0], other[1]) if other[0] - one[1] in (0, 1) else (1, 0)


def _age(match: Match, name: str = "age") -> float:
    return float(match[name])


def _number(match: Match) -> float:
    number = float(re.sub(r"\D", "", match["number"])) * (1_000_000 if match["millions"] else 1)
    return min(number, _MOST_PEOPLE)


def _rule(filter: str, said: str, ends: Callable[[Match], Ends], before: str = "", after: str = "") -> _Rule:
    whole = rf"(?<![\w.:/#-]){before}(?P<said>{said})(?!\w){after}"
    return _Rule(filter, re.compile(_spaced(whole)), ends, is_bare=said in (_PERIOD, _OPEN))


def _spaced(pattern: str) -> str:
    """The pattern with white space where it has a space, of which there may be two."""
    in_class = re.sub(r"\[([^]]*) ([^]]*)\]", r"[\1\\s\2]", pattern)
    return in_class.replace(" ?", r"\s{0,2}").replace(" ", r"\s{1,2}")


def _years(said: str, ends: Callable[[Match], Ends]) -> _Rule:
    return _rule(YEARS.id, said, ends, after=_NOTCOUNTED)


def _ages(said: str, ends: Callable[[Match], Ends], before: str = "", after: str = "") -> _Rule:
    return _rule("ages", said, ends, before, after)


def _bounds(one: str, other: str) -> str:
    """A lower and an upper bound of ages, in either order."""
    return (
        rf"{one}(?: the age of)? {_AGE}(?:{_IN_YEARS}|s)?,? (?:and|but|or|et|mais|ou) "
        rf"{other}(?: the age of)? {_LAST_AGE}"
    )


def _people(said: str, ends: Callable[[Match], Ends]) -> _Rule:
    return _rule("people", f"(?:with |of |avec |de |d')?{said}", ends)


_LAST: Final = _PERIOD.replace("?P<", "?P<last_")
_AGED: Final = "(?:aged |ages? |agee?s? )"

# What comes first is not read again by what follows.
_RULES: Final = (
    # Nobody counts so nearly that "more than" would be another question than "at least".
    _people(
        rf"(?:at least |(?:a )?minimum(?: of)? |more than |over |au moins |au minimum |plus de |plus d'){_PEOPLE}",
        lambda m: (_number(m), None),
    ),
    _people(
        rf"{_PEOPLE} (?:or more|and more|at least|ou plus|et plus|au moins)", lambda m: (_number(m), None)
    ),
    _people(
        rf"(?:at most |no more than |fewer than |less than |au plus |au maximum |moins de |moins d'){_PEOPLE}",
        lambda m: (None, _number(m)),
    ),
    # Ages are completed years: who is 65 and a day is over 65.
    _ages(rf"{_AGED}{_BETWEEN}{_AGES}(?:{_OLD}| ans| years)?", lambda m: (_age(m), _age(m, "last_age"))),
    _ages(rf"{_BETWEEN}{_AGES}{_OLD}", lambda m: (_age(m), _age(m, "last_age"))),
    _ages(rf"{_BETWEEN}{_AGES} (?:ans|years)", lambda m: (_age(m), _age(m, "last_age")), _OF_PEOPLE, _NO_AGE),
    # Who is under one age or over another, and between none, is outside a range: nothing is read of it.
    *(
        rule
        for said, ends in (
            (_bounds(_OVER, _UNDER), lambda m: (_age(m), _age(m, "last_age") - 1)),
            (_bounds(_UNDER, _OVER), lambda m: (_age(m, "last_age"), _age(m) - 1)),
        )
        for rule in (
            _ages(rf"{_AGED}{said}{_IN_YEARS}?", ends),
            _ages(rf"{said}{_OLD}", ends),
            _ages(rf"{said}(?:{_IN_YEARS}|s)?", ends, _OF_PEOPLE),
        )
    ),
    _ages(rf"{_AGED}?(?P<age>1[01]\d|\d\d)\s?\+{_IN_YEARS}?", lambda m: (_age(m), None)),
    _ages(
        rf"{_AGED}?{_AGE}(?:{_OLD}| years)? (?:and|or) (?:over|older|above)",
        lambda m: (_age(m), None),
        after=_NO_BOUND,
    ),
    _ages(
        rf"{_AGED}?{_AGE}(?:{_OLD}| years)? (?:and|or) (?:under|younger|below)",
        lambda m: (None, _age(m)),
        after=_NO_BOUND,
    ),
    _ages(rf"{_AGED}?(?:de )?{_AGE} ans (?:et|ou) plus", lambda m: (_age(m), None)),
    _ages(rf"{_AGED}?(?:de )?{_AGE} ans (?:et|ou) moins", lambda m: (None, _age(m))),
    *(
        rule
        for said, ends in (
            ("(?:over|above|older than)", lambda m: (_age(m), None)),
            ("(?:under|below|younger than)", lambda m: (None, _age(m) - 1)),
        )
        for rule in (
            _ages(rf"{_AGED}{said} {_AGE}(?:{_OLD}| years)?", ends),
            _ages(rf"{said} {_AGE}{_OLD}", ends),
            _ages(rf"{said} the age of {_AGE}", ends),
            _ages(rf"{said} {_AGE}(?: years|s)?", ends, _OF_PEOPLE),
        )
    ),
    *(
        rule
        for said, ends in (
            ("plus de", lambda m: (_age(m), None)),
            ("moins de", lambda m: (None, _age(m) - 1)),
        )
        for rule in (
            _ages(rf"{_AGED}(?:de )?{said} {_AGE} ans", ends),
            _ages(rf"(?:chez )?(?:les|des) {said} {_AGE} ans", ends),
            _ages(rf"(?:de )?{said} {_AGE} ans", ends, _OF_PEOPLE),
        )
    ),
    _years(
        rf"(?:between|entre) {_PERIOD} (?:and|et) {_LAST}", lambda m: (_period(m)[0], _period(m, "last_")[1])
    ),
    _years(rf"(?:in |during |en |dans )?{_PERIOD}(?:,? (?:and|or|et|ou)|,) {_LAST}", _both),
    _years(
        r"(?:dans )?(?:les |des )?annees (?P<first>[3-9]0) (?:et|ou|a) (?P<last>[3-9]0)",
        lambda m: (1900 + float(m["first"]), 1909 + float(m["last"])),
    ),
    _years(
        rf"(?:from |de |since |depuis )?{_PERIOD}"
        rf"(?: (?:to|until|till|through|a|au|aux|jusqu'a|jusqu'en|jusqu'aux) | ?- ?){_LAST}",
        lambda m: (_period(m)[0], _period(m, "last_")[1]),
    ),
    _years(
        rf"(?:from |since |depuis |a partir de )?{_PERIOD} "
        "(?:onwards?|on|and later|and after|or later|et apres|ou plus tard|"
        "to (?:now|today|the present|present|date)|until (?:now|today)|a nos jours|a aujourd'hui)",
        lambda m: (_period(m)[0], None),
    ),
    _years(rf"{_PERIOD} ?- ?(?:now|today|present|ongoing|aujourd'hui)", lambda m: (_period(m)[0], None)),
    _years(_OPEN, lambda m: (_period(m)[0], None)),
    _years(rf"(?:before|prior to|earlier than|avant|anterieure?s? (?:a|aux)) {_PERIOD}", _before),
    _years(
        rf"(?:until|till|up to|up until|by|no later than|jusqu'en|jusqu'a|jusqu'aux?) {_PERIOD}",
        lambda m: (None, _period(m)[1]),
    ),
    _years(rf"(?:after|later than|apres|posterieure?s? (?:a|aux)) {_PERIOD}", _after),
    _years(
        rf"(?:since|as of|starting (?:in|from)|depuis|a partir (?:de|du|des)|a compter de) {_PERIOD}",
        lambda m: (_period(m)[0], None),
    ),
    _years(rf"from (?:the year |{_MONTH})?(?P<year>(?:1[89]|20)\d\d)", lambda m: (float(m["year"]), None)),
    _years(rf"(?:in|during|within|throughout|from|en|pendant|durant|dans|au cours de) {_PERIOD}", _period),
    _years(_PERIOD, _period),
)
