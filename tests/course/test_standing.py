"""Where a learner stands is a fold of what they did, and of nothing else."""

import json
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from course.evidence import MODERATED, Evidence
from course.outline import Course
from course.standing import fold
from tests.builders import NOW
from tests.course.values import a_course, a_module, after, an_attempt

EDITION = Path(__file__).parent / "editions" / "before_criteria.json"
COURSE = a_course(
    a_module("alpha", 2), a_module("beta", 1), a_module("gamma", 3, with_quiz=False)
)
PLACES = [(m.key, lesson.key) for m in COURSE.modules for lesson in m.lessons]
QUIZZES = [m.quiz_key for m in COURSE.modules if m.quiz_key]

moments = st.integers(0, 10_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
lessons = st.dictionaries(
    st.sampled_from([*PLACES, ("elsewhere", "one")]), moments, max_size=8
)


@st.composite
def attempts(draw):
    """Attempts numbered one after another at each quiz, some by another edition."""
    made = []
    for quiz_key in [*QUIZZES, "quiz-of-elsewhere"]:
        for number in range(1, draw(st.integers(0, 4)) + 1):
            out_of = draw(st.sampled_from([4, 8, 10]))
            made.append(
                an_attempt(
                    quiz_key,
                    number,
                    points=draw(st.integers(0, out_of)),
                    out_of=out_of,
                    marked_at=draw(moments),
                )
            )
    return tuple(made)


histories = st.builds(Evidence, lessons=lessons, attempts=attempts())


def test_somebody_who_did_nothing_has_everything_before_them():
    standing = fold(COURSE, Evidence())

    assert standing.completion.met == 0
    assert standing.completion.needed == 8
    assert standing.completion.met_at is None
    assert len(standing.completion.outstanding) == 8


def test_completion_is_dated_by_the_last_thing_that_was_needed():
    evidence = Evidence(
        lessons={place: after(at) for at, place in enumerate(PLACES)},
        attempts=(
            an_attempt("alpha-quiz", marked_at=after(30)),
            an_attempt("beta-quiz", points=1, marked_at=after(40)),
            an_attempt("beta-quiz", 2, marked_at=after(50)),
            an_attempt("beta-quiz", 3, marked_at=after(60)),
        ),
    )

    assert fold(COURSE, evidence).completion.met_at == after(50)


def test_the_best_attempt_is_the_one_with_the_largest_share():
    evidence = Evidence(
        attempts=(
            an_attempt(points=5, out_of=10),
            an_attempt(number=2, points=3, out_of=4),
            an_attempt(number=3, points=6, out_of=10),
        )
    )

    quiz = fold(COURSE, evidence).quiz("alpha-quiz")

    assert quiz
    assert (quiz.points, quiz.out_of, quiz.attempts) == (3, 4, 3)
    assert quiz.passed


def test_a_worse_attempt_takes_no_pass_away():
    evidence = Evidence(
        attempts=(an_attempt(points=10), an_attempt(number=2, points=0))
    )

    quiz = fold(COURSE, evidence).quiz("alpha-quiz")

    assert quiz
    assert quiz.passed


def test_a_quiz_never_tried_has_no_standing():
    assert fold(COURSE, Evidence()).quiz("alpha-quiz") is None


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, random):
    places, sittings = list(evidence.lessons.items()), list(evidence.attempts)
    random.shuffle(places)
    random.shuffle(sittings)
    shuffled = Evidence(lessons=dict(places), attempts=tuple(sittings))

    assert fold(COURSE, shuffled) == fold(COURSE, evidence)


@given(histories, lessons, attempts())
def test_more_evidence_never_lowers_what_is_met(evidence, more_lessons, more_attempts):
    held = len(evidence.attempts)
    more = Evidence(
        lessons=more_lessons | evidence.lessons,
        attempts=evidence.attempts
        + tuple(
            an_attempt(
                each.quiz_key,
                each.number + held,
                points=each.points,
                out_of=each.out_of,
                marked_at=each.marked_at,
            )
            for each in more_attempts
        ),
    )

    before, after_more = fold(COURSE, evidence), fold(COURSE, more)

    assert after_more.completion.met >= before.completion.met
    assert after_more.lessons >= before.lessons
    for key, quiz in before.quizzes:
        later = after_more.quiz(key)
        assert later
        assert later.passed >= quiz.passed
        assert later.points * quiz.out_of >= quiz.points * later.out_of


@given(histories)
def test_everything_is_met_exactly_when_nothing_is_outstanding(evidence):
    completion = fold(COURSE, evidence).completion
    percent = completion.met * 100 // completion.needed

    assert completion.met + len(completion.outstanding) == completion.needed
    assert (percent == 100) is (completion.outstanding == ())
    assert (completion.met_at is not None) is (percent == 100)


@given(histories)
def test_what_is_kept_says_the_same_as_the_fold(evidence):
    standing = fold(COURSE, evidence)
    kept = standing.kept()

    assert kept["lessons"] == sorted([list(place) for place in evidence.lessons])
    assert len(kept["outstanding"]) == len(standing.completion.outstanding)
    assert ("completion" in kept["earned"]) is (kept["outstanding"] == [])


def test_what_is_kept_under_an_edition_from_before_has_the_shape_that_it_had():
    kept = json.loads(EDITION.read_text(encoding="utf-8"))
    course = Course.from_data(kept["content"])
    module = course.modules[0]
    place = (module.key, module.lessons[0].key)

    standing = fold(course, Evidence(lessons={place: NOW}, mode=MODERATED))

    assert standing.kept() == {
        "lessons": [list(place)],
        "quizzes": {},
        "outstanding": [
            *(
                ["lesson", each.key, lesson.key]
                for each in course.modules
                for lesson in each.lessons
                if (each.key, lesson.key) != place
            ),
            *(["quiz", each.key, each.quiz_key] for each in course.modules),
        ],
        "earned": {},
    }
