"""A data manager describes a registry from a blank form: with a script, by keyboard alone, and without a script."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.ordering import POSITION
from catalogue.domain.people import Role
from catalogue.domain.record import Record
from catalogue.rdf import graphs
from catalogue.services.sessions import actor_of
from catalogue.settings import Settings
from catalogue.web.actors import COOKIE
from tests.services.signed_in import organisation, person
from tests.serving import serving
from tests.shapes.official import official
from tests.web import arca
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.typist import Typist

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """An instance without review, where Ada describes for Nord."""
    settings = {"data": tmp_path_factory.mktemp("describing"), "review": False, "poll": 0.01}
    made = Services(Settings.model_validate(settings))
    organisation(made)
    person(made, role=Role.EDITOR)
    return made


@pytest.fixture(scope="module")
def address(services: Services) -> Iterator[str]:
    with serving(create_app(services=services)) as address:
        yield address


@pytest.fixture
def sit_down(
    browser: Browser,  # noqa: F811
    services: Services,
    address: str,
) -> Iterator[Callable[..., Page]]:
    """Opens a browser in which Ada is signed in; keywords are those of playwright's contexts."""
    opened: list[BrowserContext] = []

    def open_(width: int = 1280, **given: bool) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **given)
        ada = services.store.person("email", "ada@example.org")
        assert ada
        context.add_cookies(
            [{"name": COOKIE, "value": services.sessions.begin(ada, "A test"), "url": address}]
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{address}/en/workspace/")
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def begun(services: Services, address: str) -> Callable[..., tuple[Record, str]]:
    """Begins a description; gives its record and the address of its page."""

    def begin(title: str = "A cohort", level: str = "PUBLIC") -> tuple[Record, str]:
        ada = services.store.person("email", "ada@example.org")
        assert ada
        record = services.editing.create(actor_of(ada), "north", title, "en", level)
        return record, f"{address}/en/workspace/descriptions/{record.id}"

    return begin


def stored(services: Services, id: str) -> Graph:
    """What the newest revision of a record says."""
    record = services.store.find("id", [id])[id]
    return graphs.graph(services.store.ntriples([record.head.hash])[record.head.hash])


def meaning(graph: Graph, node: Node, root: Node | None = None) -> frozenset[object]:
    """What is said of a node and below it, whatever the nodes between are called."""
    said = set()
    root = root or node
    for path, value in graph.predicate_objects(node):
        if path not in (RDF.type, POSITION):
            is_end = isinstance(value, Literal) or value == root
            said.add((str(path), value if is_end else meaning(graph, value, root) or value))
    return frozenset(said)


def registry(reference: Path, services: Services) -> Graph:
    """The official example, without what it says of entries of lists."""
    graph = Graph().parse(reference / "examples/r8-EPRDR-ARCA.ttl")
    for concept in set(graph.subjects()):
        if str(concept) in services.vocabularies or (concept, RDF.type, DCTERMS.LicenseDocument) in graph:
            graph.remove((concept, None, None))
    return graph


@pytest.mark.reference
def test_a_registry_is_described_from_a_blank_form_and_published(
    sit_down: Callable[..., Page], services: Services, reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typist, started = Typist(sit_down()), time.monotonic()
    arca.describe(typist)
    id = typist.page.url.partition("?")[0].rpartition("/")[2]
    typist.click(typist.page.get_by_role("link", name="Review and publication"))
    typist.press("Publish")
    minutes = (time.monotonic() - started) / 60
    with capsys.disabled():
        print(f"\n{typist.clicks} clicks, {typist.keys} keystrokes, {minutes:.1f} minutes of a machine")
    [record] = services.store.find("id", [id]).values()
    assert record.published is not None
    assert record.published.report.conforms
    graph = stored(services, id)
    found = official(reference).findings(graph, "PUBLIC")
    assert [each for each in found if each.severity == "Violation"] == []
    example = registry(reference, services)
    root = URIRef("https://eu-rd-platform.jrc.ec.europa.eu/mdr/detail/ARCA")
    assert meaning(graph, URIRef(record.iri)) == meaning(example, root)


def press_until(page: Page, wanted: str, key: str = "Tab", most: int = 120) -> None:
    """Press a key until the focus is on what a selector names."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.locator(f"{wanted}:focus").count():
            return
    raise AssertionError(f"the focus never came to {wanted}")


def test_a_description_begins_and_goes_on_by_keyboard_alone(
    sit_down: Callable[..., Page], services: Services
) -> None:
    page = sit_down(360)
    press_until(page, "a[href$='/workspace/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/workspace/new")
    press_until(page, "#title")
    page.keyboard.type("By keyboard")
    press_until(page, "input[name=level]")
    page.keyboard.press("ArrowDown")
    press_until(page, "form.form button.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/descriptions/*")
    press_until(page, ".work .tasks li:first-child a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/about")
    press_until(page, "textarea")
    page.keyboard.type("Typed without a mouse")
    press_until(page, "[data-picker*='health-theme'] input[type=search]")
    page.keyboard.type("noncom")
    page.locator("[data-picker*='health-theme'] [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("[data-picker*='health-theme'] input[type=search]").get_attribute(
        "aria-activedescendant"
    )
    page.keyboard.press("Enter")
    press_until(page, "button[value=save-next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/people?done=saved")
    press_until(page, ".adders button")
    page.keyboard.press("Enter")
    page.wait_for_url("**focus=*")
    assert page.locator("details.fold[open] :focus").count() == 1
    id = page.url.partition("/descriptions/")[2].partition("/")[0]
    said = set(map(str, stored(services, id).objects()))
    assert {"By keyboard", "Typed without a mouse"} <= said
    assert any(each.endswith("health-theme/NONCOMMUNICABLE_DISEASES") for each in said)
    assert any(each.endswith("access-right/RESTRICTED") for each in said)


def test_everything_works_without_a_script(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], services: Services
) -> None:
    record, address = begun("Without a script")
    page = sit_down(java_script_enabled=False)
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    typist.fill("Description", "What it is")
    typist.fill("Keyword", "first")
    typist.click(typist.ask("Keyword").get_by_role("button", name="Add another"))
    assert page.locator("[name]:focus").input_value() == ""
    page.locator("[name]:focus").fill("second")
    country = page.locator("[data-picker*='data-theme']")
    country.locator("input[type=search]").fill("heal")
    typist.click(country.get_by_role("button", name="Search"))
    typist.click(page.locator(".choices.results .pick").filter(has_text="Health").first)
    typist.press("Save and next section")
    page.goto(f"{address}/sections/access")
    part = typist.add("Distribution")
    typist.fill("Access address", "https://example.org/data", part)
    typist.press("Save and back")
    said = set(map(str, stored(services, record.id).objects()))
    assert {"What it is", "first", "second", "https://example.org/data"} <= said
    assert any(each.endswith("data-theme/HEAL") for each in said)


def test_what_is_typed_is_kept_while_one_types_and_when_one_leaves(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], services: Services
) -> None:
    record, address = begun("Kept")
    page = sit_down()
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    typist.fill("Description", "Kept after a while")
    assert typist.wait_until_kept().startswith("Kept at ")
    typist.fill("Keyword", "kept on leaving")
    typist.click(page.get_by_role("link", name="All sections"))
    page.wait_for_url(address)
    assert "kept and not saved" in page.inner_text("main")
    page.goto(f"{address}/sections/about")
    assert typist.ask("Description").locator("textarea").input_value() == "Kept after a while"
    assert typist.ask("Keyword").locator("input").first.input_value() == "kept on leaving"
    assert "Kept after a while" not in set(map(str, stored(services, record.id).objects()))
    typist.press("Save")
    assert {"Kept after a while", "kept on leaving"} <= set(map(str, stored(services, record.id).objects()))


def test_a_session_that_ends_loses_nothing(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], services: Services
) -> None:
    _, address = begun("Session")
    page = sit_down()
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    typist.fill("Description", "Typed too late")
    page.locator("#kept.trouble-now").wait_for()
    assert "Nothing is lost" in page.inner_text("#kept")
    page.context.add_cookies(cookies)  # as if they had signed in again in another tab
    page.reload()
    assert typist.ask("Description").locator("textarea").input_value() == "Typed too late"
    assert typist.wait_until_kept()


@pytest.fixture
def slow(services: Services, address: str) -> Iterator[Callable[[str], str]]:
    """The same instance where what is kept takes a while to arrive; gives an address's place there."""
    application = create_app(services=services)

    def wait(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ.get("HTTP_ACCEPT") == "application/json":
            time.sleep(0.7)
        return application(environ, start_response)

    with serving(wait) as there:
        yield lambda url: url.replace(address, there)


@pytest.mark.parametrize("way", ["reload", "address", "another section", "tasks", "while it is kept"])
def test_leaving_right_after_typing_loses_nothing_and_is_no_other_window(
    sit_down: Callable[..., Page],
    begun: Callable[..., tuple[Record, str]],
    slow: Callable[[str], str],
    services: Services,
    way: str,
) -> None:
    record, there = begun("Left at once")
    page, address = sit_down(), slow(there)
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    typist.fill("Description", "Typed and left")
    if way == "while it is kept":
        page.wait_for_timeout(2_700)  # it is on its way by now
        typist.fill("Description", "Typed and left at once")
    if way == "another section":
        page.goto(f"{address}/sections/people")
        page.wait_for_timeout(3_000)
        typist.fill("Number of records", "12")
        typist.wait_until_kept()
        page.goto(f"{address}/sections/about")
    elif way == "tasks":
        page.goto(address)
        expect(page.locator("form.unsaved")).to_be_visible()
        page.goto(f"{address}/sections/about")
    elif way == "address":
        page.goto(f"{address}/sections/about")
    else:
        page.reload()
    typed = typist.ask("Description").locator("textarea")
    expect(typed).to_have_value(re.compile("^Typed and left"))
    if way != "another section":
        page.wait_for_timeout(3_000)
        expect(typed).to_have_value(
            "Typed and left at once" if way == "while it is kept" else "Typed and left"
        )
    typist.fill("Keyword", "goes on")
    typist.wait_until_kept()
    assert page.locator("#kept.trouble-now").count() == 0
    typist.press("Save")
    assert page.inner_text("h1") == "About"
    said = set(map(str, stored(services, record.id).objects()))
    assert "goes on" in said
    assert {each for each in said if each.startswith("Typed and left")} == {typed.input_value()}


def test_what_another_window_kept_is_not_overwritten_by_what_was_left(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], slow: Callable[[str], str]
) -> None:
    _, there = begun("Truly two windows")
    page, address = sit_down(), slow(there)
    first, second = Typist(page), Typist(page.context.new_page())
    first.page.goto(f"{address}/sections/about")
    second.page.goto(f"{address}/sections/about")
    second.fill("Description", "Typed in the second")
    second.wait_until_kept()
    first.fill("Description", "Typed in the first")
    page.reload()
    expect(page.locator("h1")).to_have_text("Changed in another window")
    assert "Typed in the first" in page.inner_text("main")
    assert "Typed in the second" in page.inner_text("main")
    first.press("Go on with this")
    assert page.inner_text("h1") == "About"
    assert first.ask("Description").locator("textarea").input_value() == "Typed in the first"


def test_changes_that_are_discarded_do_not_come_back(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]]
) -> None:
    _, address = begun("Discarded")
    page = sit_down()
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    typist.fill("Description", "Kept first")
    typist.wait_until_kept()
    page.reload()
    typist.fill("Keyword", "typed last")
    typist.press("Discard these changes")
    page.goto(f"{address}/sections/about")
    page.wait_for_timeout(1_000)
    assert typist.ask("Description").locator("textarea").input_value() == ""
    assert typist.ask("Keyword").locator("input").first.input_value() == ""


