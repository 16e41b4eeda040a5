"""How pages draw the controls of questions."""

import pytest

from quizzes import Image, paper
from tests.html import check_page, parse_page, text_of
from tests.quizzes.builders import OWN_FIELDS, a_quiz, question_data

PAGE = """\
{% from "components/controls.html" import question, scenario %}
{% from "components/error_summary.html" import error_summary %}
<!doctype html>
<html lang="en"><head><title>A quiz</title></head><body>
<a href="#content">Skip to the content</a>
<main id="content">
{{ error_summary(errors) }}
<h1>A quiz</h1>
<form method="post" action="/attempts/1" novalidate>
{% for item in items %}
{% if loop.changed(item.scenario) %}{{ scenario(item.scenario, media_url) }}{% endif %}
{{ question(item, items|length, values, errors.get(item.question.key),
            statuses.get(item.question.key), media_url) }}
{% endfor %}
<button>Save</button>
</form>
</main>
</body></html>
"""
MAP = Image("a-map.png", "A map of three routes.")
MEDIA = "/quizzes/media/a-quiz/"


OFFICE = {
    "key": "an-office",
    "title": "A new office",
    "paragraphs": ["It opens in May.", "Nobody knows of it."],
}


@pytest.fixture
def draw(app):
    """Draw a page of these questions, checked as every page is."""

    def draw(items, values=None, errors=None, statuses=None):
        with app.test_request_context("/"):
            html = app.jinja_env.from_string(PAGE.lstrip()).render(
                items=items,
                values=values or {},
                errors=errors or {},
                statuses=statuses or {},
                media_url=MEDIA,
            )
        html = html.strip()
        check_page(html, "/")
        return html

    return draw


def asked(type_name, **fields):
    """One question of this type on a paper."""
    return paper(a_quiz(question_data(type_name, **fields)), seed=1)


def main_of(html):
    return parse_page(html).find(".//main")


def words_of(html):
    return text_of(main_of(html))


def test_a_page_of_every_type_is_as_every_page_must_be(draw):
    quiz = a_quiz(*(question_data(type_name) for type_name in OWN_FIELDS))

    html = draw(paper(quiz, seed=1))

    found = [each.get("data-question") for each in main_of(html).iter()]
    assert [key for key in found if key] == [f"a-{name}" for name in OWN_FIELDS]


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_an_error_is_tied_to_its_question_and_linked(draw, type_name):
    key = f"a-{type_name}"

    html = draw(asked(type_name), errors={key: "Choose again."})

    assert f'href="#{key}"' in html
    assert f'id="{key}-error"' in html


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_a_question_and_its_status_can_be_found_by_a_script(draw, type_name):
    key = f"a-{type_name}"

    main = main_of(draw(asked(type_name), statuses={key: "Saved 12:00 UTC"}))

    [status] = main.findall(f".//*[@data-question='{key}']//*[@data-status]")
    assert status.get("id") == f"{key}-status"
    assert text_of(status) == "Saved 12:00 UTC"


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_the_form_of_a_saved_answer_gives_it_back(draw, type_name):
    [item] = asked(type_name)
    answer = item.question.correct_answer
    main = main_of(draw([item], values=item.question.form_values(answer)))

    sent: dict[str, list[str]] = {}
    for field in main.iter("input"):
        if field.get("type") is None or field.get("checked") is not None:
            sent.setdefault(field.get("name"), []).append(field.get("value"))
    for field in main.iter("textarea"):
        sent[field.get("name")] = [field.text]
    for field in main.iter("select"):
        [chosen] = [each for each in field if each.get("selected") is not None]
        sent[field.get("name")] = [chosen.get("value")]

    raw = item.question.read_form(lambda name: sent.get(name, []))
    assert item.question.check(raw) == answer


def test_gaps_stand_in_the_sentence_each_with_its_label(draw):
    html = draw(asked("gap-fill"))

    assert "The Gap 1 of 3 says Gap 2 of 3 Choose one" in words_of(html)
    fields = [*main_of(html).iter("input"), *main_of(html).iter("select")]
    assert {(each.get("id"), each.get("name")) for each in fields} == {
        ("a-gap-fill", "a-gap-fill.animal"),
        ("a-gap-fill.sound", "a-gap-fill.sound"),
        ("a-gap-fill.place", "a-gap-fill.place"),
    }


