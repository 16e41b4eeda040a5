"""A list is taken back while those whom it brought do something: they keep it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import (
    accounts,
    enrolments,
    outbox,
    progress,
    registrations,
    roster,
    roster_undo,
    tokens,
)
from course.account_errors import InvitationInvalid
from course.doctor import examine
from course.errors import NotEnrolled
from course.models import (
    Cohort,
    Enrolment,
    OutgoingMessage,
    RosterImport,
    RosterUndo,
    User,
)
from course.notices import load_notices
from course.roster_errors import StaleRosterPlan
from tests import builders
from tests.builders import COURSE, LESSONS, NOW, OFFICE, a_roster, letters
from tests.laws.seeds import chance
from tests.programmes import FIRST, an_edition_of
from tests.threads import at_once, until_it_waits

NOTICE = load_notices().in_force
LATER = NOW + timedelta(hours=1)
ROUNDS = 4


class Round:
    """A list that brought one new person, and was applied."""

    def __init__(self, session: Session) -> None:
        self.email = f"{uuid4().hex[:8]}@example.org"
        cohort = builders.a_cohort(session)
        applied = a_roster(session, cohort, f"{self.email},Ana Silva")
        letter = session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.recipient_email == self.email)
        ).one()
        self.secret = letter.body.split(": ")[1]
        # It has left, so that the undo has to write another.
        letter.sent_at = NOW
        self.elsewhere = builders.a_cohort(
            session,
            edition=an_edition_of(session, FIRST),
            trainer=session.get_one(User, cohort.created_by),
        )
        self.plan = builders.a_kept_roster(session, self.elsewhere, self.email)
        self.token = roster.plan_of(
            session,
            self.elsewhere,
            self.plan,
            countries={},
            by=session.get_one(User, cohort.created_by),
        ).token
        self.registered = registrations.register_address(
            session,
            self.elsewhere,
            self.email,
            code=None,
            notice=NOTICE,
            now=NOW,
        )
        session.commit()
        self.by_id, self.cohort_id = cohort.created_by, cohort.id
        self.applied_id = applied.id

    def person(self, own: Session) -> User:
        found = accounts.find_person(own, self.email)
        assert found is not None
        return found

    def take_back(self, own: Session, taken_back: Callable[..., outbox.Words]) -> str:
        """Take the list back as the edge does."""
        own.get_one(Cohort, self.cohort_id, with_for_update={"key_share": True})
        undo, _ = roster_undo.undo_roster(
            own,
            own.get_one(RosterImport, self.applied_id),
            op=uuid4(),
            reason="It was the wrong list.",
            letters=replace(letters(), taken_back=taken_back),
            now=LATER,
            office=OFFICE,
            by=own.get_one(User, self.by_id),
        )
        own.commit()
        return "closed" if undo.outcome["closed"] else "kept"

    def welcomed(self, own: Session) -> str:
        """Choose a first password by the link in the letter, as the page does."""
        try:
            invitation, person = tokens.open_invitation(own, self.secret, now=LATER)
        except InvitationInvalid:
            own.rollback()
            return "refused"
        invitation.used_at = LATER
        accounts.set_password(own, person, builders.password_hash(), now=LATER)
        own.commit()
        return "in use"

    def confirmed(self, own: Session) -> str:
        """Come in by a registration of one's own, as the page does."""
        found = registrations.open_registration(own, self.registered, now=LATER)
        registrations.confirm_registration(
            own,
            found,
            password_hash=builders.password_hash(),
            profile={"name": "Ana Silva"},
            notice=NOTICE,
            now=LATER,
            office=OFFICE,
        )
        own.commit()
        return "in use"

    def studied(self, own: Session) -> str:
        """Finish a first lesson, as the page does."""
        person = self.person(own)
        try:
            mine = enrolments.enrolment_on(own, person, COURSE, for_update=True)
            progress.complete_lesson(
                own, mine, *LESSONS[0], op=uuid4(), now=LATER, office=OFFICE, by=person
            )
        except NotEnrolled:
            own.rollback()
            return "refused"
        own.commit()
        return "in use"

    def opened(self, own: Session) -> str:
        """Open a first lesson: nothing is locked for that."""
        person = self.person(own)
        mine = enrolments.enrolment_on(own, person, COURSE)
        sleep(0.005)
        progress.open_lesson(own, mine.id, *LESSONS[0], now=LATER, by=person)
        own.commit()
        return "in use"

    def enrolled(self, own: Session) -> str:
        """Be put on another course by another list."""
        try:
            roster.apply_roster(
                own,
                own.get_one(Cohort, self.elsewhere.id),
                self.plan.uuid,
                token=self.token,
                countries={},
                letters=letters(),
                now=LATER,
                office=OFFICE,
                by=own.get_one(User, self.by_id),
            )
        except StaleRosterPlan:
            own.rollback()
            return "refused"
        own.commit()
        return "in use"

    def promoted(self, own: Session) -> str:
        """Be made a trainer, as the edge does it."""
        person = own.scalars(
            select(User).where(User.email == self.email).with_for_update()
        ).one()
        if person.closed_at is not None:
            own.rollback()
            return "refused"
        accounts.change_role(own, person, "trainer", now=LATER, by=person)
        own.commit()
        return "in use"


