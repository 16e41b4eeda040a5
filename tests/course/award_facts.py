"""A row of each fact that comes with awards: what becomes of them, seals, rules.

What a cohort writes to each other may count towards one, and is here too.
"""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import follow_ups, renewals
from course.award_credentials import Signed, keep_credentials
from course.models import Award, Enrolment
from course.small_groups import STEP
from tests import builders, cohort_letters, doors, evaluating, programmes, reports
from tests.calendars import every_calendar_fact
from tests.course import award_lives, rule_changes
from tests.discussing import every_discussion_fact
from tests.exporting import every_export_fact
from tests.telling import every_telling_fact


def every_award_fact(session: Session, enrolment: Enrolment) -> None:
    """Rows of all of them. ``enrolment`` has earned something."""
    builders.a_sign_off(session, enrolment)
    programmes.an_accepted_paper(
        session, programmes.on_course(session, programmes.STEPS)
    )
    _say_how_it_was(session)
    _let_awards_live(session)
    _sign(session)
    _change_the_rule(session, enrolment)
    every_discussion_fact(session)
    every_calendar_fact(session)
    every_telling_fact(session)
    every_export_fact(session)


def _say_how_it_was(session: Session) -> None:
    """Forms given, enough of them to be answers, and somebody who is asked again."""
    evaluating.all_given(session, [evaluating.A_SHEET] * STEP)
    evaluating.a_follow_up_choice(session, builders.a_completed_enrolment(session))
    follow_ups.write_due(
        session,
        letter=lambda _enrolment, _number, secret: ("Once more", secret),
        now=builders.NOW + follow_ups.FIRST_AFTER,
    )
    doors.every_door_fact(session)


def _let_awards_live(session: Session) -> None:
    """A release, and a name that was corrected."""
    edition = award_lives.an_edition(session, held_for_release="moderated")
    held = builders.a_cohort(session, edition=edition)
    reports.an_answered_report(session, held)
    enrolment = award_lives.a_completion(session, cohort=held)
    award_lives.released(session, held)
    cohort_letters.a_message(session, held)
    award = award_lives.the_award(session, enrolment)
    award_lives.answered(session, award_lives.asked(session, award), "approved")


def _sign(session: Session) -> None:
    """The credential of an award, in a few words."""
    award_id = session.scalars(select(Award.id).limit(1)).one()
    keep_credentials(
        session, [Signed(award_id, "key", "{}", "a.b.c")], now=builders.NOW
    )


def _change_the_rule(session: Session, enrolment: Enrolment) -> None:
    """A rule that changed, and a run that was renewed."""
    rule_changes.applied(session, rule_changes.HARDER, "top-up")
    renewals.renew(
        session,
        enrolment,
        enrolment.edition,
        op=uuid4(),
        reason="The law changed.",
        today=builders.NOW.date(),
        now=builders.NOW,
        by=builders.an_administrator(session),
    )
