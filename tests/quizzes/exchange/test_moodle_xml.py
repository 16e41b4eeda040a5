"""Moodle's own files: what is taken, what is changed, what is refused, and where."""

import base64

import pytest

from quizzes.exchange import BankRefused
from tests.quizzes.exchange.packing import (
    JPEG,
    PNG,
    SAMPLES,
    imported,
    outcomes,
    told,
)

FORMAT = "moodle-xml"


@pytest.fixture(scope="module")
def sample():
    return imported((SAMPLES / "moodle.xml").read_bytes(), FORMAT)


def test_every_question_is_told_with_its_line_and_what_became_of_it(sample):
    assert outcomes(sample) == [
        (11, "Which government asked", "changed"),
        (37, "capitals-of-africa", "changed"),
        (52, "A week", "changed"),
        (62, "Young animals", "taken"),
        (75, "Capital of Kenya", "changed"),
        (89, "How far?", "changed"),
        (107, "The Handbook", "changed"),
        (114, "Why evidence?", "changed"),
        (127, "Steps", "taken"),
        (139, "Drag the words", "refused"),
        (144, "A film", "refused"),
        (150, "A lost picture", "refused"),
        (160, "The valley", "taken"),
        (166, "A week", "taken"),
    ]


def test_the_report_counts_questions(sample):
    assert sample.report.counts == {"taken": 3, "changed": 7, "refused": 3}
    assert "139: refused Drag the words: Moodle's type 'ddwtos'" in (
        sample.report.to_text()
    )
    assert sample.report.to_text().endswith("taken 3, changed 7, refused 3.\n")


def test_what_was_changed_is_told_in_words(sample):
    assert told(sample, "which-government-asked") == [
        "Emphasis and layout in HTML were made plain text.",
        "The penalty of 0.33 a try is not kept.",
        "Feedback on right and wrong answers as a whole is not kept.",
        "Choices that were half right or took away earn nothing.",
    ]
    assert told(sample, "capital-of-kenya") == [
        "The wording 'Nairobi*' stands for any text and was left out.",
        "Wordings that were half right earn nothing.",
        "Feedback on single answers was left out.",
    ]
    assert "It was worth 0.5 and is worth 1: points are whole." in told(
        sample, "a-week"
    )
    assert told(sample, "capitals-of-africa") == ["Tags are not kept: geography."]
    assert "A list was written as a sentence." in told(sample, "why-evidence")


def test_what_was_refused_is_told_with_the_reason(sample):
    reasons = {
        entry.name: str(entry.remarks[0])
        for entry in sample.report.entries
        if entry.outcome == "refused"
    }

    assert reasons == {
        "Drag the words": "Moodle's type 'ddwtos' has no match among ours.",
        "A film": "It holds a film, which is not kept.",
        "A lost picture": (
            "It shows the picture 'gone.png', which the file does not hold."
        ),
    }


def test_questions_say_what_they_said(sample):
    quiz = sample.quiz
    single = quiz.question("which-government-asked")
    number = quiz.question("how-far")
    gaps = quiz.question("the-handbook")

    assert single.prompt == "Which government asked, in 2008, for help?"
    assert single.choices[2].label == "Moldova & Gagauzia"
    assert (single.correct, single.choices[0].feedback) == ("ghana", "Right.")
    assert quiz.question("capitals-of-africa").credit == "partial"
    assert quiz.question("capitals-of-africa").keep_order
    assert quiz.question("capital-of-kenya").accepted == ("Nairobi", "5 * 5")
    assert number.prompt.endswith("(10³ m = 1 km, CO₂, x^(th))")
    assert [(unit.unit, str(unit.factor)) for unit in number.units] == [
        ("km", "1"),
        ("m", "0.001"),
    ]
    assert number.mark("42195 m").correct
    assert gaps.prompt == "Complete the sentence."
    assert gaps.text == "The Handbook appeared in {gap-1}, written by {gap-2}."
    assert gaps.gaps[1].choices == ("UNDP", "IOM & others", "ILO")
    assert gaps.points == 2
    assert [item.key for item in quiz.question("steps").items] == [
        "plan",
        "carry-out",
        "evaluate",
    ]


def test_an_essay_becomes_free_text_with_guidance(sample):
    essay = sample.quiz.question("why-evidence")

    assert essay.prompt.endswith("Name: (1) a reason; (2) a source")
    assert essay.guidance == "Look for a reason and a source."
    assert (essay.points, essay.most_words) == (4, 300)


def test_a_description_is_the_scenario_of_what_follows_in_its_category(sample):
    [scenario] = sample.quiz.scenarios

    assert (scenario.key, scenario.title) == ("the-valley", "The valley")
    assert len(scenario.paragraphs) == 2
    assert [one.key for one in sample.quiz.questions if one.scenario] == ["a-week-2"]


def test_pictures_are_kept_under_safe_names(sample):
    [picture] = sample.files

    assert (picture.name, picture.data) == ("map-of-the-region.png", PNG)
    [image] = sample.quiz.question("which-government-asked").images
    assert (image.file, image.alt) == ("map-of-the-region.png", "A map of the region")


