"""A description as somebody works on it: opened once a request, with what its pages say around the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, request
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.domain.completeness import completeness
from catalogue.domain.errors import CatalogueError
from catalogue.domain.forms.classes import class_of
from catalogue.domain.languages import best, order
from catalogue.domain.people import Actor
from catalogue.domain.profile import Profile
from catalogue.domain.record import State
from catalogue.domain.register import called
from catalogue.services.cards import texts_by_language
from catalogue.services.choices import Option
from catalogue.services.drafts import demand_editable
from catalogue.services.editing import Draft
from catalogue.services.section_checks import Looked, Section
from catalogue.services.verdicts import Words
from catalogue.web import errors, languages, moments
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import stages
from catalogue.web.workspace.blueprint import page
from catalogue.web.workspace.tasks import Described, meters, tasks


@dataclass(frozen=True)
class Desk:
    """What somebody has before them: a draft, in their language."""

    draft: Draft
    who: Actor

    @classmethod
    def of(cls, id: str, base: int = 0) -> "Desk":
        """The desk of a record, as it was at the revision that somebody was shown. Raises NotFound and Forbidden."""
        who = actor()
        return cls(services().editing.open(who, id, base), who)

    @property
    def id(self) -> str:
        return self.draft.record.id

    @property
    def profile(self) -> Profile:
        return services().profile

    @cached_property
    def owner(self) -> str:
        return class_of(self.draft.graph, self.draft.root, self.profile)

    @property
    def level(self) -> str:
        return self.draft.level

    @cached_property
    def stated_level(self) -> str:
        """The level that the description states; empty where it states none."""
        stated = self.profile.stated_level(self.draft.graph, str(self.draft.root))
        return stated.id if stated else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages of texts, that of the page first."""
        given = services().settings.languages
        return tuple(sorted(given, key=lambda tag: tag != languages.current()))

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The languages of the texts that the description has."""
        texts = (each for each in self.looked.excerpt.objects() if isinstance(each, Literal))
        return tuple(sorted({each.language for each in texts if each.language}))

    @property
    def languages(self) -> tuple[str, ...]:
        return order([languages.current()], services().settings.languages)

    @property
    def words(self) -> Words:
        return Words(self.profile, services().vocabularies, languages.current())

    @cached_property
    def title(self) -> str:
        """What the description is called; the name of the class where it has no title yet."""
        titles = texts_by_language(self.draft.graph.objects(self.draft.root, DCTERMS.title))
        return best(titles, self.languages)[0] or gettext("Untitled")

    @cached_property
    def looked(self) -> Looked:
        """What the profile says of all of it; of thousands of parts, of one."""
        section = Section(URIRef(self.draft.root), self.owner, "", self.level)
        return services().section_checks.look(self.draft.graph, section)

    @cached_property
    def own(self) -> Mapping[str, Sequence[Option]]:
        """The parts with addresses that can stand in several places, by class."""
        graph = self.looked.excerpt
        return {iri: list(self._parts(graph, iri)) for iri in self.profile.register}

    def _parts(self, graph: Graph, class_iri: str) -> Iterator[Option]:
        for node in sorted(graph.subjects(RDF.type, URIRef(class_iri)), key=str):
            if isinstance(node, URIRef):
                yield Option(str(node), called(graph, node) or gettext("without a name yet"))

    @cached_property
    def described(self) -> Described:
        complete = completeness(self.looked.excerpt, str(self.draft.root), self.profile, self.level)
        parts = (self.id, self.draft.graph, self.draft.root, self.profile)
        return Described(*parts, self.looked.findings, complete, self.level, self.looked.hints)

    @property
    def locked(self) -> str:
        """Why who is here cannot change the description; empty where they can."""
        if self.draft.record.state is State.WITHDRAWN:
            return gettext("It was withdrawn. To change it, bring it back to readers first.")
        try:
            demand_editable(self.who, self.draft.record)
        except CatalogueError as error:
            return errors.say(error)
        return ""

    def beside(self, here: str) -> dict[str, Any]:
        """What stands beside a page: the sections, with that of the page, and the meters."""
        return {"tasks": tasks(self.described, here), "meters": meters(self.described)}

    def page(self, template: str, status: int = 200, /, here: str = "", **context: Any) -> Response:
        """A page about the description, with its sections and meters beside it."""
        return page(
            template,
            status,
            record=self.draft.record,
            draft=self.draft,
            title=self.title,
            kept_at=moments.clock(self.draft.kept) if self.draft.kept else "",
            stage=stages.of(self.draft.record),
            locked=self.locked,
            **self.beside(here),
            **{"told": done(request.args.get("done", "")), **context},
        )


def done(what: str) -> str:
    """What has just been done, in words."""
    return {
        "created": gettext("The description has begun. Fill in its sections in any order."),
        "saved": gettext("Saved."),
        "unchanged": gettext("There was nothing to save: nothing has changed."),
        "discarded": gettext("What was not saved is gone. This is what was saved last."),
        "level": gettext("The access level was changed."),
        "resolved": gettext("Both versions are together now. Look at them, then save."),
    }.get(what, "")
