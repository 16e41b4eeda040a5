"""Every kind of requirement compared with evidence, and the register of kinds."""

import json
from typing import Any
from uuid import uuid4

import pytest

from course.canonical import canonical_json
from course.certified_course import CertifiedCourse
from course.counting import CountingRule
from course.course_module import CourseQuiz
from course.evidence import (
    MODERATED,
    SELF_PACED,
    Certified,
    Evidence,
    Row,
    Score,
    WrittenPost,
)
from course.requirements import (
    REQUIREMENTS,
    Outstanding,
    RequirementFault,
    Taught,
    requirement,
    requirement_from_data,
    requirement_to_data,
)
from course.requirements.lessons import LessonsFinished
from course.requirements.quizzes import QuizzesPassed
from tests.course.values import a_module, after, an_attempt

MODULES = (
    a_module("alpha"),
    a_module("beta", 1),
    a_module("gamma", 1, with_quiz=False),
)
TAUGHT = Taught(
    MODULES,
    (
        CourseQuiz("before", "Before", "pre-test"),
        CourseQuiz("after", "After", "post-test"),
        CourseQuiz("final", "Everything", "final-assessment"),
    ),
    (
        CertifiedCourse("one", "One", 4),
        CertifiedCourse("two", "Two", 6),
        CertifiedCourse("three", "Three", 2),
    ),
)
# What an outline may write of each kind.
ASKED: dict[str, list[dict[str, Any]]] = {
    "lessons": [
        {"of": "core"},
        {"of": "core", "share": "2/3"},
        {"of": ["gamma", "alpha"], "share": "1/2"},
    ],
    "quizzes": [{"of": "core"}, {"of": "final-assessment"}, {"of": ["beta-quiz"]}],
    "score": [
        {"of": "final-assessment", "at_least": 80},
        {"of": "core", "at_least": 1},
        {"of": ["alpha-quiz", "final"], "at_least": 100},
    ],
    "tests": [{"of": ["pre-test"]}, {"of": ["pre-test", "post-test"]}],
    "roadmap": [{}],
    "sign-off": [{}],
    "courses": [{}, {"of": ["three", "one"]}, {"at_least": 2}],
    "paper": [{}],
    "posts": [
        {"at_least": 3, "words": 20},
        {"at_least": 1, "words": 2, "of": ["gamma", "alpha"]},
    ],
    "evaluation": [{}],
}
LESSONS = LessonsFinished.of_modules(MODULES)
QUIZZES = QuizzesPassed.of_modules(MODULES)

ALL_LESSONS = {
    ("alpha", "one"): after(1),
    ("alpha", "two"): after(9),
    ("beta", "one"): after(3),
    ("gamma", "one"): after(4),
}


@pytest.mark.parametrize(
    ("lessons", "met", "met_at"),
    [
        ({}, 0, None),
        ({("alpha", "one"): after(1)}, 1, None),
        ({("elsewhere", "one"): after(1)}, 0, None),
        ({("beta", "two"): after(1)}, 0, None),
        (ALL_LESSONS, 4, after(9)),
        (ALL_LESSONS | {("elsewhere", "one"): after(20)}, 4, after(9)),
    ],
)
def test_lessons_are_met_at_the_last_one_that_was_needed(lessons, met, met_at):
    finding = LESSONS.assess(Evidence(lessons=lessons))

    assert (finding.met, finding.needed, finding.met_at) == (met, 4, met_at)
    assert finding.is_met is (met_at is not None)
    assert len(finding.outstanding) == 4 - met


def test_an_outstanding_lesson_says_where_it_is():
    done = {place: at for place, at in ALL_LESSONS.items() if place[0] != "beta"}

    finding = LESSONS.assess(Evidence(lessons=done))

    assert finding.outstanding == (Outstanding("lesson", "beta", "one", "One"),)


@pytest.mark.parametrize(
    ("attempts", "met", "met_at"),
    [
        ((), 0, None),
        ((an_attempt("alpha-quiz", points=6),), 0, None),
        ((an_attempt("alpha-quiz", points=7),), 1, None),
        ((an_attempt("delta-quiz"),), 0, None),
        (
            (
                an_attempt("alpha-quiz", 1, points=1, marked_at=after(1)),
                an_attempt("alpha-quiz", 2, marked_at=after(2)),
                an_attempt("alpha-quiz", 3, marked_at=after(9)),
                an_attempt("beta-quiz", 1, marked_at=after(5)),
            ),
            2,
            after(5),
        ),
    ],
)
def test_a_quiz_is_met_when_it_was_first_passed(attempts, met, met_at):
    finding = QUIZZES.assess(Evidence(attempts=attempts))

    assert (finding.met, finding.needed, finding.met_at) == (met, 2, met_at)
    assert len(finding.outstanding) == 2 - met


