"""The trainer's page with the keyboard and on a phone, and a letter written from it."""

from collections.abc import Callable

import pytest

from tests.browser.installation import LEARNER, TRAINER, Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

REGION = "[role='region'][aria-label='Learners by module']"


def look_over_the_cohort(trainer: Visitor) -> None:
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow("Planning officials", exact=True)
    trainer.follow("Who is on track, and who needs a word")


def test_a_trainer_finds_the_silent_and_writes_to_them(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    trainer = visitor()
    look_over_the_cohort(trainer)
    trainer.sees("As of", "What blocks them", "Learners by module")
    trainer.follow("Silent (")
    trainer.follow("Write to these")
    trainer.sees("and nobody else")
    send = trainer.page.get_by_role("button", name="Send to")
    trainer.arrive_by(send.click, 422)
    trainer.sees("Write the letter.")
    trainer.fill(subject="Are you still there?", text="Half an hour is enough.")
    trainer.arrive_by(send.click)
    assert trainer.heading == "Are you still there?"

    readers = trainer.page.locator("main li small").all_inner_texts()
    assert LEARNER in readers
    assert "marisol.andrade@example.org" not in readers
    (letter,) = installation.letters_to(readers[0])
    assert "Half an hour is enough." in letter


def test_the_heat_map_is_read_on_a_phone_and_with_the_keyboard(
    visitor: Callable[..., Visitor],
) -> None:
    trainer = visitor(PHONE)
    look_over_the_cohort(trainer)
    region = trainer.page.locator(REGION)
    region.focus()

    for key in ("ArrowRight", "ArrowDown"):
        for _ in range(8):
            trainer.page.keyboard.press(key)
    trainer.page.wait_for_timeout(300)

    moved = region.evaluate("each => [each.scrollLeft, each.scrollTop]")
    assert min(moved) > 0
    # The headings stay in view while the cells move away beneath them.
    corner = region.evaluate(
        "each => { const box = each.getBoundingClientRect();"
        "return document.elementFromPoint(box.left + 5, box.top + 5).tagName }"
    )
    assert corner == "TH"
    wider = trainer.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wider


def test_every_lesson_is_read_on_a_phone_with_its_headings_in_view(
    visitor: Callable[..., Visitor],
) -> None:
    trainer = visitor(PHONE)
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow("Planning officials", exact=True)
    trainer.follow("Every learner, lesson by lesson")
    region = trainer.page.locator(".matrix")
    # Signs are seen; words are heard.
    first = region.locator("tbody td").first
    assert first.aria_snapshot() == '- cell "finished"'

    moved = region.evaluate(
        "each => { each.scrollIntoView(); each.scrollBy(300, 200);"
        "return [each.scrollLeft, each.scrollTop] }"
    )

    assert moved == [300, 200]
    corners = region.evaluate(
        "each => { const box = each.getBoundingClientRect();"
        "return [[5, 5], [200, 5], [5, 300]].map(([x, y]) => document"
        ".elementFromPoint(box.left + x, box.top + y).closest('th')?.scope) }"
    )
    assert corners == ["col", "colgroup", "row"]
    wider = trainer.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wider
