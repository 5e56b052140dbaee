"""Forms: what is shown comes back as it was, and whatever the profile has can be typed, chosen, changed and removed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import CSVW, DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.datatypes import FORMS
from catalogue.domain.forms import Applied, FormField, FormNode, FormValue, apply, others, prune, read
from catalogue.domain.forms.names import LANGUAGE, Name, key
from catalogue.domain.forms.typing import shown as shown_of
from catalogue.domain.ordering import POSITION
from catalogue.domain.profile import Field, Obligation
from catalogue.domain.record import Description
from catalogue.domain.terms import ADMS, CV, HEALTHDCATAP, VCARD
from catalogue.rdf import graphs
from catalogue.rdf.canonical import canonical_text
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read as read_file
from catalogue.rdf.splitting import split
from catalogue.rdf.working import WorkingGraph
from tests.conftest import ROOT, dataset, described
from tests.shapes.loaded import LEVELS, profile

ROOT_IRI = URIRef("http://example.org/dataset/1")
Posted = Mapping[str, Sequence[str]]
DEMONSTRATION = sorted((ROOT / "catalogue/demonstration").glob("*.ttl"))
SEEDS = sorted((ROOT / "tests/shapes/seeds").glob("*.ttl"))


def shown(form: FormNode) -> dict[str, list[str]]:
    """Every input of a form with what it shows, as a browser posts it: line breaks in its own way."""
    posted: dict[str, list[str]] = {}
    for value in _values(form):
        if value.control != "part":
            posted.setdefault(value.name, []).append(value.text.replace("\n", "\r\n"))
            posted.setdefault(value.name + LANGUAGE, []).append(value.language)
    for field in _fields(form):
        posted.setdefault(field.new, []).append("")
        posted.setdefault(field.new + LANGUAGE, []).append("en")
    return posted


def _fields(form: FormNode) -> Iterator[FormField]:
    for field in form.fields:
        yield field
        for value in field.values:
            if value.part:
                yield from _fields(value.part)


def _values(form: FormNode) -> Iterator[FormValue]:
    return (value for field in _fields(form) for value in field.values)


def digest(graph: Graph) -> str:
    return canonical_text(graphs.ntriples(graph))[1]


def put(graph: Graph, posted: Posted, language: str = "en") -> Applied:
    return apply(graph, ROOT_IRI, posted, profile(), language)


def blank(class_iri: URIRef = DCAT.Dataset) -> Graph:
    graph = Graph()
    graph.add((ROOT_IRI, RDF.type, class_iri))
    return graph


def form_of(graph: Graph, group: str = "", level: str = "PUBLIC") -> FormNode:
    return read(graph, ROOT_IRI, profile(), level, group)


def asked(graph: Graph, path: Node, node: Node = ROOT_IRI) -> FormField:
    """A field of a node."""
    found = read(graph, node, profile(), "PUBLIC").field(str(path))
    assert found is not None, path
    return found


def descriptions(file: Path) -> list[Description]:
    with read_file(file.read_bytes(), file.name, TURTLE, "http://example.org/") as statements:
        return list(split(statements, lambda key: f"http://example.org/{abs(hash(key))}").descriptions)


class TestRoundTrip:
    """`write(read(g))` is `g`, by hash."""

    def unchanged(self, text: str, iri: str) -> None:
        graph = WorkingGraph(text)
        for group in ("", *(each.id for each in profile().groups)):
            for level in LEVELS:
                form = read(graph, URIRef(iri), profile(), level, group)
                applied = apply(graph, URIRef(iri), shown(form), profile(), "fr")
                assert not applied.changed
                assert not applied.errors
        assert graph.ntriples() == text

    @pytest.mark.parametrize("file", [*DEMONSTRATION, *SEEDS], ids=lambda file: file.stem)
    def test_ours(self, file: Path) -> None:
        found = descriptions(file)
        assert found
        for description in found:
            self.unchanged(description.ntriples, description.iri)

    def test_every_official_example(self, reference: Path) -> None:
        found = [
            each for file in sorted((reference / "examples").glob("*.ttl")) for each in descriptions(file)
        ]
        assert len(found) > 10
        for description in found:
            self.unchanged(description.ntriples, description.iri)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TAGS = st.sampled_from(["", "en", "fr", "de-AT", "pt-BR"])
IRIS = st.sampled_from(["http://example.org/a", "mailto:a@b.fr", "tel:+331", "urn:x:1", "http://é.org/ü"])
DATATYPES = st.sampled_from([*FORMS, str(XSD.string), str(XSD.integer), "urn:none"])
BLANKS = st.sampled_from([BNode(f"b{number}") for number in range(4)])


@st.composite
def terms(draw: st.DrawFn) -> Node:
    """Any value, whether it suits the property or not."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(BLANKS)
    if kind == 1:
        return URIRef(draw(IRIS))
    if kind == 2:
        return Literal(draw(TEXTS), datatype=URIRef(draw(DATATYPES)), normalize=False)
    tag = draw(TAGS)
    return Literal(draw(TEXTS), lang=tag or None)


