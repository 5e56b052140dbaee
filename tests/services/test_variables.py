"""Variables are found, changed one by one and many at once, merged with files by name, and written as files."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.bootstrap import Services
from catalogue.domain.columns import MOST, Row, shown, slots_of
from catalogue.domain.dictionaries import Manner
from catalogue.domain.errors import Conflict, NotFound, OtherWindow
from catalogue.domain.people import OPERATOR, Actor
from catalogue.domain.record import Kind
from catalogue.rdf.canonical import canonical_text
from catalogue.services import variable_actions as actions
from catalogue.services.dictionaries import Means, Upload
from catalogue.services.dictionaries.base import TooManyVariables
from catalogue.services.variable_actions import Chosen
from catalogue.services.variable_files import NEW, OUT, table_of
from catalogue.services.variable_plans import Plan
from catalogue.services.variable_rows import Opened, Query
from catalogue.services.variables import Edits, NoRoomForVariables
from catalogue.settings import Settings
from tests.conftest import described
from tests.services import dictionary_files as files

DESCRIPTION = """
@prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
ex:stroke a dcat:Dataset ; dct:title "Stroke registry"@en ; dct:identifier "stroke"
  ; healthdcatap:hasVariables ex:group .
ex:group a csvw:TableGroup ; dct:title "Variables"@en ; csvw:table ex:stays , [
  a csvw:Table ; dct:title "Follow-up"@en ; csvw:column [ a csvw:Column ; csvw:name "nihss" ;
    csvw:datatype xsd:integer ;
    csvw:title "Severity"@en ; dct:description "At 90 days."@en ] ] .
ex:stays a csvw:Table ; dct:title "Hospital stays"@en , "Séjours"@fr ; csvw:column ex:sex , ex:born , ex:nihss .
ex:sex a csvw:Column ; csvw:name "sex" ; csvw:title "Sex"@en , "Sexe"@fr ; csvw:datatype "string" ; csvw:required true ;
  dct:description "As in the register."@en ; csvw:propertyUrl <http://snomed.info/id/184100006> .
ex:born a csvw:Column ; csvw:name "birth_year"^^xsd:NCName ; csvw:datatype "gYear"@en .
ex:nihss a csvw:Column ; csvw:name "nihss" ; csvw:title "Severity at admission"@en , "Score"@en ; csvw:datatype [
  csvw:base "integer" ; csvw:minimum "0" ] .
