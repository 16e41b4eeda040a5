"""An administrator validates the run of a cohort, and its certificates leave."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.award import Achievement
from course.models.cohort import Cohort


class CohortRelease(Base, Fact):
    """One validation of a cohort's run: by whom, with which note, and what came of it.

    Its ``uuid`` is the operation. ``token`` is the fingerprint of the list that was
    looked at before; ``outcome`` counts what was done and names the documents.
    """

    __tablename__ = "cohort_release"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    note: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]]

    cohort: Mapped[Cohort] = relationship()


class ReleasedAchievement(Base, Fact):
    """The document of this achievement waits no longer. Released once.

    There may be no document yet all the same: where the name cannot be printed it is
    issued once the name is mended, and nobody need validate again.
    """

    __tablename__ = "released_achievement"

    achievement_id: Mapped[int] = mapped_column(
        ForeignKey("achievement.id"), unique=True
    )
    release_id: Mapped[int] = mapped_column(ForeignKey("cohort_release.id"), index=True)

    achievement: Mapped[Achievement] = relationship()
