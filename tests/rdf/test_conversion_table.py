"""The table of rules as data: complete in both languages, and refused with its place where it cannot work."""

import re
from pathlib import Path

import pytest

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.profile import Profile
from catalogue.rdf.conversion.table import KINDS, read_table
from catalogue.rdf.converting import Converter
from tests.rdf.test_converting import dataset
from tests.shapes.loaded import profile, vocabularies

SHIPPED = resources.folder("shapes") / "conversions"
RULE = '[[rule]]\nid = "one"\nsince = "any"\nwhat = { en = "A", fr = "B" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("rules.toml", "words.toml"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def rewrite(folder: Path, rules: str) -> None:
    head = (SHIPPED / "rules.toml").read_text(encoding="utf-8").partition("[[rule]]")[0]
    (folder / "rules.toml").write_text(head + rules, encoding="utf-8")


def test_every_kind_is_used_and_every_reason_has_words() -> None:
    table = read_table()
    assert {rule.kind for rule in table.rules} == set(KINDS)
    code = "".join(path.read_text() for path in Path("catalogue/rdf/conversion").glob("*.py"))
    given = set(re.findall(r'doubt\(\s*"([^"]+)"', code)) | {"nowhere", "unknown"}
    assert given == set(table.reasons)


def test_every_text_is_there_in_english_and_french() -> None:
    table = read_table()
    texts = [*table.words.values(), *table.reasons.values(), *table.releases.values()]
    texts += [text for rule in table.rules for text in (rule.what, rule.back) if text]
    assert [text for text in texts if set(text) != {"en", "fr"}] == []


def test_rules_name_only_properties_that_one_of_the_profiles_or_releases_has() -> None:
    """A misspelt property would be a rule that never does anything."""
    known = _known(profile())
    older = {
        "publisherType",
        "publisherNote",
        "titles",
        "hasLegalBasis",
        "mbox",
        "homepage",
        "hasURL",
        "hasEmail",
    }
    text = (SHIPPED / "rules.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'"(?:[\w:-]+/)?(\w[\w-]*:\w+)"', text))
    assert {
        name for name in named if name.split(":")[1] not in known | older | {"subject", "hasTelephone"}
    } == set()


def _known(found: Profile) -> set[str]:
    iris = [*found.classes, *(each.path for shape in found.classes.values() for each in shape.fields)]
    iris += [name for shape in found.classes.values() for each in shape.fields for name in each.classes]
    return {re.split("[/#]", iri)[-1] for iri in iris} | {"boolean", "anyURI"}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (f'{RULE}kind = "guess"', "rule one: there is no kind “guess”"),
        (f'{RULE}kind = "rename"', "rule one: 'of' is missing"),
        (f'{RULE}kind = "datatypes"\nwhy = "x"', "rule one: it does not know why"),
        (
            f'{RULE}kind = "sort"\nof = "dcat:Dataset"\npaths = "dct:title"',
            "rule one: 'dct:title' is not what",
        ),
        (f'{RULE}kind = "sort"\nof = "dact:Dataset"\npaths = []', "“dact:Dataset” is neither an IRI nor"),
        (f'{RULE}kind = "datatypes"\nback = {{ en = "A", fr = "B" }}', "cannot be read backwards"),
        (f'{RULE}kind = "datatypes"\n{RULE}kind = "datatypes"', "two rules have the id one"),
        (RULE.replace("any", "0") + 'kind = "datatypes"', "rule one: there is no release 0"),
        (RULE.replace(', fr = "B"', "") + 'kind = "datatypes"', "rule one: a text needs English and French"),
        ('[[rule]]\nsince = "any"\nkind = "datatypes"', "rule without an id: 'id' is missing"),
        ('[[rule]]\nid = "one"\nsince = "any"\nkind = "datatypes"', "rule one: it says neither"),
        ("[[rule]\n", "line "),
        ("", "'rule' is missing"),
    ],
)
def test_a_table_that_cannot_work_is_refused_with_its_place(folder: Path, rules: str, said: str) -> None:
    rewrite(folder, rules)
    with pytest.raises(WrongSetting, match=re.escape(said)) as refused:
        read_table(folder)
    assert str(folder) in str(refused.value)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=r"rules\.toml"):
        read_table(tmp_path)


def test_rules_that_turn_in_a_circle_end_with_their_names(folder: Path) -> None:
    def rename(name: str, path: str, to: str) -> str:
        kind = f'kind = "rename"\nof = "dcat:Dataset"\npath = "{path}"\nto = "{to}"\n'
        return RULE.replace("one", name) + kind

    rewrite(
        folder, rename("there", "dct:source", "dct:relation") + rename("back", "dct:relation", "dct:source")
    )
    converter = Converter(read_table(folder), profile(), vocabularies())
    with pytest.raises(WrongSetting, match="never come to an end: there, back"):
        converter.convert(dataset("dct:source <http://example.org/e>"))
