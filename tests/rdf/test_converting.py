"""Each rule of the shipped table on a small graph: what it does, and when it rather tells that it cannot."""

from dataclasses import replace

import pytest
from rdflib import RDF, Graph, URIRef

from catalogue.domain.errors import WrongSetting
from catalogue.domain.record import Description, Kind
from catalogue.domain.terms import PREFIXES
from catalogue.rdf import graphs
from catalogue.rdf.conversion.table import read_table
from catalogue.rdf.converting import Conversion, Converter
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies
from tests.shapes.loaded import profile, vocabularies

D = "http://example.org/d"
LISTS = "https://hdeu-dcat.data.health.europa.eu/resource/authority"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + (
    f"@prefix list: <{LISTS}/> .\n"
    "@prefix nal: <http://publications.europa.eu/resource/authority/> .\n"
    "@prefix wd: <http://www.wikidata.org/entity/> .\n"
    "@base <http://example.org/> .\n"
)
TABLE = read_table()


@pytest.fixture(scope="module")
def up() -> Converter:
    return Converter(TABLE, profile(), vocabularies())


@pytest.fixture(scope="module")
def down() -> Converter:
    folder = find_profile("health-data-hub/1")
    return Converter(TABLE, load_profile(folder), load_vocabularies(folder))


def description(turtle: str) -> Description:
    return graphs.describe(
        D, Kind.DATASET, Graph().parse(data=HEAD + turtle.replace("<LIST/", f"<{LISTS}/"), format="turtle")
    )


def dataset(facts: str, more: str = "") -> Description:
    return description(f'<d> a dcat:Dataset ; dct:title "A" ; {facts} . {more}')


def same(conversion: Conversion, facts: str, more: str = "") -> bool:
    """Whether a dataset became the one with these facts."""
    return conversion.description.hash == dataset(facts, more).hash


def rules(conversion: Conversion) -> dict[str, int]:
    return {each.rule: each.count for each in conversion.changes}


