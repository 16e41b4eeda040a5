"""The letters about the report on a run say what happened, and nothing else."""

import pytest

from course.cohort_reports import HANDED_IN, SENT_BACK, VALIDATED, Happened
from course.models import Cohort, User
from learner_api.report_letters import report_letter

NOTHING = "No certificate was waiting, so none was released."
ONE = "1 certificate that waited was released."
MANY = "3 certificates that waited were released."
LATER = "1 no longer waits, and is issued once its holder's name can be printed."


def body_of(app, event):
    person, cohort = User(name="Grace Adjei"), Cohort(title="Spring run")
    with app.test_request_context():
        words = report_letter("https://course.example")(person, cohort, event)
    assert callable(words)
    return words("en")[1]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Happened(VALIDATED, "Read."), {NOTHING}),
        (Happened(VALIDATED, "Read.", issued=1), {ONE}),
        (Happened(VALIDATED, "Read.", issued=3, unprintable=1), {MANY, LATER}),
        (Happened(VALIDATED, "Read.", unprintable=1), {LATER}),
    ],
    ids=["nothing", "one", "three-and-one", "later"],
)
def test_a_validation_says_how_many_certificates_left_with_it(app, event, told):
    body = body_of(app, event)

    assert {each for each in (NOTHING, ONE, MANY, LATER) if each in body} == told
    assert "was validated." in body
    assert "What was said: Read." in body


@pytest.mark.parametrize("what", [HANDED_IN, SENT_BACK])
def test_no_other_letter_says_that_anything_was_released(app, what):
    body = body_of(app, Happened(what))

    assert "released" not in body
    assert "What was said" not in body