@st.composite
def statements(draw: st.DrawFn) -> Graph:
    """A description whose nodes are of any classes and say anything, in circles too."""
    graph = blank()
    subjects = st.one_of(st.just(ROOT_IRI), BLANKS, st.builds(URIRef, IRIS))
    shapes = list(profile().classes.values())
    for _ in range(draw(st.integers(0, 12))):
        shape = draw(st.sampled_from(shapes))
        subject = draw(subjects)
        if draw(st.booleans()):
            graph.add((subject, RDF.type, URIRef(shape.iri)))
        path = draw(st.sampled_from(shape.fields)).path if draw(st.booleans()) else "urn:foreign"
        graph.add((subject, URIRef(path), draw(terms())))
    return graph


@given(statements(), st.sampled_from(LEVELS))
@settings(max_examples=200, deadline=None)
def test_whatever_a_description_says_comes_back_as_it_was(graph: Graph, level: str) -> None:
    before = set(graph)
    applied = put(graph, shown(form_of(graph, level=level)), "fr")
    assert set(graph) == before
    assert not applied.changed


@given(statements(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_input_changes_nothing_else(graph: Graph, data: st.DataObject) -> None:
    form = form_of(graph)
    typed = [value for value in _values(form) if value.control in ("line", "text")]
    if not typed:
        return
    value = data.draw(st.sampled_from(typed))
    before = set(graph)
    put(graph, {**shown(form), value.name: ["Something else altogether"]})
    gone, come = before - set(graph), set(graph) - before
    assert [str(node) for _, _, node in gone] == [str(next(iter(gone))[2])]
    assert shown_of(next(iter(gone))[2]) == value.text
    assert [str(node) for _, path, node in come if path != RDF.type] == ["Something else altogether"]


FIELDS = [
    pytest.param(shape.iri, field, id=f"{shape.iri.rpartition('#')[2]}-{field.path.rpartition('/')[2]}")
    for shape in profile().classes.values()
    for field in shape.fields
]

PARTED = [
    pytest.param(shape.iri, field, id=f"{shape.iri.rpartition('#')[2]}-{field.path.rpartition('/')[2]}")
    for shape in profile().classes.values()
    for field in shape.fields
    if field.parts
]

# What somebody types for each editor, and what they type after that.
TYPED = {
    "line": ("First", "Second"),
    "text": ("First\r\nline", "Second"),
    "code": ("A-1", "A-2"),
    "number": ("24 310", "7"),
    "yes-no": ("true", "false"),
    "date": ("31/05/2024", "2024"),
    "duration": ("3 months", "P1D"),
    "link": ("https://example.org/a", "https://example.org/b"),
    "email": ("a@example.org", "b@example.org"),
    "phone": ("+33 1 23 45 67 89", "+33 1 98 76 54 32"),
    "choice": ("http://example.org/concept/a", "http://example.org/concept/b"),
    "agent": ("http://example.org/agent/a", "http://example.org/agent/b"),
    "entry": ("http://example.org/dataset/a", "http://example.org/dataset/b"),
    "parts": ("http://example.org/part/a", "http://example.org/part/b"),
}


def typed_for(field: Field) -> tuple[str, str]:
    if str(XSD.hexBinary) in field.datatypes:
        return "0aff", "1bff"
    is_shape = any(each.endswith("#wktLiteral") for each in field.datatypes)
    return ("POINT(2.35 48.86)", "Polygon ((0 0, 1 0, 1 1, 0 0))") if is_shape else TYPED[field.editor]


class TestEveryProperty:
    """Every property of every class can be given, changed and taken away, beginning from an empty node."""

    @pytest.mark.parametrize(("owner", "field"), FIELDS)
    def test_is_typed_changed_and_removed(self, owner: str, field: Field) -> None:
        graph = blank(URIRef(owner))
        first, second = typed_for(field)
        empty = asked(graph, URIRef(field.path))
        assert empty.count == 0
        applied = put(graph, {empty.new: [first]})
        assert not applied.errors
        [value] = asked(graph, URIRef(field.path)).values
        assert applied.names == {empty.new: value.name}
        assert value.problem is None
        self._suits(next(graph.objects(ROOT_IRI, URIRef(field.path))), field)
        assert not put(graph, {value.name: [second]}).errors
        [value] = asked(graph, URIRef(field.path)).values
        assert value.text or value.part
        put(graph, {value.name: [""]})
        assert digest(graph) == digest(blank(URIRef(owner)))

    def _suits(self, value: Node, field: Field) -> None:
        if field.datatypes:
            assert isinstance(value, Literal)
            assert str(value.datatype) in field.datatypes
        elif field.node_kind.endswith("#Literal"):
            assert isinstance(value, Literal)
        elif field.node_kind.endswith("IRI"):
            assert isinstance(value, URIRef)

    @pytest.mark.parametrize(("owner", "field"), PARTED)
    def test_parts_are_added_and_removed_by_buttons(self, owner: str, field: Field) -> None:
        graph = blank(URIRef(owner))
        empty = asked(graph, URIRef(field.path))
        for class_iri in empty.classes:
            applied = put(graph, {"action": [f"add:{empty.name}:{class_iri}"]})
            [value] = asked(graph, URIRef(field.path)).values
            assert value.part is not None
            assert applied.focus == value.part.key
            assert value.part.class_iri == class_iri
            inner = value.part.fields[0]
            assert not put(graph, {inner.new: [typed_for(inner.field)[0]]}).errors
            put(graph, {"action": [f"remove:{value.name}"]})
            assert digest(graph) == digest(blank(URIRef(owner)))


class TestTexts:
    def test_texts_have_the_language_that_was_chosen(self) -> None:
        graph = blank()
        title = asked(graph, DCTERMS.title)
        assert title.languages
        put(graph, {title.new: ["Registre"], title.new + LANGUAGE: ["fr"]})
        [value] = asked(graph, DCTERMS.title).values
        assert value.language == "fr"
        put(graph, {value.name: ["Registre"], value.name + LANGUAGE: ["en"]})
        assert set(graph.objects(ROOT_IRI, DCTERMS.title)) == {Literal("Registre", lang="en")}

    def test_codes_have_no_language(self) -> None:
        assert not asked(blank(), DCTERMS.identifier).languages

    def test_what_is_no_language_is_told(self) -> None:
        graph = blank()
        title = asked(graph, DCTERMS.title)
        applied = put(graph, {title.new: ["Registre"], title.new + LANGUAGE: ["<b>"]})
        assert [each.text for each in applied.errors] == ["Registre"]

    def test_two_texts_can_be_exchanged(self) -> None:
        graph = blank()
        for text in ("A", "B"):
            graph.add((ROOT_IRI, DCAT.keyword, Literal(text)))
        one, two = asked(graph, DCAT.keyword).values
        put(graph, {one.name: ["B"], two.name: ["A"]})
        assert set(graph.objects(ROOT_IRI, DCAT.keyword)) == {Literal("A"), Literal("B")}

    def test_posting_the_same_again_adds_nothing(self) -> None:
        graph = blank()
        name = asked(graph, DCAT.keyword).new
        put(graph, {name: ["A"]})
        assert digest(graph) == digest(graph)
        put(graph, {name: ["A"]})
        assert list(graph.objects(ROOT_IRI, DCAT.keyword)) == [Literal("A")]

    def test_html_stays_the_text_that_it_is(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCTERMS.title).new: ["<script>alert(1)</script>"]})
        assert set(graph.objects(ROOT_IRI, DCTERMS.title)) == {Literal("<script>alert(1)</script>")}

    def test_a_line_with_breaks_is_shown_as_a_text(self) -> None:
        graph = blank()
        graph.add((ROOT_IRI, DCTERMS.title, Literal("one\ntwo")))
        assert asked(graph, DCTERMS.title).values[0].control == "text"