def test_a_module_without_a_quiz_asks_for_none():
    assert [quiz.key for quiz in QUIZZES.quizzes] == ["alpha-quiz", "beta-quiz"]


def test_an_outstanding_quiz_says_where_it_is():
    finding = QUIZZES.assess(Evidence(attempts=(an_attempt("alpha-quiz"),)))

    assert finding.outstanding == (
        Outstanding("quiz", "beta", "beta-quiz", "The quiz of beta"),
    )


@pytest.mark.parametrize("when", [None, "moderated"])
@pytest.mark.parametrize("kind", sorted(REQUIREMENTS))
def test_every_kind_comes_back_from_its_data(kind, when):
    for asked in ASKED[kind]:
        written = REQUIREMENTS[kind].asked().load(asked)
        rule = REQUIREMENTS[kind].of_outline(written, TAUGHT).only_when(when)
        data = json.loads(canonical_json(requirement_to_data(rule)))

        again = requirement_from_data(data)

        assert again == rule
        assert again.kind == kind
        assert again.sentence
        assert ("when" in data) is (when is not None)


def test_a_name_used_twice_is_refused_at_start():
    with pytest.raises(TypeError, match="'lessons'"):
        requirement("lessons")(LessonsFinished)


def rule_of(kind, **asked):
    written = REQUIREMENTS[kind].asked().load(asked)
    return REQUIREMENTS[kind].of_outline(written, TAUGHT)


@pytest.mark.parametrize(
    ("kind", "asked", "sentence"),
    [
        ("lessons", {"of": "core"}, "Every lesson of the core modules finished"),
        (
            "lessons",
            {"of": "core", "share": "2/3"},
            "At least 3 of the 4 lessons of the core modules finished",
        ),
        (
            "lessons",
            {"of": ["gamma", "alpha"]},
            "Every lesson of the modules “Alpha” and “Gamma” finished",
        ),
        ("quizzes", {"of": "core"}, "The quiz of every core module passed"),
        ("quizzes", {"of": "final-assessment"}, "The final assessment passed"),
        ("quizzes", {"of": ["beta-quiz"]}, "The quiz “The quiz of beta” passed"),
        (
            "score",
            {"of": "final-assessment", "at_least": 80},
            "At least 80 per cent scored in “Everything”",
        ),
        (
            "score",
            {"of": "core", "at_least": 75},
            "At least 75 per cent scored on average in the quizzes of the core modules",
        ),
        (
            "tests",
            {"of": ["post-test", "pre-test"]},
            "The pre-test and the post-test taken",
        ),
        ("roadmap", {}, "A roadmap for one’s own country accepted by a trainer"),
        ("sign-off", {}, "Signed off by a trainer"),
        (
            "courses",
            {},
            "A valid Certificate of Completion in each of the courses “One”, “Two” and "
            "“Three”",
        ),
        (
            "courses",
            {"of": ["three", "one"], "at_least": 1},
            "A valid Certificate of Completion in at least 1 of the courses “One” and "
            "“Three”",
        ),
        ("paper", {}, "A paper of one’s own read and accepted"),
        (
            "posts",
            {"at_least": 3, "words": 20},
            "At least 3 posts of 20 words or more written in the discussion",
        ),
        (
            "posts",
            {"at_least": 1, "words": 5, "of": ["beta", "alpha"]},
            "At least 1 post of 5 words or more written in the discussion of the "
            "modules “Alpha” and “Beta”",
        ),
        ("evaluation", {}, "The form about the course filled in"),
    ],
)
def test_a_rule_says_in_words_what_it_asks(kind, asked, sentence):
    assert rule_of(kind, **asked).sentence == sentence


