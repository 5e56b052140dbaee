"""Reading the table of rules from `shapes/conversions/`, and refusing what cannot work."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, Protocol, get_args, get_origin, get_type_hints

from rdflib import URIRef

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.languages import pick
from catalogue.domain.terms import expand
from catalogue.rdf.conversion import contacts, properties, values, variables
from catalogue.rdf.conversion.work import Path as ValuePath
from catalogue.rdf.conversion.work import Work

Text = Mapping[str, str]

KINDS: Final[Mapping[str, type]] = {
    "rename": properties.Rename,
    "move": properties.Move,
    "wrap": properties.Wrap,
    "text": properties.Text,
    "address": properties.Address,
    "datatypes": properties.Datatypes,
    "datatype": properties.Datatype,
    "repeat": properties.Repeat,
    "derive": properties.Derive,
    "gather": contacts.Gather,
    "values": values.Values,
    "successors": values.Successors,
    "sort": values.Sort,
    "codes": values.Codes,
    "types": values.Types,
    "variables": variables.Variables,
    "name": variables.Name,
}


class Step(Protocol):
    """One direction of a rule: changes the graph, and says how many changes it made."""

    def __call__(self, work: Work) -> int: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the table. `since` is the release that brought the change; `back` says what it does backwards.

    `forward` and `backward` are None where the rule is not for that direction.
    """

    id: str
    since: str
    kind: str
    what: Text
    back: Text
    forward: Step | None = field(repr=False)
    backward: Step | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """The rules in their order. `newer` and `older` are the profiles that they lead to, forwards and backwards."""

    newer: str
    older: str
    releases: Mapping[str, Text]
    rules: tuple[Rule, ...]
    reasons: Mapping[str, Text]
    words: Mapping[str, Text]

    @property
    def targets(self) -> tuple[str, ...]:
        return self.newer, self.older

    def steps(self, target: str) -> list[tuple[Rule, Step]]:
        """The rules that lead to a profile. A profile that is none of `targets` has none."""
        if target == self.older:
            return [(rule, rule.backward) for rule in reversed(self.rules) if rule.backward]
        return [(rule, rule.forward) for rule in self.rules if rule.forward and target == self.newer]

    def says(self, rule: str, language: str, *, backwards: bool = False) -> str:
        """What a rule does, in a language."""
        found = next(each for each in self.rules if each.id == rule)
        return pick(found.back if backwards else found.what, (language,))

    def word(self, name: str, language: str) -> str:
        """A sentence of a report, or the reason for which a rule did not decide."""
        return pick(self.words[name] if name in self.words else self.reasons[name], (language,))


def read_table(folder: Path | None = None) -> Table:
    """The table of a folder, by default the shipped one. Raises WrongSetting naming the file and the rule."""
    folder = folder or resources.folder("shapes") / "conversions"
    rules, words = _toml(folder / "rules.toml"), _toml(folder / "words.toml")
    try:
        return Table(
            newer=rules["newer"],
            older=rules["older"],
            releases=rules["releases"],
            rules=_rules(rules, folder / "rules.toml"),
            reasons=words["reasons"],
            words=words["words"],
        )
    except KeyError as error:
        raise WrongSetting(name=str(folder), reason=f"{error} is missing") from None


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongSetting(name=str(file), reason=str(error)) from None


def _rules(entries: Mapping[str, Any], file: Path) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    for entry in entries["rule"]:
        name = str(entry.get("id", "without an id"))
        if name in found:
            raise WrongSetting(name=str(file), reason=f"two rules have the id {name}")
        try:
            found[name] = _rule(dict(entry))
        except KeyError as error:
            raise WrongSetting(name=str(file), reason=f"rule {name}: {error} is missing") from None
        except (ValueError, TypeError, AttributeError) as error:
            raise WrongSetting(name=str(file), reason=f"rule {name}: {error}") from None
        if found[name].since not in entries["releases"]:
            raise WrongSetting(name=str(file), reason=f"rule {name}: there is no release {found[name].since}")
    return tuple(found.values())


def _rule(entry: dict[str, Any]) -> Rule:
    """A rule with its kind. Raises KeyError or ValueError for what it lacks or should not have."""
    name, since, kind = entry.pop("id"), entry.pop("since"), entry.pop("kind")
    what, back = _text(entry.pop("what", {})), _text(entry.pop("back", {}))
    if kind not in KINDS:
        raise ValueError(f"there is no kind “{kind}”; there are {', '.join(KINDS)}")
    made = _record(KINDS[kind], entry)
    forward, backward = getattr(made, "forward", None), getattr(made, "backward", None)
    if back and backward is None:
        raise ValueError(f"the kind “{kind}” cannot be read backwards")
    if not (what and forward) and not back:
        raise ValueError("it says neither “what” it does nor what it does “back”")
    return Rule(name, since, kind, what, back, forward if what else None, backward if back else None)


def _text(given: Any) -> Text:
    if given and not {"en", "fr"} <= set(given):
        raise ValueError("a text needs English and French")
    return dict(given)


def _record(kind: type, entry: Mapping[str, Any]) -> Any:
    """A dataclass from a table of TOML: names become IRIs as its types say."""
    hints = get_type_hints(kind)
    known = {each.name: each for each in fields(kind)}
    if unknown := set(entry) - set(known):
        raise ValueError(f"it does not know {', '.join(sorted(unknown))}")
    for name, each in known.items():
        if name not in entry and each.default is MISSING:
            raise KeyError(name)
    return kind(**{name: _value(hints[name], given) for name, given in entry.items()})


def _value(hint: Any, given: Any) -> Any:
    if hint is ValuePath:
        owner, _, path = _checked(given, str).partition("/")
        return _iri(owner), _iri(path)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in _checked(given, list))
    if get_origin(hint) is Mapping:
        return {key: _iri(each) for key, each in _checked(given, dict).items()}
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _record(hint, _checked(given, dict))
    if hint in (str, bool):
        return expanded(_checked(given, hint)) if hint is str else _checked(given, hint)
    return _iri(given)


def _checked(given: Any, kind: type) -> Any:
    if not isinstance(given, kind):
        raise ValueError(f"{given!r} is not what is expected here ({kind.__name__})")
    return given


def expanded(text: str) -> str:
    """A step such as `^csvw:table`, or any text, with its short name written out."""
    return "^" + expand(text[1:]) if text.startswith("^") else expand(text)


def _iri(given: Any) -> URIRef:
    iri = expand(_checked(given, str))
    if "://" not in iri:
        raise ValueError(f"“{given}” is neither an IRI nor a short name with a known prefix")
    return URIRef(iri)
