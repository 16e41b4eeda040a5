"""The figures of a cohort's run, as of a moment, each counted once.

Who is enrolled, completed and certified, and which modules were finished, comes from
``course.figures``, so that the report and the page of statistics cannot disagree. All
else counts people once as well. A fixed number of statements, however many learners
there are.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from course.figures.counting import figures
from course.figures.lessons import lessons
from course.figures.protected import NOBODY
from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Application,
    ApplicationDecision,
    Attempt,
    Award,
    Cohort,
    Enrolment,
    Mark,
    Post,
    RoadmapReview,
    RoadmapSubmission,
    User,
)
from course.outline import Course
from course.releases import preview_release
from course.report_groups import (
    CountedGroup,
    ShownGroup,
    counted_groups,
    country_groups,
    groups_shown,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the report counts. Names of groups are those of the record."""

    total: CountedGroup
    withdrawn: int
    by_gender: tuple[ShownGroup, ...]
    by_organisation: tuple[ShownGroup, ...]
    by_country_group: tuple[ShownGroup, ...]
    awards: dict[str, int]
    held: int
    modules: dict[str, int]
    quizzes: dict[str, tuple[int, int]]
    posts: dict[str, tuple[int, int]]
    roadmaps_handed_in: int
    roadmaps_accepted: int
    applications: dict[str, int]


def figures_of(
    session: Session, cohort: Cohort, course: Course, *, as_of: datetime, by: User
) -> Figures:
    """Every figure as of one moment. ``by`` is whose scope the statistics take."""
    moment = as_of.astimezone(UTC)
    query = StatisticsQuery(cohort.course_key, moment, cohort=cohort.uuid)
    sexes, bodies, lists = (
        figures(session, by, replace(query, by=(breakdown,)))
        for breakdown in ("gender", "organisation", "country-group")
    )
    whole = sexes.total or NOBODY
    total = CountedGroup.of(None, whole)
    here = (Enrolment.cohort_id == cohort.id) & (Enrolment.run > 0)
    held = [row for row in preview_release(session, cohort).rows if row.is_released]
    handed_in, accepted = _roadmaps(session, here, as_of)
    finished = lessons(session, by, query, course).modules
    return Figures(
        total=total,
        withdrawn=whole.withdrawn or 0,
        by_gender=groups_shown(counted_groups(sexes.groups)),
        by_organisation=groups_shown(counted_groups(bodies.groups)),
        by_country_group=country_groups(total, counted_groups(lists.groups)),
        awards=_awards(session, here, as_of),
        held=len(held),
        modules={each.module: each.completed or 0 for each in finished},
        quizzes=_quizzes(session, here, as_of),
        posts=_posts(session, cohort, as_of),
        roadmaps_handed_in=handed_in,
        roadmaps_accepted=accepted,
        applications=_applications(session, cohort, as_of),
    )


def _awards(
    session: Session, here: ColumnElement[bool], as_of: datetime
) -> dict[str, int]:
    later = aliased(Award)
    rows = session.execute(
        select(Achievement.award_kind, func.count())
        .join(Award, Award.achievement_id == Achievement.id)
        .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
        .where(
            here,
            Award.recorded_at <= as_of,
            ~exists(
                select(later.id).where(
                    later.supersedes_id == Award.id, later.recorded_at <= as_of
                )
            ),
        )
        .group_by(Achievement.award_kind)
    )
    return {row[0]: row[1] for row in rows}


def _quizzes(
    session: Session, here: ColumnElement[bool], as_of: datetime
) -> dict[str, tuple[int, int]]:
    """Of each quiz: how many people have a mark, and how many a passing one."""
    later = aliased(Mark)
    rows = session.execute(
        select(Attempt.quiz_key, Enrolment.user_id, Mark.passed)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            here,
            Mark.recorded_at <= as_of,
            ~exists(
                select(later.id).where(
                    later.supersedes_id == Mark.id, later.recorded_at <= as_of
                )
            ),
        )
    )
    sat: dict[str, set[int]] = {}
    passed: dict[str, set[int]] = {}
    for key, person, has_passed in rows:
        sat.setdefault(key, set()).add(person)
        if has_passed:
            passed.setdefault(key, set()).add(person)
    return {key: (len(who), len(passed.get(key, ()))) for key, who in sat.items()}


def _posts(
    session: Session, cohort: Cohort, as_of: datetime
) -> dict[str, tuple[int, int]]:
    """Of each module: how many posts, and by how many learners."""
    rows = session.execute(
        select(Post.module_key, func.count(), func.count(Enrolment.user_id.distinct()))
        .select_from(Post)
        .outerjoin(Enrolment, Enrolment.id == Post.enrolment_id)
        .where(Post.cohort_id == cohort.id, Post.recorded_at <= as_of)
        .group_by(Post.module_key)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _roadmaps(
    session: Session, here: ColumnElement[bool], as_of: datetime
) -> tuple[int, int]:
    """How many learners handed a roadmap in, and of how many one was accepted."""
    accepted = (RoadmapReview.verdict == "accepted") & (
        RoadmapReview.recorded_at <= as_of
    )
    submission = RoadmapSubmission
    row = session.execute(
        select(
            func.count(Enrolment.user_id.distinct()),
            func.count(Enrolment.user_id.distinct()).filter(accepted),
        )
        .select_from(submission)
        .join(Enrolment, Enrolment.id == submission.enrolment_id)
        .outerjoin(RoadmapReview, RoadmapReview.submission_id == submission.id)
        .where(here, submission.recorded_at <= as_of)
    ).one()
    return row[0], row[1]


def _applications(session: Session, cohort: Cohort, as_of: datetime) -> dict[str, int]:
    """How many applications stand where; one that nobody decided is ``open``."""
    latest = (
        select(func.max(ApplicationDecision.number))
        .where(
            ApplicationDecision.application_id == Application.id,
            ApplicationDecision.recorded_at <= as_of,
        )
        .correlate(Application)
        .scalar_subquery()
    )
    verdict = func.coalesce(ApplicationDecision.verdict, "open")
    rows = session.execute(
        select(verdict, func.count())
        .select_from(Application)
        .outerjoin(
            ApplicationDecision,
            (ApplicationDecision.application_id == Application.id)
            & (ApplicationDecision.number == latest),
        )
        .where(Application.cohort_id == cohort.id, Application.recorded_at <= as_of)
        .group_by(verdict)
    )
    return {row[0]: row[1] for row in rows}