class TestData:
    @pytest.mark.parametrize(
        ("text", "language", "number"),
        [
            ("24310", "en", "24310"),
            ("24,310", "en", "24310"),
            ("24 310", "fr", "24310"),
            ("24\u202f310", "fr", "24310"),
            ("1.250.000", "fr", "1250000"),
        ],
    )
    def test_whole_numbers_are_typed_as_people_write_them(
        self, text: str, language: str, number: str
    ) -> None:
        graph = blank()
        path = HEALTHDCATAP.numberOfRecords
        put(graph, {asked(graph, path).new: [text]}, language)
        expected = Literal(number, datatype=XSD.nonNegativeInteger, normalize=False)
        assert list(graph.objects(ROOT_IRI, path)) == [expected]

    @pytest.mark.parametrize(
        ("text", "language", "number"),
        [("0,5", "fr", "0.5"), ("0.5", "fr", "0.5"), ("1,500", "en", "1500"), ("1,500", "fr", "1.500"),
         ("1.500,25", "fr", "1500.25"), ("1,500.25", "en", "1500.25"), ("0,5", "en", "0.5")],
    )  # fmt: skip
    def test_decimals_follow_the_language(self, text: str, language: str, number: str) -> None:
        graph = blank()
        put(graph, {asked(graph, DCAT.spatialResolutionInMeters).new: [text]}, language)
        assert [str(each) for each in graph.objects(ROOT_IRI, DCAT.spatialResolutionInMeters)] == [number]

    def test_a_number_that_was_not_changed_keeps_its_form(self) -> None:
        graph = blank()
        before = Literal("007", datatype=XSD.nonNegativeInteger, normalize=False)
        graph.add((ROOT_IRI, HEALTHDCATAP.numberOfRecords, before))
        put(graph, shown(form_of(graph)))
        assert [str(each) for each in graph.objects(ROOT_IRI, HEALTHDCATAP.numberOfRecords)] == ["007"]

    @pytest.mark.parametrize(
        ("text", "lexical", "datatype"),
        [
            ("2024-05-31", "2024-05-31", XSD.date),
            ("31/05/2024", "2024-05-31", XSD.date),
            ("1.5.2024", "2024-05-01", XSD.date),
            ("05/2024", "2024-05", XSD.gYearMonth),
            ("2024-05", "2024-05", XSD.gYearMonth),
            ("2024", "2024", XSD.gYear),
            ("2024-05-31T10:00:00Z", "2024-05-31T10:00:00Z", XSD.dateTime),
        ],
    )
    def test_a_date_has_the_datatype_that_suits_it(self, text: str, lexical: str, datatype: URIRef) -> None:
        graph = blank()
        put(graph, {asked(graph, DCTERMS.issued).new: [text]})
        assert list(graph.objects(ROOT_IRI, DCTERMS.issued)) == [
            Literal(lexical, datatype=datatype, normalize=False)
        ]

    def test_a_moment_stays_one_until_it_is_changed(self) -> None:
        graph = blank()
        moment = Literal("2024-05-31T10:00:00Z", datatype=XSD.dateTime, normalize=False)
        graph.add((ROOT_IRI, DCTERMS.issued, moment))
        [value] = asked(graph, DCTERMS.issued).values
        put(graph, {value.name: [value.text]})
        assert list(graph.objects(ROOT_IRI, DCTERMS.issued)) == [moment]
        put(graph, {value.name: ["2024-06-01"]})
        assert list(graph.objects(ROOT_IRI, DCTERMS.issued)) == [Literal("2024-06-01", datatype=XSD.date)]

    @pytest.mark.parametrize(
        ("path", "text", "mend"),
        [
            (DCTERMS.issued, "31 February", "2024-05-31"),
            (DCTERMS.issued, "31/02/2024", "2024-05-31"),
            (HEALTHDCATAP.numberOfRecords, "about 500", "24310"),
            (HEALTHDCATAP.numberOfRecords, "-1", "24310"),
            (HEALTHDCATAP.numberOfRecords, "1.5", "24310"),
            (HEALTHDCATAP.hasStructuredData, "maybe", "Yes"),
            (DCAT.temporalResolution, "often", "P1D"),
            (DCAT.landingPage, "www.example.org/page", "https://www.example.org/page"),
            (DCAT.landingPage, "http://", "https://www.example.org"),
            (DCAT.landingPage, "http://a b", "https://www.example.org"),
            (DCAT.landingPage, "see our page", "https://www.example.org"),
            (DCAT.landingPage, "javascript:alert(1)", "https://www.example.org"),
            (DCAT.landingPage, "Data:text/html,hello", "https://www.example.org"),
            (DCAT.landingPage, "x-app:open", "https://www.example.org"),
            (DCTERMS.title, "A\x0bcohort", "type the text anew"),
            (DCTERMS.title, "A\ufffecohort", "type the text anew"),
        ],
    )
    def test_a_slip_is_told_with_its_cure_and_kept_as_it_was_typed(
        self, path: URIRef, text: str, mend: str
    ) -> None:
        graph = blank()
        applied = put(graph, {asked(graph, path).new: [text]})
        [error] = applied.errors
        [value] = asked(graph, path).values
        assert error.text in (text, text.strip())
        assert mend in error.mend
        assert (value.text, value.name) == (text, error.name)
        assert value.problem is not None
        assert value.problem.problem == error.problem
        assert list(graph.objects(ROOT_IRI, path)) == [Literal(text)]
        assert put(graph, {value.name: [typed_for(asked(graph, path).field)[0]]}).errors == ()
        assert asked(graph, path).values[0].problem is None

    @pytest.mark.parametrize("text", ["2014-02-30", "30.02.2014"])
    def test_a_day_that_there_is_not_is_told_as_that(self, text: str) -> None:
        graph = blank()
        [error] = put(graph, {asked(graph, DCTERMS.issued).new: [text]}).errors
        assert str(error.problem) == f"The day “{text}” does not exist."

    @pytest.mark.parametrize("iri", ["urn:nbn:de:101:1-1", "doi:10.5281/zenodo.1", "ftp://example.org/data"])
    def test_names_of_known_systems_are_addresses_too(self, iri: str) -> None:
        graph = blank()
        assert put(graph, {asked(graph, DCAT.landingPage).new: [iri]}).errors == ()

    def test_addresses_of_mail_are_typed_without_their_scheme(self) -> None:
        graph = blank(VCARD.Kind)
        put(graph, {asked(graph, VCARD.hasEmail).new: ["data@example.org"]})
        assert list(graph.objects(ROOT_IRI, VCARD.hasEmail)) == [URIRef("mailto:data@example.org")]
        assert asked(graph, VCARD.hasEmail).values[0].text == "data@example.org"
        graph = blank(CV.ContactPoint)
        put(graph, {asked(graph, CV.email).new: ["data@example.org"]})
        assert list(graph.objects(ROOT_IRI, CV.email)) == [Literal("data@example.org")]

    def test_yes_is_shown_for_one(self) -> None:
        graph = blank()
        one = Literal("1", datatype=XSD.boolean, normalize=False)
        graph.add((ROOT_IRI, HEALTHDCATAP.hasStructuredData, one))
        [value] = asked(graph, HEALTHDCATAP.hasStructuredData).values
        put(graph, {value.name: ["true"]})
        assert (value.text, value.control) == ("true", "yes-no")
        assert list(graph.objects(ROOT_IRI, HEALTHDCATAP.hasStructuredData)) == [one]


ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
FRENCH = "http://publications.europa.eu/resource/authority/language/FRA"


