"""A list of learners, pasted or uploaded, put into a cohort: all of it or nothing."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, editions, enrolments, outbox, progress, tokens
from course.awards import AwardOffice
from course.documents import missing_glyphs
from course.errors import InvalidRoster, OperationConflict
from course.gathering import evidences_of
from course.models import Cohort, Enrolment, RosterImport, User
from course.standing import fold

MOST_ROWS = 2000

_EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")
_NAMED = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>")
_HEADER = {"email", "e-mail", "mail", "address", "e-mail address", "email address"}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the list: its number, and what it says."""

    number: int
    email: str
    name: str

    @property
    def known_as(self) -> str:
        """The name, or until somebody gives one what stands before the @."""
        return self.name or self.email.split("@")[0]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row: invited, matched, already-here, restored or repeated."""

    number: int
    email: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of the two letters, made at the edge, where addresses are known."""

    invitation: Callable[[User, Cohort, str], tuple[str, str]]
    notice: Callable[[User, Cohort], tuple[str, str]]


def read_roster(text: str) -> tuple[RosterRow, ...]:
    """Rows of a pasted list or a CSV file.

    A line holds an address, ``Name <address>``, or columns parted by commas,
    semicolons or tabs, the address first or under a heading. Empty lines are passed
    over and still counted, so that a row's number is its line in the file. Raises
    ``InvalidRoster`` with every row that holds no address.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    separator = _separator(lines)
    email_at, name_at, body_from = _columns(lines, separator)
    rows: list[RosterRow] = []
    bad: list[dict[str, object]] = []
    for number, line in enumerate(lines, start=1):
        if number <= body_from or not line.strip():
            continue
        row = _row(number, line, separator, email_at, name_at)
        if _EMAIL.fullmatch(row.email) and len(row.email) <= 254:
            rows.append(row)
        else:
            words = f"'{row.email[:60]}' is not an e-mail address."
            bad.append({"row": number, "detail": words})
    if len(rows) > MOST_ROWS:
        words = f"A list may hold {MOST_ROWS} learners; this one holds {len(rows)}."
        bad.append({"row": rows[MOST_ROWS].number, "detail": words})
    if not rows and not bad:
        bad.append({"row": 1, "detail": "The list is empty."})
    if bad:
        raise InvalidRoster(tuple(bad))
    return tuple(rows)


def assign_learners(
    session: Session,
    cohort: Cohort,
    rows: tuple[RosterRow, ...],
    *,
    op: UUID,
    letters: Letters,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[RowOutcome, ...]:
    """Put every listed person into the cohort, inviting those who are new.

    All or nothing: raises ``InvalidRoster`` with every row that cannot be used. The
    same operation sent again changes nothing and is answered the same. Nobody is
    ever taken out of another cohort by being listed here.
    """
    digest = sha256(repr(rows).encode()).hexdigest()
    earlier = session.scalar(select(RosterImport).where(RosterImport.uuid == op))
    if earlier is not None:
        if earlier.cohort_id != cohort.id or earlier.digest != digest:
            raise OperationConflict
        return tuple(RowOutcome(**row) for row in earlier.outcome["rows"])
    people = _people(session, rows)
    held = _enrolments(session, cohort, people)
    bad = _unusable(rows, cohort, people, held)
    if bad:
        raise InvalidRoster(tuple(bad))
    alone = [each for each in held.values() if each.cohort_id is None]
    seen: set[str] = set()
    outcomes = []
    # In one order, so that two lists that share people take turns on PostgreSQL.
    for row in sorted(rows, key=lambda row: (row.email, row.number)):
        if row.email in seen:
            outcomes.append(RowOutcome(row.number, row.email, "repeated"))
            continue
        seen.add(row.email)
        person = people.get(row.email)
        enrolment = held.get(person.id) if person else None
        outcome = _apply(session, cohort, row, person, enrolment, letters, now, by)
        outcomes.append(RowOutcome(row.number, row.email, outcome))
    outcomes.sort(key=lambda outcome: outcome.number)
    _note_moved(session, cohort, alone, now=now, office=office, by=by)
    if cohort.course_key in office.programmes:
        # Courses went on while somebody was off the programme.
        here = {enrolment.user_id for enrolment in held.values()}
        progress.note_programmes(session, here, now=now, office=office, by=by)
    session.add(
        RosterImport(
            uuid=op,
            cohort_id=cohort.id,
            digest=digest,
            outcome={"rows": [asdict(outcome) for outcome in outcomes]},
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    return tuple(outcomes)


def _note_moved(
    session: Session,
    cohort: Cohort,
    alone: Iterable[Enrolment],
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Keep where those stand who took the course alone, now by the cohort's run."""
    moved = [each for each in alone if each.cohort_id == cohort.id]
    if not moved:
        return
    session.flush()
    courses = [editions.course_of(session, each.edition) for each in moved]
    evidences = evidences_of(
        session,
        [each.id for each in moved],
        on_programme=any(course.is_programme for course in courses),
    )
    folded = [
        (each, fold(course, evidences[each.id]))
        for each, course in zip(moved, courses, strict=True)
    ]
    progress.note_standings(session, folded, now=now, office=office, by=by)