ACTS = [Round.welcomed, Round.confirmed, Round.enrolled, Round.promoted]


def well_ended(session: Session, now: Round, undone: str, came: str) -> None:
    """Whoever could use the account has it open; nobody else has."""
    session.expire_all()
    person = now.person(session)
    assert (person.closed_at is None) == (came == "in use"), (undone, came)
    kept = session.scalars(
        select(RosterUndo).where(RosterUndo.roster_import_id == now.applied_id)
    ).one()
    reasons = [each["reason"] for each in kept.outcome["kept"]]
    assert reasons == ([] if undone == "closed" else ["account-used"])
    placed = session.scalars(
        select(Enrolment.cohort_id).where(
            Enrolment.user_id == person.id, Enrolment.run > 0
        )
    ).all()
    assert now.cohort_id not in placed
    assert not any(examine(session))
    session.rollback()


@pytest.mark.parametrize("act", ACTS)
def test_an_account_taken_into_use_while_a_list_is_taken_back(
    session, sessions, engine, act
):
    """The act comes when the undo has looked at the account and not closed it yet."""
    now = Round(session)
    came: list[str] = []

    def use() -> None:
        with sessions() as own:
            came.append(act(now, own))

    using = Thread(target=use)

    def letter(_person: User, _cohort: Cohort) -> tuple[str, str]:
        using.start()
        until_it_waits(engine, using)
        return "Taken back", "That was taken back."

    with sessions() as own:
        undone = now.take_back(own, letter)
    using.join(timeout=30)

    well_ended(session, now, undone, came[0])


@pytest.mark.parametrize("act", ACTS)
def test_whatever_comes_first_the_account_agrees_with_what_everybody_was_told(
    session, sessions, act
):
    draw = chance(f"undo and {act.__name__}")
    for _ in range(ROUNDS):
        now = Round(session)
        pauses = [draw.random() * 0.02 for _ in range(2)]

        def run(number: int, now: Round = now, pauses=tuple(pauses)) -> str:
            sleep(pauses[number])
            with sessions() as own:
                return (
                    act(now, own)
                    if number
                    else now.take_back(own, letters().taken_back)
                )

        undone, came = at_once(2, run)

        assert undone in ("closed", "kept"), undone
        assert came in ("in use", "refused"), came
        well_ended(session, now, undone, came)


def test_whoever_studies_while_a_list_is_taken_back_keeps_the_place(session, sessions):
    draw = chance("undo and studying")
    for _ in range(ROUNDS):
        now = Round(session)
        act = draw.choice((Round.studied, Round.opened))
        pauses = [draw.random() * 0.02 for _ in range(2)]

        def run(number: int, now=now, act=act, pauses=tuple(pauses)) -> Any:
            sleep(pauses[number])
            with sessions() as own:
                if number:
                    return act(now, own)
                return now.take_back(own, letters().taken_back)

        undone, came = at_once(2, run)

        session.expire_all()
        undo = session.scalars(
            select(RosterUndo).where(RosterUndo.roster_import_id == now.applied_id)
        ).one()
        reasons = [each["reason"] for each in undo.outcome["kept"]]
        placed = session.scalars(
            select(Enrolment.cohort_id).where(
                Enrolment.user_id == now.person(session).id, Enrolment.run > 0
            )
        ).all()
        # Either it came first, and is kept; or the place was gone by then.
        was_first = reasons == ["did-something"]
        assert placed == ([now.cohort_id] if was_first else [])
        assert undone == ("kept" if was_first else "closed")
        if act is Round.studied:
            assert came == ("in use" if was_first else "refused"), came
        else:
            assert came == "in use" or isinstance(came, NotEnrolled), came
        assert not any(examine(session))
        session.rollback()