def doubts(conversion: Conversion) -> set[tuple[str, str]]:
    return {(each.rule, each.reason) for each in conversion.doubts}


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (
            "legal-basis",
            "dqv:hasLegalBasis <basis>",
            "dpv:hasLegalBasis <basis> . <basis> a dpv:LegalBasis",
        ),
        (
            "legal-basis-in-words",
            'dpv:hasLegalBasis "By law"@en',
            'dpv:hasLegalBasis [ a dpv:LegalBasis ; dct:description "By law"@en ]',
        ),
        (
            "purpose-in-words",
            'dpv:hasPurpose "Research"@en',
            'dpv:hasPurpose [ a dpv:Purpose ; dct:description "Research"@en ]',
        ),
        (
            "provenance-in-words",
            'dct:provenance "From hospitals"@en',
            'dct:provenance [ a dct:ProvenanceStatement ; rdfs:label "From hospitals"@en ]',
        ),
        (
            "class-of-value",
            "dcatap:applicableLegislation <law>",
            "dcatap:applicableLegislation <law> . <law> a eli:LegalResource",
        ),
        (
            "class-of-value",
            'dcat:contactPoint [ vcard:hasEmail <mailto:a@example.org> ; vcard:fn "A" ]',
            'dcat:contactPoint [ a vcard:Kind ; vcard:hasEmail <mailto:a@example.org> ; vcard:fn "A" ]',
        ),
        (
            "address-of-list",
            "healthdcatap:healthCategory <http://healthdataportal.eu/resource/authority/healthcategories/EHRS>",
            "healthdcatap:healthCategory <LIST/healthcategories/EHRS>",
        ),
        (
            "address-of-list",
            "healthdcatap:healthCategory <http://13.81.34.152:1101/resource/authority/healthcategories/PHDR>",
            "healthdcatap:healthCategory <LIST/healthcategories/PHDR>",
        ),
        (
            "access-level",
            "dct:accessRights nal:access-right\\/SENSITIVE . nal:access-right\\/SENSITIVE a dct:RightsStatement",
            "dct:accessRights nal:access-right\\/NON_PUBLIC . nal:access-right\\/NON_PUBLIC a dct:RightsStatement",
        ),
        (
            "address-of-list",
            "dct:conformsTo <https://www.wikidata.org/wiki/Q19597236>",
            "dct:conformsTo <LIST/standard/FHIR>",
        ),
        (
            "version-of-standard",
            "dct:conformsTo <http://hl7.org/fhir/R4>",
            "dct:relation <http://hl7.org/fhir/R4> ; dct:conformsTo <LIST/standard/FHIR>",
        ),
        (
            "address-of-list",
            "healthdcatap:healthCategory <http://healthdata.ec.europa.eu/authority/health-category/EHR>",
            "healthdcatap:healthCategory <LIST/healthcategories/EHRS>",
        ),
        (
            "theme-of-disease",
            "healthdcatap:healthTheme wd:Q84263196",
            "dct:subject wd:Q84263196 ; healthdcatap:healthTheme <LIST/health-theme/RESPIRATORY_DISEASES>",
        ),
        (
            "theme-of-disease",
            "healthdcatap:healthTheme <http://www.wikidata.org/wiki/Q84263196>",
            "dct:subject <http://www.wikidata.org/wiki/Q84263196> ;"
            " healthdcatap:healthTheme <LIST/health-theme/RESPIRATORY_DISEASES>",
        ),
        (
            "standard-or-coding-system",
            "healthdcatap:hasCodingSystem <http://hl7.org/fhir/>",
            "dct:conformsTo <LIST/standard/FHIR>",
        ),
        (
            "address-of-list",
            "dcat:inSeries <s> . <s> a dcat:DatasetSeries ; dct:accrualPeriodicity <http://purl.org/cld/freq/daily>",
            "dcat:inSeries <s> . <s> a dcat:DatasetSeries ; dct:accrualPeriodicity nal:frequency\\/DAILY ."
            " nal:frequency\\/DAILY a dct:Frequency",
        ),
        (
            "category-or-theme",
            "healthdcatap:healthCategory <LIST/health-theme/CANCER_DISEASE>",
            "healthdcatap:healthTheme <LIST/health-theme/CANCER_DISEASE>",
        ),
        (
            "standard-or-coding-system",
            "dct:conformsTo <LIST/coding-system/LOINC>",
            "healthdcatap:hasCodingSystem <LIST/coding-system/LOINC>",
        ),
        (
            "identifier-as-text",
            "dct:identifier <http://a.org/1>",
            'dct:identifier "http://a.org/1"^^xsd:anyURI',
        ),
        (
            "address-as-iri",
            'dcat:landingPage "https://a.org/page"',
            "dcat:landingPage <https://a.org/page> . <https://a.org/page> a foaf:Document",
        ),
        (
            "datatype-of-value",
            'healthdcatap:numberOfRecords "127" ; dct:issued "2024-01-15" ; dcat:spatialResolutionInMeters 10',
            'healthdcatap:numberOfRecords "127"^^xsd:nonNegativeInteger ; dct:issued "2024-01-15"^^xsd:date ;'
            ' dcat:spatialResolutionInMeters "10"^^xsd:decimal',
        ),
        (
            "email-as-iri",
            'dcat:contactPoint [ a vcard:Kind ; vcard:hasEmail "a@example.org" ]',
            "dcat:contactPoint [ a vcard:Kind ; vcard:hasEmail <mailto:a@example.org> ]",
        ),
        (
            "rights-in-words",
            'dcat:distribution [ a dcat:Distribution ; dct:rights "Free" ]',
            'dcat:distribution [ a dcat:Distribution ; dct:rights [ a dct:RightsStatement ; rdfs:label "Free" ] ]',
        ),
        (
            "address-of-data",
            'dcat:distribution [ a dcat:Distribution ; dcat:accessURL "https://a.org/data" ]',
            "dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.org/data> ]",
        ),
    ],
)
def test_a_rule_does_what_it_says(up: Converter, rule: str, before: str, after: str) -> None:
    found = up.convert(dataset(before))
    assert rule in rules(found)
    assert same(found, after), found.description.ntriples
    assert not found.doubts


def test_an_address_that_is_as_good_as_the_one_of_today_stays(up: Converter) -> None:
    csv = "<https://www.iana.org/assignments/media-types/text/csv>"
    before = dataset(f"dcat:distribution [ a dcat:Distribution ; dcat:mediaType {csv} ]")
    assert not {"address-of-list"} & set(rules(up.convert(before)))


def test_an_agent_that_the_description_describes_keeps_its_address(up: Converter) -> None:
    agent = "<https://publications.europa.eu/resource/authority/corporate-body/ESTAT>"
    catalog = f'<c> a dcat:Catalog ; dct:publisher {agent} . {agent} a foaf:Agent ; foaf:name "Eurostat" .'
    before = dataset("dct:isReferencedBy <c>", catalog)
    assert "address-of-list" not in rules(up.convert(before))


