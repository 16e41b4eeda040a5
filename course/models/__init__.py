"""The tables, one file an aggregate; importing this package registers them all."""

from course.models.accommodation import Accommodation, AccommodationEnd
from course.models.application import (
    Application,
    ApplicationAttachment,
    ApplicationDecision,
    DecisionNotice,
    Selection,
)
from course.models.attempt import (
    Attempt,
    AttemptExtension,
    AttemptStart,
    Mark,
    Response,
    ResponseMark,
)
from course.models.award import Achievement, Award, AwardEvent
from course.models.call import Call, JoinCode, Joining, Registration
from course.models.cohort import Cohort, CohortTrainer
from course.models.cohort_message import CohortMessage, CohortMessageLetter
from course.models.cohort_report import CohortReport, ReportReview, ReportWords
from course.models.counted_enrolment import CountedEnrolment
from course.models.discussion import (
    DigestChoice,
    DiscussionDigest,
    Post,
    PostAct,
    PostMention,
    PostReport,
    PostText,
    ThreadAnswer,
    ThreadSummary,
)
from course.models.edition import Edition
from course.models.enrolment import (
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
)
from course.models.evaluation import (
    EvaluationAnswer,
    EvaluationBox,
    EvaluationForm,
    EvaluationGiven,
    FollowUpChoice,
    FollowUpInvitation,
)
from course.models.export import Export, ExportFile, ExportRemoval
from course.models.job import Job
from course.models.language import LanguageChoice
from course.models.message import OutgoingMessage
from course.models.name_correction import NameCorrection, NameCorrectionAnswer
from course.models.notice import NoticeAcceptance
from course.models.paper import PaperReview, PaperSubmission
from course.models.peer_review import (
    PeerAssignment,
    PeerDraft,
    PeerDraw,
    PeerReview,
    PeerReviewAct,
    PeerRound,
    PeerRoundClosing,
)
from course.models.picture import Picture
from course.models.regrade import Correction, Regrade
from course.models.release import CohortRelease, ReleasedAchievement
from course.models.reminder import Reminder, ReminderChoice
from course.models.report_schedule import (
    ExportReader,
    ReportSchedule,
    ReportScheduleEnd,
    ReportScheduleReader,
    ScheduledExport,
)
from course.models.roadmap import RoadmapReview, RoadmapSubmission
from course.models.roadmap_decision import (
    RoadmapAppeal,
    RoadmapDecision,
    SecondMarker,
    SecondReview,
)
from course.models.roster import (
    RosterImport,
    RosterMove,
    RosterPlan,
    RosterUndo,
    UndoneEvent,
)
from course.models.rule_change import Renewal, RuleChange, RuleChangeEntry
from course.models.run_calendar import PersonZone, RunCalendar
from course.models.seal import AwardCredential, AwardSeal
from course.models.sign_off import SignOff
from course.models.telling import Announcement, CalendarKey, ExpertSession
from course.models.user import (
    AccessToken,
    AccountEvent,
    Invitation,
    ProfileEntry,
    SignInFailure,
    User,
)
from course.models.worksheet import WorksheetEntry

__all__ = [
    "AccessToken",
    "Accommodation",
    "AccommodationEnd",
    "AccountEvent",
    "Achievement",
    "Announcement",
    "Application",
    "ApplicationAttachment",
    "ApplicationDecision",
    "Attempt",
    "AttemptExtension",
    "AttemptStart",
    "Award",
    "AwardCredential",
    "AwardEvent",
    "AwardSeal",
    "CalendarKey",
    "Call",
    "Cohort",
    "CohortMessage",
    "CohortMessageLetter",
    "CohortRelease",
    "CohortReport",
    "CohortTrainer",
    "Correction",
    "CountedEnrolment",
    "DecisionNotice",
    "DigestChoice",
    "DiscussionDigest",
    "Edition",
    "Enrolment",
    "EnrolmentEvent",
    "EvaluationAnswer",
    "EvaluationBox",
    "EvaluationForm",
    "EvaluationGiven",
    "ExpertSession",
    "Export",
    "ExportFile",
    "ExportReader",
    "ExportRemoval",
    "FollowUpChoice",
    "FollowUpInvitation",
    "Invitation",
    "Job",
    "JoinCode",
    "Joining",
    "LanguageChoice",
    "LessonCompletion",
    "LessonOpening",
    "Mark",
    "NameCorrection",
    "NameCorrectionAnswer",
    "NoticeAcceptance",
    "OutgoingMessage",
    "PaperReview",
    "PaperSubmission",
    "PeerAssignment",
    "PeerDraft",
    "PeerDraw",
    "PeerReview",
    "PeerReviewAct",
    "PeerRound",
    "PeerRoundClosing",
    "PersonZone",
    "Picture",
    "Post",
    "PostAct",
    "PostMention",
    "PostReport",
    "PostText",
    "ProfileEntry",
    "Registration",
    "Regrade",
    "ReleasedAchievement",
    "Reminder",
    "ReminderChoice",
    "Renewal",
    "ReportReview",
    "ReportSchedule",
    "ReportScheduleEnd",
    "ReportScheduleReader",
    "ReportWords",
    "Response",
    "ResponseMark",
    "RoadmapAppeal",
    "RoadmapDecision",
    "RoadmapReview",
    "RoadmapSubmission",
    "RosterImport",
    "RosterMove",
    "RosterPlan",
    "RosterUndo",
    "RuleChange",
    "RuleChangeEntry",
    "RunCalendar",
    "ScheduledExport",
    "SecondMarker",
    "SecondReview",
    "Selection",
    "SignInFailure",
    "SignOff",
    "ThreadAnswer",
    "ThreadSummary",
    "UndoneEvent",
    "User",
    "WorksheetEntry",
]