"""
TITLE = "title@en"


NUMBERS = count()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """An instance for all tests here, each of which has a description of its own."""
    return Services(
        Settings.model_validate({"data": tmp_path_factory.mktemp("variables"), "import_processes": 1})
    )


class Desk:
    """What somebody does to the variables of one description."""

    def __init__(self, services: Services, turtle: str, actor: Actor = OPERATOR) -> None:
        self.services, self.actor = services, actor
        own = f"http://example.org/stroke{next(NUMBERS)}"
        turtle = turtle.replace("ex:stroke", f"<{own}>").replace('"stroke"', f'"{own}"')
        [description] = [each for each in described(turtle) if each.kind is Kind.DATASET]
        self.id = services.editing.take(actor, "", description, "").id

    @property
    def opened(self) -> Opened:
        return self.services.variables.open(self.actor, self.id)

    @property
    def rows(self) -> dict[tuple[str, str], Row]:
        opened = self.opened
        return {(opened.labels[row.table], row.name): row for row in opened.rows}

    @property
    def names(self) -> list[str]:
        return [row.name for row in self.opened.rows]

    def key(self, name: str, table: str = "Hospital stays") -> str:
        opened, node = self.opened, self.rows[table, name].node
        return next(at for at, row in opened.by_key.items() if row.node == node)

    def table(self, title: str) -> str:
        opened = self.opened
        return next(at for at, node in opened.tables.items() if opened.labels[node] == title)

    def texts(self, name: str, table: str = "Hospital stays") -> dict[str, list[str]]:
        opened = self.opened
        found = slots_of(self.rows[table, name].said, opened.layout)
        return {slot.key: [shown(value) for value in values] for slot, values in found.items()}

    def do(self, action: actions.Action | None = None, edits: Edits | None = None) -> int:
        opened = self.opened
        version = opened.draft.version
        return self.services.variables.change(self.actor, opened, version, edits or Edits(), action).count

    def type(self, name: str, /, table: str = "Hospital stays", **cells: str) -> None:
        told = {cell.replace("_", "@"): [text] for cell, text in cells.items()}
        self.do(edits=Edits({self.key(name, table): told}))

    def undo(self) -> int:
        return self.services.variables.undo(self.actor, self.id, self.opened.draft.version)

    def hand_in(self, data: str | bytes, source: str = "file.csv", means: Means = Means.UNSAID) -> None:
        content = data.encode() if isinstance(data, str) else data
        self.services.variable_files.hand_in(self.actor, self.opened, Upload(source, content, means), "en")

    def merge(self, **plan: object) -> int:
        opened, from_files = self.opened, self.services.variable_files
        waiting = from_files.handed_in(self.actor, opened)
        assert waiting is not None
        from_files.plan(self.actor, opened, Plan(**{**vars_of(waiting.plan), **plan}))  # type: ignore[arg-type]
        return from_files.apply(self.actor, opened, opened.draft.version, Manner()).count

    def proposed(self) -> dict[str, list[list[str]]]:
        """The names that are added, changed, unchanged and missing, by table of the file."""
        opened, from_files = self.opened, self.services.variable_files
        waiting = from_files.handed_in(self.actor, opened)
        assert waiting is not None
        found = from_files.proposal(opened, waiting, Manner())
        return {
            each.source: [
                [wanted.name for wanted in each.merge.added],
                [changed.row.name for changed in each.merge.changed],
                [row.name for row in each.merge.unchanged],
                [row.name for row in each.merge.missing],
            ]
            for each in found.tables
        }

    @property
    def hash(self) -> str:
        return canonical_text(self.opened.draft.ntriples)[1]


def vars_of(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__slots__}


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services, DESCRIPTION)


def chosen(*keys: str, everything: bool = False, query: Query | None = None) -> Chosen:
    return Chosen(keys, query or Query(), everything)


def test_variables_stand_by_table_and_name(desk: Desk) -> None:
    assert list(desk.rows) == [
        ("Follow-up", "nihss"),
        ("Hospital stays", "birth_year"),
        ("Hospital stays", "nihss"),
        ("Hospital stays", "sex"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Query("sexe"), ["sex"]),
        (Query("severity ADMISSION"), ["nihss"]),
        (Query("csvw"), []),
        (Query(lacks="description"), ["birth_year", "nihss"]),
        (Query(lacks="datatype"), []),
        (Query("nihss", lacks="description"), ["nihss"]),
    ],
)
def test_variables_are_found_by_what_they_say_and_lack(desk: Desk, query: Query, names: list[str]) -> None:
    assert [row.name for row in desk.opened.find(query)] == names


def test_variables_of_a_table_are_found(desk: Desk) -> None:
    [followed, stays] = desk.opened.tables
    assert [row.name for row in desk.opened.find(Query(table=followed))] == ["nihss"]
    assert len(desk.opened.find(Query(table=stays))) == 3


def test_what_comes_back_as_it_was_shown_changes_nothing(desk: Desk) -> None:
    """Blank datatypes, foreign datatypes and languages, two titles in one language: all stay the very terms."""
    opened = desk.opened
    typed = {
        at: {
            slot.key: [shown(value).replace("\n", "\r\n") for value in values]
            for slot, values in cells.items()
        }
        for at, row in opened.by_key.items()
        for cells in [slots_of(row.said, opened.layout)]
    }
    before = desk.hash
    desk.do(edits=Edits(typed))
    assert desk.hash == before
    assert not desk.opened.draft.is_changed


def test_one_cell_is_changed_and_nothing_else(desk: Desk) -> None:
    before = set(desk.opened.draft.ntriples.splitlines())
    desk.type("sex", title_fr="Sexe administratif")
    after = set(desk.opened.draft.ntriples.splitlines())
    title = "<http://example.org/sex> <http://www.w3.org/ns/csvw#title>"
    assert before - after == {f'{title} "Sexe"@fr .'}
    assert after - before == {f'{title} "Sexe administratif"@fr .'}


def test_an_emptied_cell_says_nothing_any_more(desk: Desk) -> None:
    desk.type("sex", propertyUrl="", title_fr="  ")
    assert desk.texts("sex") == {
        "name": ["sex"],
        "title@en": ["Sex"],
        "description@en": ["As in the register."],
        "datatype": ["string"],
    }


def test_what_is_no_address_is_kept_as_text_and_told(desk: Desk) -> None:
    desk.type("sex", propertyUrl="snomed 184100006")
    opened = desk.opened
    [row] = opened.find(Query(lacks="wrong"))
    assert [(slot.key, text) for slot, text in opened.mistakes(row)] == [("propertyUrl", "snomed 184100006")]


def test_texts_may_hold_any_separator_of_lines(desk: Desk) -> None:
    desk.type("sex", description_en="a\u2028b\u2029c\x85d")
    assert desk.texts("sex")["description@en"] == ["a\u2028b\u2029c\x85d"]


def test_new_lines_become_variables_of_their_table(desk: Desk) -> None:
    [_, stays] = desk.opened.tables
    lines = [(stays, {"name": ["age"], TITLE: ["Age"]}), (stays, {"name": [" "]}), ("", {"name": ["first"]})]
    desk.do(edits=Edits({}, lines))
    assert desk.texts("age") == {"name": ["age"], TITLE: ["Age"]}
    assert ("Follow-up", "first") in desk.rows
    assert len(desk.names) == 6


def test_the_first_variables_make_a_table_and_say_that_data_are_structured(services: Services) -> None:
    desk = Desk(services, DESCRIPTION.partition("; healthdcatap:hasVariables")[0] + ".")
    desk.do(edits=Edits({}, [("", {"name": ["age"]}), ("", {"name": ["sex"]})]))
    assert list(desk.rows) == [("Stroke registry", "age"), ("Stroke registry", "sex")]
    text = desk.opened.draft.ntriples
    assert 'hasStructuredData> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>' in text
    assert text.count("csvw#TableGroup>") == 1


def test_what_holds_no_variables_has_no_such_page(services: Services) -> None:
    [service] = described(
        "<http://example.org/api> a <http://www.w3.org/ns/dcat#DataService> ; <http://purl.org/dc/terms/title> 'A' ."
    )
    record = services.editing.take(OPERATOR, "", service, "")
    with pytest.raises(NotFound):
        services.variables.open(OPERATOR, record.id)


def test_all_that_are_found_get_a_value_and_lose_it_again(desk: Desk) -> None:
    before = desk.hash
    assert desk.do(actions.setting(chosen(everything=True), "datatype", "decimal", fill=False)) == 4
    assert desk.texts("sex")["datatype"] == ["decimal"]
    assert desk.undo() == 4
    assert desk.hash == before
    assert desk.undo() == 0


def test_only_what_is_empty_is_filled(desk: Desk) -> None:
    assert (
        desk.do(actions.setting(chosen(everything=True), "description@en", "To be described", fill=True)) == 2
    )
    assert desk.texts("sex")["description@en"] == ["As in the register."]


def test_ticked_variables_move_to_another_table_and_go(desk: Desk) -> None:
    [followed, _] = desk.opened.tables
    assert desk.do(actions.moving(chosen(desk.key("sex"), desk.key("birth_year")), followed)) == 2
    assert ("Follow-up", "sex") in desk.rows
    assert desk.do(actions.removing(chosen(desk.key("nihss")))) == 1
    assert desk.names == ["birth_year", "nihss", "sex"]
    assert "csvw#minimum" not in desk.opened.draft.ntriples
    desk.undo()
    assert "csvw#minimum" in desk.opened.draft.ntriples


def test_a_table_goes_with_its_variables_and_comes_back(desk: Desk) -> None:
    before, [followed, _] = desk.hash, desk.opened.tables
    desk.do(actions.removing_table(followed))
    assert list(desk.opened.labels.values()) == ["Hospital stays"]
    desk.undo()
    assert desk.hash == before


def test_a_table_is_added_and_named(desk: Desk) -> None:
    desk.do(actions.adding_table({"en": "Deaths", "fr": ""}))
    at = next(at for at, node in desk.opened.tables.items() if desk.opened.labels[node] == "Deaths")
    desk.do(edits=Edits({at: {"title@en": ["Causes of death"], "title@fr": ["Causes de décès"]}}))
    assert "Causes of death" in desk.opened.labels.values()


def test_what_was_changed_since_is_not_taken_back(desk: Desk) -> None:
    desk.do(actions.setting(chosen(everything=True), "datatype", "decimal", fill=False))
    desk.type("sex", datatype="string")
    with pytest.raises(Conflict):
        desk.undo()
    assert desk.texts("sex")["datatype"] == ["string"]


def test_what_was_typed_elsewhere_meanwhile_is_not_overwritten(desk: Desk) -> None:
    opened = desk.opened
    desk.type("sex", title_en="Gender")
    with pytest.raises(OtherWindow):
        desk.services.variables.change(
            OPERATOR, opened, opened.draft.version, Edits({desk.key("sex"): {TITLE: ["Sex at birth"]}})
        )
    assert desk.texts("sex")[TITLE] == ["Gender"]


def test_a_save_ends_what_can_be_taken_back(desk: Desk) -> None:
    desk.do(actions.setting(chosen(everything=True), "datatype", "decimal", fill=False))
    desk.services.editing.save(OPERATOR, desk.id, desk.opened.draft.version)
    assert desk.services.variables.undoable(OPERATOR, desk.opened.draft) is None


def test_a_file_is_merged_by_name_and_takes_nothing_away(desk: Desk) -> None:
    desk.hand_in("variable,label,type\nsex,Sex at birth,string\nage,Age,integer\n", "stays.csv")
    [_, stays] = desk.opened.tables
    assert desk.merge(tables={"": stays}) == 2
    assert desk.texts("sex")[TITLE] == ["Sex at birth"]
    assert desk.texts("sex")["title@fr"] == ["Sexe"]
    assert set(desk.rows) >= {
        ("Hospital stays", "age"),
        ("Hospital stays", "birth_year"),
        ("Hospital stays", "nihss"),
    }


def test_groups_of_a_merge_are_chosen(desk: Desk) -> None:
    [_, stays] = desk.opened.tables
    for parts, names in (
        (("added",), ["age", "birth_year", "nihss", "sex"]),
        (("missing",), ["age", "sex"]),
    ):
        desk.hand_in("variable,label\nsex,Gender\nage,Age\n")
        desk.merge(tables={"": stays}, parts=parts)
        assert [name for table, name in desk.rows if table == "Hospital stays"] == names
    assert desk.texts("sex")[TITLE] == ["Sex"]


def test_only_empty_cells_are_filled_from_a_file(desk: Desk) -> None:
    [_, stays] = desk.opened.tables
    desk.hand_in("variable,label,description\nsex,Gender,New\nnihss,New,Severity scale\n")
    desk.merge(tables={"": stays}, fill=True)
    assert desk.texts("sex")[TITLE] == ["Sex"]
    assert desk.texts("nihss")["description@en"] == ["Severity scale"]


def test_a_merge_again_changes_nothing(desk: Desk) -> None:
    for data in (
        files.FRENCH_CSV,
        files.REDCAP_CSV,
        files.OMOP_CSV,
        files.CSVW,
        files.FRICTIONLESS,
        files.FHIR,
        files.DATA_CSV,
    ):
        desk.hand_in(data)
        desk.merge()
        text = desk.opened.draft.ntriples
        desk.hand_in(data)
        assert not [each for each in desk.proposed().items() if each[1][0] or each[1][1]]
        assert desk.merge() == 0
        assert desk.opened.draft.ntriples == text


def test_a_merge_is_taken_back_as_one_change(desk: Desk) -> None:
    before = desk.hash
    desk.hand_in(files.OMOP_CSV)
    assert desk.merge() == 3
    assert {"person", "visit_occurrence"} < set(desk.opened.labels.values())
    desk.undo()
    assert desk.hash == before


def test_a_table_of_a_file_is_left_out_or_called_otherwise(desk: Desk) -> None:
    desk.hand_in(files.OMOP_CSV)
    desk.merge(tables={"person": OUT, "visit_occurrence": NEW}, titles={"visit_occurrence": "Visits"})
    assert "Visits" in desk.opened.labels.values()
    assert ("Visits", "visit_source_value") in desk.rows
    assert len(desk.names) == 5


def test_a_table_of_a_file_finds_the_one_that_it_means(desk: Desk) -> None:
    [followed, stays] = desk.opened.tables
    desk.hand_in("table,variable,label\nséjours,sex,Sex\nFollow-up,nihss,Severity\nDeaths,cause,Cause\n")
    waiting = desk.services.variable_files.handed_in(OPERATOR, desk.opened)
    assert waiting is not None
    assert waiting.plan.tables == {"séjours": stays, "Follow-up": followed, "Deaths": NEW}
    desk.hand_in("variable,label\nsex,Sex\nbirth_year,Year\nother,Other\n")
    again = desk.services.variable_files.handed_in(OPERATOR, desk.opened)
    assert again is not None
    assert again.plan.tables == {"": stays}


def test_headings_can_be_said_to_stand_for_something_else(desk: Desk) -> None:
    desk.hand_in("Feld,Bedeutung\nsex,Geschlecht\n", means=Means.VARIABLES)
    assert desk.proposed() == {}
    desk.merge(
        targets=("name", "title@de"), tables={"": desk.opened.rows and next(reversed(desk.opened.tables))}
    )
    assert desk.texts("sex")["title@de"] == ["Geschlecht"]


def test_what_was_handed_in_is_forgotten_when_it_was_merged(desk: Desk) -> None:
    desk.hand_in(files.OMOP_CSV)
    desk.merge()
    assert desk.services.variable_files.handed_in(OPERATOR, desk.opened) is None


def test_what_was_handed_in_is_of_one_person_alone(desk: Desk) -> None:
    desk.hand_in(files.OMOP_CSV)
    somebody = Actor("somebody", "Somebody", administrator=True)
    assert desk.services.variable_files.handed_in(somebody, desk.opened) is None


def test_no_data_are_kept_anywhere(desk: Desk) -> None:
    desk.hand_in(files.DATA_CSV)
    store = desk.services.store
    kept = desk.services.variable_files.handed_in(OPERATOR, desk.opened)
    assert "P0001" not in repr(kept)
    desk.merge()
    assert not [
        path
        for path in desk.services.settings.data.rglob("*")
        if path.is_file() and b"P0001" in path.read_bytes()
    ]
    assert store is desk.services.store


def test_more_variables_than_a_description_may_have_are_refused(desk: Desk) -> None:
    wide = ",".join(f"v{number}" for number in range(19_999))
    desk.hand_in(wide, "wide.csv")
    with pytest.raises(NoRoomForVariables):
        desk.merge()
    assert len(desk.names) == 4


def test_a_list_of_too_many_variables_is_refused_as_it_is_handed_in_with_their_number(desk: Desk) -> None:
    lines = "".join(f"v{number},Label\n" for number in range(MOST + 1))
    with pytest.raises(TooManyVariables, match=r"long\.csv leads to 20001 variables"):
        desk.hand_in(f"variable,label\n{lines}", "long.csv")
    assert desk.services.variable_files.handed_in(desk.actor, desk.opened) is None


def test_lines_that_give_each_code_one_are_no_variables(desk: Desk) -> None:
    lines = "".join(f"v{number // 3},Label,c{number}\n" for number in range(MOST + 1))
    desk.hand_in(f"variable,label,codes\n{lines}", "codes.csv")
    assert len(desk.proposed()[""][0]) == (MOST + 1) // 3


def test_the_preview_counts_what_the_description_would_have(desk: Desk) -> None:
    desk.hand_in("variable,label\nsex,Sex\nheight,Height\nweight,Weight\n")
    opened, from_files = desk.opened, desk.services.variable_files
    waiting = from_files.handed_in(desk.actor, opened)
    assert waiting is not None

    def count(*parts: str) -> int:
        plan = replace(waiting.plan, parts=parts, tables={"": desk.table("Hospital stays")})
        return from_files.proposal(opened, replace(waiting, plan=plan), Manner()).count

    assert (count("added"), count("changed"), count("added", "missing")) == (6, 4, 4)


def test_a_file_of_ours_is_read_again_as_it_was(desk: Desk) -> None:
    desk.type("sex", description_en="=SUM(A1)\n'+1", title_fr=' @home; "x", é')
    desk.hand_in(table_of(desk.opened).encode(), "variables.csv")
    assert not [each for each in desk.proposed().items() if each[1][0] or each[1][1]]
    assert sum(len(unchanged) for _, _, unchanged, _ in desk.proposed().values()) == 4


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@pytest.fixture
def drawn(services: Services) -> Callable[[Sequence[tuple[str, str, str]]], Desk]:
    def draw(rows: Sequence[tuple[str, str, str]]) -> Desk:
        desk = Desk(services, DESCRIPTION.partition("; healthdcatap:hasVariables")[0] + ".")
        desk.do(edits=Edits({}, [("", {"name": [a], TITLE: [b], "description@fr": [c]}) for a, b, c in rows]))
        return desk

    return draw


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(CELL.filter(str.strip), CELL, CELL),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0].strip(),
    )
)
def test_any_variables_go_through_a_file_unchanged(
    drawn: Callable[[Sequence[tuple[str, str, str]]], Desk], rows: Sequence[tuple[str, str, str]]
) -> None:
    desk = drawn(rows)
    desk.hand_in(table_of(desk.opened), "variables.csv")
    [(added, changed, _, missing)] = desk.proposed().values()
    assert (added, changed, missing) == ([], [], [])
    assert desk.merge(parts=("added", "changed", "missing")) == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_merge_of_any_list_is_done_at_once(
    drawn: Callable[[Sequence[tuple[str, str, str]]], Desk], seed: int
) -> None:
    pick = random.Random(seed)
    names = [f"v{number}" for number in range(8)]
    desk = drawn(
        [(name, pick.choice(["", "A", "B"]), "") for name in names if pick.random() < 0.6] or [("v0", "", "")]
    )
    data = "variable,label\n" + "".join(
        f"{name},{pick.choice('ABC')}\n" for name in names if pick.random() < 0.7
    )
    if data.count("\n") > 1:
        desk.hand_in(data)
        desk.merge(parts=("added", "changed", "missing"), tables={"": next(iter(desk.opened.tables))})
        assert sorted(desk.names) == sorted(line.split(",")[0] for line in data.splitlines()[1:])
        desk.hand_in(data)
        assert (
            desk.merge(parts=("added", "changed", "missing"), tables={"": next(iter(desk.opened.tables))})
            == 0
        )
