"""Who was certified on a day, as known on another, is what a replay of the acts says.

Random histories in which things are issued, suspended, reinstated, revoked, superseded,
renewed and expire, by the calendars of several offices, many of them noted long after
they happened. The replay knows no database: it walks through the acts of each award one
after another.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from course.awards import expiry_of
from course.certified import CertifiedQuery, certified_count, certified_on
from course.models import Achievement, Award, AwardEvent, Enrolment
from tests.awards_held import happened, superseded
from tests.builders import COURSE, a_learner, an_edition
from tests.course.rule_changes import a_rule, applied
from tests.laws.seeds import SEED, UNHURRIED, print_seed

BEGINNING = datetime(2025, 1, 6, 20, tzinfo=UTC)
ZONE = ZoneInfo("Pacific/Auckland")
OFFICES = (ZONE, ZoneInfo("America/Lima"), ZoneInfo("Africa/Nairobi"))
PEOPLE = 3
LATER_COURSE = "another-course"

days = st.integers(0, 40)
lags = st.sampled_from([0, 0, 0, 1, 5, 30])
lasting = st.none() | st.integers(0, 40)
acts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "issue",
                "issue",
                "renew",
                "suspend",
                "reinstate",
                "revoke",
                "supersede",
                "expire",
            ]
        ),
        st.integers(0, 9),
        days,
        lags,
        lasting,
    ),
    min_size=1,
    max_size=14,
)
questions = st.lists(st.tuples(days, st.integers(0, 80)), min_size=3, max_size=8)

NAMES = {
    "suspend": "suspended",
    "reinstate": "reinstated",
    "revoke": "revoked",
}


@dataclass(slots=True)
class Known:
    """An award as the replay knows it: whose, and what became of it."""

    row: Award
    place: tuple[Any, str, str]
    run: int
    until: datetime | None
    life: list[tuple[datetime, datetime, int, str]] = field(default_factory=list)

    def holds(self, day: date, known_on: datetime) -> bool:
        """Walk through what was known, in the order in which it happened."""
        valid = False
        for occurred, recorded, _, kind in sorted(
            self.life, key=lambda each: (each[0], each[2])
        ):
            if recorded > known_on or occurred.astimezone(ZONE).date() > day:
                continue
            match kind:
                case "issued" | "reinstated":
                    valid = True
                case "suspended" | "revoked" | "superseded":
                    valid = False
        end = datetime.combine(day + timedelta(days=1), time(), ZONE)
        return valid and (self.until is None or end <= self.until)


class History:
    """What happened, kept twice: as rows, and for the replay."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.edition = an_edition(session, now=BEGINNING)
        self.people = [a_learner(session, now=BEGINNING) for _ in range(PEOPLE)]
        self.runs: dict[tuple[int, str], int] = {}
        self.awards: list[Known] = []
        self.count = 0

    def act(self, kind: str, which: int, day: int, lag: int, last: int | None) -> None:
        occurred = BEGINNING + timedelta(days=day, minutes=which)
        recorded = occurred + timedelta(days=lag)
        if kind in ("issue", "renew"):
            self._issue(kind, which, occurred, recorded, last)
        elif self.awards:
            award = self.awards[which % len(self.awards)]
            if occurred < award.row.occurred_at or recorded < award.row.recorded_at:
                # Nobody acts on an award before there is one, or before it is known.
                return
            if kind == "expire":
                self._expire(award, lag)
            elif kind == "supersede":
                self._supersede(award, occurred, recorded, last)
            elif any(each[3] == "revoked" for each in award.life) and kind == "revoke":
                # The record refuses to revoke an award twice.
                return
            else:
                self._note(award, NAMES[kind], occurred, recorded)
                happened(
                    self.session,
                    award.row,
                    NAMES[kind],
                    now=recorded,
                    occurred_at=occurred,
                )

    def _issue(
        self,
        kind: str,
        which: int,
        occurred: datetime,
        recorded: datetime,
        last: int | None,
    ) -> None:
        person = which % PEOPLE
        course = COURSE if which % 2 else LATER_COURSE
        run = self.runs.get((person, course), 0)
        if run and kind == "issue":
            return
        self.runs[person, course] = run + 1
        until = self._last_day(occurred, last)
        enrolment = Enrolment(
            user_id=self.people[person].id,
            course_key=course,
            run=run + 1,
            edition_id=self.edition.id,
            enrolled_at=BEGINNING,
            standing={},
        )
        achievement = Achievement(
            enrolment=enrolment,
            award_kind="completion",
            edition_id=self.edition.id,
            occurred_at=occurred,
            recorded_at=recorded,
        )
        self.session.add(achievement)
        self.session.flush()
        self.count += 1
        expires_at = self._expiry(until, which)
        row = Award(
            number=f"NUMBER-{self.count}",
            achievement_id=achievement.id,
            claims={
                "number": f"NUMBER-{self.count}",
                "holder_name": self.people[person].name,
                "awarded_on": occurred.date().isoformat(),
                **({"valid_until": until.isoformat()} if until else {}),
            },
            digest="0" * 64,
            expires_at=expires_at,
            occurred_at=occurred,
            recorded_at=recorded,
        )
        self.session.add(row)
        self.session.flush()
        happened(self.session, row, "issued", now=recorded, occurred_at=occurred)
        place = (self.people[person].uuid, course, "completion")
        known = Known(row, place, run + 1, expires_at)
        self._note(known, "issued", occurred, recorded)
        self.awards.append(known)

    def _supersede(
        self, old: Known, occurred: datetime, recorded: datetime, last: int | None
    ) -> None:
        if any(each.row.supersedes_id == old.row.id for each in self.awards):
            return
        until = self._last_day(occurred, last)
        row = superseded(
            self.session,
            old.row,
            now=recorded,
            occurred_at=occurred,
            valid_until=until.isoformat() if until else None,
        )
        new = Known(row, old.place, old.run, row.expires_at)
        self._note(old, "superseded", occurred, recorded)
        self._note(new, "issued", occurred, recorded)
        self.awards.append(new)

    def _expire(self, award: Known, lag: int) -> None:
        """Note that the last day is over, some days late. It changes no answer."""
        if award.until is None or "expired" in [each[3] for each in award.life]:
            return
        recorded = max(award.until + timedelta(days=lag), award.row.recorded_at)
        self._note(award, "expired", award.until, recorded)
        happened(
            self.session, award.row, "expired", now=recorded, occurred_at=award.until
        )

    def _expiry(self, until: date | None, which: int) -> datetime | None:
        """When the last day ends: the office has moved more than once."""
        zone = OFFICES[which % len(OFFICES)]
        return expiry_of({"valid_until": until and until.isoformat()}, zone)

    def _note(
        self, award: Known, kind: str, occurred: datetime, recorded: datetime
    ) -> None:
        award.life.append((occurred, recorded, len(award.life), kind))

    def _last_day(self, occurred: datetime, last: int | None) -> date | None:
        return None if last is None else occurred.date() + timedelta(days=last)

    def replay(self, day: date, known_on: datetime) -> set[tuple[Any, str, str, int]]:
        """Everybody who held an award, with the newest run of which one held."""
        newest: dict[Any, int] = {}
        for each in self.awards:
            if each.holds(day, known_on):
                newest[each.place] = max(each.run, newest.get(each.place, 0))
        return {(*place, run) for place, run in newest.items()}


