"""Every refusal as HTTP tells it: its status, the name in its address, its title.

The course says what is wrong in its own words; only here does it get a status.
"""

from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

from course import (
    account_errors,
    award_errors,
    calendar_errors,
    discussion_errors,
    door_errors,
    errors,
    evaluation_errors,
    overview_errors,
    paper_errors,
    peer_errors,
    report_errors,
    roadmap_errors,
    roster_errors,
    rule_errors,
    sign_off_errors,
    telling_errors,
    worksheet_errors,
)
from learner_api.books.errors import StillBeingSet
from learner_api.drawn import StillChecking
from learner_api.export_problems import EXPORT_PROBLEMS
from learner_api.exporting_problems import EXPORTING_PROBLEMS
from learner_api.figure_problems import FIGURE_PROBLEMS
from learner_api.problem import Problem
from quizzes import InvalidAnswer, InvalidKey, InvalidLevels
from quizzes.analysis import NotAnalysed
from quizzes.exchange import BankRefused, NotExported

INVALID = Problem(422, "invalid-request", "The request is not valid")
INTERNAL = Problem(500, "internal-error", "Something went wrong on our side")
BUSY = Problem(503, "busy", "The course is busy just now")
FULL = Problem(503, "storage-full", "The course has no room to record anything")
CONFLICT = Problem(409, "conflict", "The record already says otherwise")

