"""What holds the learners of a cohort up before each award, and whom by that alone.

Every learner's proof is made by the one judge there is, from evidence that is gathered
for many at once: how many statements that takes does not follow the learners.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions
from course.gathering import evidences_of
from course.models import Cohort, Enrolment, User
from course.outline import Course
from course.proof import Proof
from course.requirements import Finding, Outstanding
from course.standing import fold

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody of the cohort, by enrolment and name."""

    enrolment: Enrolment
    name: str


@dataclass(slots=True)
class HeldUpBy:
    """One thing that is asked and that somebody lacks.

    Lessons are told by their module, and a choice, such as a share of them, as a
    whole. Those whom it alone holds up are ``only``; ``also`` lack other things too.
    """

    sentence: str
    place: Outstanding
    only: list[Learner] = field(default_factory=list)
    also: list[Learner] = field(default_factory=list)


@dataclass(slots=True)
class AwardInCohort:
    """One kind of award in a cohort: who has earned it, and what holds up the rest."""

    kind: str
    title: str
    earned: list[Learner] = field(default_factory=list)
    held_up: dict[tuple[str, str, str, str], HeldUpBy] = field(default_factory=dict)

    @property
    def held_up_by(self) -> list[HeldUpBy]:
        """What holds learners up: what most are held up by alone comes first."""
        return sorted(
            self.held_up.values(),
            key=lambda each: (-len(each.only), -len(each.also)),
        )


@dataclass(frozen=True, slots=True)
class CohortCompletion:
    """Every award of a cohort's course, for the learners who were not withdrawn."""

    learners: int
    awards: tuple[AwardInCohort, ...]


def cohort_completion(
    session: Session, cohort: Cohort, *, as_of: datetime | None = None
) -> CohortCompletion:
    """What holds up today's learners of a cohort, by what was recorded until ``as_of``.

    Each is judged by the edition that they are held to.
    """
    rows = [
        (enrolment, name)
        for enrolment, name in session.execute(
            select(Enrolment, User.name)
            .join(Enrolment.user)
            .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
            .order_by(User.name, Enrolment.id)
        )
    ]
    held = editions.find_editions(session, {one.edition_id for one, _name in rows})
    courses = {key: editions.course_of(session, each) for key, each in held.items()}
    awards: dict[str, AwardInCohort] = {}
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        ids = [enrolment.id for enrolment, _name in chunk]
        evidences = evidences_of(
            session,
            ids,
            as_of=as_of,
            on_programme=any(each.is_programme for each in courses.values()),
        )
        for enrolment, name in chunk:
            course = courses[enrolment.edition_id]
            learner = Learner(enrolment, name)
            for proof in fold(course, evidences[enrolment.id]).awards:
                found = awards.setdefault(
                    proof.kind, AwardInCohort(proof.kind, proof.title)
                )
                _enter(found, learner, proof, course)
    return CohortCompletion(len(rows), tuple(awards.values()))


def _enter(
    award: AwardInCohort, learner: Learner, proof: Proof, course: Course
) -> None:
    if proof.met_at is not None:
        award.earned.append(learner)
        return
    titles = {module.key: module.title for module in course.modules}
    lacking = {
        (sentence, place.kind, place.module_key, place.key): place
        for finding in proof.findings
        for sentence, place in _lacking(finding, titles)
    }
    for line, place in lacking.items():
        held_up = award.held_up.setdefault(line, HeldUpBy(line[0], place))
        (held_up.only if len(lacking) == 1 else held_up.also).append(learner)


def _lacking(
    finding: Finding, titles: Mapping[str, str]
) -> Iterator[tuple[str, Outstanding]]:
    """The things of one criterion that are missing, as a trainer counts them."""
    if finding.is_met:
        return
    if finding.is_choice:
        yield finding.sentence, Outstanding("share", "", "", finding.sentence)
        return
    for place in finding.outstanding:
        if place.kind == "lesson":
            title = titles.get(place.module_key, place.module_key)
            place = Outstanding("lessons", place.module_key, "", title)
        yield finding.sentence, place
