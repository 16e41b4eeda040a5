"""The digests by which records name the quizzes that were answered."""

from pathlib import Path

import pytest

import quizzes
from quizzes import load_quizzes
from tests.quizzes.builders import OWN_FIELDS, a_question

BANK = Path(quizzes.__file__).parent / "bank"

# Of these quizzes as they stand. Only an edit to a quiz itself may change its line: new
# fields of questions may not.
DIGESTS = {
    "setting-up": ("1081e1bb09e59359bf119683de331864571a179c3d4c424df4ef4b6d93844aad"),
    "situation-analysis": (
        "347a2b56999270f33c449cd14c0755e54922263dc9428868f461b2abc7c95928"
    ),
    "why-migration-and-development": (
        "abc3aaae4c2706c5f26fe53369f9806e4d158ef19bd81e4fc70f09026f12dca8"
    ),
}

LATER = [
    ("single-choice", {"objective": None, "scenario": None, "images": []}),
    ("multiple-choice", {"credit": "all-or-nothing"}),
    ("matching", {"credit": "all-or-nothing"}),
    ("ordering", {"credit": "all-or-nothing"}),
    ("number", {"tolerance_percent": 0}),
    ("short-text", {"language": "en", "fold_case": True, "fold_accents": False}),
    ("gap-fill", {"language": "en", "fold_case": True, "fold_accents": False}),
]


def test_the_digests_of_the_real_quizzes_are_what_they_were():
    found = {key: quiz.digest for key, quiz in load_quizzes(BANK).items()}

    assert {key: found[key] for key in DIGESTS} == DIGESTS


@pytest.mark.parametrize(("type_name", "fields"), LATER)
def test_a_later_field_at_its_default_is_not_in_the_data(type_name, fields):
    data = a_question(type_name, **fields).to_data()

    assert data == a_question(type_name).to_data()
    assert not set(fields) & set(data)


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_later_fields_that_are_set_are_in_the_data(type_name):
    fields = {
        "objective": "sources",
        "images": [{"file": "a.png", "alt": "A map."}],
    }

    question = a_question(type_name, **fields)

    assert fields.items() <= question.to_data().items()
    assert question.images[0].alt == "A map."
