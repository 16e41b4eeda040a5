"""Where a roadmap stands: the fold of all that was said of what was handed in.

Mostly that is one review. A second marker, an appeal and what was decided on them add
to it, and take nothing away that was accepted.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true, union_all
from sqlalchemy.orm import Session, aliased, defer

from course.database import Fact
from course.models import (
    Enrolment,
    RoadmapAppeal,
    RoadmapDecision,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
    SecondReview,
    User,
)

DRAFT, WAITING, SENT_BACK, ACCEPTED = "draft", "waiting", "sent-back", "accepted"
STATES = (DRAFT, WAITING, SENT_BACK, ACCEPTED)
AGREED, DIFFERED, APPEAL = "agreed", "differed", "appeal"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission with all that was said of it, and the names of who did.

    ``marker`` is who was asked for a second review and ``second`` that review;
    ``settled`` what the two came to, and ``answer`` what was decided on the ``appeal``.
    """

    submission: RoadmapSubmission
    review: RoadmapReview | None
    reviewer: str | None
    marker: SecondMarker | None = None
    marked_by: str | None = None
    second: SecondReview | None = None
    settled: RoadmapDecision | None = None
    settled_by: str | None = None
    appeal: RoadmapAppeal | None = None
    answer: RoadmapDecision | None = None
    answered_by: str | None = None

    @property
    def decision(self) -> RoadmapDecision | None:
        """What was decided last, where more than one person had a say."""
        return self.answer or self.settled

    @property
    def state(self) -> str:
        """Whether it waits, or what became of it."""
        if self.decision is not None:
            return self.decision.verdict
        if self.review is None or self.is_held:
            return WAITING
        return self.review.verdict

    @property
    def is_held(self) -> bool:
        """Whether no verdict is told before a second marker's is in."""
        return bool(self.marker and self.marker.is_held and not self.settled)

    @property
    def is_marked_twice(self) -> bool:
        """Whether both reviews are in."""
        return self.review is not None and self.second is not None

    @property
    def waits_for_second(self) -> bool:
        """Whether the second marker has not said anything yet."""
        return self.marker is not None and self.second is None

    @property
    def differs(self) -> bool:
        """Whether two reviews differ and nobody has decided between them."""
        return self.is_marked_twice and self.settled is None

    @property
    def decided_at(self) -> datetime | None:
        """When it came to its state."""
        last = self.decision or (None if self.is_held else self.review)
        return last.recorded_at if last else None

    @property
    def may_be_appealed(self) -> bool:
        """Whether its learner may ask that it be looked at again."""
        is_read_again = self.waits_for_second or self.differs
        return self.state == SENT_BACK and self.appeal is None and not is_read_again

    @property
    def may_ask_second(self) -> bool:
        """Whether another may still be asked for a second review."""
        return self.second is None and self.appeal is None and self.state != ACCEPTED

    @property
    def had_a_say(self) -> frozenset[int | None]:
        """Who reviewed it or decided between reviews: none of them on an appeal."""
        said = (self.review, self.second, self.settled)
        return frozenset(each.actor_id for each in said if each is not None)

    def shown_to(self, person: User) -> "HandedIn":
        """The same as far as somebody may see it while it is marked a second time.

        A learner is told what is settled. Of those who mark it, each sees their own
        review alone until both are in.
        """
        if self.marker is None or self.settled is not None:
            return self
        if self.submission.enrolment.user_id == person.id:
            return self._with(review=not self.marker.is_held, second=False)
        if self.is_marked_twice:
            return self
        is_blind = self.marker.is_held or self.marker.marker_id == person.id
        return self._with(
            review=not is_blind or _is_by(self.review, person),
            second=_is_by(self.second, person),
        )

    def _with(self, *, review: bool, second: bool) -> "HandedIn":
        return replace(
            self,
            review=self.review if review else None,
            reviewer=self.reviewer if review else None,
            second=self.second if second else None,
        )


@dataclass(frozen=True, slots=True)
class RoadmapStanding:
    """All that was handed in for one enrolment, the latest first."""

    history: tuple[HandedIn, ...]

    @property
    def state(self) -> str:
        """The state of the latest submission; a draft where there is none."""
        return self.history[0].state if self.history else DRAFT

    @property
    def accepted(self) -> HandedIn | None:
        """The latest that was accepted. A newer one takes nothing from it."""
        return next((each for each in self.history if each.state == ACCEPTED), None)

    def shown_to(self, person: User) -> "RoadmapStanding":
        """The same as far as somebody may see it."""
        return RoadmapStanding(tuple(each.shown_to(person) for each in self.history))


