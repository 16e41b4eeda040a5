"""What a list of learners would do, row by row: worked out, and not yet done.

Pure: a list and what the record holds go in, a plan comes out. What the plan would
do is what applying it does, so that its token stands for both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from course.documents import missing_glyphs
from course.roster_columns import folded
from course.roster_entries import Entry
from course.roster_listing import Held, Known, Place, Plan, PlanRow, Seat


def cohorts_spoken_of(
    entries: Iterable[Entry], here: Place, places: Sequence[Place]
) -> tuple[Place, ...]:
    """The cohorts that rows with an address are for, each once."""
    known = _by_words(places)
    found = {_place(entry, here, known) for entry in entries if entry.is_addressed}
    return tuple(each for each in places if each in found)


def plan_roster(
    entries: Sequence[Entry], held: Held, *, digest: str, is_whole: bool
) -> Plan:
    """What becomes of each row, and who would be dropped if the list is the whole."""
    spoken = cohorts_spoken_of(entries, held.here, held.places)
    known = _by_words(held.places)
    planning = _Planning(held, frozenset(each.id for each in spoken), known)
    rows = [planning.alone(entry) for entry in entries]
    rows = _same_address(rows)
    rows = _same_name(rows, planning.names_elsewhere(rows))
    if is_whole:
        rows += planning.drops(rows)
    return Plan(digest, is_whole, spoken, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Planning:
    """What one row asks for, seen by itself."""

    held: Held
    spoken: frozenset[int]
    known: Mapping[str, Place]

    def alone(self, entry: Entry) -> PlanRow:
        row = PlanRow(
            entry.number,
            "invalid",
            "",
            entry.email[:254],
            entry.name,
            profile=tuple(sorted(entry.profile.items())),
            unread=entry.unread,
        )
        if not entry.is_addressed:
            return replace(row, reason="no-address")
        place = _place(entry, self.held.here, self.known)
        if place is None:
            return replace(row, reason="unknown-cohort", other=entry.cohort)
        row = replace(row, cohort=place.key)
        person = self.held.people.get(entry.email)
        if person is None or person.is_spare:
            return self._new(row, person)
        row = replace(row, person=person.uuid)
        if person.is_closed:
            return replace(row, reason="closed", person=None)
        if entry.name and folded(entry.name) != folded(person.name):
            row = replace(row, other=person.name)
        return self._known(row, place, self.held.seats.get(person.id))

    def _new(self, row: PlanRow, spare: Known | None) -> PlanRow:
        missing = missing_glyphs(row.known_as)
        if missing:
            return replace(row, reason="not-printable", other=" ".join(missing))
        if spare is not None:
            return replace(
                row, kind="create", reason="again", effect="reopen", person=spare.uuid
            )
        return replace(row, kind="create", reason="new", effect="create")

    def _known(self, row: PlanRow, place: Place, seat: Seat | None) -> PlanRow:
        row = replace(row, kind="match")
        if seat is None:
            return replace(row, reason="enrolled", effect="enrol")
        row = replace(row, enrolment=seat.uuid, event=seat.event)
        if seat.cohort_id in (None, place.id):
            if seat.is_withdrawn:
                return replace(row, reason="restored", effect="restore")
            if seat.cohort_id is None:
                return replace(row, reason="joins", effect="join")
            return replace(row, reason="here")
        left = next((p for p in self.held.places if p.id == seat.cohort_id), None)
        if left is None:
            # Whom others lead is theirs to know: nothing of the record goes with it.
            return replace(
                row,
                kind="invalid",
                reason="elsewhere",
                other=None,
                person=None,
                enrolment=None,
                event=None,
            )
        row = replace(row, origin=left.key)
        if left.id not in self.spoken:
            return replace(row, kind="invalid", reason="not-spoken-of")
        return replace(row, kind="move", reason="moves", effect="move")

    def names_elsewhere(self, rows: Iterable[PlanRow]) -> Mapping[str, str]:
        """The names of those in these cohorts whom no address on the list is."""
        listed = {row.email for row in rows}
        return {
            folded(member.person.name): member.person.name
            for member in self.held.members
            if member.email not in listed and folded(member.person.name)
        }

    def drops(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        """Those whom a whole list leaves out, unless a row might be one of them."""
        listed = {row.email for row in rows}
        doubtful = {folded(row.name) for row in rows if row.kind == "ambiguous"}
        keys = {place.id: place.key for place in self.held.places}
        return [
            PlanRow(
                None,
                "drop",
                "not-listed",
                member.email,
                member.person.name,
                effect="drop",
                origin=keys.get(member.seat.cohort_id or 0),
                person=member.person.uuid,
                enrolment=member.seat.uuid,
                event=member.seat.event,
            )
            for member in self.held.members
            if member.seat.cohort_id in self.spoken
            and member.email not in listed
            and folded(member.person.name) not in doubtful
        ]


def _same_address(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The rows, those of one address held against each other."""
    groups: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        if row.kind != "invalid":
            groups[row.email].append(row)
    doubts = {email: _doubt(group) for email, group in groups.items()}
    found = []
    for row in rows:
        if row.kind == "invalid":
            found.append(row)
            continue
        first, *others = groups[row.email]
        doubt = doubts[row.email]
        if doubt is not None:
            other = others[0] if row is first else first
            row = _doubtful(row, doubt, str(other.number))
        elif row is not first:
            row = replace(
                row, kind="match", reason="repeated", effect="", other=str(first.number)
            )
        found.append(row)
    return found


def _doubt(group: Sequence[PlanRow]) -> str | None:
    """What is doubtful where several rows have one address, or nothing."""
    if len({row.cohort for row in group}) > 1:
        return "two-cohorts"
    if len({folded(row.name) for row in group if row.name}) > 1:
        return "other-name"
    return None


def _same_name(rows: Sequence[PlanRow], elsewhere: Mapping[str, str]) -> list[PlanRow]:
    """The rows, new people held against those who bear the same name."""
    named: dict[str, dict[str, PlanRow]] = defaultdict(dict)
    for row in rows:
        if row.is_done_unasked and row.reason != "repeated":
            named[folded(row.name)].setdefault(row.email, row)
    found = []
    for row in rows:
        name = folded(row.name)
        if row.kind == "create" and name:
            alike = (each for each in named[name].values() if each is not row)
            other = next(alike, None)
            if other is not None:
                row = _doubtful(row, "same-name", str(other.number))
            elif name in elsewhere:
                row = _doubtful(row, "same-name-here", elsewhere[name])
        found.append(row)
    return found


def _doubtful(row: PlanRow, reason: str, other: str) -> PlanRow:
    return replace(row, kind="ambiguous", reason=reason, other=other)


def _place(entry: Entry, here: Place, known: Mapping[str, Place]) -> Place | None:
    return known.get(folded(entry.cohort)) if entry.cohort else here


def _by_words(places: Sequence[Place]) -> dict[str, Place]:
    """Cohorts by key, and by a title that only one of them bears."""
    titles = Counter(folded(each.title) for each in places)
    by_title = {
        folded(each.title): each for each in places if titles[folded(each.title)] == 1
    }
    return by_title | {folded(each.key): each for each in places}