class TestChoices:
    def test_a_choice_is_typed_as_the_shapes_ask(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCTERMS.language).new: [ENGLISH]})
        assert (URIRef(ENGLISH), RDF.type, DCTERMS.LinguisticSystem) in graph

    def test_what_is_ticked_is_what_there_is(self) -> None:
        graph = blank()
        field = asked(graph, DCTERMS.language)
        put(graph, {"shown": [field.name], field.name: [ENGLISH, FRENCH]})
        assert {str(each) for each in graph.objects(ROOT_IRI, DCTERMS.language)} == {ENGLISH, FRENCH}
        applied = put(graph, {"shown": [field.name], field.name: [FRENCH]})
        assert {str(each) for each in graph.objects(ROOT_IRI, DCTERMS.language)} == {FRENCH}
        assert (URIRef(ENGLISH), None, None) not in graph
        assert applied.names == {}
        put(graph, {"shown": [field.name]})
        assert list(graph.objects(ROOT_IRI, DCTERMS.language)) == []

    def test_ticks_that_were_not_shown_are_not_touched(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCTERMS.language).new: [ENGLISH]})
        put(graph, {"shown": [asked(graph, DCAT.theme).name]})
        assert len(list(graph.objects(ROOT_IRI, DCTERMS.language))) == 1

    def test_ticks_leave_alone_what_no_box_shows(self) -> None:
        graph = blank()
        part = BNode()
        graph.add((ROOT_IRI, DCTERMS.spatial, part))
        graph.add((part, DCAT.bbox, Literal("POINT(1 1)")))
        put(graph, {"shown": [asked(graph, DCTERMS.spatial).name]})
        assert (ROOT_IRI, DCTERMS.spatial, part) in graph

    def test_a_foreign_value_is_kept_and_shown(self) -> None:
        graph = blank()
        graph.add((ROOT_IRI, DCTERMS.language, URIRef("http://lexvo.org/id/iso639-3/eng")))
        [value] = asked(graph, DCTERMS.language).values
        assert (value.control, value.iri) == ("choice", "http://lexvo.org/id/iso639-3/eng")

    def test_a_mere_reference_is_no_dataset(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCTERMS.source).new: ["http://example.org/other"]})
        assert (URIRef("http://example.org/other"), None, None) not in graph