def asked(
    session: Session, day: date, known_on: datetime, course_key: str | None = None
) -> set[tuple[Any, str, str, int]]:
    """What the register says, which counts as many as it lists."""
    query = CertifiedQuery(day, known_on, ZONE, course_key)
    rows = list(
        certified_on(
            session, day, as_known_on=known_on, zone=ZONE, course_key=course_key
        )
    )
    assert certified_count(session, query) == len(rows)
    found = {(each.learner, each.course, each.kind, each.run) for each in rows}
    assert len(found) == len(rows)
    return found


def test_who_was_certified_is_what_a_replay_says(session):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=40)
    @given(acts, questions)
    def holds(happenings: Any, asking: Any) -> None:
        try:
            history = History(session)
            for each in happenings:
                history.act(*each)
            for after, known_after in asking:
                day = (BEGINNING + timedelta(days=after)).astimezone(ZONE).date()
                known_on = BEGINNING + timedelta(days=known_after)
                expected = history.replay(day, known_on)
                assert asked(session, day, known_on) == expected
                assert asked(session, day, known_on, COURSE) == {
                    each for each in expected if each[1] == COURSE
                }
        finally:
            session.rollback()

    holds()


def test_a_change_of_the_rule_moves_no_figure_of_the_past(session):
    history = History(session)
    for which in range(6):
        history.act("issue", which, which, 0, None)
    history.act("suspend", 1, 8, 0, None)
    day = (BEGINNING + timedelta(days=20)).astimezone(ZONE).date()
    known_on = BEGINNING + timedelta(days=20)
    then = asked(session, day, known_on)

    moment = BEGINNING + timedelta(days=30)
    applied(session, a_rule((), ()), now=moment)
    applied(session, a_rule(), "top-up", now=moment)

    assert then
    assert asked(session, day, known_on) == then
    assert asked(session, day, moment) == then


def test_it_is_asked_in_one_statement_whatever_the_numbers(session):
    history = History(session)
    statements = []

    def count(*arguments: Any) -> None:
        statements.append(arguments[2])

    for which in range(6):
        history.act("renew", which, which, 0, None)
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", count)
    rows = list(
        certified_on(
            session,
            date(2025, 2, 20),
            as_known_on=BEGINNING + timedelta(days=60),
            zone=UTC,
        )
    )
    event.remove(engine, "before_cursor_execute", count)

    assert (len(rows), len(statements)) == (6, 1)


def test_an_event_noted_later_was_not_known_before(session):
    history = History(session)
    history.act("issue", 1, 0, 0, None)
    history.act("revoke", 1, 2, 10, None)
    day = (BEGINNING + timedelta(days=5)).astimezone(ZONE).date()

    assert asked(session, day, BEGINNING + timedelta(days=6))
    assert not asked(session, day, BEGINNING + timedelta(days=20))
    assert session.query(AwardEvent).count() == 2
