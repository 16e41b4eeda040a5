"""Whatever is done to awards, in whatever order: one chain, one document, one truth.

A machine does at random what administrators, holders, marks and the calendar can do.
After each step the record is compared with a plain replay of what happened.
"""

from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from course.award_errors import CorrectionWaits, NothingToSupersede, SameName
from course.award_register import search_register
from course.award_states import STATES, may
from course.award_status import chain_of, statuses, verify_award
from course.doctor import examine, examine_seals
from course.errors import CourseError
from course.models import Achievement, Award, AwardEvent, User
from course.name_corrections import waiting_for
from tests import builders
from tests.builders import KEYS, NOW
from tests.course.award_lives import (
    a_completion,
    an_edition,
    answered,
    asked,
    awards_of,
    done,
    due,
)
from tests.laws.seeds import SEED, UNHURRIED, print_seed

ACTS = {
    "suspend": "suspended",
    "reinstate": "reinstated",
    "revoke": "revoked",
    "supersede": "superseded",
}
NAMES = ("Ana", "Ana B.", "Ana C.", "Ana D.")


def plainly(kinds: list[str], is_over: bool) -> str:
    """The state again, told in another way: step by step."""
    state = "valid"
    for kind in kinds:
        if state in ("superseded", "revoked"):
            break
        if kind in ("superseded", "revoked"):
            state = kind
        elif kind == "expired":
            state = "expired"
        elif state != "expired":
            state = "suspended" if kind == "suspended" else "valid"
    return "expired" if is_over and state in ("valid", "suspended") else state