class TestParts:
    def distributions(self, *titles: str) -> Graph:
        graph = blank()
        for title in titles:
            name = asked(graph, DCAT.distribution).name
            focus = put(graph, {"action": [f"add:{name}"]}).focus
            part = next(each for each in graph.objects(ROOT_IRI, DCAT.distribution) if key(each) == focus)
            put(graph, {asked(graph, DCTERMS.title, part).new: [title]})
        return graph

    def titles(self, graph: Graph) -> list[str]:
        return [each.part.title for each in asked(graph, DCAT.distribution).values if each.part]

    def test_a_new_part_has_an_address_that_stays(self) -> None:
        graph = self.distributions("Tables")
        [part] = graph.objects(ROOT_IRI, DCAT.distribution)
        assert isinstance(part, URIRef)
        assert str(part).startswith(f"{ROOT_IRI}#distribution-")
        assert (part, RDF.type, DCAT.Distribution) in graph

    def test_parts_are_in_the_order_of_pages_until_they_are_moved(self) -> None:
        graph = self.distributions("A", "B", "C")
        assert self.titles(graph) == ["A", "B", "C"]
        last = asked(graph, DCAT.distribution).values[-1]
        assert (last.first, last.last) == (False, True)
        applied = put(graph, {"action": [f"up:{last.name}"]})
        assert self.titles(graph) == ["A", "C", "B"]
        assert applied.focus == last.name
        put(graph, {"action": [f"down:{asked(graph, DCAT.distribution).values[0].name}"]})
        assert self.titles(graph) == ["C", "A", "B"]
        assert {str(each) for each in graph.objects(None, POSITION)} == {"1", "2", "3"}

    def test_a_place_is_no_other_statement(self) -> None:
        graph = self.distributions("A", "B")
        put(graph, {"action": [f"down:{asked(graph, DCAT.distribution).values[0].name}"]})
        assert others(graph, profile()) == ()

    def test_the_first_cannot_be_moved_up(self) -> None:
        graph = self.distributions("A", "B")
        put(graph, {"action": [f"up:{asked(graph, DCAT.distribution).values[0].name}"]})
        assert self.titles(graph) == ["A", "B"]

    def test_inputs_are_kept_whatever_the_button(self) -> None:
        graph = self.distributions("A")
        title = asked(graph, DCTERMS.title)
        name = asked(graph, DCAT.distribution).values[0].name
        put(graph, {title.new: ["Typed"], "action": [f"remove:{name}"]})
        assert set(graph.objects(ROOT_IRI, DCTERMS.title)) == {Literal("Typed")}
        assert self.titles(graph) == []

    def test_a_value_that_was_changed_is_removed_all_the_same(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCAT.keyword).new: ["A"]})
        [value] = asked(graph, DCAT.keyword).values
        put(graph, {value.name: ["B"], "action": [f"remove:{value.name}"]})
        assert list(graph.objects(ROOT_IRI, DCAT.keyword)) == []

    def test_removing_a_part_takes_with_it_what_nothing_else_names(self) -> None:
        turtle = """dcat:distribution <#a>, <#b> . @prefix x: <urn:> .
            <#a> a dcat:Distribution ; x:own [ x:more "1" ] ; x:shared <#s> ; x:back <http://example.org/1> .
            <#b> a dcat:Distribution ; x:shared <#s> . <#s> x:says "kept" ; x:circle <#t> . <#t> x:circle <#s>"""
        [description] = described(dataset(more=turtle), "http://example.org/1")
        graph = graphs.graph(description.ntriples)
        root = URIRef(description.iri)
        values = read(graph, root, profile(), "PUBLIC").field(str(DCAT.distribution))
        assert values is not None
        name = next(each.name for each in values.values if each.iri.endswith("#a"))
        apply(graph, root, {"action": [f"remove:{name}"]}, profile())
        said = {str(value) for _, _, value in graph}
        assert "kept" in said
        assert "1" not in said
        assert (URIRef("http://example.org/1#a"), None, None) not in graph
        assert (root, DCTERMS.title, None) in graph

    def test_a_node_that_two_properties_name_is_shown_once(self) -> None:
        graph = blank()
        agent = URIRef("http://example.org/agent")
        graph.add((agent, RDF.type, FOAF.Agent))
        graph.add((agent, FOAF.name, Literal("One")))
        for path in (DCTERMS.publisher, DCTERMS.creator):
            graph.add((ROOT_IRI, path, agent))
        found = [asked(graph, path).values[0] for path in (DCTERMS.publisher, DCTERMS.creator)]
        assert [bool(each.part) for each in found] == [True, False]
        assert found[1].elsewhere == key(agent)

    def test_the_form_of_a_part_alone(self) -> None:
        graph = self.distributions("A")
        [part] = graph.objects(ROOT_IRI, DCAT.distribution)
        form = read(graph, part, profile(), "PUBLIC")
        assert form.class_iri == str(DCAT.Distribution)
        assert form.title == "A"

    def test_a_part_that_states_no_class_is_what_its_property_expects(self) -> None:
        graph = blank()
        part = BNode()
        graph.add((ROOT_IRI, DCTERMS.temporal, part))
        graph.add((part, DCAT.startDate, Literal("2001", datatype=XSD.gYear)))
        [value] = asked(graph, DCTERMS.temporal).values
        assert value.part is not None
        assert value.part.class_iri == str(DCTERMS.PeriodOfTime)
        end = value.part.field(str(DCAT.endDate))
        assert end is not None
        put(graph, {end.new: ["2005"]})
        assert (part, RDF.type, DCTERMS.PeriodOfTime) in graph

    def test_what_was_typed_into_a_part_that_is_gone_is_given_back(self) -> None:
        graph = self.distributions("A")
        [value] = asked(graph, DCAT.distribution).values
        assert value.part is not None
        name = value.part.fields[0].new
        put(graph, {"action": [f"remove:{value.name}"]})
        [error] = put(graph, {name: ["A long text"]}).unkept
        assert error.text == "A long text"

    def test_parts_that_were_left_empty_are_pruned(self) -> None:
        graph = self.distributions("A")
        before = graphs.ntriples(graph)
        put(graph, {"action": [f"add:{asked(graph, DCTERMS.temporal).name}"]})
        prune(graph, ROOT_IRI, before)
        assert digest(graph) == canonical_text(before)[1]

    def test_an_empty_part_of_before_is_not_pruned(self) -> None:
        graph = blank()
        put(graph, {"action": [f"add:{asked(graph, DCTERMS.temporal).name}"]})
        before = graphs.ntriples(graph)
        prune(graph, ROOT_IRI, before)
        assert digest(graph) == canonical_text(before)[1]


