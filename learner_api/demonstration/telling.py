"""What the invented trainer tells the cohort, and the session that an expert gives."""

from datetime import timedelta
from random import Random

from course import announcements, expert_sessions
from course.expert_sessions import Slot
from course.models import Cohort
from learner_api.announcement_letters import announcement_letter
from learner_api.demonstration.student import Story, World, operation

_WELCOME = (
    "Welcome to the course. **Two things before you begin:**\n\n"
    "- say in your profile in which time zone you live, so that days end with "
    "yours;\n"
    "- write your first answer in the discussion by Friday.\n"
)
_LONGER = "An hour is not enough for all the questions that you sent."


def tell(world: World, cohort: Cohort) -> Story:
    """An announcement on the second day, and a session that is moved once."""
    random = Random("telling")  # noqa: S311  # nothing secret is drawn from it
    moment = world.opened_at + timedelta(days=1, hours=3)
    yield moment
    announcements.post_announcement(
        world.session,
        cohort,
        op=operation(random),
        title="Welcome, and two things to do first",
        body=_WELCOME,
        mail=False,
        letter=announcement_letter("", world.trainer),
        now=moment,
        by=world.trainer,
    )
    starts = moment.replace(hour=13, minute=0, second=0, microsecond=0)
    starts += timedelta(days=95)
    slot = Slot(
        "How a ministry counted who came back",
        "Dr Nadia Rahmani, national statistics office",
        starts,
        starts + timedelta(hours=1),
        "Africa/Tunis",
        "https://meet.example.org/counting-returns",
    )
    moment += timedelta(hours=1)
    yield moment
    row, _ = expert_sessions.schedule_session(
        world.session, cohort, slot, op=operation(random), now=moment, by=world.trainer
    )
    moment += timedelta(days=5)
    yield moment
    longer = Slot(
        slot.title,
        slot.expert,
        slot.starts_at,
        slot.ends_at + timedelta(minutes=30),
        slot.zone,
        slot.place,
    )
    expert_sessions.change_session(
        world.session,
        row,
        longer,
        op=operation(random),
        reason=_LONGER,
        now=moment,
        by=world.trainer,
    )