@pytest.mark.parametrize(
    ("kind", "asked", "words"),
    [
        ("lessons", {"of": ["delta"]}, "no module 'delta'"),
        ("quizzes", {"of": ["before"]}, "no quiz 'before' that can be passed"),
        ("courses", {"of": ["four"]}, "no course 'four'"),
        ("courses", {"at_least": 4}, "4 certificates are asked of 3 courses"),
        ("posts", {"at_least": 1, "words": 2, "of": ["delta"]}, "no module 'delta'"),
    ],
)
def test_a_rule_asks_for_nothing_that_the_course_does_not_have(kind, asked, words):
    with pytest.raises(RequirementFault, match=words):
        rule_of(kind, **asked)


def test_a_share_is_met_by_any_lessons_at_the_last_that_was_needed():
    rule = rule_of("lessons", of="core", share="1/2")
    some = {("beta", "one"): after(7), ("alpha", "two"): after(3)}

    finding = rule.assess(Evidence(lessons=some | {("gamma", "one"): after(9)}))

    assert (finding.met, finding.needed) == (2, 2)
    assert finding.met_at == after(7)
    assert finding.outstanding == ()


def test_of_a_share_as_much_is_outstanding_as_is_missing():
    rule = rule_of("lessons", of="core", share="2/3")

    finding = rule.assess(Evidence(lessons={("alpha", "one"): after(1)}))

    assert finding.is_choice
    assert [each.key for each in finding.outstanding] == ["two", "one"]


@pytest.mark.parametrize(("points", "is_met"), [(7, False), (8, True)])
def test_a_score_is_reached_or_not_whatever_the_pass_mark(points, is_met):
    rule = rule_of("score", of=["alpha-quiz"], at_least=80)

    finding = rule.assess(Evidence(attempts=(an_attempt(points=points),)))

    (leaf,) = finding.leaves
    assert (leaf.required, leaf.observed) == (80, points * 10)
    assert finding.is_met is is_met
    assert (finding.met_at is not None) is is_met


def test_an_average_weighs_each_quiz_alike_and_misses_none():
    rule = rule_of("score", of="core", at_least=60)
    alpha = an_attempt("alpha-quiz", points=10, marked_at=after(1))
    beta = an_attempt("beta-quiz", points=1, out_of=5, marked_at=after(5))

    alone = rule.assess(Evidence(attempts=(alpha,)))
    both = rule.assess(Evidence(attempts=(alpha, beta)))

    assert alone.leaves[0].observed == 50
    assert both.leaves[0].observed == 60
    assert both.met_at == after(5)


def test_a_mark_that_scores_as_well_moves_no_score():
    rule = rule_of("score", of=["alpha-quiz"], at_least=80)
    first = an_attempt(points=8, marked_at=after(1))
    better = first.marked_anew(an_attempt(points=9, marked_at=after(5)))
    worse = better.marked_anew(an_attempt(points=2, marked_at=after(6)))
    again = worse.marked_anew(an_attempt(points=10, marked_at=after(7)))

    moments = [
        rule.assess(Evidence(attempts=(each,))).met_at
        for each in (first, better, worse, again)
    ]

    assert moments == [after(1), after(1), None, after(7)]
    assert again.earlier[0] == Score(8, 10, after(1))


def test_the_attempt_that_counts_gives_the_score():
    taught = Taught(
        MODULES,
        (CourseQuiz("final", "All", "final-assessment", CountingRule("last", 70)),),
    )
    rule = REQUIREMENTS["score"].of_outline(
        {"of": "final-assessment", "at_least": 50}, taught
    )
    sat = (an_attempt("final", points=9), an_attempt("final", 2, points=3))

    assert rule.assess(Evidence(attempts=sat)).leaves[0].observed == 30


def test_a_test_is_taken_by_whoever_sat_it_and_dated_by_its_first_mark():
    rule = rule_of("tests", of=["pre-test", "post-test"])
    sat = an_attempt("before", points=0, marked_at=after(2))
    marked_again = sat.marked_anew(an_attempt("before", points=1, marked_at=after(8)))

    finding = rule.assess(Evidence(attempts=(marked_again,)))

    assert finding.met == 1
    assert finding.leaves[0].moment == after(2)
    assert finding.outstanding == (Outstanding("test", "", "after", "After"),)


@pytest.mark.parametrize("kind", ["roadmap", "sign-off", "evaluation"])
def test_what_people_say_is_shown_by_its_row(kind):
    row = Row("sign_off", uuid4(), after(4))
    said = {
        "roadmap": Evidence(roadmap=row),
        "sign-off": Evidence(sign_off=row),
        "evaluation": Evidence(evaluation=row),
    }[kind]

    without = rule_of(kind).assess(Evidence())
    with_it = rule_of(kind).assess(said)

    assert [each.kind for each in without.outstanding] == [kind]
    assert with_it.met_at == after(4)
    assert with_it.leaves[0].rows == (row,)


