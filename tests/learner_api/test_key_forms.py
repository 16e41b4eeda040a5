"""The form in which the key of a question is replaced, for every type."""

import pytest
from werkzeug.datastructures import MultiDict

from learner_api.key_forms import is_drawn, plain_fields, read_key
from quizzes import key_fields, key_of, with_key
from tests.quizzes.builders import OWN_FIELDS, a_question


def as_shown(question) -> MultiDict[str, str]:
    """The form as it is shown, sent back untouched."""
    form: MultiDict[str, str] = MultiDict()
    if is_drawn(question):
        for name, values in question.form_values(question.correct_answer).items():
            form.setlist(name, list(values))
    for field in plain_fields(question):
        form[field.name] = field.value
    return form


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_a_form_sent_as_it_is_shown_asks_for_the_key_that_there_is(type_name):
    question = a_question(type_name)

    if not key_fields(question):
        assert not is_drawn(question)
        assert plain_fields(question) == []
        return
    sent = read_key(question, as_shown(question))

    assert sent.errors == {}
    assert with_key(question, sent.value) == question
    assert sent.value == key_of(question)


def test_gaps_are_asked_for_one_by_one():
    question = a_question("gap-fill")

    fields = {field.name: field for field in plain_fields(question)}

    assert list(fields) == ["_gap.animal", "_gap.sound", "_gap.place"]
    assert fields["_gap.animal"].kind == "lines"
    assert fields["_gap.animal"].value == "cow\nbull"
    assert [each["value"] for each in fields["_gap.sound"].choices] == [
        "moo",
        "baa",
        "oink",
    ]


def test_a_gap_takes_another_filling():
    question = a_question("gap-fill")
    form = as_shown(question)
    form["_gap.animal"], form["_gap.sound"] = "sheep\r\nlamb", "baa"

    sent = read_key(question, form)

    assert sent.value["gaps"]["animal"] == {"accepted": ["sheep", "lamb"]}
    assert sent.value["gaps"]["sound"] == {"correct": "baa"}


def test_what_is_wrong_with_a_gap_is_said_there():
    question = a_question("gap-fill")
    form = as_shown(question)
    form["_gap.sound"] = "quack"

    assert "is not one of the choices" in read_key(question, form).errors["_gap.sound"]

    form["_gap.sound"] = ""
    assert read_key(question, form).errors == {"_gap.sound": "Say what is right."}


def test_a_number_with_units_is_asked_for_in_the_unit_of_its_key():
    units = [{"unit": "km", "factor": 1}, {"unit": "m", "factor": "0.001"}]
    question = a_question("number", units=units, unit=None, correct=12)
    form = as_shown(question)
    form["_correct"] = "13"

    sent = read_key(question, form)

    assert plain_fields(question)[0].hint == "In km."
    assert with_key(question, sent.value).mark("13000 m").correct