def _apply(
    session: Session,
    cohort: Cohort,
    row: RosterRow,
    person: User | None,
    enrolment: Enrolment | None,
    letters: Letters,
    now: datetime,
    by: User,
) -> str:
    if person is None:
        return _invite(session, cohort, row, letters, now, by)
    if enrolment is None:
        made = enrolments.enrol(
            session, person, cohort.edition, cohort=cohort, now=now, by=by
        )
        if made.cohort_id != cohort.id:
            # Another list took this person in since ours was checked.
            raise InvalidRoster(({"row": row.number, "detail": _taken(row)},))
        outcome = "matched"
    elif enrolment.withdrawn_at is not None:
        enrolments.restore(session, enrolment, now=now, by=by)
        outcome = "restored"
        if enrolment.cohort_id is None:
            enrolments.assign(session, enrolment, cohort, now=now, by=by)
    elif enrolment.cohort_id is None:
        enrolments.assign(session, enrolment, cohort, now=now, by=by)
        outcome = "matched"
    else:
        return "already-here"
    subject, body = letters.notice(person, cohort)
    outbox.write_message(session, person, subject=subject, body=body, now=now)
    return outcome


def _invite(
    session: Session,
    cohort: Cohort,
    row: RosterRow,
    letters: Letters,
    now: datetime,
    by: User,
) -> str:
    person = accounts.register_person(
        session,
        email=row.email,
        name=row.known_as,
        role="learner",
        now=now,
        by=by,
        is_demonstration=by.is_demonstration,
    )
    enrolments.enrol(session, person, cohort.edition, cohort=cohort, now=now, by=by)
    secret = tokens.create_invitation(session, person, "invitation", now=now)
    subject, body = letters.invitation(person, cohort, secret)
    outbox.write_message(session, person, subject=subject, body=body, now=now)
    return "invited"


def _people(session: Session, rows: tuple[RosterRow, ...]) -> dict[str, User]:
    emails = {row.email for row in rows}
    found = session.scalars(select(User).where(User.email.in_(emails)))
    return {person.email: person for person in found}


def _enrolments(
    session: Session, cohort: Cohort, people: dict[str, User]
) -> dict[int, Enrolment]:
    ids = [person.id for person in people.values()]
    found = session.scalars(
        select(Enrolment)
        .where(Enrolment.user_id.in_(ids), Enrolment.course_key == cohort.course_key)
        .order_by(Enrolment.id)
        .with_for_update()
    )
    return {enrolment.user_id: enrolment for enrolment in found}


def _unusable(
    rows: tuple[RosterRow, ...],
    cohort: Cohort,
    people: dict[str, User],
    held: dict[int, Enrolment],
) -> list[dict[str, object]]:
    bad: list[dict[str, object]] = []
    for row in rows:
        person = people.get(row.email)
        enrolment = held.get(person.id) if person else None
        if person is not None and person.closed_at is not None:
            words = f"The account of {row.email} is closed."
        elif enrolment is not None and enrolment.cohort_id not in (None, cohort.id):
            words = _taken(row)
        elif person is None and (missing := missing_glyphs(row.known_as)):
            shown = " ".join(missing)
            words = f"A certificate cannot show these characters of the name: {shown}"
        else:
            continue
        bad.append({"row": row.number, "detail": words})
    return bad


def _taken(row: RosterRow) -> str:
    return f"{row.email} is already in another cohort of this course."


def _separator(lines: list[str]) -> str:
    """The sign that parts columns: the commonest of the three in the first line."""
    first = next((line for line in lines if line.strip()), "")
    return max(",;\t", key=first.count)


def _columns(lines: list[str], separator: str) -> tuple[int, int | None, int]:
    """Where address and name stand, and the number of the heading line, or 0."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = [cell.strip().lower() for cell in _cells(line, separator)]
        heading = next((cell for cell in cells if cell in _HEADER), None)
        if heading is None:
            return 0, 1, 0
        named = cells.index("name") if "name" in cells else None
        return cells.index(heading), named, number
    return 0, 1, 0


def _row(
    number: int, line: str, separator: str, email_at: int, name_at: int | None
) -> RosterRow:
    named = _NAMED.fullmatch(line.strip().rstrip(separator))
    if named:
        name, email = named["name"].strip().strip('"'), named["email"]
    else:
        cells = _cells(line, separator)
        email = cells[email_at] if email_at < len(cells) else ""
        name = cells[name_at] if name_at is not None and name_at < len(cells) else ""
    return RosterRow(
        number, accounts.normalised_email(email), " ".join(name.split())[:200]
    )


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator), [])
    except csv.Error:
        # A cell too long to be anything but a mistake: the row will be reported.
        return [line[:200]]
