"""Who is to read whom: a plan that is looked at first, and then applied as it was.

Those take part who are in the cohort and have handed in a roadmap. A later plan gives
reviews to whoever came late or lost a reviewer or an author by a withdrawal; what was
assigned before stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, func, insert, select
from sqlalchemy.orm import Session, aliased, contains_eager

from course import outbox
from course.canonical import canonical_json
from course.errors import NotPermitted
from course.models import (
    Enrolment,
    PeerAssignment,
    PeerDraw,
    PeerReview,
    PeerRound,
    RoadmapSubmission,
    User,
)
from course.operations import made_by
from course.peer_draw import Pair, Peer, draw_pairs
from course.peer_errors import NothingToAssign, StalePeerPlan
from course.peer_rounds import lock_round, require_open

AssignedLetter: TypeAlias = Callable[[User, UUID, PeerRound, int], outbox.Words]
"""The words that tell a reviewer, by their enrolment, how many reviews to write."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One pair of a plan, with what is to be read."""

    reviewer: Enrolment
    author: Enrolment
    submission_id: int

    @property
    def are_colleagues(self) -> bool:
        """Whether both are of one organisation, which could not be avoided."""
        office = _office(self.reviewer)
        return office is not None and office == _office(self.author)


@dataclass(frozen=True, slots=True)
class PeerPlan:
    """What a draw would assign. ``given`` is all that the rule was given."""

    round: PeerRound
    number: int
    seed: str
    given: dict[str, Any]
    pairs: tuple[Planned, ...]
    peers: int
    without_roadmap: tuple[Enrolment, ...]

    @property
    def token(self) -> str:
        """What the plan is called by whoever applies it: its own words."""
        told = {
            "round": str(self.round.uuid),
            "number": self.number,
            "seed": self.seed,
            "pairs": [
                [str(each.reviewer.uuid), str(each.author.uuid), each.submission_id]
                for each in self.pairs
            ],
        }
        return sha256(canonical_json(told).encode()).hexdigest()

    @property
    def colleagues(self) -> int:
        """How many read somebody of their own organisation."""
        return sum(each.are_colleagues for each in self.pairs)


def plan_peer_reviews(session: Session, round_: PeerRound, *, seed: str) -> PeerPlan:
    """What would be assigned by this seed now: three statements. Nothing is written."""
    number = 1 + (
        session.scalar(
            select(func.max(PeerDraw.number)).where(PeerDraw.round_id == round_.id)
        )
        or 0
    )
    people, handed_in = _people(session, round_)
    peers = [each for each in people if each.id in handed_in]
    by_key = {str(each.uuid): each for each in peers}
    given = _given(round_, peers, _standing(session, round_))
    pairs = replay(given, seed)
    return PeerPlan(
        round=round_,
        number=number,
        seed=seed,
        given=given,
        pairs=tuple(
            Planned(by_key[reviewer], by_key[author], handed_in[by_key[author].id])
            for reviewer, author in pairs
        ),
        peers=len(peers),
        without_roadmap=tuple(each for each in people if each.id not in handed_in),
    )


def replay(given: dict[str, Any], seed: str) -> tuple[Pair, ...]:
    """The pairs that the rule makes of what a draw was given."""
    return draw_pairs(
        [Peer(key, None if at is None else str(at)) for key, at in given["peers"]],
        each=given["each"],
        seed=seed,
        standing=[(reviewer, author) for reviewer, author in given["standing"]],
    )


def assign_peer_reviews(
    session: Session,
    round_: PeerRound,
    *,
    op: UUID,
    seed: str,
    token: str,
    letter: AssignedLetter | None,
    now: datetime,
    by: User,
) -> tuple[PeerDraw, bool]:
    """Assign exactly what a plan showed; whether this made a new draw.

    The reviewers are told by mail. Raises ``NotPermitted``, ``PeerRoundClosed``,
    ``StalePeerPlan``, ``NothingToAssign``, ``OperationConflict``.
    """
    if not by.is_staff:
        raise NotPermitted
    lock_round(session, round_)
    said = {"round_id": round_.id, "token": token}
    repeated = made_by(session, PeerDraw, op, said)
    if repeated is not None:
        return repeated, False
    require_open(session, round_)
    plan = plan_peer_reviews(session, round_, seed=seed)
    if plan.token != token:
        raise StalePeerPlan
    if not plan.pairs:
        raise NothingToAssign
    said = {"actor_id": by.id, "occurred_at": now, "recorded_at": now}
    draw = PeerDraw(
        uuid=op,
        round_id=round_.id,
        number=plan.number,
        seed=seed,
        token=token,
        given=plan.given,
        **said,
    )
    session.add(draw)
    session.flush()
    session.execute(
        insert(PeerAssignment),
        [
            {
                "uuid": uuid4(),
                "round_id": round_.id,
                "draw_id": draw.id,
                "reviewer_id": each.reviewer.id,
                "author_id": each.author.id,
                "submission_id": each.submission_id,
                **said,
            }
            for each in plan.pairs
        ],
    )
    if letter is not None:
        _tell(session, plan, draw, letter, now=now)
    return draw, True