def a_post(*words: int, module: str = "alpha", at: int = 1) -> WrittenPost:
    """A post whose texts had so many words, a minute after one another."""
    return WrittenPost(
        module,
        tuple(
            (Row("post_text", uuid4(), after(at + place)), count)
            for place, count in enumerate(words)
        ),
    )


@pytest.mark.parametrize(
    ("posts", "observed", "met_at"),
    [
        ((), 0, None),
        ((a_post(1), a_post(4)), 0, None),
        ((a_post(5, at=7),), 1, None),
        ((a_post(5, at=7), a_post(9, at=3), a_post(1)), 2, after(7)),
        # What an edit makes long enough counts from then, and stays counted.
        ((a_post(1, 6, 1, at=7), a_post(9, 2, at=3)), 2, after(8)),
        # The third post moves nothing.
        ((a_post(5), a_post(5, at=2), a_post(5, at=9)), 3, after(2)),
        ((a_post(5), a_post(5, module="gamma")), 1, None),
    ],
)
def test_posts_count_by_their_words_and_since_they_had_them(posts, observed, met_at):
    rule = rule_of("posts", at_least=2, words=5, of=["alpha", "beta"])

    finding = rule.assess(Evidence(posts=posts))

    (leaf,) = finding.leaves
    assert (leaf.required, leaf.observed, leaf.moment) == (2, observed, met_at)
    assert finding.met_at == met_at
    assert len(leaf.rows) == observed


def test_posts_anywhere_count_where_no_module_is_named():
    rule = rule_of("posts", at_least=2, words=5)

    finding = rule.assess(Evidence(posts=(a_post(5), a_post(5, module="gamma"))))

    assert finding.is_met
    (place,) = rule.places
    assert (place.kind, place.module_key) == ("posts", "")
    (one,) = rule_of("posts", at_least=1, words=5, of=["beta"]).places
    assert one.module_key == "beta"


@pytest.mark.parametrize(
    "asked", [{"at_least": 0, "words": 20}, {"at_least": 1, "words": 1}, {}]
)
def test_a_post_of_one_word_is_none(asked):
    assert REQUIREMENTS["posts"].asked().validate(asked)


def test_a_criterion_of_moderated_runs_is_not_asked_of_others():
    rule = rule_of("roadmap").only_when(MODERATED)

    assert not rule.assess(Evidence(mode=SELF_PACED)).applies
    assert rule.assess(Evidence(mode=MODERATED)).applies


@pytest.mark.parametrize("share", ["3/2", "2/2", "0/3", "two thirds", 0.5, "2/3 "])
def test_a_share_that_is_none_is_refused(share):
    errors = REQUIREMENTS["lessons"].asked().validate({"of": "core", "share": share})

    assert 'such as "2/3"' in errors["share"][0]


def certified(**moments):
    return Evidence(
        certificates={
            key: Certified(Row("award", uuid4(), after(minutes + 1)), after(minutes))
            for key, minutes in moments.items()
        }
    )


def test_courses_are_met_when_the_last_was_achieved_and_shown_by_their_awards():
    rule, evidence = rule_of("courses"), certified(one=5, two=9, three=1, four=20)

    finding = rule.assess(evidence)

    assert finding.is_met
    assert finding.met_at == after(9)
    assert [leaf.rows for leaf in finding.leaves] == [
        (evidence.certificates[key].row,) for key in ("one", "two", "three")
    ]


def test_of_courses_some_suffice_where_the_rule_says_so():
    rule = rule_of("courses", at_least=2)

    one, two = rule.assess(certified(two=3)), rule.assess(certified(two=3, three=7))

    assert (one.met, one.needed, one.is_choice) == (1, 2, True)
    assert [each.key for each in one.outstanding] == ["one"]
    assert two.met_at == after(7)


@pytest.mark.parametrize("kind", ["courses", "paper"])
def test_only_a_programme_asks_for_certificates_and_a_paper(kind):
    written = REQUIREMENTS[kind].asked().load({})

    with pytest.raises(RequirementFault, match="only a programme"):
        REQUIREMENTS[kind].of_outline(written, Taught(MODULES))
