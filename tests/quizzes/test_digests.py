"""The digests by which records name the quizzes that were answered."""

from pathlib import Path

import pytest

import quizzes
from quizzes import load_quizzes
from tests.quizzes.builders import OWN_FIELDS, a_question

BANK = Path(quizzes.__file__).parent / "bank"

# Of these quizzes as they were before questions had objectives, images, units and
# partial credit. Only an edit to a quiz itself may change its line.
DIGESTS = {
    "setting-up": ("f6e7349248993d8440b3ab9070abe7b77070ecfc4aaafea7e8b076b74fafe2ae"),
    "situation-analysis": (
        "69d7ab07b634abbfbb6591bce322cbac3bab38f866f3966242c61ad05fed7a3b"
    ),
    "why-migration-and-development": (
        "a3d66d55f42f7ef51a2f6769a3ebdf9011752ed2de535a9b27779dffa1b2e563"
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