class TestLarge:
    @pytest.fixture
    def graph(self) -> WorkingGraph:
        graph = blank()
        group, table = URIRef(f"{ROOT_IRI}#g"), URIRef(f"{ROOT_IRI}#t")
        graph.add((ROOT_IRI, HEALTHDCATAP.hasVariables, group))
        graph.add((group, RDF.type, CSVW.TableGroup))
        graph.add((group, CSVW.table, table))
        graph.add((table, RDF.type, CSVW.Table))
        for number in range(200):
            column = BNode(f"c{number}")
            graph.add((table, CSVW.column, column))
            graph.add((column, RDF.type, CSVW.Column))
            graph.add((column, CSVW.name, Literal(f"v{number}")))
        return WorkingGraph(graphs.ntriples(graph))

    def read_nodes(self, graph: WorkingGraph) -> int:
        """How many columns became terms."""
        return 200 - sum(node.startswith("_:c") for node in graph._lines._waiting)

    def test_very_many_parts_are_only_counted(self, graph: WorkingGraph) -> None:
        form = form_of(graph, "content")
        [many] = [each for each in _fields(form) if each.many]
        assert (many.field.path, many.count, many.values) == (str(CSVW.column), 200, ())
        assert self.read_nodes(graph) == 0

    def test_a_section_does_not_look_at_the_variables(self, graph: WorkingGraph) -> None:
        for group in profile().groups:
            form_of(graph, group.id)
        put(graph, {asked(graph, DCTERMS.title).new: ["Title"]})
        assert self.read_nodes(graph) == 0
        assert '"Title"' in graph.ntriples()
        assert self.read_nodes(graph) == 0

    def test_all_of_it_can_be_asked_for(self, graph: WorkingGraph) -> None:
        assert len(graph) == 605
        assert len(list(graph.subjects(RDF.type, CSVW.Column))) == 200


