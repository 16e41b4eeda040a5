"""Files that were asked for: what of, by whom and why, and what became of them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.user import User

ROWS: Final = "rows"
FIGURES: Final = "figures"
CONTENTS = (ROWS, FIGURES)
LEAST_PURPOSE, MOST_PURPOSE = 10, 500
COMPLETIONS_LIST: Final = "completions"
CERTIFIED_LIST: Final = "certified"
RULE_CHANGE_LIST: Final = "rule-change"
STATEMENTS_LIST: Final = "statements"
LISTS = (COMPLETIONS_LIST, CERTIFIED_LIST, RULE_CHANGE_LIST, STATEMENTS_LIST)
"""Lists of names that are handed over as they are read."""


class Export(Base, Fact):
    """A file of figures or of named rows was asked for; its ``uuid`` is the operation.

    ``asked`` is the question with its moment. Nobody takes names without saying what
    for: these rows are the record of who did, and why, and are never deleted. Without
    an actor it was asked for from the command line. Where ``asked`` names one of the
    ``LISTS``, that was handed over at once, and nothing of it was kept here.
    """

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint(f"content IN {CONTENTS}", name="content"),
        CheckConstraint("(content = 'rows') = (purpose IS NOT NULL)", name="purpose"),
    )

    content: Mapped[str] = mapped_column(String(10))
    format: Mapped[str] = mapped_column(String(10))
    course_key: Mapped[str] = mapped_column(String(100))
    asked: Mapped[dict[str, Any]]
    purpose: Mapped[str | None] = mapped_column(String(MOST_PURPOSE))

    actor: Mapped[User | None] = relationship(
        primaryjoin="foreign(Export.actor_id) == User.id", viewonly=True
    )
    file: Mapped["ExportFile | None"] = relationship(viewonly=True)

    @property
    def has_names(self) -> bool:
        return self.content == ROWS

    @property
    def list_name(self) -> str | None:
        """Which of the ``LISTS`` it is, if any."""
        name: str | None = self.asked.get("list")
        return name


class ExportFile(Base, Fact):
    """The file of an export was written whole, and is what the manifest says.

    One without ``kept_until`` was handed to whoever ran the command, and lies nowhere
    here.
    """

    __tablename__ = "export_file"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"), unique=True)
    manifest: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    kept_until: Mapped[datetime | None] = mapped_column(index=True)

    removal: Mapped["ExportRemoval | None"] = relationship(viewonly=True)


class ExportRemoval(Base, Fact):
    """The file of an export was removed when its days were over."""

    __tablename__ = "export_removal"

    file_id: Mapped[int] = mapped_column(ForeignKey("export_file.id"), unique=True)
