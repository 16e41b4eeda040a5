"""A person at a browser that runs no script."""

from collections.abc import Callable
from pathlib import Path
from re import Pattern
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from quizzes import Answer, Question, Quiz
from tests.browser.installation import PASSWORD
from tests.browser.looking import DESK, Looker


class Visitor:
    """Goes from page to page as a person does. Every page is looked at on arrival."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        looker: Looker,
        size: tuple[int, int] = DESK,
    ) -> None:
        self._looker = looker
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            java_script_enabled=False,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="UTC",
        )
        self.page: Page = self.context.new_page()

    @property
    def path(self) -> str:
        """Where the visitor is."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def open(self, address: str, status: int = 200) -> None:
        """Type an address."""
        self._arrive(lambda: self.page.goto(address), status)

    def follow(self, words: str, status: int = 200, *, exact: bool = False) -> None:
        """Follow the first link of these words."""
        link = self.page.get_by_role("link", name=words, exact=exact).first
        self._arrive(link.click, status)

    def press(self, words: str, status: int = 200) -> None:
        """Press the button of these words."""
        button = self.page.get_by_role("button", name=words, exact=True)
        self._arrive(button.click, status)

    def arrive_by(self, act: Callable[[], Any], status: int = 200) -> None:
        """Arrive at a page in some other way."""
        self._arrive(act, status)

    def download(self, words: str | Pattern[str], folder: Path) -> Path:
        """Follow a link to a file and keep the file under the name it came with."""
        with self.page.expect_download() as info:
            self.page.get_by_role("link", name=words).click()
        file = folder / info.value.suggested_filename
        info.value.save_as(file)
        return file

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names; what was there is replaced."""
        for name, text in fields.items():
            self.field(name).fill(text)

    def choose(self, name: str, words: str) -> None:
        """Choose from a closed list, by what it says there."""
        self.field(name).select_option(label=words)

    def tick(self, words: str) -> None:
        """Choose one of some options that all show."""
        self.page.get_by_label(words, exact=True).check()

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def sign_in(self, email: str) -> None:
        """Sign in on the page that asks for it, from wherever the visitor is."""
        if self.path != "/sign-in":
            self.open("/sign-in")
        self.fill(email=email, password=PASSWORD)
        self.press("Sign in")

    def paper(self, quiz: Quiz) -> list[Question]:
        """The questions that the attempt on this page was given, in their order."""
        keys = self.page.locator("[data-question]").evaluate_all(
            "all => all.map((each) => each.dataset.question)"
        )
        return [quiz.question(key) for key in keys]

    def answer(self, question: Question, answer: Answer) -> None:
        """Answer a question of a quiz with the controls that it offers."""
        for name, values in question.form_values(answer).items():
            kind = self._kind_of(name)
            for value in values:
                if kind in ("radio", "checkbox"):
                    self.page.locator(f'[name="{name}"][value="{value}"]').check()
                elif kind == "select-one":
                    self.field(name).select_option(value)
                else:
                    self.field(name).fill(value)

    def holds(self, question: Question, answer: Answer) -> bool:
        """Whether the form shows this answer."""
        for name, values in question.form_values(answer).items():
            if self._kind_of(name) in ("radio", "checkbox"):
                checked = self.page.locator(f'[name="{name}"]:checked').all()
                shown = [str(one.get_attribute("value")) for one in checked]
            else:
                shown = [self.field(name).input_value()]
            if sorted(shown) != sorted(values):
                return False
        return True

    def _kind_of(self, name: str) -> str:
        return str(self.field(name).first.evaluate("field => field.type"))

    def sees(self, *words: str | Pattern[str]) -> None:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def shows(self, words: str) -> bool:
        """Whether the page says this, where it may or may not."""
        return words in self.page.locator("body").inner_text()

    def sees_no(self, *words: str | Pattern[str]) -> None:
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    def _arrive(self, act: Callable[[], Any], status: int) -> None:
        with self.page.expect_navigation() as info:
            act()
        response = info.value
        assert response.status == status, (response.url, self.heading)
        self._looker.look(response.url, response.text())
