"""Who has accepted which version of the privacy notice."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class NoticeAcceptance(Base, Fact):
    """One person has read one version of the notice and accepts it.

    ``version`` is the fingerprint of its words in every language. A version is accepted
    once, however often that is sent.
    """

    __tablename__ = "notice_acceptance"
    __table_args__ = (UniqueConstraint("user_id", "version"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[str] = mapped_column(String(64))
