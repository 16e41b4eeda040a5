"""Races: however many ask in the same moment, one thing comes of it.

Real threads, each with a connection of its own, through the API or the verbs.
"""

from collections import Counter
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from course import enrolments
from course.doctor import examine
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Cohort,
    CohortTrainer,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    Mark,
    OutgoingMessage,
    Response,
    RosterImport,
    User,
)
from tests.builders import (
    LESSONS,
    NOW,
    a_completed_enrolment,
    a_finished_lesson,
    a_learner,
    a_submitted_attempt,
    a_trainer,
    an_edition,
    an_enrolment,
    an_open_attempt,
    miniature_catalogue,
    right_answers,
)
from tests.laws.acts import (
    Sending,
    apply_plan,
    complete,
    create_cohort,
    plan_list,
    request_award,
    save,
    start,
    submit,
    told,
)
from tests.laws.programs import Program, a_program
from tests.threads import at_once

FIFTY = 50
# A sign that no certificate can show yet.
UNPRINTABLE = "Ama \N{CUNEIFORM SIGN A}"


def all_at_once(program: Program, sendings: list[Sending]) -> list[Any]:
    """Every answer; neither an exception nor a fault of the server is one."""
    answers = at_once(len(sendings), lambda n: program.send(sendings[n]))
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
        assert answer.status_code < 500, answer.text
    return answers


def counts(session: Session, *models: Any) -> list[int]:
    """How many rows there are; the lock that a look takes on SQLite is given back."""
    session.rollback()
    found = [
        session.scalar(select(func.count()).select_from(model)) or 0 for model in models
    ]
    session.rollback()
    return found


def all_is_well(session: Session) -> bool:
    session.rollback()
    return not any(examine(session))


def rename(session: Session, person: User, name: str) -> None:
    session.execute(update(User).where(User.id == person.id).values(name=name))
    session.refresh(person)


def test_fifty_who_ask_at_once_for_the_certificate_are_given_one_number(
    app_on_both, session
):
    learner = a_learner(session, name="Ama Mensah")
    rename(session, learner, UNPRINTABLE)
    a_completed_enrolment(session, learner)
    rename(session, learner, "Ama Mensah")
    program = a_program(app_on_both, session, learner)
    assert counts(session, Achievement, Award) == [1, 0]

    answers = all_at_once(program, [request_award()] * FIFTY)

    assert Counter(each.status_code for each in answers) == {201: 1, 200: FIFTY - 1}
    assert len({each.get_json()["number"] for each in answers}) == 1
    assert len({each.get_json()["digest"] for each in answers}) == 1
    assert counts(session, Achievement, Award, AwardEvent) == [1, 1, 1]
    assert all_is_well(session)


def test_the_last_lesson_finished_many_times_at_once_completes_the_course_once(
    app_on_both, session
):
    enrolment = an_enrolment(session)
    for module, lesson in LESSONS[:-1]:
        a_finished_lesson(session, enrolment, module, lesson)
    for quiz in ("first-quiz", "second-quiz"):
        a_submitted_attempt(session, enrolment, quiz)
    program = a_program(app_on_both, session, enrolment.user)
    same = uuid4()
    twins = [complete(LESSONS[-1], same)] * 6
    others = [complete(LESSONS[-1]) for _ in range(6)]

    answers = all_at_once(program, twins + others)

    assert len({each.get_json()["op"] for each in answers}) == 1
    assert {each.get_json()["percent"] for each in answers} == {100}
    found = counts(session, LessonCompletion, Achievement, Award)
    assert found == [len(LESSONS), 1, 1]
    assert all_is_well(session)


def test_the_last_lesson_and_the_last_quiz_at_once_complete_the_course_once(
    app_on_both, session
):
    enrolment = an_enrolment(session)
    for module, lesson in LESSONS[:-1]:
        a_finished_lesson(session, enrolment, module, lesson)
    a_submitted_attempt(session, enrolment, "first-quiz")
    attempt = an_open_attempt(session, enrolment, "second-quiz")
    program = a_program(app_on_both, session, enrolment.user)
    answers = right_answers(miniature_catalogue().quiz("second-quiz"))
    for question, right in answers.items():
        told(program.send(save(attempt.uuid, question, right)))
    last_acts = [complete(LESSONS[-1]), submit(attempt.uuid)] * 5

    all_at_once(program, [*last_acts, request_award(), request_award()])

    found = counts(session, LessonCompletion, Mark, Achievement, Award)
    assert found == [len(LESSONS), 2, 1, 1]
    assert all_is_well(session)


def test_twenty_who_start_at_once_are_given_one_open_attempt(app_on_both, session):
    enrolment = an_enrolment(session)
    program = a_program(app_on_both, session, enrolment.user)

    answers = all_at_once(program, [start("first-quiz") for _ in range(20)])

    assert Counter(each.status_code for each in answers) == {201: 1, 200: 19}
    assert len({each.get_json()["uuid"] for each in answers}) == 1
    # The outline's edition and the quiz's, each kept once.
    assert counts(session, Attempt, Edition) == [1, 2]


