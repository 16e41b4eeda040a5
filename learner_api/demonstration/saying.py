"""What invented learners say of the course: at its end, or on stopping."""

from datetime import datetime, timedelta
from random import Random

from course import enrolments, evaluations, follow_ups
from course.evaluation_form import NOT_APPLICABLE, STOPPING, EvaluationQuestion
from learner_api.demonstration.student import Student, Telling, operation

# Each is said by one person at most.
_TEXTS = {
    "helped-most": (
        "The worksheets. I have used the stakeholder matrix in two meetings already.",
        "Seeing how other countries set up their committee, and what did not work.",
        "Short lessons. I read most of them on the way to work.",
        "Writing the roadmap for my own country, with comments on it.",
        "The list of indicators. We had none for remittances before.",
        "The glossary: at last my ministry and the statistics office say one thing.",
        "The questions after each module. They showed me what I had only skimmed.",
        "The discussion. A colleague from another country had solved my problem.",
        "The part on budgets, since that is where our plans usually end.",
        "That I could go on with it on my phone when the power was out.",
        "The situation analysis, step by step. I did ours along with it.",
        "The comments of the trainer. They were frank, and of use.",
    ),
    "change": (
        "More examples from small island States.",
        "The quizzes could ask more about our own work and less about the Handbook.",
        "One week more for the roadmap.",
        "A meeting halfway through, to hear how far the others are.",
        "Fewer abbreviations in the module on coherence.",
        "More on internal migration; for us that is the larger part.",
        "Let us download the whole module at once.",
        "An example of a budget line that was really paid.",
        "Say earlier how much work the roadmap is.",
        "A French version of the worksheets for my team.",
    ),
    "anything-else": (
        "Thank you. I have told my colleagues about it.",
        "Please keep the course open for a while: I want to look things up.",
        "Our planning unit will use the matrix in the next plan.",
        "The certificate helped me to be given this task.",
        "Could there be one for local authorities?",
        "I should have liked to meet the others in person.",
        "Good pace, clear words.",
    ),
    "what-would-help": (
        "Two hours a week in which my office lets me study.",
        "A version that works when the line is down.",
        "To begin in another month. Ours is when the budget is due.",
        "A colleague from my own ministry on the same course.",
        "Shorter readings in the second module.",
        "Examples nearer to the work of a district.",
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
        {each.key: _answer(each, student, random) for each in form.questions},
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


def _answer(question: EvaluationQuestion, student: Student, random: Random) -> object:
    if question.kind == "scale":
        if question.not_applicable and random.random() < 0.08:
            return NOT_APPLICABLE
        return random.choices((1, 2, 3, 4, 5), weights=_WEIGHTS)[0]
    values = list(question.options)
    if question.kind == "choice":
        return random.choice(values)
    if question.kind == "choices":
        return random.sample(values, k=random.randint(1, 2))
    unsaid = student.world.unsaid.setdefault(
        question.key, list(_TEXTS.get(question.key, ()))
    )
    if not unsaid or random.random() >= _WRITES:
        return None
    return unsaid.pop(random.randrange(len(unsaid)))


def _chance(student: Student) -> Random:
    return Random(f"{student.learner.email} says")  # noqa: S311  # nothing secret is drawn from it
