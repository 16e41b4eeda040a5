"""Every type of question there is: read, saved, and shown again by the script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from quizzes import QUESTION_TYPES
from tests.browser.answering import Device
from tests.browser.installation import Installation
from tests.browser.sitting import a_sitting
from tests.quizzes.builders import OWN_FIELDS, a_question

pytestmark = pytest.mark.browser

UNITS = [{"unit": "days", "factor": 1}, {"unit": "weeks", "factor": 7}]


def test_every_type_of_question_is_saved_here_and_shown_there(
    device: Callable[..., Device], served: Installation
) -> None:
    with_unit = a_question("number", key="with-unit", unit=None, units=UNITS)
    questions = (*map(a_question, OWN_FIELDS), with_unit)
    assert {each.type_name for each in questions} == set(QUESTION_TYPES)
    answers = {each.key: each.correct_answer for each in questions}
    answers |= {
        "a-free-text": "One line, and “another”.\n\nA third, after a blank one.",
        "a-gap-fill": {"sound": "baa", "animal": "a goat"},
        "with-unit": "52.5 weeks",
    }
    sitting = a_sitting(served, questions=questions)
    here, there = device().sit(sitting), device().sit(sitting)

    for question in questions:
        fields = question.form_values(answers[question.key])
        for name, values in fields.items():
            for value in values:
                field = here.field(name).first
                if field.get_attribute("type") in ("radio", "checkbox"):
                    here.choice(name, value).check()
                elif field.evaluate("field => !!field.options"):
                    field.select_option(value)
                else:
                    field.fill(value)
                    field.blur()
        here.saves(question.key)
    expect(here.bar).to_contain_text(f"{len(questions)} answers saved")
    there.come_back()

    expect(there.bar).to_contain_text(f"{len(questions)} answers saved")
    for question in questions:
        assert sitting.held(question.key) == answers[question.key]
        for name, values in question.form_values(answers[question.key]).items():
            field = there.field(name).first
            if field.get_attribute("type") in ("radio", "checkbox"):
                shown = there.page.locator(f'[name="{name}"]:checked').evaluate_all(
                    "all => all.map((each) => each.value)"
                )
                assert sorted(shown) == sorted(values)
            else:
                assert [field.input_value()] == list(values)