class TestObligations:
    def test_the_access_level_decides_what_must_be_given(self) -> None:
        graph = blank()
        for level, expected in (("PUBLIC", Obligation.RECOMMENDED), ("NON_PUBLIC", Obligation.MANDATORY)):
            form = read(graph, ROOT_IRI, profile(), level)
            field = form.field(str(DCAT.keyword))
            assert field is not None
            assert field.obligation is expected
            assert field.missing is (expected is Obligation.MANDATORY)

    def test_another_level_takes_nothing_away(self) -> None:
        graph = blank()
        put(graph, {asked(graph, DCAT.keyword).new: ["A"]})
        before = digest(graph)
        for level in LEVELS:
            put(graph, shown(read(graph, ROOT_IRI, profile(), level)))
        assert digest(graph) == before

    def test_structured_data_need_variables(self) -> None:
        graph = blank()
        put(graph, {asked(graph, HEALTHDCATAP.hasStructuredData).new: ["true"]})
        assert asked(graph, HEALTHDCATAP.hasVariables).obligation is Obligation.MANDATORY

    def test_an_only_value_leaves_no_room_for_another(self) -> None:
        graph = blank()
        field = asked(graph, HEALTHDCATAP.numberOfRecords)
        assert (field.repeatable, field.has_room) == (False, True)
        put(graph, {field.new: ["3"]})
        assert not asked(graph, HEALTHDCATAP.numberOfRecords).has_room