def test_the_quiz_is_named_after_its_category(sample):
    assert sample.quiz.title == "Migration and development"
    assert sample.quiz.key == "migration-and-development"


def a_bank(*questions: str) -> str:
    return "\n".join(["<quiz>", *questions, "</quiz>"])


def a_question(
    kind: str, inside: str = "", text: str = "Is it so?", **more: str
) -> str:
    files = more.get("files", "")
    return (
        f'<question type="{kind}"><name><text>It</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text>{files}'
        "</questiontext><generalfeedback><text>So it is.</text></generalfeedback>"
        f"<penalty>0</penalty>{inside}</question>"
    )


def answers(*worths: tuple[str, str]) -> str:
    return "".join(
        f'<answer fraction="{worth}"><text>{text}</text></answer>'
        for text, worth in worths
    )


TRUE = answers(("true", "100"), ("false", "0"))


def refusal_of(question: str) -> str:
    """Why the only question of a bank is refused."""
    with pytest.raises(BankRefused) as error:
        imported(a_bank(question), FORMAT)
    [entry] = [one for one in error.value.report.entries if one.kind == "question"]
    assert entry.outcome == "refused"
    return str(entry.remarks[0])


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (a_question("calculated"), "Moodle's type 'calculated' has no match"),
        (
            a_question("multichoice", answers(("a", "100"), ("b", "100"))),
            "2 of its choices are right",
        ),
        (
            a_question("multichoice", answers(("a", "50"), ("b", "0"))),
            "0 of its choices are right",
        ),
        (
            a_question("multichoice", answers(("a", "100"))),
            "choices: must have 2 to 8 entries",
        ),
        (
            a_question("multichoice", answers(("a", "100"), ("A", "0"))),
            "the label 'A' is already that of another",
        ),
        (
            a_question(
                "multichoice",
                "<single>false</single>" + answers(("a", "0"), ("b", "-100")),
            ),
            "None of its choices is right",
        ),
        (a_question("truefalse", answers(("true", "0"))), "which of true and false"),
        (a_question("shortanswer", answers(("*", "100"))), "No wording of it is right"),
        (a_question("numerical", answers(("many", "100"))), "'many' is no number"),
        (
            a_question("numerical", answers(("1", "100"), ("2", "100"))),
            "2 numbers are right",
        ),
        (a_question("cloze", text="No gap."), "There is no gap in it"),
        (
            a_question("cloze", text="It is {1:NUMERICAL:=3:1}."),
            "A gap takes numbers that are near enough",
        ),
        (
            a_question("cloze", text="It is {1:MULTIRESPONSE:=a~=b}."),
            "a gap of the kind 'MULTIRESPONSE'",
        ),
        (
            a_question("truefalse", TRUE + "<defaultgrade>lots</defaultgrade>"),
            "Its points, 'lots', are no number",
        ),
        (a_question("truefalse", TRUE, text="<svg><path/></svg>"), "a drawing in SVG"),
        (
            a_question("truefalse", TRUE, text="<a href='@@PLUGINFILE@@/a.pdf'>A</a>"),
            "links to a file that is no picture",
        ),
        (
            a_question("truefalse", TRUE, text="<img src='https://example.org/a.png'>"),
            "'a.png', which the file does not hold",
        ),
        (a_question("truefalse", TRUE, text=" "), "prompt: must not be empty"),
        (
            a_question("truefalse", TRUE + "<image_base64>AAAA</image_base64>"),
            "in the way of Moodle 1",
        ),
    ],
)
def test_what_cannot_be_taken_whole_is_refused(question, why):
    assert why in refusal_of(question)


def test_nothing_is_taken_of_a_refused_question():
    lost = a_question(
        "truefalse",
        TRUE,
        text='<img src="@@PLUGINFILE@@/a.png" alt="A"><img src="@@PLUGINFILE@@/b.png">',
        files=f'<file name="a.png">{base64.b64encode(PNG).decode()}</file>',
    )

    found = imported(a_bank(lost, a_question("truefalse", TRUE)), FORMAT)

    assert len(found.quiz.questions) == 1
    assert found.files == ()


def test_the_caller_may_insist_on_all_or_nothing():
    bank = a_bank(a_question("truefalse", TRUE), a_question("ddmarker"))

    assert imported(bank, FORMAT).report.counts["refused"] == 1
    with pytest.raises(BankRefused, match="all or nothing") as error:
        imported(bank, FORMAT, strict=True)
    assert [entry.outcome for entry in error.value.report.entries] == [
        "taken",
        "refused",
    ]


def test_a_file_is_what_its_bytes_say():
    def shown(content: bytes) -> str:
        letters = base64.b64encode(content).decode()
        return a_question(
            "truefalse",
            TRUE,
            text='<img src="@@PLUGINFILE@@/a.png" alt="A map"> Is it so?',
            files=f'<file name="a.png" path="/" encoding="base64">{letters}</file>',
        )

    [picture] = imported(a_bank(shown(JPEG)), FORMAT).files

    assert picture.name == "a.jpg"
    assert "no PNG, JPEG, GIF or WebP" in refusal_of(shown(b"<svg onload='x()'/>"))
    assert "no PNG, JPEG, GIF or WebP" in refusal_of(shown(b"%PDF-1.7"))