def _tell(
    session: Session,
    plan: PeerPlan,
    draw: PeerDraw,
    letter: AssignedLetter,
    *,
    now: datetime,
) -> None:
    counts: dict[Enrolment, int] = {}
    for each in plan.pairs:
        counts[each.reviewer] = counts.get(each.reviewer, 0) + 1
    outbox.tell_all(
        session,
        [
            (
                reviewer.user,
                letter(reviewer.user, reviewer.uuid, plan.round, count),
                f"peer-assigned:{draw.uuid}:{reviewer.uuid}",
            )
            for reviewer, count in counts.items()
        ],
        now=now,
    )


def _people(
    session: Session, round_: PeerRound
) -> tuple[list[Enrolment], dict[int, int]]:
    """Those in the cohort, and by enrolment what each handed in last."""
    later = aliased(RoadmapSubmission)
    rows = session.execute(
        select(Enrolment, RoadmapSubmission.id)
        .join(Enrolment.user)
        .outerjoin(
            RoadmapSubmission,
            (RoadmapSubmission.enrolment_id == Enrolment.id)
            & ~exists(
                select(later.id).where(
                    later.enrolment_id == Enrolment.id,
                    later.number > RoadmapSubmission.number,
                )
            ),
        )
        .where(_is_here(Enrolment, round_))
        .order_by(User.name, Enrolment.id)
        .options(contains_eager(Enrolment.user))
    ).all()
    return [row[0] for row in rows], {row[0].id: row[1] for row in rows if row[1]}


def _standing(session: Session, round_: PeerRound) -> list[Pair]:
    """The pairs that count: those that were done, or of which nobody has left."""
    reviewer, author = aliased(Enrolment), aliased(Enrolment)
    rows = session.execute(
        select(
            reviewer.uuid,
            author.uuid,
            PeerReview.id,
            _is_here(reviewer, round_) & _is_here(author, round_),
        )
        .select_from(PeerAssignment)
        .join(reviewer, reviewer.id == PeerAssignment.reviewer_id)
        .join(author, author.id == PeerAssignment.author_id)
        .outerjoin(PeerReview, PeerReview.assignment_id == PeerAssignment.id)
        .where(PeerAssignment.round_id == round_.id)
        .order_by(PeerAssignment.id)
    )
    return [
        (str(gives), str(gets))
        for gives, gets, done, are_here in rows
        if done or are_here
    ]


def _is_here(enrolment: Any, round_: PeerRound) -> ColumnElement[bool]:
    """A clause: somebody is in the cohort of the round."""
    is_here: ColumnElement[bool] = (
        (enrolment.cohort_id == round_.cohort_id)
        & enrolment.withdrawn_at.is_(None)
        & (enrolment.run > 0)
    )
    return is_here


def _given(
    round_: PeerRound, peers: list[Enrolment], standing: list[Pair]
) -> dict[str, Any]:
    """What the rule is given: nobody's name, and offices by number alone."""
    offices: dict[str, int] = {}
    told = []
    for each in sorted(peers, key=lambda peer: str(peer.uuid)):
        office = _office(each)
        at = None if office is None else offices.setdefault(office, len(offices))
        told.append([str(each.uuid), at])
    return {
        "each": round_.reviews_each,
        "peers": told,
        "standing": [list(pair) for pair in sorted(standing)],
    }


def _office(enrolment: Enrolment) -> str | None:
    """The ministry or organisation of a learner, however it is written."""
    words = (enrolment.user.organisation or "").casefold().split()
    return " ".join(words) or None
