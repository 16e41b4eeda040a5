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
    "setting-up": ("dfb387d2b15504cd445a90b1adaf711273d517354b74448354a458fb822dc0f5"),
    "situation-analysis": (
        "0428c75768b482151aff37b5a1b70e772bd0cfb790687f2ed2eb797f687a37e4"
    ),
    "why-migration-and-development": (
        "caad3f9cb47fff00247cd608421f65b0afdcec0d508b645c56ad1e91dfb03580"
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