PROBLEMS: dict[type[Exception], Problem] = {
    errors.NotPermitted: Problem(403, "not-permitted", "You may not do this"),
    errors.UnknownCourse: Problem(404, "unknown-course", "No such course"),
    errors.UnknownModule: Problem(404, "unknown-module", "No such module"),
    errors.UnknownLesson: Problem(404, "unknown-lesson", "No such lesson"),
    errors.UnknownQuiz: Problem(404, "unknown-quiz", "No such quiz"),
    errors.UnknownQuestion: Problem(404, "unknown-question", "No such question"),
    errors.UnknownWorksheet: Problem(404, "unknown-worksheet", "No such worksheet"),
    errors.UnknownEdition: Problem(404, "unknown-edition", "No such edition"),
    errors.UnknownAward: Problem(404, "unknown-award", "No such certificate"),
    award_errors.AwardRevoked: Problem(
        409, "award-revoked", "The certificate was revoked"
    ),
    award_errors.AwardSuperseded: Problem(
        409, "award-superseded", "The certificate was replaced"
    ),
    award_errors.AwardExpired: Problem(
        409, "award-expired", "The certificate has expired"
    ),
    award_errors.AwardSuspended: Problem(
        409, "award-suspended", "The certificate is suspended"
    ),
    award_errors.NotSuspended: Problem(
        409, "not-suspended", "The certificate is not suspended"
    ),
    award_errors.AlreadySuspended: Problem(
        409, "already-suspended", "The certificate is suspended already"
    ),
    award_errors.AlreadyRevoked: Problem(
        409, "already-revoked", "The certificate is revoked already"
    ),
    award_errors.NothingToSupersede: Problem(
        409, "nothing-to-supersede", "A new certificate would say the same"
    ),
    award_errors.NoLongerSupported: Problem(
        409, "no-longer-supported", "The marks do not support it today"
    ),
    award_errors.WaitsForRelease: Problem(
        409, "waits-for-release", "The run is not validated yet"
    ),
    award_errors.CorrectionWaits: Problem(
        409, "correction-waits", "Your request waits for an answer"
    ),
    award_errors.CorrectionAnswered: Problem(
        409, "correction-answered", "The request was already answered"
    ),
    award_errors.SameName: Problem(422, "same-name", "The certificate bears this name"),
    award_errors.NothingToRelease: Problem(
        409, "nothing-to-release", "No certificate waits"
    ),
    award_errors.StaleRelease: Problem(
        409, "stale-release", "The list no longer holds"
    ),
    report_errors.WordsChanged: Problem(
        409, "report-words-changed", "Somebody wrote meanwhile"
    ),
    report_errors.ReportWaiting: Problem(409, "report-waiting", "The report waits"),
    report_errors.ReportAnswered: Problem(
        409, "report-answered", "The report was answered"
    ),
    report_errors.ReportIncomplete: Problem(
        409, "report-incomplete", "The report says nothing yet"
    ),
    errors.NotEnrolled: Problem(409, "not-enrolled", "You are not on this course"),
    errors.EnrolmentWithdrawn: Problem(
        409, "enrolment-withdrawn", "This enrolment was withdrawn"
    ),
    errors.CohortNotOpen: Problem(
        409, "cohort-not-open", "Your cohort has not begun yet"
    ),
    errors.AttemptClosed: Problem(
        409, "attempt-closed", "The attempt was already submitted"
    ),
    errors.AttemptOpen: Problem(
        409, "attempt-open", "The attempt is not submitted yet"
    ),
    errors.AnswersDiffer: Problem(
        409, "answers-differ", "The answers held are not those you saw"
    ),
    errors.NothingToMark: Problem(
        409, "nothing-to-mark", "There is nothing to mark here"
    ),
    errors.MarkedMeanwhile: Problem(
        409, "marked-meanwhile", "Another trainer has marked this answer"
    ),
    sign_off_errors.SignOffUnchanged: Problem(
        409, "sign-off-unchanged", "The sign-off is so already"
    ),
    discussion_errors.PostNotOpen: Problem(
        409, "post-not-open", "The post is hidden or withdrawn"
    ),
    discussion_errors.PostStateUnchanged: Problem(
        409, "post-state-unchanged", "The post is so already"
    ),
    discussion_errors.ReportedAlready: Problem(
        409, "reported-already", "You have reported this post before"
    ),
    evaluation_errors.AnswersInvalid: Problem(
        422, "form-incomplete", "Some answers of the form need attention"
    ),
    evaluation_errors.EvaluationGivenAlready: Problem(
        409, "form-given-already", "You gave this form before"
    ),
    evaluation_errors.EvaluationNotOffered: Problem(
        409, "form-not-offered", "The form is not for you yet"
    ),
    evaluation_errors.FormChanged: Problem(409, "form-changed", "The form has changed"),
    evaluation_errors.FollowUpUnchanged: Problem(
        409, "follow-up-unchanged", "You chose this before"
    ),
    evaluation_errors.FollowUpInvalid: Problem(
        410, "follow-up-invalid", "This link does not hold"
    ),
    worksheet_errors.TooManyRows: Problem(409, "too-many-rows", "The list is full"),
    worksheet_errors.InvalidEntry: Problem(
        422, "invalid-entry", "The field cannot hold this"
    ),
    roadmap_errors.RoadmapIncomplete: Problem(
        409, "roadmap-incomplete", "The roadmap is not ready"
    ),
    roadmap_errors.RoadmapWaiting: Problem(
        409, "roadmap-waiting", "A roadmap waits to be read"
    ),
    roadmap_errors.ReviewedMeanwhile: Problem(
        409, "reviewed-meanwhile", "Somebody else has reviewed this roadmap"
    ),
    roadmap_errors.CommentsNeeded: Problem(
        422, "comments-needed", "Say what should change"
    ),
    paper_errors.NoPaperAsked: Problem(
        409, "no-paper-asked", "The course asks for no paper"
    ),
    paper_errors.PaperNotTaken: Problem(
        422, "paper-not-taken", "The file cannot be taken"
    ),
    paper_errors.TitleNotPrintable: Problem(
        422, "title-not-printable", "A diploma cannot show this title"
    ),
    paper_errors.HonourNeeded: Problem(
        422, "honour-needed", "Your word is needed that it is your own work"
    ),
    paper_errors.PaperWaiting: Problem(
        409, "paper-waiting", "A paper waits to be read"
    ),
    paper_errors.PaperAlreadyAccepted: Problem(
        409, "paper-accepted", "The paper is accepted already"
    ),
    paper_errors.PaperReviewedMeanwhile: Problem(
        409, "paper-reviewed-meanwhile", "Somebody else has reviewed this paper"
    ),
    paper_errors.PaperCommentsNeeded: Problem(
        422, "paper-comments-needed", "Say what should change in the paper"
    ),
    errors.TooSoon: Problem(409, "too-soon", "The next attempt is not open yet"),
    errors.NoAttemptsLeft: Problem(409, "no-attempts-left", "No attempts are left"),
    errors.OperationConflict: Problem(
        409, "operation-conflict", "The operation was already used"
    ),
    errors.AmbiguousQuestion: Problem(
        422, "ambiguous-question", "Several wordings bear this name"
    ),
    errors.StalePreview: Problem(409, "stale-preview", "The preview no longer holds"),
    rule_errors.NoTopUpDate: Problem(
        422, "no-top-up-date", "The day to top up by is not right"
    ),
    rule_errors.NothingToTopUp: Problem(
        409, "nothing-to-top-up", "There is nothing to top up"
    ),
    rule_errors.NotRenewable: Problem(
        409, "not-renewable", "The course cannot be begun anew"
    ),
    rule_errors.RenewalReasonNeeded: Problem(
        422, "renewal-reason-needed", "Say why the course is begun anew"
    ),
    errors.NotYetComplete: Problem(
        409, "not-yet-complete", "The course is not complete yet"
    ),
    errors.NameNotPrintable: Problem(
        422, "name-not-printable", "A certificate cannot show this name"
    ),
    account_errors.EmailTaken: Problem(409, "email-taken", "The address is taken"),
    account_errors.WeakPassword: Problem(
        422, "weak-password", "The password is too short"
    ),
    account_errors.InvitationInvalid: Problem(
        410, "invitation-invalid", "This link no longer works"
    ),
    account_errors.RegistrationInvalid: Problem(
        410, "registration-invalid", "This link no longer works"
    ),
    account_errors.UnknownLanguage: Problem(422, "unknown-language", "Not on offer"),
    account_errors.LastAdministrator: Problem(
        409, "last-administrator", "The last administrator must stay"
    ),
    errors.CohortKeyTaken: Problem(409, "cohort-key-taken", "The key is taken"),
    roster_errors.UnreadableRoster: Problem(
        422, "unreadable-roster", "The list cannot be read"
    ),
    roster_errors.RosterColumnsNeeded: Problem(
        422, "roster-columns-needed", "Which column is which is not known"
    ),
    roster_errors.RosterChoiceInvalid: Problem(
        422, "roster-choice-invalid", "The plan does not offer this choice"
    ),
    roster_errors.RosterReasonNeeded: Problem(
        422, "roster-reason-needed", "Withdrawing learners needs a reason"
    ),
    roster_errors.StaleRosterPlan: Problem(
        409, "stale-roster-plan", "The plan is no longer what it was"
    ),
    roster_errors.RosterUndoTooLate: Problem(
        409, "roster-undo-too-late", "The list can no longer be taken back"
    ),
    roster_errors.RosterNotUndoable: Problem(
        409, "roster-not-undoable", "The list cannot be taken back"
    ),
    account_errors.RealPeoplePresent: Problem(
        409, "real-people-present", "The database holds real people"
    ),
    calendar_errors.SelfPacedRun: Problem(
        409, "self-paced-run", "The cohort goes at its own pace"
    ),
    calendar_errors.ModulesDiffer: Problem(
        422, "modules-differ", "The calendar is of other modules"
    ),
    calendar_errors.DueBeforeOpen: Problem(
        422, "due-before-open", "A module is due before it opens"
    ),
    calendar_errors.OutsideTheRun: Problem(
        422, "outside-the-run", "A day lies outside the run"
    ),
    calendar_errors.StaleCalendar: Problem(
        409, "stale-calendar", "The calendar has changed"
    ),
    telling_errors.AnnouncementWithdrawn: Problem(
        409, "announcement-withdrawn", "The announcement was withdrawn"
    ),
    telling_errors.SessionCancelled: Problem(
        409, "session-cancelled", "The session was cancelled"
    ),
    telling_errors.EndsBeforeStart: Problem(
        422, "ends-before-start", "The session ends before it starts"
    ),
    telling_errors.NoSuchTime: Problem(
        422, "no-such-time", "The clocks skip this time"
    ),
    calendar_errors.UnknownZone: Problem(422, "unknown-zone", "No such time zone"),
    door_errors.NoticeNotAccepted: Problem(
        403, "notice-not-accepted", "The privacy notice comes first"
    ),
    door_errors.StaleNotice: Problem(
        409, "stale-notice", "The privacy notice has changed"
    ),
    door_errors.CallClosed: Problem(409, "call-closed", "The call is closed"),
    door_errors.WrongDoor: Problem(
        409, "wrong-door", "The call does not work that way"
    ),
    door_errors.WrongCode: Problem(422, "wrong-code", "The join code does not fit"),
    door_errors.CodeReplaced: Problem(
        409, "code-replaced", "The join code was replaced"
    ),
    door_errors.NotAdmitted: Problem(
        403, "not-admitted", "The call is for other people"
    ),
    door_errors.CallFull: Problem(409, "call-full", "Every place is taken"),
    door_errors.InAnotherCohort: Problem(
        409, "in-another-cohort", "The person is in another cohort"
    ),
    door_errors.AlreadyApplied: Problem(
        409, "already-applied", "You have applied already"
    ),
    door_errors.ApplicationIncomplete: Problem(
        422, "application-incomplete", "The call asks for more"
    ),
    door_errors.AlreadyWithdrawn: Problem(
        409, "already-withdrawn", "The application is withdrawn already"
    ),
    door_errors.InvalidAttachment: Problem(
        422, "invalid-attachment", "The file cannot be taken"
    ),
    door_errors.TooManyAttachments: Problem(
        409, "too-many-attachments", "There are too many files"
    ),
    overview_errors.StaleAudience: Problem(
        409, "stale-audience", "The group has changed"
    ),
    overview_errors.NobodyToWriteTo: Problem(
        409, "nobody-to-write-to", "Nobody can be written to"
    ),
    door_errors.FilesClosed: Problem(
        409, "files-closed", "The application takes no more files"
    ),
    door_errors.StaleSelection: Problem(
        409, "stale-selection", "The applications have changed"
    ),
    door_errors.NotSelectable: Problem(
        409, "not-selectable", "Some cannot be decided so"
    ),
    door_errors.NoPlaceLeft: Problem(409, "no-place-left", "There are too few places"),
    account_errors.WrongCredentials: Problem(
        401, "wrong-credentials", "Sign-in failed"
    ),
    peer_errors.PeerRoundOpen: Problem(409, "peer-round-open", "Another round is open"),
    peer_errors.DeadlinePast: Problem(422, "deadline-past", "The deadline has passed"),
    peer_errors.NoSuchRubric: Problem(422, "no-such-rubric", "There is no such rubric"),
    peer_errors.PeerRoundClosed: Problem(
        409, "peer-round-closed", "The round is closed"
    ),
    peer_errors.StalePeerPlan: Problem(
        409, "stale-peer-plan", "Who takes part has changed"
    ),
    peer_errors.NothingToAssign: Problem(
        409, "nothing-to-assign", "There is nobody to pair"
    ),
    peer_errors.PeerReviewGiven: Problem(
        409, "peer-review-given", "The review is handed in already"
    ),
    peer_errors.PeerReviewIncomplete: Problem(
        422, "peer-review-incomplete", "The review is not complete"
    ),
    peer_errors.PeerReviewUnchanged: Problem(
        409, "peer-review-unchanged", "The review is so already"
    ),
    roadmap_errors.SecondMarkingClosed: Problem(
        409, "second-marking-closed", "Nobody can be asked any more"
    ),
    roadmap_errors.NoSecondMarker: Problem(
        409, "no-second-marker", "This person cannot be asked"
    ),
    roadmap_errors.NothingToDecide: Problem(
        409, "nothing-to-decide", "There is nothing to decide"
    ),
    roadmap_errors.NothingToAppeal: Problem(
        409, "nothing-to-appeal", "There is nothing to appeal against"
    ),
    roadmap_errors.AppealOfOwnReview: Problem(
        403, "appeal-of-own-review", "Somebody else decides this appeal"
    ),
    **EXPORT_PROBLEMS,
    **EXPORTING_PROBLEMS,
    **FIGURE_PROBLEMS,
    InvalidKey: Problem(422, "invalid-key", "The key does not fit its question"),
    InvalidAnswer: Problem(422, "invalid-answer", "The answer cannot be read"),
    BankRefused: Problem(422, "bank-refused", "The question bank cannot be taken"),
    NotExported: Problem(409, "not-exported", "The format cannot hold this quiz"),
    InvalidLevels: Problem(422, "invalid-levels", "The levels do not fit the rubric"),
    ValidationError: INVALID,
    IntegrityError: CONFLICT,
    NotAnalysed: BUSY,
    StillBeingSet: BUSY,
    StillChecking: BUSY,
}
