"""The proof of an award: its leaves are enough to reckon the verdict again.

``verdict_of`` below is given the leaves as the API sends them and nothing else. It
knows no rule, no course and no record.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from course.certified_course import CertifiedCourse
from course.course_module import CourseQuiz
from course.evidence import (
    MODERATED,
    SELF_PACED,
    Certified,
    Evidence,
    Row,
    WrittenPost,
)
from course.outline import AwardRule, Course
from course.proof import Proof, prove
from course.requirements import REQUIREMENTS, Taught
from course.standing import fold
from tests.builders import NOW
from tests.course.values import a_module, an_attempt

MODULES = (
    a_module("alpha", 2),
    a_module("beta", 1),
    a_module("gamma", 3, with_quiz=False),
)
TESTS = (
    CourseQuiz("before", "Before", "pre-test"),
    CourseQuiz("final", "Everything", "final-assessment"),
)
COURSES = tuple(CertifiedCourse(key, key, 4) for key in ("one", "two", "three"))
TAUGHT = Taught(MODULES, TESTS, COURSES)
PLACES = [(m.key, lesson.key) for m in MODULES for lesson in m.lessons]
QUIZZES = ["alpha-quiz", "beta-quiz", "before", "final", "of-elsewhere"]
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("lessons", {"of": "core"}),
    ("lessons", {"of": "core", "share": "2/3"}),
    ("lessons", {"of": ["beta"]}),
    ("quizzes", {"of": "core"}),
    ("quizzes", {"of": "final-assessment"}),
    ("quizzes", {"of": ["alpha-quiz", "final"]}),
    ("score", {"of": "core", "at_least": 70}),
    ("score", {"of": ["final"], "at_least": 85}),
    ("tests", {"of": ["pre-test"]}),
    ("roadmap", {}),
    ("sign-off", {}),
    ("courses", {}),
    ("courses", {"at_least": 2}),
    ("paper", {}),
    ("posts", {"at_least": 2, "words": 10}),
    ("posts", {"at_least": 1, "words": 20, "of": ["beta"]}),
    ("evaluation", {}),
]

moments = st.integers(0, 10_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
uuids = st.uuids(version=4)


@st.composite
def rules(draw: st.DrawFn) -> AwardRule:
    """Any few criteria together, some of them asked in moderated runs alone."""
    asked = draw(st.lists(st.sampled_from(ASKED), min_size=1, max_size=5))
    return AwardRule(
        "completion",
        "Certificate",
        tuple(
            REQUIREMENTS[kind]
            .of_outline(REQUIREMENTS[kind].asked().load(words), TAUGHT)
            .only_when(draw(st.sampled_from([None, None, MODERATED])))
            for kind, words in asked
        ),
    )


@st.composite
def attempts(draw: st.DrawFn) -> tuple[Any, ...]:
    """Attempts, some of them marked several times."""
    made = []
    for quiz in QUIZZES:
        for number in range(1, draw(st.integers(0, 3)) + 1):
            attempt = None
            for moment in sorted(draw(st.lists(moments, min_size=1, max_size=3))):
                later = an_attempt(
                    quiz, number, points=draw(st.integers(0, 10)), marked_at=moment
                )
                attempt = attempt.marked_anew(later) if attempt else later
            made.append(attempt)
    return tuple(made)


said = st.none() | st.builds(
    Row, table=st.just("sign_off"), uuid=uuids, recorded_at=moments
)
texts = st.lists(
    st.tuples(
        st.builds(Row, table=st.just("post_text"), uuid=uuids, recorded_at=moments),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=3,
).map(lambda found: tuple(sorted(found, key=lambda each: each[0].recorded_at)))
posts = st.lists(
    st.builds(WrittenPost, module_key=st.sampled_from(["alpha", "beta"]), texts=texts),
    max_size=4,
).map(tuple)
evidences = st.builds(
    Evidence,
    lessons=st.dictionaries(st.sampled_from(PLACES), moments),
    attempts=attempts(),
    mode=st.sampled_from([MODERATED, SELF_PACED]),
    roadmap=said,
    sign_off=said,
    certificates=st.dictionaries(
        st.sampled_from(["one", "two", "three", "elsewhere"]),
        st.builds(
            Certified,
            row=st.builds(Row, table=st.just("award"), uuid=uuids, recorded_at=moments),
            achieved_at=moments,
        ),
    ),
    paper=said,
    posts=posts,
    evaluation=said,
)


def leaves_of(proof: Proof) -> list[dict[str, Any]]:
    """The proof as plain data: what is needed of which leaves, and no verdict."""
    return [
        {
            "when": criterion.when,
            "needed": criterion.needed,
            "leaves": [
                {
                    "required": leaf.required,
                    "observed": leaf.observed,
                    "moment": leaf.moment,
                }
                for leaf in criterion.leaves
            ],
        }
        for criterion in proof.criteria
    ]


def verdict_of(criteria: list[dict[str, Any]], mode: str) -> datetime | None:
    """When the award was earned, reckoned from the leaves; nothing where it was not."""
    latest = None
    for criterion in criteria:
        if criterion["when"] is not None and criterion["when"] != mode:
            continue
        done = sorted(
            leaf["moment"]
            for leaf in criterion["leaves"]
            if leaf["observed"] >= leaf["required"]
        )
        if len(done) < criterion["needed"]:
            return None
        if criterion["needed"]:
            moment = done[criterion["needed"] - 1]
            latest = moment if latest is None else max(latest, moment)
    return latest


@given(rules(), evidences)
def test_the_leaves_suffice_to_reckon_the_verdict(rule, evidence):
    proof = prove(rule, evidence)

    assert proof.met_at == verdict_of(leaves_of(proof), proof.mode)


@given(rules(), evidences)
def test_where_somebody_stands_is_read_off_the_same_proof(rule, evidence):
    course = Course("greek", "Letters", "", "en", MODULES, {rule.kind: rule}, (), TESTS)

    standing = fold(course, evidence)

    (proof,) = standing.awards
    assert proof == prove(rule, evidence)
    assert proof.met + len(proof.outstanding) == proof.needed
    assert (rule.kind in standing.kept()["earned"]) is (proof.met_at is not None)
    assert (proof.percent == 100) is (bool(proof.needed) and not proof.outstanding)


@given(rules(), evidences)
def test_a_rule_that_was_kept_judges_alike(rule, evidence):
    again = AwardRule.from_data(rule.kind, rule.to_data())

    assert again == rule
    assert prove(again, evidence) == prove(rule, evidence)


@given(rules(), evidences)
def test_every_leaf_that_is_met_says_since_when(rule, evidence):
    for criterion in prove(rule, evidence).criteria:
        for leaf in criterion.leaves:
            assert (leaf.moment is not None) is leaf.is_met


def test_a_leaf_names_the_rows_that_show_it():
    lesson, mark, roadmap = (UUID(int=number) for number in range(3))
    evidence = Evidence(
        lessons={("beta", "one"): NOW},
        lesson_rows={("beta", "one"): str(lesson)},
        attempts=(a_named_mark(mark),),
        roadmap=Row("roadmap_review", roadmap, NOW),
        mode=MODERATED,
    )
    rule = AwardRule(
        "completion",
        "Certificate",
        tuple(
            REQUIREMENTS[kind].of_outline(
                REQUIREMENTS[kind].asked().load(words), TAUGHT
            )
            for kind, words in (ASKED[2], ASKED[4], ASKED[9])
        ),
    )

    rows = [
        row
        for criterion in prove(rule, evidence).criteria
        for leaf in criterion.leaves
        for row in leaf.rows
    ]

    assert [row._asdict() for row in rows] == [
        {"table": "lesson_completion", "uuid": lesson, "recorded_at": NOW},
        {"table": "mark", "uuid": mark, "recorded_at": NOW},
        {"table": "roadmap_review", "uuid": roadmap, "recorded_at": NOW},
    ]


def a_named_mark(mark: UUID) -> Any:
    """An attempt at the final assessment whose mark has a name."""
    attempt = an_attempt("final")
    return type(attempt)(
        attempt.quiz_key,
        attempt.number,
        attempt.points,
        attempt.out_of,
        attempt.passed,
        attempt.marked_at,
        mark=mark,
    )
