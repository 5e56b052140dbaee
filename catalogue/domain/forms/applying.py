"""From what was posted to the description."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms import parts
from catalogue.domain.forms.classes import expected_classes, is_part
from catalogue.domain.forms.finding import Finder
from catalogue.domain.forms.model import LONGEST, Applied, InputError
from catalogue.domain.forms.names import LANGUAGE, Name, field_name, key, value_key, value_name
from catalogue.domain.forms.typing import Mistake, is_same, kept, plain, term
from catalogue.domain.profile import Field, Profile
from catalogue.domain.sentences import Sentence
from catalogue.domain.terms import expand

ACTION: Final = "action"
SHOWN: Final = "shown"
Posted = Mapping[str, Sequence[str]]
Place = tuple[Node, str]  # a node and a property


def apply(graph: Graph, root: Node, posted: Posted, profile: Profile, language: str = "en") -> Applied:
    """Put what was posted into a description: `graph` is changed, as far as an input differs from what it shows.

    What was not posted is not touched, unless `shown` names it: checkboxes that nobody ticked are not posted. The
    name of a property among `shown` means that its addresses are exactly those posted under that name. Empty
    inputs add nothing; one that was emptied removes its value; a text over LONGEST changes nothing. `action` is a
    button (`add:NAME`, `add:NAME:class`, `remove:NAME`, `up:NAME`, `down:NAME`), applied after the inputs. `language`
    is that of who typed.
    """
    changes = _Changes(graph, root, profile, language)
    for name in dict.fromkeys([*posted, *posted.get(SHOWN, ())]):
        changes.take(name, posted)
    changes.carry_out()
    buttons = _Buttons(changes)
    focus = buttons.press(posted.get(ACTION, ()))
    changed = changes.has_edited or buttons.has_acted
    return Applied(tuple(changes.errors), changes.names, focus, changed, tuple(changes.unkept))


@dataclass(slots=True)
class _Edit:
    """What becomes of one property of one node; `came` are new values with the names of their own inputs."""

    of: Field
    gone: dict[Node, str] = field(default_factory=dict)
    came: dict[Node, str] = field(default_factory=dict)


class _Changes:
    """The changes that inputs ask for: collected first, so that two values may be exchanged."""

    def __init__(self, graph: Graph, root: Node, profile: Profile, language: str) -> None:
        self.graph, self.root, self.profile = graph, root, profile
        self.finder = Finder(graph, root, profile)
        self.errors: list[InputError] = []
        self.unkept: list[InputError] = []
        self.names: dict[str, str] = {}
        self.has_edited = False
        self._language = language
        self._edits: dict[Place, _Edit] = {}

    def take(self, text: str, posted: Posted) -> None:
        """Note what one input asks for."""
        name = Name.read(text)
        if name is None:
            return
        found = self.finder.field(name)
        if found is None:
            self._lost(name, text, posted)
        elif not name.value:
            self._take_all(*found, text, posted)
        elif name.is_new:
            self._take_new(*found, text, posted)
        else:
            self._take_one(*found, text, posted)

    def _lost(self, name: Name, text: str, posted: Posted) -> None:
        """What was typed for something that is not there any more; a button that is pressed twice has typed nothing."""
        typed = "\n".join(text for text in posted.get(text, ()) if text.strip())
        if typed and not _is_as_it_was(name, typed, _first(posted.get(text + LANGUAGE, ()))):
            problem = Sentence("The part that this belongs to was removed meanwhile.")
            mend = Sentence("Add it again, and copy the text from here.")
            self.unkept.append(InputError(text, problem, mend, typed))

    def _fits(self, name: str, typed: tuple[str, str], posted: Posted) -> bool:
        """Whether a text is not too long; else it is told, unless a button removes it."""
        text, language = typed
        if len(plain(text)) <= LONGEST:
            return True
        if f"remove:{name}" not in posted.get(ACTION, ()):
            problem = Sentence(
                "This text has %(count)s characters; a text may have %(most)s.",
                count=len(plain(text)),
                most=LONGEST,
            )
            mend = Sentence("It is not kept yet. Shorten it, or put it into a document and give its address.")
            self.unkept.append(InputError(name, problem, mend, text, language))
        return False

    def _take_all(self, node: Node, field: Field, name: str, posted: Posted) -> None:
        """The addresses of a property, as a whole; parts, which boxes do not show, stay."""
        if name not in posted.get(SHOWN, ()):
            return
        wanted = {text.strip() for text in posted.get(name, ()) if text.strip()}
        values = list(self.graph.objects(node, URIRef(field.path)))
        for value in values:
            if (
                isinstance(value, URIRef)
                and str(value) not in wanted
                and not self._is_part_only(value, field)
            ):
                self._edit(node, field).gone[value] = name
        present = {str(value) for value in values}
        for text in sorted(wanted - present):
            if self._fits(name, (text, ""), posted):
                self._add(node, field, "", (text, ""))

    def _is_part_only(self, value: Node, field: Field) -> bool:
        return field.editor == "parts" and is_part(self.graph, value, field)

    def _take_new(self, node: Node, field: Field, name: str, posted: Posted) -> None:
        language = _first(posted.get(name + LANGUAGE, ()))
        for text in posted.get(name, ()):
            if text.strip() and self._fits(name, (text, language), posted):
                self._add(node, field, name, (text, language))

    def _take_one(self, node: Node, field: Field, text: str, posted: Posted) -> None:
        value = self.finder.value(node, field, text.rpartition(".")[2])
        if value is None:
            self._take_new(node, field, text, posted)
            return
        language = self._language_of(value, text, posted)
        # One node may be shown in two places: then the input that was changed counts.
        typed = [each for each in posted.get(text, ()) if not is_same(each, value)]
        if not typed and text in posted and language == _language(value):
            return
        if not typed and text not in posted and text not in posted.get(SHOWN, ()):
            return
        new = typed[0] if typed else _first(posted.get(text, ()))
        if not self._fits(text, (new, language), posted):
            return
        self._edit(node, field).gone[value] = text
        if new.strip():
            self._add(node, field, text, (new, language))

    def _language_of(self, value: Node, name: str, posted: Posted) -> str:
        given = posted.get(name + LANGUAGE)
        return given[0].strip() if given else _language(value)

    def _add(self, node: Node, field: Field, name: str, typed: tuple[str, str]) -> None:
        text, language = typed
        try:
            value = term(text, language, field, self._language)
        except Mistake as mistake:
            value = kept(text)
            at = value_name(node, field.path, value)
            self.errors.append(InputError(at, mistake.problem, mistake.mend, text))
        self._edit(node, field).came[value] = name

    def _edit(self, node: Node, field: Field) -> _Edit:
        return self._edits.setdefault((node, field.path), _Edit(field))

    def carry_out(self) -> None:
        """Change the description: all that comes first, so that nothing is taken for unused between."""
        for (node, path), edit in self._edits.items():
            for value, name in edit.came.items():
                self.graph.add((node, URIRef(path), value))
                parts.type_value(self.graph, value, edit.of, self.profile)
                parts.type_owner(self.graph, node, edit.of)
                if name:
                    self.names[name] = value_name(node, path, value)
        for (node, path), edit in self._edits.items():
            self.has_edited = True
            for value in edit.gone.keys() - edit.came.keys():
                parts.remove_value(self.graph, self.root, (node, URIRef(path), value))


class _Buttons:
    """What the buttons of a form do."""

    def __init__(self, changes: _Changes) -> None:
        self._changes = changes
        self._graph, self._root = changes.graph, changes.root
        self.has_acted = False

    def press(self, actions: Iterable[str]) -> str:
        """Do what a button says; gives the name of what to look at next."""
        for action in actions:
            verb, _, rest = action.partition(":")
            if verb == "add":
                return self._add(*rest.partition(":")[::2])
            if verb == "remove":
                return self._remove(rest)
            if verb in ("up", "down"):
                return self._move(rest, -1 if verb == "up" else 1)
        return ""

    def _add(self, text: str, class_iri: str) -> str:
        name = Name.read(text)
        found = self._changes.finder.field(name) if name else None
        if not found:
            return ""
        node, field = found
        classes = expected_classes(field, self._changes.profile)
        chosen = expand(class_iri) if class_iri else next(iter(classes), "")
        if chosen not in classes or (field.editor not in ("parts", "agent") and not class_iri):
            return f"{text}.new0"
        self.has_acted = True
        parts.type_owner(self._graph, node, field)
        return key(parts.add_part(self._graph, self._root, found, chosen))

    def _remove(self, text: str) -> str:
        found = self._value(text)
        if not found:
            return ""
        node, field, value = found
        self.has_acted = True
        parts.remove_value(self._graph, self._root, (node, URIRef(field.path), value))
        return field_name(node, field.path)

    def _move(self, text: str, step: int) -> str:
        found = self._value(text)
        if not found:
            return ""
        node, field, value = found
        self.has_acted = True
        parts.move(self._graph, (node, field), value, step)
        return value_name(node, field.path, value)

    def _value(self, text: str) -> tuple[Node, Field, Node] | None:
        """What a name means, also when its input was changed in the same post."""
        name = Name.read(self._changes.names.get(text, text))
        found = self._changes.finder.field(name) if name else None
        if not found or name is None:
            return None
        node, field = found
        value = self._changes.finder.value(node, field, name.value)
        return None if value is None else (node, field, value)


def _is_as_it_was(name: Name, typed: str, language: str) -> bool:
    """Whether a text is the very one that its input is named after."""
    same = (Literal(typed), Literal(typed, lang=language or None), URIRef(typed))
    return name.value in map(value_key, same)


def _language(value: Node) -> str:
    return (value.language or "") if isinstance(value, Literal) else ""


def _first(texts: Sequence[str]) -> str:
    return texts[0].strip() if texts else ""
