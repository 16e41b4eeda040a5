"""Two at once while a rule changes: each ends as if one had come after the other."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from course import enrolments, progress, rule_changes
from course.doctor import examine
from course.errors import StalePreview
from course.models import (
    Achievement,
    Award,
    Cohort,
    Edition,
    Enrolment,
    OutgoingMessage,
    RuleChange,
    RuleChangeEntry,
    User,
)
from course.outline import Course
from course.progress import standing_of
from course.rule_change_listing import CHOICES, Choice, Decision
from course.rule_change_plan import RuleScope
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    OFFICE,
    QUIZZES,
    a_cohort,
    a_finished_lesson,
    a_submitted_attempt,
    an_administrator,
    an_enrolment,
)
from tests.course.rule_changes import (
    EASIER,
    HARDER,
    REASON,
    TOP_UP_BY,
    letters,
    previewed,
)
from tests.laws.seeds import chance
from tests.threads import at_once

LATER = NOW + timedelta(hours=1)
ROUNDS = 2


class Round:
    """A cohort with some learners, and a change of its rule that was previewed."""

    def __init__(self, session: Session, draw: Random) -> None:
        by = an_administrator(session)
        cohort = a_cohort(session)
        self.learners = [self._learner(session, cohort, draw) for _ in range(3)]
        session.commit()
        # Names that a thread may use: it has a session of its own.
        self.by_id, self.cohort_id = by.id, cohort.id

    def _learner(self, session: Session, cohort: Cohort, draw: Random) -> UUID:
        """On the way: with so many lessons and quizzes, never with all of them."""
        enrolment = an_enrolment(session, cohort=cohort)
        for place in LESSONS[: draw.randint(1, 2)]:
            a_finished_lesson(session, enrolment, *place)
        for quiz_key in QUIZZES[: draw.randint(0, 2)]:
            a_submitted_attempt(session, enrolment, quiz_key)
        return enrolment.uuid

    def token(self, session: Session, to: Course) -> str:
        cohort = session.get_one(Cohort, self.cohort_id)
        found: str = previewed(session, to, cohort=cohort).token
        session.rollback()
        return found

    def apply(self, own: Session, to: Course, choice: Choice, token: str) -> str:
        """Apply as the edge does; what became of it."""
        cohort = own.get_one(Cohort, self.cohort_id)
        day = TOP_UP_BY if choice == "top-up" else None
        try:
            with own.begin_nested():
                rule_changes.apply_rule_change(
                    own,
                    to,
                    RuleScope.of(COURSE, cohort),
                    Decision(choice, REASON, day),
                    op=uuid4(),
                    token=token,
                    letters=letters,
                    now=LATER,
                    office=OFFICE,
                    by=own.get_one(User, self.by_id),
                )
        except StalePreview:
            return "stale"
        return "applied"

    def learn(self, own: Session, act: str) -> str:
        """Finish a lesson, or sit a quiz, as the edge has a learner do."""
        uuid = self.learners[0]
        person = own.scalars(
            select(User).join(Enrolment).where(Enrolment.uuid == uuid)
        ).one()
        found = enrolments.find_enrolment(own, person, uuid, for_update=True)
        assert found is not None
        options: dict[str, Any] = {"now": LATER, "office": OFFICE, "by": person}
        if act == "lesson":
            progress.complete_lesson(own, found, *LESSONS[2], op=uuid4(), **options)
        else:
            a_submitted_attempt(own, found, QUIZZES[1], now=LATER)
        return "learned"

    def record(self, session: Session) -> Any:
        """What the record says in the end, the order of the two apart."""
        session.expire_all()
        found = session.scalars(
            select(Enrolment)
            .where(Enrolment.uuid.in_(self.learners))
            .order_by(Enrolment.id)
        ).all()
        return [
            (
                each.edition.digest,
                each.standing,
                each.met,
                each.needed,
                each.completed_at is not None,
                standing_of(session, each).kept() == each.standing,
                self._earned(session, each),
                self._effects(session, each),
            )
            for each in found
        ]

    def _earned(self, session: Session, enrolment: Enrolment) -> list[Any]:
        found = session.execute(
            select(Achievement.award_kind, Edition.digest, func.count(Award.id))
            .join(Edition, Edition.id == Achievement.edition_id)
            .outerjoin(Award, Award.achievement_id == Achievement.id)
            .where(Achievement.enrolment_id == enrolment.id)
            .group_by(Achievement.award_kind, Edition.digest)
        )
        return sorted(tuple(row) for row in found)

    def _effects(self, session: Session, enrolment: Enrolment) -> list[str]:
        return sorted(
            session.scalars(
                select(RuleChangeEntry.effect).where(
                    RuleChangeEntry.enrolment_id == enrolment.id
                )
            )
        )

    def changes(self, session: Session) -> int:
        query = select(func.count()).where(RuleChange.cohort_id == self.cohort_id)
        return session.scalar(query) or 0


def both(sessions: sessionmaker[Session], *acts: Callable[[Session], str]) -> list[Any]:
    """What came of these acts, done in the same moment, each in its own session."""

    def run(number: int) -> str:
        with sessions() as own:
            came = acts[number](own)
            own.commit()
            return came

    return at_once(len(acts), run)


@pytest.mark.parametrize("choice", CHOICES)
def test_of_two_changes_at_once_one_wins_and_the_other_is_told(
    session, sessions, choice
):
    draw = chance(f"two changes {choice}")
    for number in range(ROUNDS):
        now = Round(session, draw)
        first, second = (EASIER, EASIER) if number == 0 else (EASIER, HARDER)
        tokens = [now.token(session, to) for to in (first, second)]

        came = both(
            sessions,
            lambda own: now.apply(own, first, choice, tokens[0]),  # noqa: B023
            lambda own: now.apply(own, second, choice, tokens[1]),  # noqa: B023
        )

        assert sorted(map(str, came)) == ["applied", "stale"]
        assert now.changes(session) == 1
        won = (first, second)[came.index("applied")]
        cohort = session.get_one(Cohort, now.cohort_id, populate_existing=True)
        assert cohort.edition.digest == won.digest
        assert not any(examine(session))
        session.rollback()


@pytest.mark.parametrize("act", ["lesson", "quiz"])
def test_learning_while_a_rule_changes_is_as_one_after_the_other(
    session, sessions, act
):
    draw = chance(f"learning while a rule changes {act}")
    for _ in range(ROUNDS):
        now = Round(session, draw)
        to, choice = draw.choice((EASIER, HARDER)), draw.choice(CHOICES[1:])
        token = now.token(session, to)

        def change(
            own: Session, now: Round = now, to=to, choice=choice, token=token
        ) -> str:
            return now.apply(own, to, choice, token)

        def learn(own: Session, now: Round = now) -> str:
            return now.learn(own, act)

        expected = []
        for acts in ((learn, change), (change, learn)):
            with sessions() as own:
                came = {each.__name__: each(own) for each in acts}
                own.flush()
                expected.append((came["change"], now.record(own)))
                own.rollback()

        changed, learned = both(sessions, change, learn)

        assert learned == "learned"
        assert (changed, now.record(session)) in expected
        assert now.changes(session) == (changed == "applied")
        assert not any(examine(session))
        session.rollback()


def test_everybody_is_told_once_whoever_came_first(session, sessions):
    now = Round(session, chance("told once"))
    token = now.token(session, EASIER)

    came = both(
        sessions,
        *[lambda own: now.apply(own, EASIER, "re-evaluate", token) for _ in range(3)],
    )

    told = session.scalars(select(OutgoingMessage.dedupe_key)).all()
    changes = [each for each in told if each.startswith("rule change")]
    assert sorted(map(str, came)) == ["applied", "stale", "stale"]
    # Each learner, and the trainer of the cohort.
    assert len(changes) == len(set(changes)) == len(now.learners) + 1
