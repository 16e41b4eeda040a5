"""What invented learners say of the course: at its end, or on stopping."""

from datetime import datetime, timedelta
from random import Random

from course import enrolments, evaluations, follow_ups
from course.evaluation_form import NOT_APPLICABLE, STOPPING, EvaluationQuestion
from learner_api.demonstration.student import Student, Telling, operation

_TEXTS = {
    "helped-most": (
        "The worksheets. I have used the stakeholder matrix in two meetings already.",
        "Seeing how other countries set up their committee, and what did not work.",
        "Short lessons. I read most of them on the way to work.",
        "Writing the roadmap for my own country, with comments on it.",
    ),
    "change": (
        "More examples from small island States.",
        "The quizzes could ask more about our own work and less about the Handbook.",
        "One week more for the roadmap.",
    ),
    "anything-else": ("Thank you. I have told my colleagues about it.",),
    "what-would-help": (
        "Two hours a week in which my office lets me study.",
        "A version that works when the line is down.",
    ),
}
_WRITES = 0.5
# From the worst point to the best: most are content, and some are not.
_WEIGHTS = (1, 2, 4, 9, 8)
_AGREES = 0.7


def say_how_it_was(student: Student, moment: datetime) -> Telling:
    """Give the form for where they stand, and perhaps agree to be asked again."""
    world, random = student.world, _chance(student)
    course, enrolment = world.course, student.enrolment
    moment += timedelta(minutes=random.randint(5, 90))
    yield moment
    key = evaluations.form_for(course, enrolment)
    form = world.catalogue.forms[key]
    enrolments.lock(world.session, enrolment)
    evaluations.give_evaluation(
        world.session,
        enrolment,
        form,
        {each.key: _answer(each, random) for each in form.questions},
        course=course,
        digest=form.digest,
        op=operation(random),
        now=moment,
        office=world.office,
        by=student.learner,
    )
    if key != STOPPING and random.random() < _AGREES:
        moment += timedelta(minutes=1)
        yield moment
        follow_ups.choose_follow_up(
            world.session,
            enrolment,
            course,
            op=operation(random),
            verdict=follow_ups.AGREED,
            now=moment,
            by=student.learner,
        )
    return moment


def _answer(question: EvaluationQuestion, random: Random) -> object:
    if question.kind == "scale":
        if question.not_applicable and random.random() < 0.08:
            return NOT_APPLICABLE
        return random.choices((1, 2, 3, 4, 5), weights=_WEIGHTS)[0]
    values = list(question.options)
    if question.kind == "choice":
        return random.choice(values)
    if question.kind == "choices":
        return random.sample(values, k=random.randint(1, 2))
    texts = _TEXTS.get(question.key, ())
    return random.choice(texts) if texts and random.random() < _WRITES else None


def _chance(student: Student) -> Random:
    return Random(f"{student.learner.email} says")  # noqa: S311  # nothing secret is drawn from it
