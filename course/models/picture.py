"""The pictures that awards show."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class Picture(Base, Fact):
    """A logo or a signature, as its file was when an award first showed it.

    Awards name it by ``digest``, its SHA-256, so that one row serves them all.
    """

    __tablename__ = "picture"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
