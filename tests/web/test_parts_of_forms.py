"""What a part that was just added shows to who is to fill it in."""

from xml.etree.ElementTree import Element

from catalogue.bootstrap import Services
from tests.web.markup import Html
from tests.web.visitors import Visitor

CONTACT_POINT = "_contactPoint:http://data.europa.eu/m8g/ContactPoint"
PERIOD = "_temporal:http://purl.org/dc/terms/PeriodOfTime"
GROUPS = ("about", "people", "content", "access", "law", "origin", "related", "management")
BODY = "_hdab:http://xmlns.com/foaf/0.1/Agent"


def add(ada: Visitor, section: str, what: str) -> Html:
    """The page after a press on the button that adds a part."""
    page = ada.get(section)
    [action] = [each.get("value", "") for each in page.all("button") if each.get("value", "").endswith(what)]
    version = page.all("input", name="version")[0].get("value", "")
    return ada.get(ada.post(section, {"version": version, "action": action}).headers["Location"])


def hidden(page: Html) -> list[Element]:
    """All that stands behind a fold."""
    return [each for fold in page.all("details") if fold.get("open") is None for each in fold.iter()]


def test_a_new_part_of_optional_fields_shows_what_to_fill_in(ada: Visitor, services: Services) -> None:
    record = services.editing.create(ada.actor, "north", "A cohort", "en", "NON_PUBLIC")
    section = f"/en/workspace/descriptions/{record.id}/sections/access"
    add(ada, section, BODY)
    page = add(ada, section, CONTACT_POINT)
    [focused] = [each for each in page.root.iter() if each.get("autofocus") is not None]
    folded = hidden(page)
    assert focused not in folded
    emails = [each for each in page.all("input") if "cv_email" in (each.get("name") or "")]
    assert emails
    assert not [each for each in emails if each in folded]


def test_a_new_period_asks_for_its_days_and_folds_the_rest(ada: Visitor, services: Services) -> None:
    record = services.editing.create(ada.actor, "north", "A cohort", "en", "PUBLIC")
    home = f"/en/workspace/descriptions/{record.id}"
    section = next(
        f"{home}/sections/{group}" for group in GROUPS if PERIOD in ada.get(f"{home}/sections/{group}").source
    )
    page = add(ada, section, PERIOD)
    folded = hidden(page)
    inputs = {
        each.get("name", "").split(".")[1]: each in folded
        for each in page.all("input")
        if each.get("name", "").endswith(".new0") and each.get("type") == "text"
    }
    assert not inputs["dcat_startDate"]
    assert not inputs["dcat_endDate"]
    assert inputs["time_hasBeginning"]
    assert inputs["time_hasEnd"]
    name = next(
        each.get("name", "") for each in page.all("input") if "time_hasBeginning" in each.get("name", "")
    )
    version = page.all("input", name="version")[0].get("value", "")
    ada.post(section, {"version": version, name: "https://example.org/beginning", "action": "keep"})
    filled = ada.get(section)
    [given] = [each for each in filled.all("input") if each.get("value") == "https://example.org/beginning"]
    assert not any(given in each.iter() for each in filled.all("details", class_="further"))