def test_home_page_and_mailbox_become_the_contact_point(up: Converter) -> None:
    agent = 'foaf:name "H" ; foaf:homepage <http://h.org/> ; foaf:mbox <mailto:h@h.org>'
    point = 'cv:contactPoint [ a cv:ContactPoint ; cv:email "h@h.org" ; cv:contactPage <http://h.org/> ]'
    found = up.convert(dataset(f"healthdcatap:hdab [ a foaf:Agent ; {agent} ]"))
    assert same(found, f'healthdcatap:hdab [ a foaf:Agent ; foaf:name "H" ; {point} ]')


def test_a_contact_card_becomes_a_contact_point_with_all_else_that_it_says(up: Converter) -> None:
    ways = "vcard:hasEmail <mailto:h@h.org> ; vcard:hasTelephone <tel:+32-2> ; vcard:hasURL <http://h.org/>"
    card = f'vcard:fn "Desk" ; {ways}'
    found = up.convert(
        dataset(f"dct:publisher [ a foaf:Agent ; dcat:contactPoint [ a vcard:Kind ; {card} ] ]")
    )
    point = 'vcard:fn "Desk" ; cv:email "h@h.org" ; cv:telephone "+32-2" ; cv:contactPage <http://h.org/>'
    assert same(found, f"dct:publisher [ a foaf:Agent ; cv:contactPoint [ a cv:ContactPoint ; {point} ] ]")
    assert "http://www.w3.org/2006/vcard/ns#fn" in {each.path for each in found.kept}


def test_a_card_that_serves_the_dataset_too_stays_its_card(up: Converter) -> None:
    facts = "dcat:contactPoint <card> ; healthdcatap:hdab [ a foaf:Agent ; dcat:contactPoint <card> ]"
    card = "<card> a vcard:Kind ; vcard:hasEmail <mailto:h@h.org> ."
    found = up.convert(dataset(facts, card))
    point = 'cv:contactPoint [ a cv:ContactPoint ; cv:email "h@h.org" ]'
    assert same(found, f"dcat:contactPoint <card> ; healthdcatap:hdab [ a foaf:Agent ; {point} ]", card)


def test_of_two_cards_none_is_chosen(up: Converter) -> None:
    cards = "[ a vcard:Kind ; vcard:hasEmail <mailto:a@h.org> ], [ a vcard:Kind ; vcard:hasEmail <mailto:b@h.org> ]"
    before = dataset(f"healthdcatap:hdab [ a foaf:Agent ; dcat:contactPoint {cards} ]")
    found = up.convert(before)
    assert found.description is before
    assert doubts(found) == {("contact-card", "several")}


def test_a_mailbox_that_is_no_address_stays(up: Converter) -> None:
    before = dataset('healthdcatap:hdab [ a foaf:Agent ; foaf:mbox "call us" ]')
    assert doubts(up.convert(before)) == {("homepage-and-mailbox", "no address")}
    assert up.convert(before).description is before


def test_type_and_note_of_a_publisher_go_to_their_new_properties(up: Converter) -> None:
    kind = "<http://healthdataportal.eu/resource/authority/publisher-type/university>"
    found = up.convert(
        dataset(
            f'dct:publisher [ a foaf:Agent ; healthdcatap:publisherType {kind} ; healthdcatap:publisherNote "N" ]'
        )
    )
    assert same(
        found,
        "dct:publisher [ a foaf:Agent ; dct:type <"
        + LISTS
        + '/publisher-type/university> ; dct:description "N" ]',
    )


def test_what_the_dataset_says_of_its_only_publisher_is_said_of_the_publisher(up: Converter) -> None:
    found = up.convert(
        dataset('healthdcatap:publisherNote "N" ; dct:publisher [ a foaf:Agent ; foaf:name "P" ]')
    )
    assert same(found, 'dct:publisher [ a foaf:Agent ; foaf:name "P" ; dct:description "N" ]')
    alone = up.convert(dataset('healthdcatap:publisherNote "N"'))
    assert doubts(alone) == {("publisher-note-of-publisher", "nowhere")}


