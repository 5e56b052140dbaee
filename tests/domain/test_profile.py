"""The profile as everything else reads it."""

from pathlib import Path

import pytest
from babel import Locale
from babel.languages import get_official_languages
from rdflib import CSVW, DCAT, DCTERMS, FOAF, SH, XSD, Graph, URIRef

from catalogue.domain.errors import WrongSetting
from catalogue.domain.languages import pick
from catalogue.domain.profile import Obligation
from catalogue.domain.terms import DPV, HEALTHDCATAP
from catalogue.rdf.profiles import find_profile, load_profile
from tests.shapes.loaded import LEVELS, conforming, profile

DATASET = str(DCAT.Dataset)
STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"


def _field(path: URIRef, owner: str = DATASET):  # type: ignore[no-untyped-def]
    found = profile().field(owner, str(path))
    assert found
    return found


def test_it_says_who_it_is() -> None:
    own = profile()
    assert (own.id, own.version) == ("healthdcat-ap/8", "8")
    assert own.iri.startswith("https://data.health.europa.eu/healthdcat-ap/releases/release-8")
    assert tuple(own.levels) == LEVELS


def test_an_access_level_is_called_by_its_label_and_a_foreign_one_by_its_id() -> None:
    labels = [profile().level_label("PUBLIC", language) for language in ("en", "fr")]
    assert labels == ["Open", "Ouvert"]
    assert profile().level_label("SECRET") == "SECRET"


def test_ten_properties_are_mandatory_for_open_data_and_fourteen_for_data_on_request() -> None:
    counts = {
        level: sum(field.obligations[level] is Obligation.MANDATORY for field in profile().fields(DATASET))
        for level in LEVELS
    }
    assert counts == {"PUBLIC": 10, "RESTRICTED": 10, "NON_PUBLIC": 14}


def test_cardinality_and_datatype_come_from_the_shapes() -> None:
    records = _field(HEALTHDCATAP.numberOfRecords)
    assert records.cardinalities == dict.fromkeys(LEVELS, (0, 1))
    assert records.datatypes == (str(XSD.nonNegativeInteger),)
    assert _field(DCTERMS.title).cardinalities["PUBLIC"] == (1, None)
    assert _field(DCTERMS.title).node_kind == str(SH.Literal)


def test_an_obligation_may_depend_on_the_level() -> None:
    obligations = _field(DCAT.keyword).obligations
    assert obligations["PUBLIC"] is Obligation.RECOMMENDED
    assert obligations["NON_PUBLIC"] is Obligation.MANDATORY
    assert _field(DCTERMS.alternative).obligations["PUBLIC"] is Obligation.OPTIONAL


def test_a_vocabulary_comes_from_the_shapes_also_where_several_are_allowed() -> None:
    assert _field(HEALTHDCATAP.healthTheme).vocabularies[0].endswith("/health-theme")
    assert _field(DCTERMS.spatial).vocabularies[0].endswith("/country")


def test_dates_are_known_where_the_shapes_do_not_enforce_them() -> None:
    assert str(XSD.gYear) in _field(DCTERMS.issued).datatypes


def test_parts_lead_to_the_class_with_their_fields() -> None:
    variables = _field(HEALTHDCATAP.hasVariables)
    assert variables.parts == str(CSVW.TableGroup)
    assert [field.path for field in profile().fields(str(CSVW.TableGroup))] == [
        str(DCTERMS.title),
        str(CSVW.table),
    ]
    assert _field(DCTERMS.source).parts is None
    assert _field(DCAT.theme).parts is None
    assert _field(DPV.hasPurpose).parts == str(DPV.Purpose)


def test_fields_come_in_the_order_in_which_people_read() -> None:
    fields = profile().fields(DATASET)
    assert [field.order for field in fields] == list(range(len(fields)))
    assert fields[0].path == str(DCTERMS.title)


def test_what_is_foreign_keeps_its_short_name() -> None:
    assert profile().label(DATASET, str(FOAF.nick)) == "foaf:nick"
    assert profile().name("http://example.org/Thing") == "http://example.org/Thing"
    assert profile().fields("http://example.org/Thing") == ()
    assert profile().field(DATASET, "http://example.org/p") is None
    assert profile().facet("colour") is None


def test_labels_come_in_the_language_that_is_asked_for_or_in_english() -> None:
    assert profile().label(DATASET, str(DCTERMS.title), "fr") == "Titre"
    assert profile().label(DATASET, str(DCTERMS.title), "fi") == "Title"
    assert pick({"fr": "eau"}, ("de",)) == "eau"
    assert pick({}, ("de",)) == ""


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_is_the_one_that_the_access_rights_say(level: str) -> None:
    assert profile().level_of(conforming(level), "http://example.org/d") == level


