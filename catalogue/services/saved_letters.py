"""The mails of saved searches, in the language of the page where they were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from catalogue.domain.languages import Reader, best, order, pick
from catalogue.domain.saved import SavedSearch
from catalogue.domain.search import Hit, Query
from catalogue.services.mailing import Mail
from catalogue.services.search_labels import Labels
from catalogue.services.search_words import in_brief, in_words
from catalogue.services.translating import translations
from catalogue.settings import Settings

_LINES: Final = 20  # datasets told of one search


@dataclass(frozen=True, slots=True)
class Links:
    """The ends of the links of a mail that confirms: to do so, and to decline such mails."""

    confirm: str
    decline: str


News = tuple[SavedSearch, Query, Sequence[Hit]]


class SavedLetters:
    """Writes them."""

    def __init__(self, settings: Settings, labels: Labels) -> None:
        self._settings = settings
        self._labels = labels

    def reader(self, language: str) -> Reader:
        """Whom a mail in this language is written to."""
        words = translations(language)
        return Reader(language, order([language], self._settings.languages), words.gettext, words.ngettext)

    def confirmation(self, search: SavedSearch, links: Links, query: Query, reader: Reader) -> Mail:
        """The mail with the link that saves a search.

        Anybody can have it sent to anybody: what they wrote stands in it in brief, and leads nowhere.
        """
        say, title = reader.gettext, self._title(reader)
        lines = (
            say(
                "Somebody, probably you, asked %(title)s to write to this address about new datasets of this search:"
            )
            % {"title": title},
            in_brief(query, self._labels, reader) or say("The page of the link shows it."),
            say("Open this address within seven days to confirm it:"),
            f"{self._root(reader)}/saved/confirm/{links.confirm}",
            say(
                "If it was not you, do nothing: no news is sent unless you confirm, and this is removed after a week."
            ),
            say("To have it and your address removed now, end it here:"),
            self._own(search, reader),
            *self._declining(links.decline, reader),
        )
        return Mail(
            search.email, say("Confirm your saved search in %(title)s") % {"title": title}, _text(lines)
        )

    def full(self, search: SavedSearch, decline: str, reader: Reader) -> Mail:
        """The mail to who has as many searches as one may have."""
        say, title = reader.gettext, self._title(reader)
        lines = (
            say("Somebody, probably you, asked %(title)s for mails about one more search.")
            % {"title": title},
            say("You have as many as one address may have. See them, and end some, here:"),
            self._own(search, reader),
            *self._declining(decline, reader),
        )
        return Mail(search.email, say("Your saved searches in %(title)s") % {"title": title}, _text(lines))

    def news(self, told: Sequence[News], reader: Reader) -> Mail:
        """The mail about what is new in one or several searches of an address."""
        say, title = reader.gettext, self._title(reader)
        count = len({hit.number for _, _, hits in told for hit in hits})
        subject = reader.ngettext(
            "%(count)s new dataset in %(title)s", "%(count)s new datasets in %(title)s", count
        )
        own = self._own(told[0][0], reader)
        lines = [
            *(part for each in told for part in self._part(each, reader)),
            say("You get this because you saved a search in %(title)s. See or end your searches here:")
            % {"title": title},
            own,
        ]
        fields = {"count": count, "title": title}
        return Mail(told[0][0].email, subject % fields, _text(lines), unsubscribe=f"{own}/end")

    def _part(self, news: News, reader: Reader) -> list[str]:
        """One search: its words, what is new in it, and where all of it is."""
        _, query, hits = news
        lines, untitled = [in_words(query, self._labels, reader)], reader.gettext("Untitled dataset")
        for hit in hits[:_LINES]:
            title, _ = best(hit.card["titles"], reader.languages)
            address = f"{self._root(reader)}/dataset/{hit.card['id']}"
            lines.append(f"{title or untitled}\n{address}")
        tail = f"?{urlencode(query.parameters())}" if query.parameters() else ""
        if len(hits) > _LINES:
            lines.append(reader.gettext("And %(count)s more:") % {"count": len(hits) - _LINES})
        whole = reader.gettext("The whole search:")
        return [*lines, f"{whole}\n{self._root(reader)}/datasets{tail}"]

    def _declining(self, link: str, reader: Reader) -> tuple[str, str]:
        """How such mails end for good, whoever asks for them."""
        say = reader.gettext(
            "If others have such mails sent to you, you can decline all of them for good here:"
        )
        return say, f"{self._root(reader)}/saved/decline/{link}"

    def _own(self, search: SavedSearch, reader: Reader) -> str:
        return f"{self._root(reader)}/saved/{search.owner}"

    def _root(self, reader: Reader) -> str:
        return f"{self._settings.base_url}/{reader.language}"

    def _title(self, reader: Reader) -> str:
        return pick(self._settings.title, (reader.language,))


def _text(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"
