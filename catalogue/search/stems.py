"""What stemmers tell wrongly, mended the same way for every engine.

A stemmer takes « données » for a form of « don », and "informal" for one of "information". So such words are written
in another way before an engine reads them, in texts and in questions alike: as what no stemmer changes.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from catalogue.search.words import fold

Span = tuple[int, int]

# The languages of questions, each with the stemmer that all engines have of it.
STEMMERS: Final[Mapping[str, str]] = MappingProxyType({"en": "english", "fr": "french"})

# By language; a line is one word, in all forms that are to find each other. A form without its accents stands here,
# too, but for one that is another word so (marche).
_WORDS: Final[Mapping[str, str]] = {
    "en": """
        additive additives
        ageing aging
        authority authorities
        communication communications
        community communities
        conception conceptions
        contraction contractions
        emergency emergencies
        enteral
        enteritis
        expectancy expectancies
        fasting
        general generally
        generation generations
        generic generics
        informal informally
        international internationally
        lateral
        medication medications
        minority minorities
        mobility
        nationality nationalities
        occupancy
        organic
        organism organisms
        personality personalities
        positive positives
        projection projections
        publication publications
        secretion secretions
        several
        testes
        university universities
        variability
    """,
    "fr": """
        activité activités activite activites
        aire aires
        audit audits
        collectivité collectivités collectivite collectivites
        colonne colonnes
        communication communications
        comportement comportements
        département départements departement departements
        donnée données donnee donnees
        dose doses
        élève élèves eleve eleves
        élevé élevée élevés élevées elevee elevees
        emploi emplois
        environ environs
        essai essais
        étudiant étudiante étudiants étudiantes etudiant etudiante etudiants etudiantes
        formation formations
        foyer foyers
        gène gènes gene genes
        généraliste généralistes generaliste generalistes
        génération générations generation generations
        générique génériques generique generiques
        hiver hivers
        jeu jeux
        jeun
        loi lois
        loyer loyers
        mâle mâles male males
        marché marchés
        mère mères mere meres
        mobilité mobilités mobilite mobilites
        nationalité nationalités nationalite nationalites
        organique organiques
        organisme organismes
        publication publications
        qualitatif qualitatifs qualitative qualitatives
        règlement règlements reglement reglements
        selle selles
        suivant suivante suivants suivantes
        travail travaux
        variabilité variabilités variabilite variabilites
        vente ventes
    """,
}

# The French endings that a stemmer tells apart by an accent: traité, mortalité, première, décès, pancréas, déjà.
_FRENCH_ENDINGS: Final = tuple(
    (re.compile(plain), accented)
    for plain, accented in (
        (r"e(e?s?)$", r"é\1"),
        (r"iere(s?)$", r"ière\1"),
        (r"es$", "ès"),
        (r"eas$", "éas"),
        (r"a$", "à"),
        # French stemmers take a noun in -er for a verb, and its plural for a noun: cancer, foyer.
        (r"er$", "ers"),
        (r"ers$", "er"),
    )
)
_IN_ER: Final = re.compile(r"er\b")
_FAR: Final = 1 << 60
_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile(r"^[\W_]+|[\W_]+$")


def apart(text: str, way: str) -> str:
    """A text as it is given to the analyser of a language: with these words as no stemmer takes them for others."""
    known = _FORMS.get(way)
    if known is None or known.keys().isdisjoint(_LONG.findall(text.lower())):
        return text
    return _LONG.sub(lambda word: known.get(word[0].lower(), word[0]), text)


def apart_with_places(text: str, way: str) -> tuple[str, Callable[[Span], Span]]:
    """The same, with what gives the place in the text of a place in what is given; both in bytes of UTF-8."""
    written = apart(text, way)
    if written == text:
        return text, lambda span: span
    shifts = list(_shifts(text, _FORMS[way]))

    def place(span: Span) -> Span:
        last = bisect_right(shifts, (span[0], _FAR, 0, 0)) - 1
        if last < 0:
            return span
        _, ended, start, stop = shifts[last]
        return (start, stop) if span[0] < ended else (span[0] - ended + stop, span[1] - ended + stop)

    return written, place


def spellings(word: str, language: str) -> tuple[str, ...]:
    """The word, and how else it may be written with other accents or in the other number, each once.

    Accents are folded after stemming, because French endings are told by them. So a word asked in French without
    its accents is also looked for with the one that its ending can have.
    """
    plain = fold(word).lower()
    small = _SIGNS.sub("", word).lower()
    if small in _FORMS.get(language, ()):
        return (word, *_ACCENTED[language].get(small, ()))
    endings = _FRENCH_ENDINGS if language == "fr" else ()
    restored = (re.sub(ending, accented, plain) for ending, accented in endings)
    return tuple(dict.fromkeys((word, plain, *restored)))


def numbers(text: str, language: str) -> tuple[str, ...]:
    """A term, and in French also with all its nouns in -er in the plural."""
    several = _IN_ER.sub("ers", text) if language == "fr" else text
    return (text,) if several == text else (text, several)


def _shifts(text: str, known: Mapping[str, str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the words of these begin and end in what is written, and in the text; in bytes of UTF-8."""
    at = stop = ended = 0
    for word in _WORD.finditer(text):
        told = known.get(word[0].lower())
        if told:
            start = stop + len(text[at : word.start()].encode())
            begun = ended + start - stop
            ended, stop, at = begun + len(told), start + len(word[0].encode()), word.end()
            yield begun, ended, start, stop


def _read(lines: str) -> Iterator[tuple[str, str]]:
    """Each form, with what all forms of its word are written as: the letters that they begin with, and a number."""
    used: Counter[str] = Counter()
    for line in lines.strip().splitlines():
        some = line.split()
        letters = takewhile(lambda each: len(set(each)) == 1, zip(*map(fold, some), strict=False))
        common = "".join(letter for letter, *_ in letters)
        yield from ((form, f"{common}{used[common]}") for form in some)
        used[common] += 1


def _accented(known: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """By a form without accents, those of other words that have accents."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form, written in known.items():
        plain = fold(form)
        if plain != form and known.get(plain, written) != written:
            found[plain].append(form)
    return {plain: tuple(some) for plain, some in found.items()}


_FORMS: Final = {language: dict(_read(lines)) for language, lines in _WORDS.items()}
_ACCENTED: Final = {language: _accented(known) for language, known in _FORMS.items()}
_LONG: Final = re.compile(rf"[^\W_]{{{min(len(form) for known in _FORMS.values() for form in known)},}}")
