"""What an upgrade did, in words and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.domain.languages import pick
from catalogue.domain.terms import shorten
from catalogue.domain.verdict import Located
from catalogue.rdf.conversion.table import Table
from catalogue.rdf.conversion.work import Doubt
from catalogue.rdf.converting import Kept
from catalogue.services.translating import colon
from catalogue.services.upgrading import Item, Unread, Upgrade
from catalogue.services.verdicts import Words, json_object

_SHOWN = 50  # lines of a kind in a text; programs get all


@dataclass(frozen=True, slots=True)
class Report:
    """Reports in a language. `words` are those of the profile that descriptions were turned into."""

    table: Table
    words: Words

    def json_object(self, item: Item) -> dict[str, Any]:
        """An upgrade for `json.dumps`: what was changed, kept and left to decide, and the verdict on the result."""
        if isinstance(item, Unread):
            return {"source": item.source, "iri": item.iri, "error": str(item.error)}
        return {
            "source": item.source,
            "iri": item.before.iri if item.verdict else "",
            "changed": item.before.hash != item.after.hash,
            "changes": [
                {"rule": each.rule, "count": each.count, "what": self._says(each.rule)}
                for each in item.conversion.changes
            ],
            "decide": [
                {
                    "rule": each.rule,
                    "reason": self._word(each.reason),
                    "node": each.node,
                    "value": each.value,
                    "what": self._says(each.rule),
                }
                for each in item.conversion.doubts
            ],
            "kept": [
                {"class": each.owner, "path": each.path, "count": each.count} for each in item.conversion.kept
            ],
            "verdict": json_object(item.verdict, self.words) if item.verdict else None,
        }

    def text(self, item: Item) -> str:
        """An upgrade for people, some lines long."""
        if isinstance(item, Unread):
            return f"{item.iri or item.source}: {item.error}\n"
        title = item.verdict.title if item.verdict else ""
        heading = f"{title} <{item.before.iri}>".strip() if item.verdict else item.source
        return "".join(f"{line}\n" for line in (heading, *self._lines(item), ""))

    def sum(self, conforming: int, open_: int) -> str:
        """All of them in one sentence: how many conform now, and how many need a person."""
        numbers = {"count": conforming + open_, "conforming": conforming, "open": open_}
        return self._word("total", **numbers)

    def reason(self) -> str:
        """Why a revision was made, for its history."""
        return self._word("stored")

    def _lines(self, upgrade: Upgrade) -> Iterator[str]:
        conversion = upgrade.conversion
        if not conversion.changes:
            yield f"  {self._word('unchanged')}"
        yield from self._part("changed", [f"{c.count} × {self._says(c.rule)}" for c in conversion.changes])
        yield from self._part("decide", [self._doubt(each) for each in conversion.doubts])
        kept = "kept" if self.words.profile.id == self.table.newer else "lost"
        yield from self._part(kept, [f"{each.count} × {self._place(each)}" for each in conversion.kept])
        yield from self._part("add", list(dict.fromkeys(map(self._finding, upgrade.to_add))))
        if upgrade.verdict and upgrade.verdict.conforms:
            yield f"  {self._word('complete')}"

    def _part(self, name: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield f"  {self._word(name)}{self._colon.rstrip()}"
            yield from (f"    {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield f"    … (+{len(lines) - _SHOWN})"

    def _doubt(self, doubt: Doubt) -> str:
        about = shorten(doubt.value or doubt.node)
        why = f"{self._word('not')}{self._colon}{self._word(doubt.reason)}"
        return f"{self._says(doubt.rule)} {why}{f' ({about})' if about else ''}."

    def _finding(self, located: Located) -> str:
        told = self.words.explain(located)
        return f"{told.field}{self._colon}{told.message}"

    @property
    def _colon(self) -> str:
        return colon(self.words.language)

    def _place(self, kept: Kept) -> str:
        profile, language = self.words.profile, self.words.language
        return f"{profile.name(kept.owner, language)} › {profile.label(kept.owner, kept.path, language)}"

    def _says(self, rule: str) -> str:
        backwards = self.words.profile.id == self.table.older
        return self.table.says(rule, self.words.language, backwards=backwards)

    def _word(self, name: str, **numbers: int) -> str:
        title = pick(self.words.profile.title, (self.words.language,))
        return self.table.word(name, self.words.language).format(profile=title, **numbers)