def test_a_type_in_no_list_or_beside_another_stays_where_it_is(up: Converter) -> None:
    unlisted = dataset("dct:publisher [ a foaf:Agent ; healthdcatap:publisherType <odd> ]")
    assert doubts(up.convert(unlisted)) == {("publisher-type", "unlisted")}
    two = dataset("dct:publisher [ a foaf:Agent ; dct:type <one> ; healthdcatap:publisherType <odd> ]")
    assert doubts(up.convert(two)) == {("publisher-type", "several")}
    assert {up.convert(each).description for each in (unlisted, two)} == {unlisted, two}


def test_a_code_value_becomes_text_and_its_scheme_a_coding_system(up: Converter) -> None:
    code = 'skos:notation "Q87.1" ; dct:identifier "ICD-10:Q87.1"^^xsd:anyURI'
    node = f"a skos:Concept ; skos:inScheme wd:Q45127 ; {code}"
    found = up.convert(dataset(f"healthdcatap:hasCodeValues [ {node} ]"))
    system = f"<{LISTS}/coding-system/ICD-10>"
    facts = f'healthdcatap:hasCodeValues "ICD-10:Q87.1" ; healthdcatap:hasCodingSystem {system}'
    assert same(found, facts)


def test_what_a_code_value_says_besides_is_kept(up: Converter) -> None:
    node = '<code> a skos:Concept ; skos:notation "26348" ; skos:prefLabel "Acquired deficiency"@en .'
    found = up.convert(dataset("healthdcatap:hasCodeValues <code>", node))
    assert same(found, 'healthdcatap:hasCodeValues "26348" ; dct:subject <code>', node)


def test_what_is_said_of_a_disease_is_not_said_of_its_theme(up: Converter) -> None:
    said = 'wd:Q84263196 a skos:Concept ; skos:prefLabel "COVID-19"@en .'
    found = up.convert(dataset("healthdcatap:healthTheme wd:Q84263196", said))
    theme = "healthdcatap:healthTheme <LIST/health-theme/RESPIRATORY_DISEASES>"
    assert same(found, f"dct:subject wd:Q84263196 ; {theme}", said)


def test_a_list_without_end_is_left_to_a_person(up: Converter) -> None:
    table = '<t> a csvw:Table ; dct:title "T" ; csvw:column <l> . <l> rdf:first <c> ; rdf:rest <l> .'
    group = '<g> a csvw:TableGroup ; dct:title "G" ; csvw:table <t> .'
    before = dataset("healthdcatap:hasStructuredData true ; healthdcatap:hasVariables <g>", group + table)
    found = up.convert(before)
    assert ("columns-repeated", "unknown") in doubts(found)
    assert len(found.description.ntriples.splitlines()) >= len(before.ntriples.splitlines())


def test_a_code_value_with_two_notations_is_left_to_a_person(up: Converter) -> None:
    before = dataset('healthdcatap:hasCodeValues [ skos:notation "A", "B" ]')
    assert up.convert(before).description is before
    assert doubts(up.convert(before)) == {("code-values", "several")}


def test_the_class_of_a_former_address_goes_to_the_new_one_and_its_names_go(up: Converter) -> None:
    node = '[ skos:notation "1" ; skos:inScheme wd:P4338 ]'
    facts = f"healthdcatap:hasCodingSystem wd:P4338 ; healthdcatap:hasCodeValues {node}"
    names = 'wd:P4338 a dct:Standard ; dct:title "Old name" ; skos:inScheme <old> .'
    system = f"<{LISTS}/coding-system/LOINC>"
    after = f'healthdcatap:hasCodingSystem {system} ; healthdcatap:hasCodeValues "1"'
    assert same(up.convert(dataset(facts, names)), after, f"{system} a dct:Standard .")


def test_what_else_is_said_of_a_former_address_stays_with_it(up: Converter) -> None:
    said = 'wd:P4338 a dct:Standard ; dct:title "Old name" ; dct:description "Ours." .'
    system = f"<{LISTS}/coding-system/LOINC>"
    found = up.convert(dataset("healthdcatap:hasCodingSystem wd:P4338", said))
    assert same(found, f"healthdcatap:hasCodingSystem {system}", f"{system} a dct:Standard . {said}")


TABLE_BEFORE = """a csvw:Table ; dct:title "T" ; csvw:column ( [ a csvw:Column ; csvw:name "a" ; csvw:titles "A"@en ;
    csvw:datatype xsd:string ] [ csvw:name "b" ; csvw:titles "B"@en ; csvw:datatype "integer" ] )"""
