"""The third law: acknowledged means committed, and an operation is done once.

Programs send the same operation twice, thrice, late and out of order. The record must
come out as if each had been sent once, and each must be answered as it was.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from course import enrolments
from course.models import (
    Cohort,
    Enrolment,
    OutgoingMessage,
    RosterImport,
)
from tests.builders import (
    LESSONS,
    NOW,
    QUIZZES,
    a_trainer,
    miniature_catalogue,
    right_answers,
)
from tests.laws.acts import (
    ROSTER,
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
    undo_list,
)
from tests.laws.programs import a_learning, a_program
from tests.laws.records import every_row, record_of
from tests.laws.seeds import chance


@dataclass(slots=True)
class Course:
    """Everything that a learner sends to finish the course, each once."""

    sendings: dict[str, Sending]
    after: dict[str, set[str]]

    def add(self, name: str, sending: Sending, *after: str) -> None:
        self.sendings[name] = sending
        self.after[name] = set(after)


def a_whole_course() -> Course:
    """Lessons, attempts, several saves for each question, submissions, an award."""
    course = Course({}, {})
    for place in LESSONS:
        course.add(f"complete {place}", complete(place))
    for quiz_key in QUIZZES:
        attempt = uuid4()
        course.add(f"start {quiz_key}", start(quiz_key, attempt))
        saves = []
        for key, right in right_answers(miniature_catalogue().quiz(quiz_key)).items():
            for sequence, answer in enumerate((right, None, right), start=1):
                name = f"save {key} {sequence}"
                sending = save(attempt, key, answer, sequence)
                course.add(name, sending, f"start {quiz_key}")
                saves.append(name)
        course.add(f"submit {quiz_key}", submit(attempt), *saves)
    course.add("award", request_award(), *course.sendings)
    return course


def once_in_order(course: Course) -> list[str]:
    return list(course.sendings)


def shuffled_with_repeats(course: Course, draw: Random) -> list[str]:
    """An order in which each goes when it may, and often goes again much later."""
    waiting, sent, order = list(course.sendings), set[str](), list[str]()
    while waiting:
        ready = [name for name in waiting if course.after[name] <= sent]
        name = draw.choice(ready)
        waiting.remove(name)
        sent.add(name)
        order.append(name)
        while draw.random() < 0.5:
            order.append(draw.choice(order))
    return order


def test_a_whole_course_sent_shuffled_and_repeated_is_recorded_as_if_sent_once(
    app_on_both, session
):
    draw = chance("operations once")
    plain, wild = a_learning(app_on_both, session), a_learning(app_on_both, session)
    course = a_whole_course()
    for name in once_in_order(course):
        told(plain.program.send(course.sendings[name]))
    again = a_whole_course()
    first: dict[str, dict[str, Any]] = {}

    order = shuffled_with_repeats(again, draw)
    for name in order:
        answer = told(wild.program.send(again.sendings[name]))

        if name.startswith("start"):
            # The attempt is the same one; what it holds has grown meanwhile.
            answer = {"uuid": answer["uuid"], "number": answer["number"]}
        assert answer == first.setdefault(name, answer), name

    assert max(Counter(order).values()) > 2
    assert record_of(session, wild.enrolment_id) == record_of(
        session, plain.enrolment_id
    )


def test_an_operation_sent_thrice_changes_nothing_after_the_first(app_on_both, session):
    learning = a_learning(app_on_both, session)
    attempt = uuid4()

    for sending in (
        start("first-quiz", attempt),
        complete(LESSONS[0]),
        save(attempt, "one-colour", "red"),
        submit(attempt),
        complete(LESSONS[1]),
    ):
        first = learning.program.send(sending)
        before = every_row(session)
        others = [learning.program.send(sending) for _ in range(2)]

        assert first.status_code in (200, 201)
        assert [other.get_json() for other in others] == [first.get_json()] * 2
        assert every_row(session) == before


def test_a_save_of_any_type_of_question_sent_again_is_answered_the_same(
    app_on_both, session
):
    learning = a_learning(app_on_both, session)
    attempt = told(learning.program.send(start("first-quiz")))["uuid"]

    for key, right in right_answers(miniature_catalogue().quiz("first-quiz")).items():
        sending = save(attempt, key, right)
        answers = [told(learning.program.send(sending)) for _ in range(3)]

        assert answers[0]["answer"] == right
        assert answers[1:] == answers[:1] * 2


def test_a_late_save_never_wins_and_is_told_what_is_held(app_on_both, session):
    learning = a_learning(app_on_both, session)
    attempt = told(learning.program.send(start("second-quiz")))["uuid"]
    choices = {1: "cold", 2: "tall", 3: None}

    for order in permutations(choices):
        sendings = {n: save(attempt, "opposite-of-hot", choices[n], n) for n in order}
        first = [told(learning.program.send(sendings[n])) for n in order]
        again = [told(learning.program.send(sendings[n])) for n in order]
        receipt = told(learning.program.send(submit(attempt)))
        late = [told(learning.program.send(sendings[n])) for n in order]

        highest = [max(order[: place + 1]) for place in range(len(order))]
        assert [answer["sequence"] for answer in first] == highest
        assert [answer["answer"] for answer in first] == [choices[n] for n in highest]
        assert again == late == first
        assert receipt["marks"][0]["answer"] is None
        attempt = told(learning.program.send(start("second-quiz")))["uuid"]


def test_what_was_acknowledged_is_acknowledged_again_after_a_withdrawal(
    app_on_both, session
):
    learning = a_learning(app_on_both, session)
    beginning = start("first-quiz")
    attempt = told(learning.program.send(beginning))["uuid"]
    acts = [complete(LESSONS[0]), save(attempt, "week", True), beginning]
    before = [told(learning.program.send(act)) for act in acts]
    enrolment = session.get_one(Enrolment, learning.enrolment_id)
    by = a_trainer(session)
    enrolments.withdraw(session, enrolment, reason="Has left.", now=NOW, by=by)
    session.commit()

    again = [told(learning.program.send(act)) for act in acts]
    new = learning.program.send(save(attempt, "week", False))

    assert again == before
    assert new.get_json()["type"] == "/problems/enrolment-withdrawn"


def test_a_lesson_completed_under_another_name_is_the_same_record(app_on_both, session):
    learning = a_learning(app_on_both, session)

    first = told(learning.program.send(complete(LESSONS[0])))
    second = told(learning.program.send(complete(LESSONS[0])))

    assert second == first
    assert record_of(session, learning.enrolment_id)["lessons"] == [LESSONS[0]]


def test_a_cohort_and_its_list_sent_again_make_one_cohort_and_one_of_each(
    app_on_both, session
):
    trainer = a_program(app_on_both, session, a_trainer(session))
    making = create_cohort()
    cohort = told(trainer.send(making))
    planned = told(trainer.send(plan_list(cohort["uuid"], ROSTER)))
    listing = apply_plan(cohort["uuid"], planned)
    outcomes = told(trainer.send(listing))
    before = every_row(session)

    # The list again after it was done, when all its people are already here.
    again = [told(trainer.send(each)) for each in (making, listing, listing, making)]

    assert again == [cohort, outcomes, outcomes, cohort]
    assert every_row(session) == before
    assert [row["kind"] for row in outcomes["rows"]] == ["create", "create"]
    for model, count in ((Cohort, 1), (RosterImport, 1), (OutgoingMessage, 2)):
        assert session.scalar(select(func.count()).select_from(model)) == count
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 2


def test_a_list_taken_back_again_is_taken_back_once(app_on_both, session):
    trainer = a_program(app_on_both, session, a_trainer(session))
    cohort = told(trainer.send(create_cohort()))["uuid"]
    planned = told(trainer.send(plan_list(cohort, ROSTER)))
    applied = told(trainer.send(apply_plan(cohort, planned)))
    undoing = undo_list(cohort, applied)
    undone = told(trainer.send(undoing))
    before = every_row(session)

    again = [told(trainer.send(each)) for each in (undoing, undo_list(cohort, applied))]

    assert again == [undone, undone]
    assert every_row(session) == before
    assert undone["undone"]["taken_back"] == undone["undone"]["letters_stopped"] == 2
