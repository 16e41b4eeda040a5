"""Earning a diploma: two courses and a paper, in whatever order they come."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from course import awards, enrolments, programmes
from course.award_acts import reinstate_award, revoke_award, suspend_award
from course.awards_due import carry_out_due
from course.doctor import examine
from course.errors import NotYetComplete
from course.models import Enrolment, User
from course.places import enrol_all
from course.progress import standing_of
from course.superseding import supersede_award
from tests.builders import NOW, OFFICE, a_cohort, a_learner, an_administrator
from tests.course import award_lives, regrades
from tests.programmes import (
    FIRST,
    PROGRAMME_OFFICE,
    SECOND,
    STEPS,
    TITLE,
    a_paper,
    a_paper_review,
    an_accepted_paper,
    an_edition_of,
    award_of,
    awards_given,
    finish,
    finished,
    on_course,
)
from tests.statements import statements_of

DAY = timedelta(days=1)


def letter(_person, _act):
    return "Your certificate", "It has moved."


def act(session, verb, award, *, now, office=PROGRAMME_OFFICE):
    done, _ = verb(
        session,
        award,
        op=uuid4(),
        reason="We were told.",
        letter=letter,
        now=now,
        office=office,
        by=an_administrator(session),
    )
    return done


def outstanding(enrolment):
    return [key for _kind, _module, key in enrolment.standing["outstanding"]]


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, "paper"))))
def test_a_diploma_is_earned_by_whatever_comes_last(session, order):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    courses = {key: on_course(session, key, learner) for key in (FIRST, SECOND)}
    for number, what in enumerate(order):
        assert not awards_given(session, programme)
        moment = NOW + number * DAY
        if what == "paper":
            paper = a_paper(session, programme, now=moment)
            a_paper_review(session, paper, now=moment)
        else:
            finish(session, courses[what], now=moment)

    award = award_of(session, programme)

    assert award.occurred_at == NOW + 2 * DAY
    assert programme.completed_at == NOW + 2 * DAY
    assert award.claims["kind_title"] == "Diploma"
    given = {key: award_of(session, each) for key, each in courses.items()}
    assert award.claims["courses"] == [
        {
            "title": title,
            "hours": given[key].claims["hours"],
            "certificate": given[key].number,
        }
        for key, title in ((FIRST, "First steps"), (SECOND, "Second steps"))
    ]
    assert award.claims["paper"] == {"title": TITLE}
    assert award.claims["modules"] == []
    assert award.claims["hours"] == sum(
        each["hours"] for each in award.claims["courses"]
    )
    assert not [each for found in examine(session) for each in found]


def test_what_was_completed_before_counts_on_the_day_one_is_put_on_the_programme(
    session,
):
    learner = a_learner(session)
    finished(session, learner)

    programme = on_course(session, STEPS, learner, now=NOW + DAY)

    assert (programme.met, programme.needed) == (2, 3)
    assert outstanding(programme) == ["paper"]


def test_what_many_have_done_before_is_read_as_that_of_few(session):
    edition = an_edition_of(session, STEPS)
    counts = []
    for size in (2, 8):
        learners = [a_learner(session) for _ in range(size)]
        for learner in learners:
            finished(session, learner, (FIRST,))
        cohort = a_cohort(session, edition=edition)
        staff = cohort.trainers[0]
        session.flush()
        with statements_of(session.get_bind()) as sent:
            placed = enrol_all(
                session, [(each, cohort) for each in learners], now=NOW, by=staff
            )
            session.flush()
        counts.append(sum(each.startswith("SELECT") for each in sent))
        assert [(each.met, each.needed) for each, _event in placed] == [(1, 3)] * size

    # The first reads the edition too.
    assert counts[1] <= counts[0]


def test_the_leaves_name_the_certificates_and_suffice_for_the_verdict(session):
    learner = a_learner(session)
    first, _second = finished(session, learner)
    programme = on_course(session, STEPS, learner)
    review = an_accepted_paper(session, programme, now=NOW + DAY)

    (proof,) = standing_of(session, programme).awards

    courses, paper = proof.findings
    assert courses.leaves[0].rows[0].uuid == award_of(session, first).uuid
    assert courses.leaves[0].moment == NOW
    assert paper.leaves[0].rows[0].uuid == review.uuid
    leaves = [leaf for finding in proof.findings for leaf in finding.leaves]
    assert all(leaf.observed >= leaf.required for leaf in leaves)
    moments = [leaf.moment for leaf in leaves if leaf.moment is not None]
    assert proof.met_at == max(moments) == NOW + DAY


def test_a_certificate_that_was_revoked_no_longer_counts(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    first, _second = finished(session, learner)
    act(session, revoke_award, award_of(session, first), now=NOW + DAY)

    an_accepted_paper(session, programme, now=NOW + 2 * DAY)

    assert outstanding(programme) == [FIRST]
    assert not awards_given(session, programme)
    assert standing_of(session, programme, as_of=NOW).completion.met == 2


def test_a_certificate_that_holds_again_completes_the_programme(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    first, _second = finished(session, learner)
    award = award_of(session, first)
    act(session, suspend_award, award, now=NOW + DAY)
    an_accepted_paper(session, programme, now=NOW + 2 * DAY)
    assert not awards_given(session, programme)

    act(session, reinstate_award, award, now=NOW + 3 * DAY)

    assert len(awards_given(session, programme)) == 1


def test_a_diploma_that_was_earned_stays_whatever_befalls_a_certificate(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    first, _second = finished(session, learner)
    an_accepted_paper(session, programme)
    diploma = award_of(session, programme)

    act(session, revoke_award, award_of(session, first), now=NOW + DAY)

    assert programme.completed_at == NOW
    assert awards.request_award(
        session, programme, "diploma", now=NOW + DAY, office=PROGRAMME_OFFICE
    ) == (diploma, False)
    assert not [each for found in examine(session) for each in found]


def test_nobody_earns_a_diploma_while_off_the_programme(session):
    learner, staff = a_learner(session), an_administrator(session)
    programme = on_course(session, STEPS, learner)
    an_accepted_paper(session, programme)
    enrolments.withdraw(session, programme, reason="Moved.", now=NOW, by=staff)
    finished(session, learner)
    assert not awards_given(session, programme)

    programmes.restore(
        session, programme, now=NOW + DAY, office=PROGRAMME_OFFICE, by=staff
    )

    assert len(awards_given(session, programme)) == 1


def test_nor_by_a_paper_that_is_accepted_meanwhile(session):
    learner, staff = a_learner(session), an_administrator(session)
    programme = on_course(session, STEPS, learner)
    finished(session, learner)
    paper = a_paper(session, programme)
    enrolments.withdraw(session, programme, reason="Moved.", now=NOW, by=staff)

    a_paper_review(session, paper, now=NOW)

    assert not awards_given(session, programme)
    assert programme.completed_at == NOW
    session.flush()
    assert not [each for found in examine(session) for each in found]
    programmes.restore(
        session,
        session.get_one(Enrolment, programme.id),
        now=NOW + DAY,
        office=PROGRAMME_OFFICE,
        by=session.get_one(User, staff.id),
    )
    assert len(awards_given(session, programme)) == 1


def test_a_diploma_asked_for_too_early_is_told_only_what_is_missing(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    finished(session, learner)

    with pytest.raises(NotYetComplete) as refusal:
        awards.request_award(
            session, programme, "diploma", now=NOW, office=PROGRAMME_OFFICE
        )

    assert refusal.value.data == {"outstanding": ["paper:paper"]}


def test_a_certificate_under_another_number_counts_as_the_old_one_did(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    first, _second = finished(session, learner)
    supersede_award(
        session,
        award_of(session, first),
        op=uuid4(),
        cause="name",
        reason="Misspelt.",
        name="Another Name",
        letter=letter,
        now=NOW + DAY,
        office=PROGRAMME_OFFICE,
        by=an_administrator(session),
    )

    an_accepted_paper(session, programme, now=NOW + 2 * DAY)

    told = award_of(session, programme).claims["courses"]
    assert told[0]["certificate"] == award_of(session, first).number


def test_a_learner_on_no_programme_is_asked_about_once_and_nobody_where_there_is_none(
    session,
):
    def cost(office):
        learner = a_learner(session)
        enrolment = on_course(session, FIRST, learner)
        with statements_of(session.get_bind()) as sent:
            finish(session, enrolment, office=office)
        return len(sent)

    cost(OFFICE)
    assert cost(PROGRAMME_OFFICE) == cost(OFFICE) + 1


def test_a_certificate_that_a_regrade_suspends_counts_again_with_its_marks(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    finished(session, learner, (SECOND,))
    first = on_course(session, FIRST, learner)
    finish(session, first, answers=regrades.answers(*regrades.PASSING))
    assert outstanding(programme) == ["paper"]
    again = {"office": PROGRAMME_OFFICE}
    regrades.applied(session, regrades.WEEK_IS_FALSE, now=NOW + DAY, **again)
    assert outstanding(programme) == [FIRST, "paper"]
    an_accepted_paper(session, programme, now=NOW + 2 * DAY)

    regrades.applied(session, regrades.WEEK_AS_FILED, now=NOW + 3 * DAY, **again)

    assert len(awards_given(session, programme)) == 1
    assert not [each for found in examine(session) for each in found]


def test_a_certificate_counts_once_it_is_released(session):
    learner = a_learner(session)
    programme = on_course(session, STEPS, learner)
    finished(session, learner, (SECOND,))
    an_accepted_paper(session, programme)
    edition = an_edition_of(session, FIRST, held_for_release="moderated")
    cohort = a_cohort(session, edition=edition)
    finish(session, on_course(session, FIRST, learner, cohort=cohort))
    assert outstanding(programme) == [FIRST]

    award_lives.released(session, cohort, now=NOW + DAY, office=PROGRAMME_OFFICE)

    assert len(awards_given(session, programme)) == 1
    assert programme.completed_at == NOW


def test_a_certificate_that_expired_counts_no_more(session):
    learner, late = a_learner(session), NOW + 400 * DAY
    programme = on_course(session, STEPS, learner)
    finished(session, learner, (SECOND,))
    finish(session, on_course(session, FIRST, learner, valid_years=1))
    assert outstanding(programme) == ["paper"]

    carry_out_due(
        session, letter=award_lives.due_letter, now=late, office=PROGRAMME_OFFICE
    )

    assert outstanding(programme) == [FIRST, "paper"]
    assert not [each for found in examine(session) for each in found]


def test_what_waited_for_a_name_counts_once_it_is_given(session):
    learner = a_learner(session)
    # From before names were looked at when they are entered.
    learner.name = "\U0001f600"
    programme = on_course(session, STEPS, learner)
    an_accepted_paper(session, programme)
    first, _second = finished(session, learner)
    assert outstanding(programme) == [FIRST, SECOND]
    learner.name = "Ama Mensah"

    carry_out_due(
        session, letter=award_lives.due_letter, now=NOW + DAY, office=PROGRAMME_OFFICE
    )

    assert len(awards_given(session, first)) == 1
    assert len(awards_given(session, programme)) == 1