TABLE_AFTER = """a csvw:Table ; dct:title "T" ; csvw:column
    [ a csvw:Column ; csvw:name "a" ; csvw:title "A"@en ; csvw:datatype "string" ] ,
    [ a csvw:Column ; csvw:name "b" ; csvw:title "B"@en ; csvw:datatype "integer" ]"""


def test_the_table_of_a_sample_becomes_the_variables_of_the_dataset(up: Converter) -> None:
    found = up.convert(dataset("adms:sample <s>", f"<s> a dcat:Distribution ; <table> [ {TABLE_BEFORE} ] ."))
    group = f'[ a csvw:TableGroup ; dct:title "T" ; csvw:table _:t ] . _:t {TABLE_AFTER}'
    facts = f"adms:sample <s> ; healthdcatap:hasStructuredData true ; healthdcatap:hasVariables {group}"
    assert same(found, facts, "<s> a dcat:Distribution ; <table> _:t ."), found.description.ntriples


def test_a_group_of_tables_that_stands_alone_belongs_to_the_only_dataset(up: Converter) -> None:
    found = up.convert(
        dataset("dct:identifier 1", f"<g> a csvw:TableGroup ; csvw:table [ {TABLE_BEFORE} ] .")
    )
    facts = "dct:identifier 1 ; healthdcatap:hasStructuredData true ; healthdcatap:hasVariables <g>"
    assert same(found, facts, f'<g> a csvw:TableGroup ; dct:title "T" ; csvw:table [ {TABLE_AFTER} ] .')


def test_a_schema_becomes_the_table_that_it_is_of(up: Converter) -> None:
    schema = '[ a csvw:Schema ; csvw:column [ a csvw:Column ; csvw:name "a" ] ]'
    sample = '<s> a dcat:Distribution ; dct:title "S" ; dcat:downloadURL <http://a.org/s.csv>'
    found = up.convert(dataset("adms:sample <s>", f"{sample} ; csvw:tableSchema {schema} ."))
    table = 'csvw:url <http://a.org/s.csv> ; dct:title "S" ; csvw:column [ a csvw:Column ; csvw:name "a" ]'
    group = f'[ a csvw:TableGroup ; dct:title "S" ; csvw:table [ a csvw:Table ; {table} ] ]'
    facts = f"adms:sample <s> ; healthdcatap:hasStructuredData true ; healthdcatap:hasVariables {group}"
    assert same(found, facts, f"{sample} ."), found.description.ntriples


def test_tables_of_two_datasets_are_given_to_neither(up: Converter) -> None:
    other = '<e> a dcat:Dataset ; dct:title "B" . <g> a csvw:TableGroup ; dct:title "G" .'
    found = up.convert(dataset("dct:identifier 1", other))
    assert doubts(found) == {("variables-of-dataset", "several")}


def test_whether_data_are_structured_is_not_guessed(up: Converter) -> None:
    before = dataset("dct:identifier 1")
    assert up.convert(before).description is before
    said = dataset(
        "healthdcatap:hasStructuredData false ; healthdcatap:hasVariables <g>",
        '<g> a csvw:TableGroup ; dct:title "G" .',
    )
    assert up.convert(said).description is said


def test_a_number_that_is_none_is_told_and_stays(up: Converter) -> None:
    before = dataset('healthdcatap:numberOfRecords "about 7" ; dct:issued "spring"')
    found = up.convert(before)
    assert found.description is before
    assert {each.value for each in found.doubts} == {"about 7", "spring"}


def test_what_has_no_new_home_stays_and_is_told(up: Converter) -> None:
    before = dataset("dct:publisher [ a foaf:Agent ; healthdcatap:trustedDataHolder true ]")
    found = up.convert(before)
    assert found.description is before
    assert [(each.path.rpartition("#")[2], each.count) for each in found.kept] == [("trustedDataHolder", 1)]


def test_the_way_back_writes_what_the_older_release_reads(down: Converter) -> None:
    ways = 'cv:email "h@h.org" ; cv:contactPage <http://h.org/> ; cv:telephone "1"'
    point = f"cv:contactPoint [ a cv:ContactPoint ; {ways} ]"
    found = down.convert(
        dataset(
            f'dct:publisher [ a foaf:Agent ; {point} ; dct:type <t> ; dct:description "N" ] ; dct:identifier "1"'
        )
    )
    rest = 'cv:contactPoint [ a cv:ContactPoint ; cv:telephone "1" ]'
    agent = f"foaf:mbox <mailto:h@h.org> ; foaf:homepage <http://h.org/> ; {rest}"
    kind = 'healthdcatap:publisherType <t> ; healthdcatap:publisherNote "N"'
    assert same(found, f'dct:publisher [ a foaf:Agent ; {agent} ; {kind} ] ; dct:identifier "1"^^xsd:anyURI')
    assert "http://data.europa.eu/m8g/contactPoint" in {each.path for each in found.kept}


