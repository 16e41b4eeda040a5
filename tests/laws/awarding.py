"""The same learner under a rule with every kind of criterion and two kinds of award.

Trainers accept roadmaps, sign off and take that back, and the learner is moved between
cohorts that are run in different ways. What ought to be kept is reckoned apart.
"""

from fractions import Fraction
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from course import enrolments, progress, roadmaps
from course.errors import CourseError, EnrolmentWithdrawn
from course.models import (
    Attempt,
    Cohort,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    Mark,
    RoadmapReview,
    RoadmapSubmission,
    SignOff,
)
from course.sign_off_errors import SignOffUnchanged
from tests.builders import (
    LESSONS,
    OFFICE,
    QUIZZES,
    a_cohort,
    a_reviewed_roadmap,
    a_saved_worksheet,
    a_sign_off,
    a_submitted_roadmap,
)
from tests.laws.account import account_of, achievements_of
from tests.laws.learning import OPENS_ON, Learning
from tests.rules import a_ruled_edition

AVERAGE = Fraction(60, 100)


class Awarding(Learning):
    """One learner, and what trainers say of them, in any order."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        super().__init__(sessions)
        self.cohorts = [
            self.enrolment.cohort,
            *(
                a_cohort(
                    self.session,
                    trainer=self.trainer,
                    opens_on=OPENS_ON,
                    edition=self.edition(),
                    mode=mode,
                )
                for mode in ("self-paced", "moderated")
            ),
        ]

    def edition(self) -> Edition:
        return a_ruled_edition(self.session)

    @rule(verdict=st.sampled_from(["accepted", "accepted", "sent-back"]))
    def hand_in_a_roadmap_and_have_it_read(self, verdict: str) -> None:
        standing = roadmaps.standing_of(self.session, self.enrolment)
        if self._inactive():
            return
        if standing.state != "waiting":
            a_saved_worksheet(self.session, self.enrolment, now=self.now)
            a_submitted_roadmap(self.session, self.enrolment, now=self.now)
        else:
            a_reviewed_roadmap(
                self.session,
                standing.history[0].submission,
                verdict=verdict,
                now=self.now,
                by=self.trainer,
            )

    @rule(verdict=st.sampled_from(["given", "given", "withdrawn"]))
    def sign_off(self, verdict: str) -> None:
        latest = self._latest_sign_off()
        is_so = verdict == (latest.verdict if latest else "withdrawn")

        refusal: type[CourseError] | None = SignOffUnchanged if is_so else None
        if refusal is None and verdict == "given" and self.enrolment.withdrawn_at:
            refusal = EnrolmentWithdrawn

        self._told(
            refusal,
            lambda: a_sign_off(
                self.session,
                self.enrolment,
                op=uuid4(),
                verdict=verdict,
                now=self.now,
                by=self.trainer,
            ),
        )

    @rule(number=st.integers(0, 2))
    def move_to_a_cohort(self, number: int) -> None:
        if self.enrolment.withdrawn_at is not None:
            # Whoever left is restored before a list puts them anywhere.
            return
        cohort = self.cohorts[number]
        assert cohort is not None
        enrolments.assign(
            self.session, self.enrolment, cohort, now=self.now, by=self.administrator
        )
        progress.note_standing(
            self.session,
            self.enrolment,
            now=self.now,
            office=OFFICE,
            by=self.administrator,
        )

    @invariant()
    def what_is_kept_is_the_fold_and_the_fold_is_right(self) -> None:
        kept = self.session.execute(
            select(
                Enrolment.standing,
                Enrolment.met,
                Enrolment.needed,
                Enrolment.completed_at,
            ).where(Enrolment.id == self.enrolment.id)
        ).one()
        folded = progress.standing_of(self.session, self.enrolment)

        account = self._account()

        assert kept._asdict() == account
        assert folded.kept() == account["standing"]
        self.ever_earned |= account["standing"]["earned"].keys()
        assert sorted(achievements_of(self.session, self.enrolment.id)) == [
            (kind, 1) for kind in sorted(self.ever_earned)
        ]

    def _account(self) -> dict[str, Any]:
        """What the row ought to hold, by plain loops over raw rows."""
        account = account_of(self.session, self.enrolment.id)
        standing = account["standing"]
        asked = [(["score", "", ""], self._averaged_since())]
        if self._mode() == "moderated":
            signed = self._latest_sign_off()
            holds = signed is not None and signed.verdict == "given"
            asked += [
                (["roadmap", "", "roadmap"], self._accepted_at()),
                (
                    ["sign-off", "", "sign-off"],
                    signed.recorded_at if signed and holds else None,
                ),
            ]
        done = [moment for _place, moment in asked if moment is not None]
        standing["outstanding"] += [place for place, moment in asked if moment is None]
        account["met"] += len(done)
        account["needed"] = len(LESSONS) + len(QUIZZES) + len(asked)
        earned = standing["earned"]
        if standing["outstanding"]:
            earned.pop("completion", None)
            account["completed_at"] = None
        else:
            account["completed_at"] = max([account["completed_at"], *done])
            earned["completion"] = account["completed_at"].isoformat()
        finished = sorted(
            self.session.scalars(
                select(LessonCompletion.recorded_at).where(
                    LessonCompletion.enrolment_id == self.enrolment.id
                )
            )
        )
        if len(finished) >= 2:
            earned["participation"] = finished[1].isoformat()
        return account

    def _mode(self) -> str:
        row = self.session.execute(
            select(Cohort.mode)
            .select_from(EnrolmentEvent)
            .outerjoin(Cohort, Cohort.id == EnrolmentEvent.cohort_id)
            .where(EnrolmentEvent.enrolment_id == self.enrolment.id)
            .order_by(EnrolmentEvent.id.desc())
        ).first()
        return (row and row[0]) or "self-paced"

    def _latest_sign_off(self) -> SignOff | None:
        return self.session.scalars(
            select(SignOff)
            .where(SignOff.enrolment_id == self.enrolment.id)
            .order_by(SignOff.id.desc())
        ).first()

    def _accepted_at(self) -> Any:
        moments = self.session.scalars(
            select(RoadmapReview.recorded_at)
            .join(RoadmapSubmission)
            .where(
                RoadmapSubmission.enrolment_id == self.enrolment.id,
                RoadmapReview.verdict == "accepted",
            )
        ).all()
        return min(moments, default=None)

    def _averaged_since(self) -> Any:
        """Since when the mean of the best shares has been high enough."""
        marks = self.session.execute(
            select(
                Attempt.quiz_key,
                Attempt.id.label("attempt"),
                Mark.points,
                Mark.out_of,
                Mark.recorded_at,
            )
            .join(Mark, Mark.attempt_id == Attempt.id)
            .where(Attempt.enrolment_id == self.enrolment.id)
            .order_by(Mark.id)
        ).all()
        since = None
        for moment in sorted({mark.recorded_at for mark in marks}):
            shares: dict[tuple[str, int], Fraction] = {}
            for mark in marks:
                if mark.recorded_at <= moment:
                    share = Fraction(mark.points, mark.out_of or 1)
                    shares[mark.quiz_key, mark.attempt] = share
            best = {quiz: Fraction(0) for quiz in QUIZZES}
            for (quiz, _attempt), share in shares.items():
                best[quiz] = max(best[quiz], share)
            reached = sum(best.values(), Fraction(0)) / len(QUIZZES) >= AVERAGE
            since = (since or moment) if reached else None
        return since
