"""What is shown of a cohort and of a course: counts, steps, and nothing of few."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course import editions, evaluations
from course.course_module import CourseQuiz
from course.evaluation_results import Scope, results_of
from course.evaluation_tally import tally
from course.models import Attempt, Mark
from course.small_groups import STEP, shown_of
from tests import builders, evaluating
from tests.builders import COURSE, NOW, miniature_catalogue
from tests.evaluating import A_REASON, A_SHEET, FORM, all_given
from tests.statements import statements_of

BOOK = miniature_catalogue()
sheets = st.fixed_dictionaries(
    {
        "useful": st.sampled_from([1, 2, 3, 4, 5, "not-applicable"]),
        "pace": st.just("slow"),
    },
    optional={"words": st.text("abc", min_size=1, max_size=5)},
)


def course():
    return BOOK.course(COURSE)


def the_form(session, scope, key=FORM):
    found = results_of(session, course(), scope)
    return next(each for each in found.forms if each.key == key)


def test_a_question_is_counted_by_what_was_chosen():
    form = BOOK.forms[FORM]
    useful, pace, words = tally(
        form,
        [
            {"useful": 5, "pace": "fast", "words": "More of it."},
            {"useful": 4, "pace": "fast"},
            {"useful": 1, "pace": "slow", "words": "Less."},
            {"useful": "not-applicable", "pace": "right"},
        ],
    )

    assert (useful.answered, useful.good, useful.good_percent) == (3, 2, 66)
    assert useful.middle == 4
    assert useful.counts == {
        "1": 1, "2": 0, "3": 0, "4": 1, "5": 1, "not-applicable": 1
    }  # fmt: skip
    assert pace.counts == {"slow": 1, "right": 1, "fast": 2}
    assert sorted(words.texts) == ["Less.", "More of it."]
    nobody = tally(form, [{"useful": "not-applicable"}])[0]
    assert (nobody.good_percent, nobody.middle) == (None, None)


@given(st.lists(sheets, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_what_is_told_does_not_depend_on_the_order_of_the_sheets(said, chance):
    other = list(said)
    chance.shuffle(other)

    assert tally(BOOK.forms[FORM], said) == tally(BOOK.forms[FORM], other)


def test_below_the_threshold_it_is_said_how_many_and_not_what(session):
    cohort = builders.a_cohort(session)
    all_given(session, [A_SHEET] * 4, cohort)

    found = the_form(session, Scope(COURSE, cohort))

    assert (found.asked, found.given, found.shown) == (4, 4, 0)
    assert found.percent == 100
    assert found.versions == ()


def test_one_more_answer_shows_nothing_until_the_step_is_full(session):
    cohort = builders.a_cohort(session)
    all_given(session, [A_SHEET] * 5, cohort)
    before = the_form(session, Scope(COURSE, cohort))

    all_given(session, [{"useful": 1, "pace": "fast", "words": "No!"}], cohort)
    after = the_form(session, Scope(COURSE, cohort))

    assert before.shown == after.shown == 5
    assert before.versions == after.versions
    assert after.given == 6


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from([0, 1, 2]), sheets), max_size=14))
def test_no_two_pages_ever_differ_by_fewer_than_a_step(session, said):
    """Cohort pages, the course's page, and what is left between them, at any time."""
    with session.begin_nested() as everything:
        groups = [builders.a_cohort(session), builders.a_cohort(session), None]
        shown: dict[object, int] = {}
        for number, sheet in said:
            all_given(session, [sheet], groups[number])
            scopes = {
                "all": Scope(COURSE),
                0: Scope(COURSE, groups[0]),
                1: Scope(COURSE, groups[1]),
            }
            now = {name: the_form(session, each).shown for name, each in scopes.items()}
            now["rest"] = now["all"] - now[0] - now[1]
            for name, count in now.items():
                assert count % STEP == 0
                assert count - shown.get(name, 0) in (0, STEP)
            shown = now
        for number, name in enumerate((0, 1, "rest")):
            came = sum(each == number for each, _ in said)
            assert shown.get(name, 0) == shown_of(came)
        everything.rollback()


