"""The faults in what came later: credit, units, gaps, rubrics and images."""

import pytest

from tests.quizzes.builders import HEADER, faults_in, question_text


@pytest.mark.parametrize(
    ("type_name", "own_fields", "found"),
    [
        (
            "short-text",
            'fold_case = false\nlanguage = "English"\naccepted = ["Accra", "ACCRA"]\n',
            [
                (
                    11,
                    "language: must be the short name of a language, such as en, ar "
                    "or zh-Hant.",
                )
            ],
        ),
        (
            "short-text",
            'fold_case = false\naccepted = ["Accra", "ACCRA", " Accra"]\n',
            [
                (
                    11,
                    "accepted, entry 3: 'Accra' says the same as another, since spaces "
                    "do not count.",
                )
            ],
        ),
        (
            "short-text",
            """\
            accepted = ["Accra"]
            objective = "Sources of data"
            images = [
              { file = "maps/a.png", alt = "A map." },
              { file = "b.png" },
            ]
            """,
            [
                (
                    11,
                    "objective: must be lower-case letters and digits, joined by "
                    "hyphens, such as who-asked-first.",
                ),
                (
                    13,
                    "images, entry 1, file: must be the name of a png, jpg, gif, webp "
                    "or svg file without folders, such as map-of-routes.png.",
                ),
                (14, "images, entry 2, alt: is missing."),
            ],
        ),
        (
            "number",
            """\
            correct = 1
            unit = "km"
            units = [
              { unit = "m", factor = 0.001 },
              { unit = "m", factor = 2 },
            ]
            tolerance_percent = -1
            """,
            [
                (11, "unit: leave this out where there are units to write."),
                (
                    12,
                    "units: the unit that correct is given in must be there, with the "
                    "factor 1.",
                ),
                (14, "units, entry 2: 'm' is already in the list."),
                (16, "tolerance_percent: must not be less than 0."),
            ],
        ),
        (
            "number",
            """\
            correct = 1
            units = [
              { unit = "1000 km", factor = 0 },
            ]
            """,
            [
                (
                    12,
                    "units, entry 1, unit: must not begin with a digit, a comma, a "
                    "point or a minus sign.",
                ),
                (12, "units, entry 1, factor: must be more than 0."),
            ],
        ),
        (
            "multiple-choice",
            """\
            credit = "partial"
            points = 3
            choices = [{ value = "a", label = "A" }, { value = "b", label = "B" }]
            correct = ["a", "b"]
            """,
            [
                (
                    11,
                    "points: must be a multiple of 2, such as 2, so that each of the 2 "
                    "entries of correct earns whole points.",
                )
            ],
        ),
        (
            "ordering",
            """\
            credit = "partial"
            items = [
              { key = "a", label = "A" },
              { key = "b", label = "B" },
              { key = "c" },
            ]
            """,
            [
                (
                    4,
                    "points: must be a multiple of 3, such as 3, so that each of the 3 "
                    "entries of items earns whole points.",
                ),
                (14, "items, entry 3, label: is missing."),
            ],
        ),
        (
            "ordering",
            """\
            credit = "some"
            items = [
              { key = "a", label = "A" },
              { key = "b", label = "B" },
              { key = "c", label = "C" },
            ]
            """,
            [(10, "credit: must be one of: all-or-nothing, partial.")],
        ),
        (
            "gap-fill",
            """\
            points = 4
            text = "In {year} {body} and {body} met {nobody}, or {} or } so."
            [[questions.gaps]]
            key = "year"
            accepted = ["2010", " 2010 "]
            [[questions.gaps]]
            key = "body"
            choices = ["A", "B", "a"]
            correct = "C"
            [[questions.gaps]]
            key = "body"
            accepted = ["A"]
            correct = "A"
            [[questions.gaps]]
            key = "place"
            """,
            [
                (17, "gaps, entry 2, choices, entry 3: 'a' is already in the list."),
                (18, "gaps, entry 2, correct: 'C' is not one of the choices."),
                (22, "gaps, entry 3, correct: belongs with choices. Leave it out."),
                (
                    23,
                    "gaps, entry 4: must have either accepted, or choices and correct.",
                ),
            ],
        ),
        (
            "gap-fill",
            """\
            points = 3
            text = "In {year} {body} and {body} met {nobody}, or } so."
            [[questions.gaps]]
            key = "year"
            accepted = ["2010", " 2010 "]
            [[questions.gaps]]
            key = "body"
            accepted = ["A"]
            [[questions.gaps]]
            key = "place"
            accepted = ["A"]
            """,
            [
                (11, "text: {body} stands here more than once."),
                (11, "text: {nobody} is no gap. The gaps are: year, body, place."),
                (
                    11,
                    "text: every brace must belong to a gap, as in {year}.",
                ),
                (
                    14,
                    "gaps, entry 1, accepted, entry 2: '2010' says the same as "
                    "another, since case and spaces do not count.",
                ),
                (18, "gaps, entry 3: its place, {place}, is not in the text."),
            ],
        ),
        (
            "gap-fill",
            """\
            text = "In {year}."
            [[questions.gaps]]
            key = "year"
            choices = ["2009", "2010"]
            """,
            [
                (
                    11,
                    "gaps, entry 1, correct: is missing: say which of the choices is "
                    "right.",
                )
            ],
        ),
        (
            "free-text",
            """\
            points = 2
            [[questions.rubric]]
            key = "a"
            label = "A"
            levels = [{ points = 0, label = "No." }, { points = 1, label = "Yes." }]
            [[questions.rubric]]
            key = "a"
            label = "B"
            levels = [{ points = 0, label = "No." }, { points = 2, label = "Yes." }]
            """,
            [
                (
                    10,
                    "points: must be 3, which is what the best levels of the rubric "
                    "earn. Leave it out.",
                ),
                (15, "rubric, entry 2: the key 'a' is already that of another."),
            ],
        ),
        (
            "free-text",
            """\
            [[questions.rubric]]
            key = "a"
            label = "A"
            levels = [
              { points = 0, label = "No." },
              { points = 0, label = "Yes." },
            ]
            """,
            [
                (
                    15,
                    "rubric, entry 1, levels, entry 2, points: another level earns 0 "
                    "already.",
                )
            ],
        ),
        (
            "free-text",
            """\
            [[questions.rubric]]
            key = "a"
            label = "A"
            levels = [{ points = 0, label = "No." }]
            """,
            [(13, "rubric, entry 1, levels: must have 2 to 8 entries.")],
        ),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path, type_name, own_fields, found):
    faults = faults_in(tmp_path, one=HEADER + question_text(type_name, own_fields))

    expected = [("one.toml", line, f"question 'it': {said}") for line, said in found]
    assert sorted(faults) == sorted(expected)


def test_an_image_whose_file_is_not_there_is_a_fault(tmp_path):
    own = """\
        correct = true
        images = [
          { file = "here.png", alt = "A map." },
          { file = "there.png", alt = "A map." },
        ]
        """
    (tmp_path / "media" / "one").mkdir(parents=True)
    (tmp_path / "media" / "one" / "here.png").touch()

    faults = faults_in(tmp_path, one=HEADER + question_text("true-false", own))

    assert faults == [
        (
            "one.toml",
            13,
            "question 'it': images, entry 2, file: there is no media/one/there.png.",
        )
    ]


def test_an_image_of_a_scenario_must_be_there_too(tmp_path):
    own = """\
        scenario = "an-office"
        correct = true
        [[scenarios]]
        key = "an-office"
        title = "A new office"
        paragraphs = ["It opens in May."]
        images = [{ file = "a-map.png", alt = "A map." }]
        """

    faults = faults_in(tmp_path, one=HEADER + question_text("true-false", own))

    assert faults == [
        (
            "one.toml",
            16,
            "scenarios, entry 1, images, entry 1, file: there is no "
            "media/one/a-map.png.",
        )
    ]
