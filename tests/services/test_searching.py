"""From the parameters of an address to what a page of results shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.bootstrap import Services
from catalogue.domain.errors import BadParameter, Unavailable
from catalogue.domain.languages import Reader
from catalogue.domain.search import DEEPEST, Sort
from catalogue.domain.traits import TRAITS
from catalogue.services.search_page import FacetView, SearchPage
from catalogue.services.searching import CHOICES, PAGE_SIZE
from catalogue.services.translating import translations
from tests.services.searchable import publish

TRAIT_IDS = {trait.id for trait in TRAITS}
ENGLISH, FRENCH = Reader("en", ("en", "fr")), Reader("fr", ("fr", "en"))


@pytest.fixture
def shelf(services: Services) -> Services:
    """Three datasets: of France and Germany, on cancer and not, of three spans."""
    publish(
        services,
        1,
        "dct:spatial country:FRA ; healthdcatap:healthTheme theme:CANCER_DISEASE ; dct:accessRights access:PUBLIC ; "
        'dct:temporal [ dcat:startDate "2001" ; dcat:endDate "2010" ] ; healthdcatap:numberOfUniqueIndividuals 24310',
        title="Tumour registry",
    )
    publish(
        services,
        2,
        'dct:spatial country:DEU, country:FRA ; dct:accessRights access:NON_PUBLIC ; dct:title "Enquête santé"@fr ; '
        'geodcatap:custodian [ foaf:name "Hospital"@en ]',
        title="Health survey",
    )
    publish(
        services,
        3,
        'dct:title "Registre"@fr ; dct:temporal [ dcat:startDate "2020" ]',
        title="Registry of births",
    )
    services.indexing.catch_up()
    return services


def search(shelf: Services, address: str = "", reader: Reader = ENGLISH) -> SearchPage:
    return shelf.searching.search(parse_qs(address, keep_blank_values=True), reader)


def facet(page: SearchPage, name: str) -> FacetView:
    return next(view for view in page.facets if view.id == name)


def iris(page: SearchPage) -> list[str]:
    return [hit.iri.removeprefix("http://example.org/") for hit in page.hits]


def test_without_parameters_everything_is_shown_the_newest_first(shelf: Services) -> None:
    page = search(shelf)
    assert (page.total, page.pages, iris(page)) == (3, 1, ["3", "2", "1"])
    assert page.query.sort is Sort.UPDATED
    assert (page.tags, page.reliefs) == ((), ())


def test_words_find_and_tell_why(shelf: Services) -> None:
    page = search(shelf, "q=cancers")
    [hit] = page.hits
    [reason] = hit.reasons
    assert reason.pieces == (("Cancer", True),)
    assert reason.language == "en"
    assert (hit.card["titles"]["en"], hit.card["people"], hit.card["years"]) == (
        "Tumour registry",
        24310,
        [2001, 2010],
    )


def test_a_reason_is_in_the_language_of_the_reader_where_it_can_be(shelf: Services) -> None:
    assert [each.pieces for each in search(shelf, "q=cancer", FRENCH).hits[0].reasons] == [
        (("Cancer", True),)
    ]
    [hit] = search(shelf, "q=sante", ENGLISH).hits
    assert [each.language for each in hit.reasons] == ["fr"]


@pytest.mark.parametrize(
    ("reader", "labels"), [(ENGLISH, ["France", "Germany"]), (FRENCH, ["France", "Allemagne"])]
)
def test_facets_are_labelled_in_the_language_of_the_reader(
    shelf: Services, reader: Reader, labels: list[str]
) -> None:
    options = facet(search(shelf, reader=reader), "country").options
    assert [(each.value, each.label, each.count) for each in options] == [
        ("FRA", labels[0], 2),
        ("DEU", labels[1], 1),
    ]
    assert [hit.places for hit in search(shelf, "q=survey", reader).hits] == [(labels[1], labels[0])]


def test_facets_come_in_the_order_of_the_profile_and_empty_ones_are_left_out(shelf: Services) -> None:
    shown = [view.id for view in search(shelf).facets]
    assert [each for each in shown if each not in TRAIT_IDS] == [
        each.id for each in shelf.profile.facets if each.id in shown
    ]
    assert "hdab" not in shown
    assert facet(search(shelf), "holder").options[0].label == "Hospital"


def test_choices_are_marked_and_can_be_taken_back_one_by_one(shelf: Services) -> None:
    page = search(shelf, "q=survey&country=FRA&country=DEU&people_max=5&sort=title")
    assert [option.chosen for option in facet(page, "country").options] == [True, True]
    assert facet(page, "country").chosen == 2
    tags = {tag.label: urlencode(tag.parameters) for tag in page.tags}
    assert tags == {
        "France": "q=survey&country=DEU&people_max=5&sort=title",
        "Germany": "q=survey&country=FRA&people_max=5&sort=title",
        "5 or less": "q=survey&country=FRA&country=DEU&sort=title",
    }


def test_ranges_are_given_back_as_they_were_asked(shelf: Services) -> None:
    page = search(shelf, "years_min=2005&years_max=2015&people_min=24,310")
    assert iris(page) == ["1"]
    assert {(each.id, each.low, each.high) for each in page.ranges} == {
        ("years", "2005", "2015"),
        ("ages", "", ""),
        ("people", "24310", ""),
        ("updated", "", ""),
    }
    assert [tag.label for tag in page.tags] == ["2005 to 2015", "24,310 or more"]


def test_a_range_the_wrong_way_round_is_turned(shelf: Services) -> None:
    assert search(shelf, "years_min=2015&years_max=2005").query.ranges == {"years": (2005.0, 2015.0)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24310", 24310),
        ("24 310", 24310),
        ("24\u202f310", 24310),
        ("24,310", 24310),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("-3", -3),
    ],
)
def test_numbers_are_read_as_people_write_them(shelf: Services, text: str, number: float) -> None:
    assert search(shelf, urlencode({"people_min": text})).query.ranges == {"people": (number, None)}


def test_a_result_without_hits_tells_which_filter_empties_it(shelf: Services) -> None:
    page = search(shelf, "q=registry&country=DEU&years_min=2000")
    assert page.total == 0
    told = [
        ([tag.label for tag in relief.tags], relief.total, urlencode(relief.parameters))
        for relief in page.reliefs
    ]
    assert told == [(["Germany"], 2, "q=registry&years_min=2000")]
    alone = search(shelf, "q=unheardof&country=DEU").reliefs
    assert [(relief.tags, relief.total) for relief in alone] == [((), 1)]


def test_a_concept_may_be_chosen_by_its_iri_too(shelf: Services) -> None:
    iri = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
    page = search(shelf, urlencode([("access", iri), ("access", "NON_PUBLIC")]))
    assert iris(page) == ["2"]
    assert page.query.filters["access"] == ("NON_PUBLIC",)
    assert len(page.tags) == 1


def test_a_value_that_nothing_has_is_shown_chosen_at_zero(shelf: Services) -> None:
    page = search(shelf, "country=XYZ&holder=Nobody")
    assert page.total == 0
    for name, value in (("country", "XYZ"), ("holder", "Nobody")):
        last = facet(page, name).options[-1]
        assert (last.value, last.label, last.count, last.chosen) == (value, value, 0, True)


def test_what_is_no_parameter_of_search_is_ignored(shelf: Services) -> None:
    assert search(shelf, "utm_source=x&colour=red&q=&country=&years_min=&page=").total == 3


def test_pages_are_counted_and_linked_with_all_that_is_chosen(shelf: Services) -> None:
    for number in range(10, 10 + PAGE_SIZE * 2):
        publish(shelf, number, "dct:spatial country:FRA", title="Registry")
    shelf.indexing.catch_up()
    page = search(shelf, "q=registry&country=FRA&page=2")
    assert (page.total, page.pages, page.query.page, len(page.hits)) == (41, 3, 2, PAGE_SIZE)
    assert urlencode(page.at(3)) == "q=registry&country=FRA&page=3"
    assert urlencode(page.at(1)) == "q=registry&country=FRA"


def test_a_page_after_the_last_shows_the_last(shelf: Services) -> None:
    page = search(shelf, "page=7")
    assert (page.query.page, page.asked, page.total, len(page.hits)) == (1, 7, 3, 3)
    assert search(shelf, "q=unheardof&page=7").query.page == 1


@pytest.mark.parametrize(
    "address",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=1e3",
        "page=²",
        f"page={DEEPEST}",
        "page=" + "9" * 400,
        "sort=random",
        "people_min=many",
        "people_min=nan",
        "years_max=inf",
        "ages_min=1e309",
        "ages_min=--1",
        "years_min=" + "1" * 400,
        "q=" + "x" * 10_000,
        "country=" + "x" * 10_000,
        "&".join(f"country=C{number}" for number in range(CHOICES + 1)),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(shelf: Services, address: str) -> None:
    with pytest.raises(BadParameter) as refused:
        search(shelf, address)
    assert refused.value.fields["name"] == address.partition("=")[0]
    assert len(str(refused.value)) < 200


def test_what_was_expected_is_said_in_the_language_of_the_reader(shelf: Services) -> None:
    reader = replace(FRENCH, gettext={"a number": "un nombre"}.get)  # type: ignore[arg-type]
    with pytest.raises(BadParameter) as refused:
        search(shelf, "people_min=x", reader)
    assert refused.value.fields["expected"] == "un nombre"


def test_any_parameters_give_a_page_or_a_clear_refusal(shelf: Services) -> None:
    names = st.sampled_from(["q", "sort", "page", "country", "holder", "years_min", "people_max", "x"])
    values = st.lists(
        st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(["2", "FRA", "1 000"])
    )

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(names, values, max_size=4))
    def check(parameters: dict[str, list[str]]) -> None:
        try:
            page = shelf.searching.search(parameters, ENGLISH)
        except BadParameter:
            return
        again = shelf.searching.search(_grouped(page.query.parameters()), ENGLISH)
        assert again.query == page.query

    check()


def _grouped(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    return {name: [value for each, value in pairs if each == name] for name, _ in pairs}


def test_every_count_says_what_choosing_it_would_give(shelf: Services) -> None:
    for chosen, text in product(["", "&country=FRA", "&country=DEU&access=NON_PUBLIC"], ["", "registry"]):
        page = search(shelf, f"q={text}{chosen}")
        for view in page.facets:
            for option in view.options:
                alone = page.query.without(view.id)
                narrowed = replace(alone, filters={**alone.filters, view.id: (option.value,)})
                assert shelf.index.search(narrowed).total == option.count


def test_while_the_index_is_down_search_says_so(services: Services) -> None:
    with pytest.raises(Unavailable):
        search(services)


STANDARD = "https://hdeu-dcat.data.health.europa.eu/resource/authority/standard/"
VARIABLE = 'healthdcatap:hasVariables [ csvw:column [ csvw:name "hba1c" ] ]'


def test_a_broader_value_finds_what_has_a_narrower_one_and_stands_above_it(services: Services) -> None:
    publish(services, 1, f"dct:conformsTo <{STANDARD}FHIR>")
    publish(services, 2, f"dct:conformsTo <{STANDARD}CDA>")
    services.indexing.catch_up()
    options = {each.value: each for each in facet(search(services), "standard").options}
    assert (options["FHIR"].broader, options["API"].count, options["API"].label) == (
        "API",
        1,
        "Interfaces (API)",
    )
    assert iris(search(services, "standard=API")) == iris(search(services, "standard=FHIR")) == ["1"]
    assert iris(search(services, "standard=API&standard=CDA")) == ["2", "1"]


def test_datasets_are_found_by_what_only_the_catalogue_knows_of_them(services: Services) -> None:
    publish(services, 1, VARIABLE)
    publish(services, 2)
    services.indexing.catch_up()
    assert iris(search(services, "variables=yes")) == ["1"]
    assert [
        (each.value, each.label, each.count) for each in facet(search(services), "variables").options
    ] == [("yes", "Described one by one", 1)]
    assert [tag.label for tag in search(services, "variables=yes&conformance=no").tags] == [
        "Described one by one",
        "Does not conform",
    ]
    # All are datasets: that tells nothing apart.
    assert "kind" not in [view.id for view in search(services).facets]


def test_the_theme_of_the_european_portal_is_a_filter_of_its_own(services: Services) -> None:
    publish(services, 1, "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL>")
    services.indexing.catch_up()
    assert [option.label for option in facet(search(services), "european_theme").options] == ["Health"]
    assert search(services, "theme=HEAL").total == 0


def test_descriptions_are_found_by_the_day_of_their_last_change(services: Services) -> None:
    publish(services, 1)
    services.indexing.catch_up()
    today = datetime.now(UTC).date()
    tomorrow = today + timedelta(days=1)
    assert search(services, f"updated_min={today}&updated_max={today}").total == 1
    assert search(services, f"updated_min={tomorrow}").total == 0
    assert search(services, f"updated_min={today:%Y-%m}&updated_max={today.year}").total == 1
    page = search(services, "updated_min=2026-01-05")
    assert [tag.label for tag in page.tags] == ["on or after 5 January 2026"]
    assert page.query.parameters() == (("updated_min", "2026-01-05"),)
    assert next(each for each in page.ranges if each.id == "updated").low == "2026-01-05"


@pytest.mark.parametrize("day", ["soon", "2026-13", "2026-02-30", "0000", "26-01-01", "2026-1-1"])
def test_a_day_that_is_none_is_told(services: Services, day: str) -> None:
    with pytest.raises(BadParameter, match="a date such as"):
        services.searching.query({"updated_min": [day]}, ENGLISH)


def test_what_the_words_say_of_filters_is_offered_and_not_applied(shelf: Services) -> None:
    page = search(shelf, "q=tumour+before+2005+in+France+or+Germany&sort=title")
    assert (page.query.filters, page.query.ranges, iris(page)) == ({}, {}, ["1"])
    offer = page.understood
    assert offer is not None
    assert [(each.text, each.label) for each in offer.readings] == [
        ("before 2005", "Years covered: 2004 or earlier"),
        ("in France or Germany", "Country or region: France or Germany"),
    ]
    assert offer.parameters == (
        ("q", "tumour"),
        ("country", "FRA"),
        ("country", "DEU"),
        ("years_max", "2004"),
        ("sort", "title"),
    )
    assert offer.total == search(shelf, urlencode(offer.parameters)).total == 1
    years, _ = offer.readings
    assert years.asked == (("years_max", "2004"),)
    assert years.parameters == (
        ("q", "tumour in France or Germany"),
        ("years_max", "2004"),
        ("sort", "title"),
    )


def test_an_offer_says_filters_in_the_language_of_the_reader(shelf: Services) -> None:
    reader = replace(FRENCH, gettext=translations("fr").gettext)
    offer = search(shelf, "q=registre+depuis+2015", reader).understood
    assert offer is not None
    assert [each.label for each in offer.readings] == ["Années couvertes\xa0: 2015 ou après"]


@pytest.mark.parametrize(("text", "total"), [("Germany", 1), ("datasets from France", 2), ("2022", 1)])
def test_a_question_that_is_only_a_filter_offers_it_without_words(
    shelf: Services, text: str, total: int
) -> None:
    offer = search(shelf, urlencode({"q": text})).understood
    assert offer is not None
    assert (offer.total, dict(offer.parameters).get("q")) == (total, None)


def test_what_finds_nothing_is_not_offered_and_of_several_the_one_that_does_is(shelf: Services) -> None:
    assert search(shelf, "q=tumour+before+1900").understood is None
    offer = search(shelf, "q=tumour+before+1900+in+France").understood
    assert offer is not None
    assert [each.asked for each in offer.readings] == [(("country", "FRA"),)]
    assert search(shelf, "q=tumour").understood is None


def test_filters_of_which_one_is_enough_are_not_offered_together(shelf: Services) -> None:
    assert search(shelf, "q=registre+depuis+2015+en+France").understood
    assert search(shelf, "q=registre+depuis+2015+ou+en+France").understood is None


def test_what_is_said_of_others_is_no_filter_of_all_and_need_not_stand_in_a_description(
    shelf: Services,
) -> None:
    page = search(shelf, "q=tumour+before+2005+or+after+2020+in+France")
    assert iris(page) == ["1"]
    assert page.understood
    assert [each.asked for each in page.understood.readings] == [(("country", "FRA"),)]


def test_a_filter_of_more_people_than_an_address_can_say_is_offered_with_the_most_that_it_can(
    shelf: Services,
) -> None:
    offer = search(shelf, "q=fewer+than+999+999+999+999+million+people").understood
    assert offer is not None
    assert offer.total == search(shelf, urlencode(offer.parameters)).total > 0


def test_a_filter_that_is_chosen_is_not_offered(shelf: Services) -> None:
    assert search(shelf, "q=survey+in+France&country=DEU").understood is None


def test_any_of_several_places_matches_as_it_was_typed(shelf: Services) -> None:
    [hit] = search(shelf, "q=survey+in+Spain+or+Germany").hits
    assert (("Germany", True),) in [reason.pieces for reason in hit.reasons]
    assert {reason.said for reason in hit.reasons} == {None}
