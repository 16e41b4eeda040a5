"""People who can sign in, and what lets them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact

ROLES = ("learner", "trainer", "administrator")
GENDERS = ("female", "male", "other", "undisclosed")
AFFILIATIONS = (
    "government",
    "local-authority",
    "united-nations",
    "other-international",
    "non-governmental",
    "academia",
    "private-sector",
    "other",
)
AGE_BANDS = (
    "under-25",
    "25-34",
    "35-44",
    "45-54",
    "55-64",
    "65-and-over",
    "undisclosed",
)
"""In years, as somebody says them; a day of birth is asked of nobody."""


class User(Base):
    """Whoever can sign in: a learner, a trainer or an administrator.

    ``email`` is kept trimmed and lower-cased, so that one address is one person on
    every database. A null ``password_hash`` is somebody invited who has not yet
    chosen a password. Raising ``session_epoch`` ends every signed-in session.
    ``is_demonstration`` marks the invented people that a demonstration brings.
    """

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        CheckConstraint(f"gender IN {GENDERS}", name="gender"),
        CheckConstraint(f"affiliation IN {AFFILIATIONS}", name="affiliation"),
        CheckConstraint(f"age_band IN {AGE_BANDS}", name="age_band"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    affiliation: Mapped[str | None] = mapped_column(String(30))
    organisation: Mapped[str | None] = mapped_column(String(200))
    age_band: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=1)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    @property
    def is_learner(self) -> bool:
        return self.role == "learner"

    @property
    def is_trainer(self) -> bool:
        return self.role == "trainer"

    @property
    def is_administrator(self) -> bool:
        return self.role == "administrator"

    @property
    def is_staff(self) -> bool:
        return self.role in ("trainer", "administrator")


class ProfileEntry(Base, Fact):
    """What a person said of themselves from one moment on.

    The user row repeats the latest entry. Figures read the entry that held at their
    as-of, so that a later change of country moves nobody in last year's number.
    """

    __tablename__ = "profile_entry"
    __table_args__ = (
        Index("ix_profile_entry_user_id_recorded_at", "user_id", "recorded_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    affiliation: Mapped[str | None] = mapped_column(String(30))
    organisation: Mapped[str | None] = mapped_column(String(200))
    age_band: Mapped[str | None] = mapped_column(String(20))


class AccountEvent(Base, Fact):
    """What was done to an account, by whom: created, role changed, name changed …"""

    __tablename__ = "account_event"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]]


class AccessToken(Base):
    """A bearer token of one person's program; only its hash is kept."""

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """A link sent by mail that lets its holder choose a password, once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInFailure(Base):
    """One failed sign-in, counted by account and by network address.

    ``subject`` is a keyed digest, so that the table holds neither addresses nor
    e-mails. Rows older than the window may be swept away.
    """

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_subject_at", "subject", "failed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    failed_at: Mapped[datetime]
