"""The course by keyboard alone: what has the focus can always be seen."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from learner_api.addresses import quiz_address
from learner_api.commands.demo import COURSE
from quizzes import Question
from tests.browser.installation import LEARNER, PASSWORD, Installation
from tests.browser.sitting import ORDERING, RADIO, a_sitting, own_quiz
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

MOST_STEPS = 150

# The width of what is drawn around the element that has the focus, and whether it lies
# within the window.
_FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const drawn = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  const box = one.getBoundingClientRect();
  return {
    name: one.tagName + ' ' + (one.name || one.textContent.trim()).slice(0, 60),
    outline: drawn,
    isInSight: box.bottom > 0 && box.top < window.innerHeight && box.width > 0,
  };
}"""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Presses keys, and nothing else."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def tab_to(self, target: Locator) -> None:
        """Press Tab until this has the focus; whatever has it on the way shows it."""
        wanted = target.element_handle()
        for _step in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(_FOCUS)
            if focus["name"].startswith("BODY"):
                break
            assert focus["outline"] >= 2, f"{focus['name']} does not show the focus"
            assert focus["isInSight"], f"{focus['name']} has the focus out of sight"
            if self.page.evaluate("one => one === document.activeElement", wanted):
                return
        pytest.fail(f"{target} was not reached with the Tab key")

    def go(self, target: Locator, key: str = "Enter", status: int = 200) -> None:
        """Reach a link or a button and use it."""
        self.tab_to(target)
        self.visitor.arrive_by(lambda: self.page.keyboard.press(key), status)

    def type_into(self, name: str, text: str) -> None:
        self.tab_to(self.visitor.field(name))
        self.page.keyboard.type(text)

    def answer(self, *questions: Question) -> None:
        """Answer rightly: arrows move in a group of choices and in a closed list."""
        values = {
            name: value
            for question in questions
            for name, (value,) in question.form_values(question.correct_answer).items()
        }
        # Tab goes from top to bottom.
        for name in sorted(values, key=self._height_of):
            value, fields = values[name], self.visitor.field(name)
            self.tab_to(fields.first)
            if fields.count() > 1:
                self.page.keyboard.press("Space")
                wanted = self.page.locator(f'[name="{name}"][value="{value}"]')
                for _step in range(fields.count()):
                    if not wanted.is_checked():
                        self.page.keyboard.press("ArrowDown")
            else:
                options = fields.locator("option").all()
                offered = [option.get_attribute("value") for option in options]
                for _step in range(offered.index(value)):
                    self.page.keyboard.press("ArrowDown")

    def _height_of(self, name: str) -> float:
        box = self.visitor.field(name).first.bounding_box()
        assert box is not None
        return box["y"]

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=words, exact=True).first


def test_the_course_by_keyboard(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    official = visitor()
    keyboard = Keyboard(official)
    sitting = a_sitting(installation, email=LEARNER)
    quiz = own_quiz(installation)
    radio, select = quiz.question(RADIO), quiz.question(ORDERING)

    official.open("/")
    keyboard.tab_to(keyboard.link("Skip to the content"))
    official.page.keyboard.press("Enter")
    official.page.keyboard.press("Tab")
    focused = official.page.locator("main a:focus")
    assert focused.inner_text() == "Sign in"
    official.open("/")
    keyboard.go(official.page.locator("main").get_by_role("link", name="Sign in"))
    keyboard.type_into("email", LEARNER)
    keyboard.type_into("password", PASSWORD)
    official.arrive_by(lambda: official.page.keyboard.press("Enter"))
    keyboard.go(keyboard.link("Continue"))
    read = official.heading
    keyboard.go(keyboard.button("Mark as finished"))
    assert official.heading != read

    official.open(quiz_address(COURSE, quiz.key))
    keyboard.go(keyboard.link("Go on with your attempt"))
    assert official.path == sitting.path
    keyboard.answer(radio, select)
    assert official.holds(radio, radio.correct_answer)
    assert official.holds(select, select.correct_answer)
    keyboard.go(keyboard.button("Review and submit"))
    official.sees("10 questions have no answer")
    keyboard.go(keyboard.button("Submit your answers"))

    official.sees("2 of 12", "Your answers have arrived")
