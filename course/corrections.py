"""Which corrections of a quiz hold, now or at some moment.

Everything that marks an attempt asks here first, so that a key found wrong is wrong
for nobody from then on. A mark can be worked out again by whoever knows the edition,
the answers, the points that people gave and the corrections recorded by its moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from course.models import Correction as CorrectionRow
from quizzes import Correction, Judged, Quiz, judged

# Built once, since every submission asks it.
_RECORDED = (
    select(CorrectionRow)
    .where(CorrectionRow.quiz_key == bindparam("quiz"))
    .order_by(CorrectionRow.id)
)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one quiz, in the order in which they were recorded.

    ``since`` is the moment of the latest, ``last_id`` its row; nothing where there is
    none.
    """

    held: tuple[Correction, ...] = ()
    since: datetime | None = None
    last_id: int | None = None

    def judge(self, sheet: Quiz) -> Judged:
        """The sheet of an attempt as it is judged under these corrections."""
        return judged(sheet, self.held)

    def not_before(self, now: datetime) -> datetime:
        """The moment of a mark that is made under these corrections now.

        Clocks of two servers may differ. The record goes by its own order: what was
        judged by a correction never bears an earlier moment than the correction.
        """
        return now if self.since is None else max(now, self.since)

    def followed_by(self, further: Iterable[Correction]) -> "Corrections":
        """These and some that are only thought of yet."""
        return Corrections((*self.held, *further), self.since, self.last_id)


def corrections_of(session: Session, quiz_key: str) -> Corrections:
    """What holds for a quiz today: one statement."""
    return as_recorded(session.scalars(_RECORDED, {"quiz": quiz_key}).all())


def recorded_corrections(session: Session, quiz_key: str) -> Sequence[CorrectionRow]:
    """Every correction that a quiz ever had, in order."""
    return session.scalars(_RECORDED, {"quiz": quiz_key}).all()


def as_recorded(
    rows: Sequence[CorrectionRow], *, as_of: datetime | None = None
) -> Corrections:
    """These rows as corrections, all of them or those recorded up to a moment."""
    known = [row for row in rows if as_of is None or row.recorded_at <= as_of]
    if not known:
        return Corrections()
    return Corrections(
        held=tuple(correction_in(row) for row in known),
        since=max(row.recorded_at for row in known),
        last_id=known[-1].id,
    )


def correction_in(row: CorrectionRow) -> Correction:
    """What one row says."""
    return Correction(
        row.question_key,
        row.question_digest,
        row.action,  # type: ignore[arg-type]  # the database admits these words alone
        row.value,
    )


def judged_while_answered(session: Session, sheet: Quiz) -> Judged:
    """The sheet as practice judges it while it is answered.

    Nothing is judged at once elsewhere, and nothing is asked of the database then.
    """
    showing = sheet.showing
    if "at-once" not in (showing.marks, showing.feedback):
        return judged(sheet)
    return corrections_of(session, sheet.key).judge(sheet)