def test_no_word_of_a_text_with_gaps_is_lost_or_doubled(draw):
    text = 'He said "{animal}". {sound}{place}; & so <on> to it.'

    html = draw(asked("gap-fill", text=text))

    sentence = main_of(html).find(".//*[@id='a-gap-fill-text']")
    said = "".join(sentence.itertext())
    for field in ("Gap 1 of 3", "Gap 2 of 3", "Gap 3 of 3", "Choose one"):
        assert said.count(field) == 1
        said = said.replace(field, "")
    assert " ".join(said.replace("moo", "").split()) == (
        'He said "". baa oink ; & so <on> to it.'
    )


def test_a_text_area_says_how_many_words_and_keeps_its_lines(draw):
    html = draw(asked("free-text"), values={"a-free-text": ["\nOne <b>\n\nTwo"]})

    area = main_of(html).find(".//textarea")
    assert area.text == "\nOne <b>\n\nTwo"
    assert area.get("rows") == "10"
    assert area.get("maxlength") is None
    assert "Write at most 200 words" in words_of(html)


@pytest.mark.parametrize(
    ("type_name", "points", "said"),
    [
        ("multiple-choice", 2, "Every wrong choice takes the same share away"),
        ("matching", 3, "Every line that is right earns 1 point."),
        ("ordering", 6, "Every line that is right earns 2 points."),
        ("gap-fill", 3, "Every gap that is right earns 1 point."),
    ],
)
def test_partial_credit_is_told_beforehand(draw, type_name, points, said):
    partial = draw(asked(type_name, points=points, credit="partial"))
    whole = draw(asked(type_name, points=points, credit="all-or-nothing"))

    assert said in words_of(partial)
    assert said not in words_of(whole)


def test_units_to_write_are_told(draw):
    units = [{"unit": "km", "factor": 1}, {"unit": "m", "factor": "0.001"}]

    html = draw(asked("number", unit=None, units=units))

    assert "one of these units: km, m. For example: 12.5 km" in words_of(html)
    assert main_of(html).find(".//input").get("inputmode") == "text"


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_images_stand_before_the_control_with_their_words(draw, type_name):
    images = [MAP.to_data()]

    main = main_of(draw(asked(type_name, images=images)))

    tags = [each.tag for each in main.iter()]
    [image] = main.iter("img")
    assert (image.get("src"), image.get("alt")) == (f"{MEDIA}{MAP.file}", MAP.alt)
    fields = [
        tags.index(each) for each in ("input", "select", "textarea") if each in tags
    ]
    assert tags.index("img") < min(fields)


def test_a_scenario_is_told_once_before_its_first_question(draw):
    quiz = a_quiz(
        question_data(key="a"),
        *(question_data(key=key, scenario="an-office") for key in "bc"),
        question_data(key="d"),
        scenarios=[{**OFFICE, "images": [MAP.to_data()]}],
    )

    main = main_of(draw(paper(quiz, seed=1)))

    [section] = main.iter("section")
    assert text_of(section) == "A new office It opens in May. Nobody knows of it."
    assert section.find(".//img").get("src") == f"{MEDIA}{MAP.file}"
    order = [
        each.get("data-question") or each.tag
        for each in main.iter()
        if each.get("data-question") or each.tag == "section"
    ]
    assert order == ["a", "section", "b", "c", "d"]


def test_a_scenario_may_have_no_images(draw):
    own = question_data(scenario="an-office")

    main = main_of(draw(paper(a_quiz(own, scenarios=[OFFICE]), seed=1)))

    assert list(main.iter("img")) == []


def test_the_api_tells_the_rule_of_partial_credit_in_words(app):
    from learner_api.schemas.attempts import ControlSchema

    [item] = asked("matching", points=3, credit="partial")

    with app.test_request_context("/"):
        data = ControlSchema().dump(item.control.to_data())

    assert data["credit_note"] == {
        "rule": "each-line",
        "points_each": 1,
        "words": "Every line that is right earns 1 point.",
    }


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_the_api_leaves_nothing_of_a_control_out(app, type_name):
    from learner_api.schemas.attempts import ControlSchema

    [item] = asked(type_name)
    control = item.control.to_data()

    with app.test_request_context("/"):
        data = ControlSchema().dump(control)

    data.get("credit_note", {}).pop("words", None)
    assert data == control