def test_versions_are_told_apart_the_newest_first(session):
    all_given(session, [A_SHEET] * 5)
    newer = replace(BOOK.forms[FORM], version=2, title="How was it really?")
    for enrolment in evaluating.people_at_the_end(session, 5):
        evaluations.record(
            session, enrolment, newer, A_SHEET, digest=newer.digest, op=uuid4(), now=NOW
        )

    found = the_form(session, Scope(COURSE))

    assert [(v.form.version, v.shown) for v in found.versions] == [(2, 5), (1, 5)]
    assert found.versions[0].form == newer


def test_each_form_is_counted_by_itself(session):
    for enrolment in (builders.an_enrolment(session) for _ in range(5)):
        evaluating.a_given_evaluation(session, enrolment, A_REASON, form="stopping")

    found = the_form(session, Scope(COURSE), "stopping")

    assert (found.asked, found.percent, found.given, found.shown) == (None, None, 5, 5)
    assert found.versions[0].tallies[0].counts == {"time": 5, "line": 0}
    assert the_form(session, Scope(COURSE)).given == 0


def sat(session, enrolment, quiz_key, points, *, at=NOW):
    """A test that was sat and marked, in two rows."""
    quiz = BOOK.quiz("first-quiz")
    edition = editions.quiz_edition(session, quiz, now=NOW)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key=quiz_key,
        edition_id=edition.id,
        number=1,
        seed=1,
        submitted_at=at,
        occurred_at=at,
        recorded_at=at,
    )
    session.add(attempt)
    session.flush()
    session.add(
        Mark(
            attempt_id=attempt.id,
            edition_id=edition.id,
            points=points,
            out_of=10,
            passed=False,
            detail={},
            occurred_at=at,
            recorded_at=at,
        )
    )
    session.flush()


def test_the_gain_is_of_those_who_sat_both_tests(session):
    tested = replace(
        course(),
        assessments=(
            CourseQuiz("before", "Before", "pre-test"),
            CourseQuiz("after", "After", "post-test"),
        ),
    )
    cohort = builders.a_cohort(session)
    people = [builders.an_enrolment(session, cohort=cohort) for _ in range(8)]
    for enrolment in people[:7]:
        sat(session, enrolment, "before", 4)
    for number, enrolment in enumerate(people[:6]):
        sat(session, enrolment, "after", 7, at=NOW + timedelta(hours=number))
    sat(session, people[7], "after", 10)

    found = results_of(session, tested, Scope(COURSE, cohort))

    assert found.sat_both == 6
    assert found.gain
    assert found.gain.people == 5
    assert found.gain.gain == Fraction(1, 2)
    assert results_of(session, course(), Scope(COURSE, cohort)).gain is None


def test_results_take_the_same_few_statements_whatever_the_size(session, engine):
    all_given(session, [A_SHEET] * 15)

    with statements_of(engine) as statements:
        results_of(session, course(), Scope(COURSE))

    assert len(statements) == 5


def test_as_of_a_moment_the_months_before_it_are_counted(session):
    all_given(session, [A_SHEET] * 7)
    first = NOW.replace(day=1, hour=0)
    later = (first + timedelta(days=40)).replace(day=1)

    earlier = the_form(session, Scope(COURSE, as_of=NOW - timedelta(days=1)))
    same_month = the_form(session, Scope(COURSE, as_of=NOW))
    next_month = the_form(session, Scope(COURSE, as_of=later))

    assert (earlier.asked, earlier.given, earlier.shown) == (0, 0, 0)
    assert (same_month.asked, same_month.given, same_month.shown) == (7, 7, 0)
    assert (next_month.asked, next_month.given, next_month.shown) == (7, 7, 5)
