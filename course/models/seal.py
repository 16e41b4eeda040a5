"""The seals of awards, and the credentials that were signed for them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class AwardSeal(Base, Fact):
    """The signature under an award: by which key, over which payload.

    ``payload`` is what the code on the document carries. ``recipient`` is the salted
    digest of the holder's e-mail address of that day. ``status_index`` is the place of
    the award on the status lists, drawn by lot, so that it does not tell the order in
    which awards were given.
    """

    __tablename__ = "award_seal"
    __table_args__ = (
        UniqueConstraint("status_list", "status_index"),
        CheckConstraint("status_list >= 0 AND status_index >= 0", name="place"),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(12))
    payload: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str | None] = mapped_column(String(80))
    status_list: Mapped[int]
    status_index: Mapped[int]


class AwardCredential(Base, Fact):
    """The Open Badges credential of an award as it was signed, in both of its forms.

    Kept because the private half of a key may be removed once the key is retired. It
    follows from the claims and the seal, so the first that is kept is the only one
    that there could be.
    """

    __tablename__ = "award_credential"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(12))
    document: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