def test_the_meters_move_when_what_was_typed_is_kept(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]]
) -> None:
    _, address = begun("Meters")
    page = sit_down()
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    must = page.locator("progress[aria-labelledby=gauge-mandatory]")
    before = int(str(must.get_attribute("value")))
    page.locator(".gauge", has_text="Must have").locator("summary").click()
    typist.fill("Description", "It fills a meter")
    typist.wait_until_kept()
    assert int(str(must.get_attribute("value"))) == before + 1
    assert page.locator(".gauge", has_text="Must have").locator("details[open]").count() == 1


def test_a_text_too_long_is_told_while_one_types_and_all_else_is_kept(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]]
) -> None:
    _, address = begun("Long")
    page = sit_down()
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    text = typist.ask("Description").locator("textarea")
    text.evaluate("(field) => { field.value = 'long '.repeat(700000); }")
    typist.fill("Keyword", "short")
    assert "A text is too long, and is not kept" in typist.wait_until_kept()
    typist.press("Save")
    assert "3,500,000" in page.inner_text("#alert")
    assert len(text.input_value()) == 3_500_000
    assert typist.ask("Keyword").locator("input").first.input_value() == "short"


@pytest.mark.parametrize("script", [True, False])
def test_a_section_too_large_to_be_sent_stays_in_the_browser(
    browser: Browser,  # noqa: F811
    tmp_path: Path,
    script: bool,
) -> None:
    small = Services(Settings.model_validate({"data": tmp_path, "description_limit": 1}))
    organisation(small)
    ada = person(small, role=Role.EDITOR)
    record = small.editing.create(actor_of(ada), "north", "Vast", "en", "PUBLIC")
    with serving(create_app(services=small)) as address:
        context = browser.new_context(java_script_enabled=script)
        context.add_cookies([{"name": COOKIE, "value": small.sessions.begin(ada, "A test"), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/en/workspace/descriptions/{record.id}/sections/about")
        text = Typist(page).ask("Description").locator("textarea")
        text.evaluate("(field) => { field.value = 'vast\\n'.repeat(440000); }")
        page.locator(".savebar button[value=save]").click()
        if script:
            expect(page.locator("#kept.trouble-now")).to_contain_text("too much to be sent at once")
        else:
            expect(page.locator(".lead")).to_contain_text("What was sent has")
            page.go_back()
        assert len(text.input_value()) == 2_200_000
        context.close()


def test_two_windows_of_one_person_are_laid_beside_each_other(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], services: Services
) -> None:
    record, address = begun("Two windows")
    first = Typist(sit_down(java_script_enabled=False))
    second = Typist(first.page.context.new_page())
    for typist, said in ((first, "Typed in the first"), (second, "Typed in the second")):
        typist.page.goto(f"{address}/sections/about")
        typist.fill("Description", said)
    second.click(second.page.get_by_role("button", name="Save and back"))
    second.page.goto(f"{address}/sections/about")
    second.fill("Keyword", "meanwhile")
    second.click(second.ask("Keyword").get_by_role("button", name="Add another"))
    first.press("Save")
    assert first.page.inner_text("h1") == "Changed in another window"
    assert "Typed in the first" in first.page.inner_text("main")
    assert "Typed in the second" in first.page.inner_text("main")
    first.press("Go on with this")
    said = set(map(str, stored(services, record.id).objects()))
    assert {"Typed in the first", "meanwhile"} <= said
    assert "Typed in the second" not in said


def test_two_people_choose_between_what_both_wrote(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], services: Services
) -> None:
    record, address = begun("Two people")
    page = sit_down(java_script_enabled=False)
    typist = Typist(page)
    page.goto(f"{address}/sections/about")
    typist.fill("Description", "Ada’s words")
    typist.click(typist.ask("Description").get_by_role("button", name="Add another"))
    grace = actor_of(person(services, "grace@example.org", Role.EDITOR))

    def write(graph: Graph) -> None:
        graph.add((URIRef(record.iri), DCTERMS.description, Literal("Grace’s words", lang="en")))
        graph.add((URIRef(record.iri), DCTERMS.alternative, Literal("Grace’s title", lang="en")))

    services.editing.save(grace, record.id, services.editing.change(grace, record.id, 0, write).version)
    typist.press("Save")
    assert page.inner_text("h1") == "Somebody else saved this meanwhile"
    assert "Other title" in page.inner_text("main")
    typist.click(page.locator("label.card").filter(has_text="Grace’s words"))
    typist.press("Bring both together")
    typist.click(page.locator(".work .tasks a").first)
    typist.press("Save")
    said = set(map(str, stored(services, record.id).objects()))
    assert {"Grace’s words", "Grace’s title"} <= said
    assert "Ada’s words" not in said


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_of_the_form_scrolls_sideways_on_a_narrow_screen(
    sit_down: Callable[..., Page], begun: Callable[..., tuple[Record, str]], width: int
) -> None:
    _, address = begun("Narrow")
    page = sit_down(width, has_touch=True, is_mobile=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    groups = ("about", "people", "content", "access", "law", "origin", "related", "management")
    home = address.partition("/descriptions/")[0]
    for url in (
        f"{home}/",
        f"{home}/new",
        address,
        *(f"{address}/sections/{group}?check=1" for group in groups),
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") == width, url
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main .pick, main .card, main select, main .tasks a,"
            " main input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]"
            ".filter(e => e.checkVisibility() && !e.closest('[hidden]') && !e.matches('.first-button'))"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))"
        )
        assert small == [], url
    assert said == []
