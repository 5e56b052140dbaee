"""A data manager at the form: types and clicks as people do, and counts it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Typist:
    """Somebody at a page of the form. `clicks` and `keys` count what they did."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def ask(self, label: str, within: Locator | None = None) -> Locator:
        """The property of that label: of the section, or of a part."""
        named = f'*[self::label or self::b][normalize-space(text())="{label}"]'
        there = f'div[contains(@class,"ask")][p[contains(@class,"ask-head")]/{named}]'
        if within is None:
            return self.page.locator(
                f"xpath=//form[@data-keep]/div/{there} | //form[@data-keep]/div/details/{there}"
            )
        return within.locator(f"xpath=./div/{there} | ./div/details/{there}")

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def type(self, target: Locator, text: str) -> None:
        self.click(target)
        target.fill(text)
        self.keys += len(text)

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into the only input of a property."""
        self.unfold(label, within)
        self.type(self.ask(label, within).locator("input:not([type=hidden]), textarea").first, text)

    def rows(self, label: str, texts: Sequence[str], within: Locator | None = None) -> None:
        """Type several values, going on by Enter."""
        self.unfold(label, within)
        ask = self.ask(label, within)
        for place, text in enumerate(texts):
            if place:
                self.page.keyboard.press("Enter")
                self.keys += 1
                self.page.keyboard.type(text)
                self.keys += len(text)
            else:
                self.type(ask.locator("[data-row] input").first, text)

    def pick(self, label: str, typed: str, option: str, within: Locator | None = None) -> None:
        """Choose from a list by typing a part of a name."""
        self.unfold(label, within)
        ask = self.ask(label, within)
        field = ask.locator(".seek input")
        self.click(field)
        field.press_sequentially(typed)
        self.keys += len(typed)
        self.click(ask.get_by_role("option", name=option).first)

    def select(self, label: str, option: str, within: Locator | None = None) -> None:
        """Choose the only value from a short list."""
        self.unfold(label, within)
        select = self.ask(label, within).locator("select:not(.tongue)")
        value = select.locator("option", has_text=option).first.get_attribute("value")
        select.select_option(value)
        self.clicks += 2

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Tick a box or a radio button of a property."""
        self.unfold(label, within)
        self.click(self.ask(label, within).locator("label.pick").filter(has_text=option).first)

    def add(self, label: str, within: Locator | None = None) -> Locator:
        """Add a part to a property; gives its fold, which stands open with the focus inside."""
        self.unfold(label, within)
        before = self.folds(label, within)
        button = self.ask(label, within).locator(":scope > .adders button")
        with self.page.expect_navigation():
            self.click(button)
        after = self.folds(label, within)
        [new] = set(after) - set(before)
        fold = self.page.locator(f"[id='{new}']")
        assert fold.get_attribute("open") is not None
        return fold

    def folds(self, label: str, within: Locator | None = None) -> list[str]:
        """The ids of the parts of a property."""
        found = self.ask(label, within).locator(":scope > .fold").all()
        return [str(each.get_attribute("id")) for each in found]

    def unfold(self, label: str, within: Locator | None) -> None:
        """Open the fold behind which a property stands that is optional and empty."""
        ask = self.ask(label, within)
        if not ask.is_visible():
            self.click(ask.locator("xpath=ancestor::details[contains(@class,'further')][1]/summary"))

    def press(self, name: str) -> None:
        """Press a button of the page that leads on."""
        with self.page.expect_navigation():
            self.click(self.page.get_by_role("button", name=name, exact=True))

    def wait_until_kept(self) -> str:
        """Wait until the page says that what was typed is kept."""
        kept = self.page.locator("#kept")
        expect(kept).to_have_text(re.compile(r"Kept at \d"), timeout=10_000)
        return kept.inner_text()
