"""The tables, one file an aggregate; importing this package registers them all."""

from course.models.attempt import Attempt, Mark, Response
from course.models.award import Achievement, Award, AwardEvent
from course.models.cohort import Cohort, CohortTrainer, RosterImport
from course.models.edition import Edition
from course.models.enrolment import (
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
)
from course.models.message import OutgoingMessage
from course.models.user import (
    AccessToken,
    AccountEvent,
    Invitation,
    ProfileEntry,
    SignInFailure,
    User,
)

__all__ = [
    "AccessToken",
    "AccountEvent",
    "Achievement",
    "Attempt",
    "Award",
    "AwardEvent",
    "Cohort",
    "CohortTrainer",
    "Edition",
    "Enrolment",
    "EnrolmentEvent",
    "Invitation",
    "LessonCompletion",
    "LessonOpening",
    "Mark",
    "OutgoingMessage",
    "ProfileEntry",
    "Response",
    "RosterImport",
    "SignInFailure",
    "User",
]