def test_saves_and_submissions_at_once_are_all_marked_or_all_refused(
    app_on_both, session
):
    enrolment = an_enrolment(session)
    attempt = an_open_attempt(session, enrolment, "first-quiz")
    program = a_program(app_on_both, session, enrolment.user)
    saves = [save(attempt.uuid, "year", str(n), n) for n in range(1, 13)]
    sendings = [*saves[:6], submit(attempt.uuid), *saves[6:], submit(attempt.uuid)]

    answers = all_at_once(program, sendings)

    given = [
        (sending, answer.get_json())
        for sending, answer in zip(sendings, answers, strict=True)
        if answer.status_code == 200
    ]
    kept = [sending.body or {} for sending, _ in given if sending.method == "PUT"]
    receipts = [receipt for sending, receipt in given if sending.method == "POST"]
    highest = max((body["sequence"] for body in kept), default=None)
    marked = next(each for each in receipts[0]["marks"] if each["question"] == "year")
    assert receipts == receipts[:1] * 2
    assert marked["answer"] == (None if highest is None else str(highest))
    assert counts(session, Response, Mark) == [len(kept), 1]
    assert all_is_well(session)


def test_one_save_sent_twelve_times_at_once_is_one_response(app_on_both, session):
    enrolment = an_enrolment(session)
    attempt = an_open_attempt(session, enrolment, "first-quiz")
    program = a_program(app_on_both, session, enrolment.user)

    answers = all_at_once(program, [save(attempt.uuid, "week", True)] * 12)

    assert [each.get_json() for each in answers] == [answers[0].get_json()] * 12
    assert counts(session, Response) == [1]


def test_one_learner_enrolled_by_many_at_once_is_enrolled_once(sessions, session):
    learner, edition = a_learner(session), an_edition(session)
    session.commit()

    def enrol(_: int) -> int:
        with sessions() as own:
            made = enrolments.enrol(
                own,
                own.get_one(User, learner.id),
                own.get_one(Edition, edition.id),
                now=NOW,
            )
            own.commit()
            return made.id

    made = at_once(12, enrol)

    assert made == made[:1] * 12
    assert counts(session, Enrolment, EnrolmentEvent) == [1, 1]


ROSTER = "\n".join(f"Person {n} <person-{n}@example.org>" for n in range(8))


def test_a_cohort_made_many_times_at_once_is_made_once(app_on_both, session):
    program = a_program(app_on_both, session, a_trainer(session))

    answers = all_at_once(program, [create_cohort(uuid4())] * 10)

    assert Counter(each.status_code for each in answers) == {201: 1, 200: 9}
    assert [told(each) for each in answers] == [told(answers[0])] * 10
    assert counts(session, Cohort, CohortTrainer) == [1, 1]


def test_one_list_sent_many_times_at_once_enrols_and_writes_to_each_once(
    app_on_both, session
):
    program = a_program(app_on_both, session, a_trainer(session))
    cohort = told(program.send(create_cohort()))["uuid"]
    plans = [told(program.send(plan_list(cohort, ROSTER))) for _ in range(5)]
    same, *others = [apply_plan(cohort, plan) for plan in plans]

    answers = all_at_once(program, [same] * 4 + others)

    # One plan is carried out; for the others the record is no longer what it was.
    told_all = [told(each) for each in answers if each.status_code in (200, 201)]
    assert len(told_all) in (1, 4)
    assert told_all == told_all[:1] * len(told_all)
    assert {each.status_code for each in answers} <= {200, 201, 409}
    found = counts(session, Enrolment, EnrolmentEvent, OutgoingMessage, RosterImport)
    assert found == [8, 8, 8, 1]
    assert all_is_well(session)


def test_one_list_for_two_cohorts_at_once_goes_wholly_to_one_of_them(
    app_on_both, session
):
    program = a_program(app_on_both, session, a_trainer(session))
    cohorts = [
        told(program.send(create_cohort(key=key)))["uuid"] for key in ("one", "other")
    ]
    backwards = "\n".join(reversed(ROSTER.splitlines()))
    texts = (ROSTER, backwards)
    lists = [
        apply_plan(cohort, told(program.send(plan_list(cohort, text))))
        for cohort, text in zip(cohorts, texts, strict=True)
    ]

    answers = all_at_once(program, lists * 3)

    placed = session.execute(
        select(Enrolment.cohort_id, func.count()).group_by(Enrolment.cohort_id)
    ).all()
    assert [count for _, count in placed] == [8]
    assert counts(session, OutgoingMessage) == [8]
    assert Counter(each.status_code for each in answers) == {201: 1, 200: 2, 409: 3}
    assert all_is_well(session)