class Lives(RuleBasedStateMachine):
    """Two achievements, one of which holds for two years."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        super().__init__()
        self.session = sessions()
        self.now = NOW
        self.by = builders.an_administrator(self.session)
        self.seen: list[tuple[int, str]] = []
        edition = an_edition(self.session, valid_years=2)
        self.enrolments = [
            a_completion(self.session, self.an_ana()),
            a_completion(self.session, self.an_ana(), edition=edition),
        ]

    def an_ana(self) -> User:
        return builders.a_learner(self.session, name="Ana")

    def teardown(self) -> None:
        looked = chain(examine(self.session), examine_seals(self.session, KEYS))
        found = [each for differences in looked for each in differences]
        self.session.close()
        assert found == []

    def documents(self, which: int) -> list[Award]:
        return awards_of(self.session, self.enrolments[which])

    def kinds_of(self, award: Award) -> list[str]:
        return [kind for award_id, kind in self.seen if award_id == award.id]

    @rule(
        which=st.integers(0, 1),
        place=st.integers(0, 5),
        act=st.sampled_from(sorted(ACTS)),
        name=st.sampled_from(NAMES),
    )
    def act(self, which: int, place: int, act: str, name: str) -> None:
        """An administrator acts on any document, the old ones too."""
        awards = self.documents(which)
        award = awards[place % len(awards)]
        expected = plainly(self.kinds_of(award), self.is_over(award))
        allowed = may(expected, ACTS[act])
        more = {"name": name} if act == "supersede" else {}
        try:
            with self.session.begin_nested():
                done(self.session, act, award, by=self.by, now=self.now, **more)
        except SameName:
            assert allowed
            assert award.claims["holder_name"] == name
        except CourseError:
            assert not allowed
        else:
            assert allowed

    @rule(which=st.integers(0, 1), name=st.sampled_from(NAMES))
    def ask_for_a_name(self, which: int, name: str) -> None:
        """The holder asks for another name on the newest document."""
        award = self.documents(which)[-1]
        try:
            with self.session.begin_nested():
                asked(self.session, award, name=name, now=self.now)
        except CourseError as refusal:
            state = plainly(self.kinds_of(award), self.is_over(award))
            is_named = isinstance(refusal, (SameName, CorrectionWaits))
            assert is_named or not may(state, "superseded")

    @rule(which=st.integers(0, 1), verdict=st.sampled_from(["approved", "declined"]))
    def answer(self, which: int, verdict: str) -> None:
        """An administrator answers what waits, if anything does."""
        award = self.documents(which)[-1]
        waiting = waiting_for(self.session, award.achievement_id)
        if waiting is None:
            return
        try:
            with self.session.begin_nested():
                answered(self.session, waiting, verdict, by=self.by, now=self.now)
        except CourseError:
            assert verdict == "approved"

    @rule(which=st.integers(0, 1))
    def renew_words(self, which: int) -> None:
        """Nothing is written anew where nothing changed."""
        award = self.documents(which)[-1]
        state = plainly(self.kinds_of(award), self.is_over(award))
        how = {"cause": "words", "by": self.by, "now": self.now}
        try:
            with self.session.begin_nested():
                done(self.session, "supersede", award, **how)
        except NothingToSupersede:
            assert may(state, "superseded")
        except CourseError:
            assert not may(state, "superseded")
        else:
            raise AssertionError("A document was written that says nothing new.")

    @rule()
    def night(self) -> None:
        """The pass over everybody."""
        due(self.session, self.now)

    @rule(days=st.sampled_from([1, 300]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def is_over(self, award: Award) -> bool:
        return award.expires_at is not None and self.now >= award.expires_at

    @invariant()
    def history_only_grows(self) -> None:
        found = [
            (row[0], row[1])
            for row in self.session.execute(
                select(AwardEvent.award_id, AwardEvent.kind).order_by(AwardEvent.id)
            )
        ]
        assert found[: len(self.seen)] == self.seen
        self.seen = found

    @invariant()
    def states_are_a_replay(self) -> None:
        awards = self.session.scalars(select(Award)).all()
        expected = {
            each.id: plainly(self.kinds_of(each), self.is_over(each)) for each in awards
        }
        assert statuses(self.session, now=self.now) == expected
        for state in STATES:
            listed = search_register(self.session, state=state, limit=100, now=self.now)
            assert {each.award.id for each in listed} == {
                award_id for award_id, held in expected.items() if held == state
            }
        for achievement in self.session.scalars(select(Achievement)):
            self.is_one_chain(achievement, expected)

    def is_one_chain(self, achievement: Achievement, states: dict[int, str]) -> None:
        """One beginning, one end, and at most the end holds."""
        awards = self.session.scalars(
            select(Award)
            .where(Award.achievement_id == achievement.id)
            .order_by(Award.id)
        ).all()
        assert [each.supersedes_id for each in awards] == [
            None,
            *(each.id for each in awards[:-1]),
        ]
        chain = chain_of(self.session, achievement.id)
        assert chain == tuple(each.number for each in awards)
        for each in awards[:-1]:
            assert states[each.id] == "superseded"
            found = verify_award(self.session, each.number, now=self.now)
            assert found.successor == chain[-1]
        assert states[awards[-1].id] != "superseded"
        assert sum(states[each.id] == "valid" for each in awards) <= 1
        terms = {each.claims.get("valid_until") for each in awards}
        assert len(terms) == 1


def test_after_any_life_a_chain_has_one_end_and_states_are_a_replay(sessions):
    print_seed()

    @seed(SEED)
    class LivesHere(Lives):
        def __init__(self) -> None:
            super().__init__(sessions)

    run_state_machine_as_test(
        LivesHere,
        settings=settings(UNHURRIED, max_examples=15, stateful_step_count=30),
    )


@pytest.mark.parametrize("state", STATES)
def test_the_plain_telling_knows_every_state(state: str) -> None:
    lives: dict[str, tuple[list[str], bool]] = {
        "valid": (["issued"], False),
        "superseded": (["issued", "superseded"], True),
        "suspended": (["issued", "suspended"], False),
        "revoked": (["issued", "expired", "revoked"], True),
        "expired": (["issued", "suspended"], True),
    }

    assert plainly(*lives[state]) == state
