"""Where the pages of what is taught are: addresses made from keys."""

from uuid import UUID


def course_address(course_key: str) -> str:
    """The page of a course."""
    return f"/courses/{course_key}"


def resume_address(course_key: str) -> str:
    """The address that leads to where a learner of a course stopped."""
    return f"/courses/{course_key}/continue"


def module_address(course_key: str, module_key: str) -> str:
    """The page of a module in a course."""
    return f"/courses/{course_key}/modules/{module_key}"


def lesson_address(course_key: str, module_key: str, lesson_key: str) -> str:
    """The page of a lesson in a course."""
    return f"/courses/{course_key}/modules/{module_key}/lessons/{lesson_key}"


def picture_address(course_key: str, module_key: str, name: str) -> str:
    """A picture that lies beside the lessons of a module."""
    return f"{module_address(course_key, module_key)}/pictures/{name}"


def quiz_address(course_key: str, quiz_key: str) -> str:
    """The page about a quiz of a course."""
    return f"/courses/{course_key}/quizzes/{quiz_key}"


def item_statistics_address(quiz_key: str) -> str:
    """The page that tells staff how good the questions of a quiz are."""
    return f"/quizzes/{quiz_key}/statistics"


def correction_address(quiz_key: str, question_key: str, digest: str) -> str:
    """The page on which an administrator corrects a question as it stood."""
    return f"/quizzes/{quiz_key}/regrade/questions/{question_key}/wordings/{digest}"


def book_address(course_key: str, module_key: str | None, suffix: str) -> str:
    """A course, or one module of it, as a file."""
    if module_key is None:
        return f"{course_address(course_key)}/book.{suffix}"
    return f"{module_address(course_key, module_key)}/book.{suffix}"


def glossary_address(term_key: str | None = None) -> str:
    """The glossary, or one term of it."""
    return f"/glossary#{term_key}" if term_key else "/glossary"


def source_address(source_key: str) -> str:
    """A source in the library."""
    return f"/library#{source_key}"


def word_address(term_key: str) -> str:
    """A term among the words of a lesson, at the end of the lesson's own page."""
    return f"#word-{term_key}"


def progress_address(course_key: str) -> str:
    """The page that tells a learner what stands between them and each certificate."""
    return f"/courses/{course_key}/progress"


def cohort_completion_address(cohort: UUID) -> str:
    """The page that tells staff what holds the learners of a cohort up."""
    return f"/cohorts/{cohort}/completion"


def sign_off_address(enrolment: UUID) -> str:
    """The page on which a trainer signs off, or takes that back."""
    return f"/enrolments/{enrolment}/sign-off"


def evaluation_address(enrolment: UUID) -> str:
    """The page on which a learner says how the course was, or why they stopped."""
    return f"/enrolments/{enrolment}/evaluation"


def evaluation_of_address(cohort: UUID) -> str:
    """The page that tells staff what the learners of a cohort said."""
    return f"/cohorts/{cohort}/evaluation"


def course_evaluation_address(course_key: str) -> str:
    """The page that tells administrators what everybody on a course said."""
    return f"{course_address(course_key)}/evaluation"


def follow_up_address(secret: str) -> str:
    """The page of the form some months later, by the link that was mailed."""
    return f"/follow-up/{secret}"


def stop_letters_address(token: str) -> str:
    """The page that stops letters of one kind, by the link that was mailed."""
    return f"/stop-letters/{token}"


def worksheets_address(enrolment: UUID) -> str:
    """The page of all worksheets of an enrolment."""
    return f"/enrolments/{enrolment}/worksheets"


def worksheet_address(enrolment: UUID, key: str) -> str:
    """The page of one worksheet of an enrolment."""
    return f"{worksheets_address(enrolment)}/{key}"


def roadmap_address(enrolment: UUID) -> str:
    """The page of the roadmap of an enrolment."""
    return f"/enrolments/{enrolment}/roadmap"


def papers_address(enrolment: UUID) -> str:
    """The page on which a learner hands in a paper, and sees what became of it."""
    return f"/enrolments/{enrolment}/papers"


def submitted_roadmap_address(submission: UUID) -> str:
    """The page on which a roadmap that was handed in is read, and reviewed by staff."""
    return f"/roadmaps/{submission}"


def peer_rounds_address(cohort: UUID) -> str:
    """The rounds of peer review of a cohort, for its staff."""
    return f"/cohorts/{cohort}/peer-rounds"


def peer_round_address(round_: UUID) -> str:
    """One round of peer review: who reads whom, and how far it is."""
    return f"/peer-rounds/{round_}"


def peer_reviews_address(enrolment: UUID) -> str:
    """What a learner is to write for peers, and what peers wrote."""
    return f"/enrolments/{enrolment}/peer-reviews"


def peer_review_address(assignment: UUID) -> str:
    """The page on which one peer review is written, and read by staff."""
    return f"/peer-reviews/{assignment}"


def discussion_address(cohort: UUID) -> str:
    """The rooms of a cohort."""
    return f"/cohorts/{cohort}/discussion"


def room_address(cohort: UUID, module_key: str) -> str:
    """The room of a module in a cohort: its threads."""
    return f"{discussion_address(cohort)}/{module_key}"


def thread_address(cohort: UUID, module_key: str, thread: UUID) -> str:
    """One thread of a room: its posts, and the form to write another."""
    return f"{room_address(cohort, module_key)}/threads/{thread}"


def post_address(post: UUID) -> str:
    """A post for good: it leads to where the post stands in its thread."""
    return f"/posts/{post}"


def announcements_address(cohort: UUID) -> str:
    """What was announced to a cohort."""
    return f"/cohorts/{cohort}/announcements"


def sessions_address(cohort: UUID) -> str:
    """The sessions with experts of a cohort."""
    return f"/cohorts/{cohort}/sessions"


def calendar_feed_address(secret: str) -> str:
    """What a calendar program reads, signed in or not: whoever knows it may."""
    return f"/calendar/{secret}.ics"
