"""What learners write in worksheets, one save of one field at a time."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment


class WorksheetEntry(Base, Fact):
    """One saved field. Changing it adds a row; the highest sequence counts.

    Its ``uuid`` is the operation that the device named: a save sent again is one save.
    ``field`` is an address in the worksheet, such as ``questions/who-moves/gap``; one
    that the worksheet no longer has stays on the record. ``value`` is nothing where
    the field was cleared.
    """

    __tablename__ = "worksheet_entry"
    __table_args__ = (
        CheckConstraint("length(value) <= 5000", name="value"),
        CheckConstraint("sequence >= 1", name="sequence"),
        Index(
            "ix_worksheet_entry_enrolment_id_worksheet_key_field",
            "enrolment_id",
            "worksheet_key",
            "field",
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    worksheet_key: Mapped[str] = mapped_column(String(100))
    field: Mapped[str] = mapped_column(String(200))
    sequence: Mapped[int]
    value: Mapped[str | None] = mapped_column(Text)

    enrolment: Mapped[Enrolment] = relationship()