def standing_of(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> RoadmapStanding:
    """What was handed in and what was said of it, as of a moment: one statement."""
    rows = session.execute(
        _all_said(as_of)
        .where(
            RoadmapSubmission.enrolment_id == enrolment.id,
            _known(RoadmapSubmission, as_of),
        )
        .order_by(RoadmapSubmission.number.desc())
        # A list says when and what became of it; the documents are long.
        .options(defer(RoadmapSubmission.content))
    )
    return RoadmapStanding(tuple(HandedIn(*row) for row in rows))


def handed_in(session: Session, submission: RoadmapSubmission) -> HandedIn:
    """A submission with all that was said of it by today."""
    row = session.execute(
        _all_said(None)
        .where(RoadmapSubmission.id == submission.id)
        .options(defer(RoadmapSubmission.content))
    ).one()
    return HandedIn(submission, *row[1:])


def accepted_at(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> datetime | None:
    """When a roadmap of this enrolment was first accepted; nothing where none was.

    With ``as_of``, as it was known at that moment. This is what a rule may ask.
    """
    reviewed = accepting_reviews().where(_known(RoadmapReview, as_of))
    decided = accepting_decisions().where(_known(RoadmapDecision, as_of))
    both = union_all(
        *(
            each.where(
                RoadmapSubmission.enrolment_id == enrolment.id
            ).with_only_columns(fact.recorded_at)
            for each, fact in ((reviewed, RoadmapReview), (decided, RoadmapDecision))
        )
    ).subquery()
    return session.scalar(
        select(both.c.recorded_at).order_by(both.c.recorded_at).limit(1)
    )


def accepting_reviews() -> Select[Any]:
    """The reviews that accept by themselves: those without a second marker.

    Nobody is asked for a second review of what is accepted.
    """
    asked = select(SecondMarker.id).where(
        SecondMarker.submission_id == RoadmapReview.submission_id
    )
    return (
        select(RoadmapReview)
        .join(RoadmapSubmission, RoadmapReview.submission_id == RoadmapSubmission.id)
        .where(RoadmapReview.verdict == ACCEPTED, ~exists(asked))
    )


def accepting_decisions() -> Select[Any]:
    """The decisions that accept what more than one person had a say on."""
    return (
        select(RoadmapDecision)
        .join(RoadmapSubmission, RoadmapDecision.submission_id == RoadmapSubmission.id)
        .where(RoadmapDecision.verdict == ACCEPTED)
    )


def _all_said(as_of: datetime | None) -> Any:
    """Submissions, each with what ``HandedIn`` holds, in its order."""
    reviewer, marker, decider, answerer = (aliased(User) for _ in range(4))
    settled, answer = aliased(RoadmapDecision), aliased(RoadmapDecision)
    other = aliased(SecondMarker)
    latest = (
        select(func.max(other.number))
        .where(other.submission_id == RoadmapSubmission.id, _known(other, as_of))
        .scalar_subquery()
    )

    def on(fact: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        of_it: ColumnElement[bool] = fact.submission_id == RoadmapSubmission.id
        for each in (_known(fact, as_of), *more):
            of_it &= each
        return of_it

    return (
        select(
            RoadmapSubmission,
            RoadmapReview,
            reviewer.name,
            SecondMarker,
            marker.name,
            SecondReview,
            settled,
            decider.name,
            RoadmapAppeal,
            answer,
            answerer.name,
        )
        .outerjoin(RoadmapReview, on(RoadmapReview))
        .outerjoin(reviewer, reviewer.id == RoadmapReview.actor_id)
        .outerjoin(SecondMarker, on(SecondMarker, SecondMarker.number == latest))
        .outerjoin(marker, marker.id == SecondMarker.marker_id)
        .outerjoin(SecondReview, on(SecondReview))
        .outerjoin(settled, on(settled, settled.ground != APPEAL))
        .outerjoin(decider, decider.id == settled.actor_id)
        .outerjoin(RoadmapAppeal, on(RoadmapAppeal))
        .outerjoin(answer, on(answer, answer.ground == APPEAL))
        .outerjoin(answerer, answerer.id == answer.actor_id)
    )


def _known(fact: Any, as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of


def _is_by(fact: Fact | None, person: User) -> bool:
    return fact is not None and fact.actor_id == person.id
