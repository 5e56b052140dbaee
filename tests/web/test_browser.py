"""The pages in a real browser: keyboard, narrow screens, no script, nothing from outside."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.conftest import dataset
from tests.serving import serving
from tests.web.shelf import Shelf

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATHS = (
    "",
    "variables?q=hba1c&q=dialysis",
    "datasets",
    "datasets?q=diabetes&access=NON_PUBLIC",
    "dataset/{id}",
    "dataset/{id}/conformance",
    "catalogue",
    "accessibility",
    "validate",
    "api",
    "compare?d={id}&d=lysenberg-cancer-registry",
    "list?d={id}",
    "themes",
    "access-bodies/german-permit-authority-for-health-data",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(library: Shelf) -> Iterator[str]:
    with serving(library.client.application) as address:
        yield address


def context(browser: Browser, width: int = 1280, **options: bool) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=options.get("script", True)
    )


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with context(browser) as opened:
        yield opened.new_page()


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_quiet_and_ask_nobody_else(tab: Page, address: str, diabetes: str, path: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/en/{path.format(id=diabetes)}", wait_until="networkidle")
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("path", [*PATHS, "dataset/{id}?view=technical", "dataset/{id}?variables=1"])
def test_a_narrow_screen_never_scrolls_sideways(
    browser: Browser, address: str, diabetes: str, path: str, width: int
) -> None:
    with context(browser, width) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/fr/{path.format(id=diabetes)}")
        assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["datasets?country={word}", "variables?q=hba1c&country={word}"])
def test_a_filter_of_one_endless_word_does_not_widen_the_page(
    browser: Browser, address: str, path: str, width: int
) -> None:
    with context(browser, width) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/fr/{path.format(word='x' * 300)}")
        assert tab.locator(".tag").count() == 1
        assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_counts_beside_long_labels_stay_in_one_line(browser: Browser, address: str) -> None:
    with context(browser, 360) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/fr/")
        lines = tab.evaluate(
            "[...document.querySelectorAll('.door:not(.tall) .strong')].map(each => {"
            " each.textContent = '1\u202f234';"
            " return each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight) })"
        )
        assert lines
        assert max(lines) < 1.5
        assert tab.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("path", ["datasets?page=x", "datasets?page=500", "variables?q=hba1c&page=x"])
def test_what_tells_of_a_slip_stands_apart_from_what_follows(
    browser: Browser, address: str, path: str
) -> None:
    with context(browser, 360) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/fr/{path}")
        gaps = tab.evaluate(
            "[...document.querySelectorAll('.alert, .past')].map(each =>"
            " each.nextElementSibling.getBoundingClientRect().top - each.getBoundingClientRect().bottom)"
        )
        assert gaps
        assert min(gaps) >= 10


def test_the_keyboard_reaches_the_content_first(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/datasets")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_reaches_the_results_before_the_filters(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/datasets?q=diabetes")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the results"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "results-h"


def test_everything_in_focus_shows_it(tab: Page, address: str, diabetes: str) -> None:
    tab.goto(f"{address}/en/dataset/{diabetes}")
    for _ in range(25):
        tab.keyboard.press("Tab")
        style = tab.evaluate(
            "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
        )
        assert style[0] != "none"
        assert style[1] >= 2


def test_a_search_by_keyboard_finds_and_keeps_the_focus(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/datasets")
    tab.focus("#q")
    tab.keyboard.type("diabetes")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/datasets?q=diabetes*")
    tab.focus("input[value=NON_PUBLIC]")
    tab.keyboard.press("Space")
    tab.wait_for_url("**access=NON_PUBLIC*")
    tab.wait_for_selector("a.tag")
    assert tab.evaluate("document.activeElement.value") == "NON_PUBLIC"
    assert tab.is_checked("input[value=NON_PUBLIC]")
    tab.go_back()
    tab.wait_for_selector("a.tag", state="detached")
    assert not tab.is_checked("input[value=NON_PUBLIC]")


def test_suggestions_close_by_escape_and_open_again_by_the_arrow(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/datasets")
    box = tab.get_by_role("combobox", name="Search the datasets")
    box.press_sequentially("diab")
    options = tab.get_by_role("listbox", name="Suggestions").get_by_role("option")
    options.first.wait_for()
    box.press("Escape")
    assert (options.count(), box.input_value()) == (0, "diab")
    box.press("ArrowDown")
    options.first.wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_variables_are_asked_for_by_keyboard_one_after_the_other(
    browser: Browser, address: str, script: bool
) -> None:
    with context(browser, 360, script=script) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/variables")
        tab.focus("#q1")
        tab.keyboard.type("hba1c")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/variables?q=hba1c*")
        tab.focus("details.more summary")
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        tab.keyboard.type("dialysis")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/variables?q=hba1c&q=dialysis*")
        assert tab.text_content("#results-h") == "1 dataset"


def test_filters_stand_open_on_wide_screens_and_behind_a_button_on_narrow_ones(
    browser: Browser, address: str
) -> None:
    url = f"{address}/en/datasets?access=NON_PUBLIC"
    with context(browser, script=False) as opened:
        wide = opened.new_page()
        wide.goto(url)
        assert wide.is_visible("input[value=NON_PUBLIC]")
        assert not wide.is_visible(".filters > summary")
    with context(browser, 360, script=False) as opened:
        narrow = opened.new_page()
        narrow.goto(url)
        assert not narrow.is_visible("input[value=NON_PUBLIC]")
        assert narrow.inner_text(".filters > summary") == "Filters: 1 chosen"
        narrow.click(".filters > summary")
        assert narrow.is_visible("input[value=NON_PUBLIC]")


def test_search_and_filters_work_without_a_script(browser: Browser, address: str) -> None:
    with context(browser, script=False) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/")
        tab.fill("#q", "diabetes")
        with tab.expect_navigation():
            tab.press("#q", "Enter")
        tab.check("input[value=NON_PUBLIC]")
        with tab.expect_navigation():
            tab.click(".apply button")
        assert "q=diabetes" in tab.url
        assert "access=NON_PUBLIC" in tab.url
        assert tab.locator("a.tag").count() == 1
        assert tab.locator(".result").count() >= 1


@pytest.mark.parametrize("script", [True, False])
def test_a_description_is_checked_by_keyboard_on_a_narrow_screen(
    browser: Browser, address: str, script: bool
) -> None:
    with context(browser, 360, script=script) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/fr/validate")
        tab.focus("#text")
        tab.keyboard.insert_text(dataset(title="Cohorte"))
        for name in ("file", "url", "level", "profile"):
            tab.keyboard.press("Tab")
            assert tab.locator(f"#{name}:focus").count() == 1
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile(r"/fr/validate/[\w-]{32}$"))
        assert tab.inner_text("h1") == "Cohorte"
        assert "Non conforme" in tab.inner_text(".title")
        assert tab.locator(".Violation .trouble").count() > 3
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        tab.click("text=Afficher les termes techniques")
        assert "http://www.w3.org/ns/shacl#MinCountConstraintComponent" in tab.inner_text("main")
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        with tab.expect_navigation():
            tab.click("button:has-text('Supprimer ce résultat')")
        assert tab.inner_text("[role=status]") == "Le résultat a été supprimé."


def test_a_broken_text_stays_in_the_form_with_its_line_above(browser: Browser, address: str) -> None:
    broken = '@prefix dct: <http://purl.org/dc/terms/> .\n<http://x.example/1> dct:title "one\n" .'
    with context(browser, 360, script=False) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/validate")
        tab.fill("#text", broken)
        with tab.expect_navigation():
            tab.click("#check button")
        assert tab.title().startswith("Error: ")
        assert tab.input_value("#text") == broken
        assert tab.inner_text(".lines .here b") == "2"
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        tab.click(".alert a")
        assert tab.url.endswith("#text")


def test_what_is_too_large_is_told_before_it_is_sent(browser: Browser, address: str) -> None:
    with context(browser) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/validate")
        tab.evaluate("document.getElementById('check').dataset.limit = '20'")
        tab.fill("#text", "# much more than twenty bytes")
        tab.click("#check button")
        assert tab.url == f"{address}/en/validate"
        message = tab.evaluate("document.getElementById('text').validationMessage")
        assert message == "This is larger than the limit of 8 MB."


def test_a_printed_result_shows_what_is_folded(browser: Browser, address: str) -> None:
    with context(browser) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/validate")
        tab.fill("#text", dataset())
        tab.click("#check button")
        tab.wait_for_selector(".elements")
        tab.emulate_media(media="print")
        assert tab.is_visible(".gauge details li")
        assert not tab.is_visible("text=Remove this result now")


def test_variables_are_found_without_a_script(browser: Browser, address: str, diabetes: str) -> None:
    with context(browser, script=False) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/dataset/{diabetes}")
        tab.fill("#variable", "pressure")
        with tab.expect_navigation():
            tab.press("#variable", "Enter")
        assert tab.locator("table .code").all_inner_texts() == ["diastolic", "systolic"]


def test_the_menu_opens_on_narrow_screens(browser: Browser, address: str) -> None:
    with context(browser, 360) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/")
        assert not tab.is_visible(".nav a")
        tab.click(".menu > summary")
        with tab.expect_navigation():
            tab.click(".nav a:has-text('Français')")
        assert tab.url == f"{address}/fr/"


def test_the_dark_is_dark(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="dark") as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/")
        red, *_ = tab.evaluate(
            "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
        )
        assert red < 40


def test_what_is_touched_is_large_enough(browser: Browser, address: str) -> None:
    with browser.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True
    ) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/datasets?access=NON_PUBLIC")
        tab.click(".filters > summary")
        heights = tab.evaluate(
            "[...document.querySelectorAll('button, summary, input[type=search], select, .tick, .tag')]"
            ".filter(e => e.checkVisibility()).map(e => [e.className || e.tagName, e.getBoundingClientRect().height])"
        )
        assert [each for each in heights if each[1] < 44] == []


def test_the_header_counts_the_list_by_a_script_and_leads_to_it_without_one(
    browser: Browser, address: str, diabetes: str
) -> None:
    for script in (True, False):
        with context(browser, script=script) as opened:
            page = opened.new_page()
            page.goto(f"{address}/en/dataset/{diabetes}")
            page.get_by_role("button", name="Add to my list").click()
            if script:
                page.get_by_role("button", name="Remove from my list").wait_for()
                assert page.url.endswith(f"/en/dataset/{diabetes}")
            link = page.locator('.nav a[href$="/list"]')
            assert (link.text_content() or "").strip() == ("My list (1)" if script else "My list")
            page.goto(f"{address}/en/list")
            page.get_by_role("button", name="Remove", exact=False).first.click()
            page.get_by_text("There is nothing in it yet.").wait_for()
            assert opened.cookies() == []


def test_a_removal_that_fails_is_sent_again_as_a_removal(tab: Page, address: str, diabetes: str) -> None:
    sent = []

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            route.fulfill(status=503, content_type="text/html", body="<p>Come again</p>")
        else:
            route.continue_()

    tab.goto(f"{address}/en/dataset/{diabetes}")
    tab.get_by_role("button", name="Add to my list").click()
    tab.get_by_role("button", name="Remove from my list").wait_for()
    tab.route("**/en/list", refuse)
    tab.get_by_role("button", name="Remove from my list").click()
    tab.get_by_text("Come again").wait_for()
    assert ["action=remove" in (each or "") for each in sent] == [True, True]


def test_without_a_connection_the_list_says_that_it_was_not_changed(
    tab: Page, address: str, diabetes: str
) -> None:
    tab.goto(f"{address}/en/dataset/{diabetes}")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Add to my list").click()
    told = tab.locator("form.keep [role=status]", has_text="Your list was not changed")
    told.wait_for()
    assert tab.get_by_role("button", name="Add to my list").is_visible()


def test_ticked_results_are_compared_without_a_script(browser: Browser, address: str) -> None:
    with context(browser, 360, script=False) as opened:
        page = opened.new_page()
        page.goto(f"{address}/en/datasets")
        for box in page.locator("label.pick").all()[:2]:
            box.click()
        page.get_by_role("button", name="Compare the chosen ones").click()
        assert page.get_by_role("heading", level=1).text_content() == "2 datasets side by side"