class TestOthers:
    def test_what_the_profile_does_not_know_is_told_in_words(self) -> None:
        graph = blank()
        note = BNode()
        graph.add((ROOT_IRI, DCTERMS.title, Literal("T")))
        graph.add((ROOT_IRI, URIRef("http://example.org/ns#bestBefore"), Literal("tomorrow", lang="en")))
        graph.add((ROOT_IRI, URIRef("http://example.org/ns#note"), note))
        graph.add((note, ADMS.status, URIRef("http://example.org/fine")))
        told = form_of(graph).others
        assert [(each.label, each.text, each.language) for each in told] == [
            ("Best before", "tomorrow", "en"),
            ("Note", "", ""),
            ("Status", "Fine", ""),
        ]
        assert {each.about for each in told} == {"T", ""}

    def test_names_that_are_none_of_ours_are_ignored(self) -> None:
        graph = blank()
        before = digest(graph)
        posted = {
            "csrf_token": ["x"],
            "n000000000000.dct_title.new0": [""],
            "a.b": ["c"],
            "shown": ["x", "y.z"],
        }
        assert not put(graph, posted).changed
        put(graph, {"action": ["remove:nothing"]})
        put(graph, {"action": ["add:"]})
        put(graph, {"action": [f"add:{asked(graph, DCAT.keyword).name}:urn:x"]})
        assert digest(graph) == before

    @given(st.text())
    def test_no_text_is_taken_for_a_name_by_mistake(self, text: str) -> None:
        name = Name.read(text)
        assert name is None or name.field in text
