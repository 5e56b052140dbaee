"""Which values of descriptions are not, or no longer, in the lists that they should come from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from catalogue.domain.misuse import Misuse, MisuseKind, ValueJudge
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record, State
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf.concepts import Use, uses
from catalogue.rdf.splitting import Mint, split
from catalogue.services import inputs
from catalogue.services.importing import Tell, say_nothing
from catalogue.services.inputs import ReadAs, Readers
from catalogue.store.base import RecordStore, Selection, walk

EXAMPLES: Final = 5
_DIFFERENT: Final = 10_000  # values that are told apart; what is beyond is counted
_BATCH: Final = 50
_HELD: Final = frozenset({State.DRAFT, State.IN_REVIEW, State.PUBLISHED})
_ORDER: Final = tuple(MisuseKind)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value of a description that its lists do not have: where it stands, and what is wrong with it."""

    owner: str
    use: Use
    misuse: Misuse


@dataclass(slots=True)
class Group:
    """One wrong value of one field, over all descriptions. `examples` are IRIs of up to five of them."""

    owner: str
    path: str
    value: str
    misuse: Misuse
    count: int = 0
    descriptions: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What a check found. `beyond` counts uses of values that were too many to be told one by one.

    `notes` tells what was left out.
    """

    checked: int = 0
    wrong: int = 0
    beyond: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    groups: dict[tuple[str, str, str], Group] = field(default_factory=dict)

    def add(self, iri: str, found: Sequence[Wrong]) -> None:
        """Add what is wrong in one description."""
        self.checked += 1
        self.wrong += bool(found)
        met = set()
        for each in found:
            key = (each.owner, each.use.path, each.use.value)
            group = self._group(key, each.misuse)
            if group is None:
                self.beyond += 1
                continue
            group.count += 1
            if key not in met:
                met.add(key)
                group.descriptions += 1
                if len(group.examples) < EXAMPLES:
                    group.examples.append(iri)

    def __iter__(self) -> Iterator[Group]:
        """The wrong values: those that moved first, the most frequent of a kind before the others."""
        return iter(
            sorted(
                self.groups.values(),
                key=lambda each: (_ORDER.index(each.misuse.kind), -each.count, each.value),
            )
        )

    def _group(self, key: tuple[str, str, str], misuse: Misuse) -> Group | None:
        if key not in self.groups:
            if len(self.groups) >= _DIFFERENT:
                return None
            self.groups[key] = Group(*key, misuse)
        return self.groups[key]


class VocabularyCheck:
    """Finds wrong values in descriptions, in memory that does not grow with their number."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, mint: Mint) -> None:
        judge = ValueJudge(vocabularies)
        self.profile = profile
        self.vocabularies = vocabularies
        self._mint = mint
        self._of_iri = lru_cache(maxsize=50_000)(judge.iri)
        self._of_text = lru_cache(maxsize=50_000)(judge.text)
        self._paths = frozenset(
            field.path for shape in profile.classes.values() for field in shape.fields if field.vocabularies
        )

    def stored(self, store: RecordStore, tell: Tell = say_nothing) -> Found:
        """What is wrong in the newest revision of every description that was not withdrawn."""
        found, known = Found(), store.count(Selection(states=_HELD))
        for record, text in newest(store):
            found.add(record.iri, self.wrong(text))
            tell(found.checked, known)
        return found

    def files(self, names: Sequence[str]) -> Found:
        """What is wrong in the descriptions of files and folders; what cannot be read stands in `unread`."""
        found = Found()
        readers: Readers[tuple[str, str]] = Readers(
            lambda path: self._file(path, found), lambda source, error: (source, str(error))
        )
        for name in names:
            found.unread.extend(inputs.walk(name, readers, found.notes))
        return found

    def wrong(self, ntriples: str) -> list[Wrong]:
        """The wrong values of one description."""
        found = []
        for use in uses(ntriples, self._paths):
            owner, schemes = self._lists(use)
            judge = self._of_iri if use.is_iri else self._of_text
            misuse = judge(use.value, schemes) if schemes else None
            if misuse:
                found.append(Wrong(owner, use, misuse))
        return found

    def _lists(self, use: Use) -> tuple[str, tuple[str, ...]]:
        """The class by which a node has the property, and the lists of its values."""
        fields = [known for name in use.classes if (known := self.profile.field(name, use.path))]
        bound = [known for known in fields if known.vocabularies]
        schemes = dict.fromkeys(iri for known in bound for iri in known.vocabularies)
        return (bound[0].owner, tuple(schemes)) if bound else ("", ())

    def _file(self, path: Path, found: Found) -> Iterator[tuple[str, str]]:
        """Add what is wrong in a file; gives what cannot be read in it."""
        with inputs.opened(path, ReadAs()) as statements:
            parts = split(statements, self._mint)
            for description in parts.descriptions:
                found.add(description.iri, self.wrong(description.ntriples))
            yield from parts.refused


def newest(store: RecordStore, records: Iterable[Record] | None = None) -> Iterator[tuple[Record, str]]:
    """Records with their newest N-Triples: the given ones, or all that were not withdrawn.

    Those that are removed meanwhile are left out.
    """
    rest = iter(walk(store, Selection(limit=500, states=_HELD)) if records is None else records)
    while batch := list(islice(rest, _BATCH)):
        texts = store.ntriples({record.head.hash for record in batch})
        yield from ((record, texts[record.head.hash]) for record in batch if record.head.hash in texts)