def test_a_picture_without_words_is_told_of():
    question = a_question(
        "truefalse",
        TRUE,
        text='<img src="@@PLUGINFILE@@/Chart%201.png"> Is it so?',
        files=f'<file name="Chart 1.png">{base64.b64encode(PNG).decode()}</file>',
    )

    found = imported(a_bank(question), FORMAT)

    [image] = found.quiz.questions[0].images
    assert (image.file, image.alt) == ("chart-1.png", "Image: chart-1.png")
    assert told(found, "it") == [
        "The picture 'chart-1.png' has no words for those who cannot see it. "
        "Write them."
    ]


def test_a_choice_that_is_a_picture_says_what_it_shows():
    letters = base64.b64encode(PNG).decode()
    question = a_question(
        "multichoice",
        '<answer fraction="100" format="html">'
        '<text>&lt;img src="@@PLUGINFILE@@/a.png" alt="A red flag"&gt;</text>'
        f'<file name="a.png">{letters}</file></answer>' + answers(("A blue flag", "0")),
    )

    found = imported(a_bank(question), FORMAT).quiz.questions[0]

    assert [choice.label for choice in found.choices] == ["A red flag", "A blue flag"]
    assert found.images[0].alt == "A red flag"


def test_credit_is_kept_only_where_points_can_be_shared():
    choices = "<single>false</single>" + answers(("a", "50"), ("b", "50"), ("c", "-50"))

    found = imported(a_bank(a_question("multichoice", choices)), FORMAT)

    assert found.quiz.questions[0].credit == "all-or-nothing"
    assert told(found, "it") == [
        "Parts of it earned parts of the points. 1 cannot be shared among 2, so it is "
        "all or nothing."
    ]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("<quiz>\n<question>\n</quiz>", 3, "This is not XML: Opening and ending tag"),
        ("<html><body/></html>", 1, "it begins with <html>, not with <quiz>"),
        ("", 1, "This is not XML"),
        ("GIFT {T}", 1, "This is not XML"),
        ("<quiz>\n</quiz>", 1, "There is no question in the file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(text, line, why):
    with pytest.raises(BankRefused) as error:
        imported(text, FORMAT)

    assert error.value.line == line
    assert why in error.value.message


def test_without_a_lesson_nothing_is_taken():
    with pytest.raises(BankRefused) as error:
        imported(a_bank(a_question("truefalse", TRUE)), FORMAT, lesson=None)

    assert str(error.value.report.entries[0].remarks[0]) == "lesson: is missing."


def test_a_file_that_no_text_shows_is_told_of():
    letters = base64.b64encode(PNG).decode()
    question = a_question(
        "truefalse",
        TRUE,
        files=f'<file name="spare.png" path="/old/">{letters}</file>',
    )

    found = imported(a_bank(question), FORMAT)

    assert found.files == ()
    assert told(found, "it") == [
        "The file 'old/spare.png' lies beside a text that does not show it, and was "
        "left out."
    ]


def test_a_description_without_words_takes_no_question_with_it():
    found = imported(
        a_bank(a_question("description", text=" "), a_question("truefalse", TRUE)),
        FORMAT,
    )

    assert [entry.outcome for entry in found.report.entries[-2:]] == [
        "refused",
        "taken",
    ]
    assert found.quiz.scenarios == ()


def test_questions_go_with_the_scenario_that_is_refused():
    film = a_question("description", text="<video></video>")
    with pytest.raises(BankRefused) as error:
        imported(a_bank(film, a_question("truefalse", TRUE)), FORMAT)

    assert [str(entry.remarks[0]) for entry in error.value.report.entries] == [
        "It holds a film, which is not kept.",
        "It belongs to a scenario that cannot be taken.",
    ]


def test_a_long_description_keeps_all_of_its_words():
    text = "".join(f"<p>Paragraph {number}.</p>" for number in range(1, 16))
    found = imported(
        a_bank(a_question("description", text=text), a_question("truefalse", TRUE)),
        FORMAT,
    )

    [scenario] = found.quiz.scenarios
    assert len(scenario.paragraphs) == 12
    assert scenario.paragraphs[-1].endswith("Paragraph 14. Paragraph 15.")


def test_categories_are_made_one_quiz():
    category = (
        '<question type="category"><category><text>$course$/top/{}</text></category>'
        "</question>"
    )
    found = imported(
        a_bank(
            category.format("One"),
            a_question("truefalse", TRUE),
            category.format("Two"),
            a_question("truefalse", TRUE),
        ),
        FORMAT,
    )

    assert found.quiz.title == "One"
    assert [question.key for question in found.quiz.questions] == ["it", "it-2"]
    assert "The questions of its categories made one quiz." in found.report.to_text()
