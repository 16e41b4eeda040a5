"""A trainer who applies to a cohort they lead reads of it what any applicant reads."""

from course import applications
from tests import builders, doors


def test_whoever_leads_the_cohort_reads_their_own_application_as_a_learner(session):
    trainer = builders.a_trainer(session)
    call = doors.a_call(session, builders.a_cohort(session, trainer=trainer))
    own = doors.an_application(session, call, trainer)
    other = doors.an_application(session, call)
    boss = builders.an_administrator(session)
    choices = {own.uuid: "waiting", other.uuid: "not-selected"}
    doors.decided(session, call.cohort, choices, by=boss, reason="Too junior.")
    everything = applications.list_applications(session, call.cohort)

    mine, theirs = applications.as_read_by(trainer, everything)
    read_by_boss = applications.as_read_by(boss, everything)

    assert (mine.standing.state, mine.standing.rank) == ("applied", None)
    assert (mine.decisions, mine.is_untold) == ((), False)
    assert [each.reason for each in theirs.decisions] == ["Too junior."]
    assert read_by_boss == everything

    doors.told(session, call.cohort)
    everything = applications.list_applications(session, call.cohort)
    mine = applications.as_read_by(trainer, everything)[0]
    assert (mine.standing.state, mine.decisions) == ("waiting", ())