def test_two_addresses_have_no_room_in_the_older_release(down: Converter) -> None:
    before = dataset(
        'healthdcatap:hdab [ a foaf:Agent ; cv:contactPoint [ a cv:ContactPoint ; cv:email "a@h.org", "b@h.org" ] ]'
    )
    found = down.convert(before)
    assert found.description is before
    assert doubts(found) == {("homepage-and-mailbox", "several")}


def test_agents_that_share_a_contact_point_each_get_it_back(down: Converter) -> None:
    facts = "healthdcatap:hdab <a> ; geodcatap:custodian <b>"
    agents = "<a> a foaf:Agent ; cv:contactPoint <p> . <b> a foaf:Agent ; cv:contactPoint <p> ."
    found = down.convert(dataset(facts, f'{agents} <p> a cv:ContactPoint ; cv:email "h@h.org" .'))
    back = "foaf:mbox <mailto:h@h.org> ; cv:contactPoint <p>"
    after = f"<a> a foaf:Agent ; {back} . <b> a foaf:Agent ; {back} . <p> a cv:ContactPoint ."
    assert same(found, facts, after)


def test_a_contact_point_without_a_name_goes_when_it_says_nothing_any_more(down: Converter) -> None:
    agent = 'cv:contactPoint [ a cv:ContactPoint ; cv:email "h@h.org" ]'
    found = down.convert(dataset(f"healthdcatap:hdab [ a foaf:Agent ; {agent} ]"))
    assert same(found, "healthdcatap:hdab [ a foaf:Agent ; foaf:mbox <mailto:h@h.org> ]")


@pytest.mark.parametrize(
    ("systems", "code", "system"),
    [
        (["ATC", "ICD-10"], "ICD-10 E10", "ICD-10"),
        (["SNOMED-CT", "ATC"], "SNOMED CT 3092008", "SNOMED-CT"),
        (["ORPHACODE", "HPO"], "ORPHA:284289", "ORPHACODE"),
        (["ORPHACODE"], "284289", "ORPHACODE"),
    ],
)
def test_a_code_goes_back_with_its_system(
    down: Converter, systems: list[str], code: str, system: str
) -> None:
    named = "".join(f" ; healthdcatap:hasCodingSystem list:coding-system\\/{each}" for each in systems)
    found = down.convert(dataset(f'healthdcatap:hasCodeValues "{code}"{named}'))
    said = f'skos:notation "{code}" ; dct:identifier "{code}"^^xsd:anyURI'
    node = f"[ {said} ; skos:inScheme list:coding-system\\/{system} ]"
    assert same(found, f"healthdcatap:hasCodeValues {node}{named}")


def test_a_code_of_unknown_system_does_not_go_back(down: Converter) -> None:
    assert doubts(down.convert(dataset('healthdcatap:hasCodeValues "E10"'))) == {("code-values", "nowhere")}


def test_converting_twice_is_converting_once(up: Converter) -> None:
    found = up.convert(dataset("adms:sample <s>", f"<s> a dcat:Distribution ; <table> [ {TABLE_BEFORE} ] ."))
    again = up.convert(found.description)
    assert again.description is found.description
    assert not again.changes


def test_mentions_of_other_entries_survive(up: Converter) -> None:
    mentions = (("http://example.org/s", "http://www.w3.org/ns/dcat#DatasetSeries"),)
    before = replace(dataset("dct:identifier <http://a.org/1>"), mentions=mentions)
    assert up.convert(before).description.mentions == mentions


def test_no_rules_lead_to_another_profile() -> None:
    with pytest.raises(WrongSetting, match="lead to"):
        Converter(TABLE, replace(profile(), id="somebody/3"), vocabularies())


def test_nothing_but_the_dataset_is_typed_as_an_entry(up: Converter) -> None:
    """A class of an entry would make another description of what is only named."""
    found = up.convert(dataset("dct:source <other> ; dcat:inSeries <series>"))
    types = graphs.graph(found.description.ntriples).subject_objects(RDF.type)
    assert [subject for subject, _ in types] == [URIRef(D)]