def test_without_access_rights_of_ours_the_level_is_the_open_one() -> None:
    graph = Graph()
    assert profile().level_of(graph, "http://example.org/d") == "PUBLIC"
    graph.add((URIRef("http://example.org/d"), DCTERMS.accessRights, URIRef("http://example.org/secret")))
    assert profile().level_of(graph, "http://example.org/d") == "PUBLIC"


def test_two_access_rights_are_read_the_same_way_in_any_order() -> None:
    dataset = URIRef("http://example.org/d")
    graph = Graph()
    for name in ("NON_PUBLIC", "RESTRICTED"):
        graph.add((dataset, DCTERMS.accessRights, URIRef(RIGHTS + name)))
    assert profile().level_of(graph, str(dataset)) == "RESTRICTED"


def test_an_extension_is_a_folder_that_adds_and_takes_nothing_away(tmp_path: Path) -> None:
    folder = _extension(tmp_path)
    extended = load_profile(folder)
    sponsor = extended.field(DATASET, "http://example.org/ns#sponsor")
    assert sponsor
    assert (sponsor.label["fr"], sponsor.cardinalities["PUBLIC"]) == ("Financeur", (1, None))
    assert extended.fields(DATASET)[-1] == sponsor
    assert len(extended.fields(DATASET)) == len(profile().fields(DATASET)) + 1
    assert extended.label(DATASET, str(DCTERMS.title), "fr") == "Nom du jeu de données"
    assert extended.label(DATASET, str(DCTERMS.title), "en") == "Title"
    keyword = extended.field(DATASET, str(DCAT.keyword))
    assert keyword
    assert keyword.obligations["RESTRICTED"] is Obligation.MANDATORY
    assert keyword.obligations["PUBLIC"] is Obligation.RECOMMENDED


def _extension(folder: Path) -> Path:
    base = find_profile("healthdcat-ap/8")
    (folder / "words").mkdir()
    (folder / "words" / "fr.toml").write_text(
        '["dcat:Dataset"]\n"dct:title" = { label = "Nom du jeu de données" }\n'
        '"http://example.org/ns#sponsor" = { label = "Financeur", help = "Qui paie." }\n'
    )
    (folder / "profile.toml").write_text(
        f'id = "national"\nversion = "1"\niri = "urn:national"\ntitle = {{ en = "National" }}\nextends = "{base}"\n'
        'shapes = ["own.ttl"]\npresentation = "words"\n[levels.RESTRICTED]\nshapes = ["restricted.ttl"]\n'
    )
    dataset = "<urn:national:Dataset> sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ; sh:property"
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> ."
    (folder / "own.ttl").write_text(
        f"{prefix} {dataset} [ sh:path <http://example.org/ns#sponsor> ; sh:minCount 1 ] ."
    )
    (folder / "restricted.ttl").write_text(
        f"{prefix} {dataset} [ sh:path <{DCAT.keyword}> ; sh:minCount 1 ] ."
    )
    return folder


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        ("id = ", "profile.toml"),
        ('id = "x"', "'version' is missing"),
        ('id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { en = "X" }', "no access level"),
        (
            'id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { fr = "X" }\n[levels.A]\niri = "urn:a"',
            "English",
        ),
        ('id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { en = "X" }\n[levels.A]', "no iri"),
        (
            'id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { en = "X" }\nshapes = ["gone.ttl"]\n'
            '[levels.A]\niri = "urn:a"',
            "gone.ttl",
        ),
        (
            'id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { en = "X" }\npresentation = "gone"\n'
            '[levels.A]\niri = "urn:a"',
            "no such folder of presentation",
        ),
    ],
)
def test_a_profile_that_cannot_work_says_why(tmp_path: Path, manifest: str, reason: str) -> None:
    (tmp_path / "profile.toml").write_text(manifest)
    with pytest.raises(WrongSetting, match=reason):
        load_profile(tmp_path)


def test_a_profile_that_is_not_there_is_named() -> None:
    with pytest.raises(WrongSetting, match="no-such-profile"):
        find_profile("no-such-profile")


def test_texts_may_be_given_in_every_official_language_of_the_union() -> None:
    """What the Union and its states speak officially, by the data that Babel has, is where its own can be found."""
    spoken = {tag for state in STATES for tag in get_official_languages(state)}
    own = profile().languages
    assert len(own) == len(set(own)) == 24
    assert set(own) <= spoken
    assert spoken - set(own) == {"lb", "tr"}  # official in Luxembourg and in Cyprus, and not of the Union
    assert all(Locale.parse(tag).get_display_name(tag) for tag in own)
