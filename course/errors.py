"""Every refusal of the course, in the course's words.

A refusal carries a sentence for people and data for programs, never a status code:
the edge decides what HTTP makes of it.
"""

from datetime import date, datetime


def sentence(words: str) -> str:
    """Mark words that people read, so that translators find them."""
    return words


class CourseError(Exception):
    """A request that the course understood and will not carry out.

    ``template`` is the sentence with its places still open, as translators know it;
    ``message`` is the sentence in English with ``data`` put in.
    """

    def __init__(self, template: str, **data: object) -> None:
        self.template = template
        self.data = data
        self.message = template % data if data else template
        super().__init__(self.message)


class NotPermitted(CourseError):
    """The asker is known, and may not do this."""

    def __init__(self) -> None:
        super().__init__(sentence("You are not allowed to do this."))


class UnknownContent(CourseError):
    """Content was named by a key that does not exist."""

    words = ""

    def __init__(self, key: str) -> None:
        super().__init__(self.words, key=key)


class UnknownCourse(UnknownContent):
    """No outline bears this key."""

    words = sentence("There is no course called '%(key)s'.")


class UnknownModule(UnknownContent):
    """The course has no module of this key."""

    words = sentence("There is no module called '%(key)s'.")


class UnknownLesson(UnknownContent):
    """The module has no lesson of this key."""

    words = sentence("There is no lesson called '%(key)s'.")


class UnknownQuiz(UnknownContent):
    """The course asks no quiz of this key."""

    words = sentence("There is no quiz called '%(key)s'.")


class UnknownQuestion(UnknownContent):
    """The quiz of this attempt has no question of this key."""

    words = sentence("There is no question called '%(key)s'.")


class UnknownWorksheet(UnknownContent):
    """The Handbook has no worksheet of this key."""

    words = sentence("There is no worksheet called '%(key)s'.")


class UnknownEdition(UnknownContent):
    """No edition of this course bears this digest."""

    words = sentence("There is no edition called '%(key)s'.")


class NotEnrolled(CourseError):
    """The learner is not on this course."""

    def __init__(self, course_key: str) -> None:
        super().__init__(
            sentence("You are not enrolled on this course."), course=course_key
        )


class EnrolmentWithdrawn(CourseError):
    """The learner has left the course, so nothing more is recorded on it."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This enrolment was withdrawn. Ask your trainer to restore it.")
        )


class CohortNotOpen(CourseError):
    """The cohort has not begun yet."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(
            sentence(
                "Your cohort opens on %(opens_on)s. You can read already; lessons and "
                "quizzes are recorded from that day."
            ),
            opens_on=opens_on,
        )


class AttemptClosed(CourseError):
    """The attempt was submitted or its time is over: its answers no longer change."""

    def __init__(self, submitted_at: str) -> None:
        super().__init__(
            sentence(
                "This attempt was already submitted, or its time was over. Its answers "
                "can no longer change."
            ),
            submitted_at=submitted_at,
        )


class AttemptOpen(CourseError):
    """The attempt was not submitted yet, so there is nothing to show of it."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This attempt is not submitted yet. Submit it to get its receipt.")
        )


class AnswersDiffer(CourseError):
    """The record does not hold the answers that the learner saw; nothing was done.

    ``send_again`` names the questions whose seen answer never arrived,
    ``changed_elsewhere`` those for which another answer is held.
    """

    def __init__(
        self, send_again: tuple[str, ...], changed_elsewhere: tuple[str, ...]
    ) -> None:
        super().__init__(
            sentence(
                "What we hold is not what you saw, so nothing was submitted. Look over "
                "your answers and submit again."
            ),
            send_again=list(send_again),
            changed_elsewhere=list(changed_elsewhere),
        )


class TooSoon(CourseError):
    """Some time must pass before the next attempt."""

    def __init__(self, available_at: datetime) -> None:
        super().__init__(
            sentence(
                "You can start your next attempt from %(available_at)s. Use the time "
                "to read the lessons again."
            ),
            available_at=available_at,
        )


class NoAttemptsLeft(CourseError):
    """Every attempt that the quiz allows has been used."""

    def __init__(self, allowed: int) -> None:
        super().__init__(
            sentence(
                "You have used all %(allowed)s attempts at this quiz. "
                "Talk to your trainer."
            ),
            allowed=allowed,
        )


class NothingToMark(CourseError):
    """No person has anything to mark in this answer."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "There is nothing for a person to mark here. The attempt is not "
                "submitted, the question was left blank, or its answer is marked by "
                "rule."
            )
        )


class MarkedMeanwhile(CourseError):
    """The answer bears another mark than the one that this trainer saw."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Another trainer has marked this answer since you opened it. Yours was "
                "not recorded. Look at what they gave; mark it again if you disagree."
            )
        )


class OperationConflict(CourseError):
    """One operation identifier was used for two different things."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This operation identifier was already used for something else. "
                "Use a new one for each new operation."
            )
        )


class AmbiguousQuestion(CourseError):
    """The question was asked in several wordings, and none of them was named."""

    def __init__(self, key: str, digests: tuple[str, ...]) -> None:
        super().__init__(
            sentence(
                "The question '%(key)s' was asked in %(count)s wordings. Say by its "
                "digest which one you mean."
            ),
            key=key,
            count=len(digests),
            digests=list(digests),
        )


class StalePreview(CourseError):
    """What a regrade would change is no longer what was listed; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The record has changed since the preview was made, so nothing was "
                "done. Look at a new preview."
            )
        )


class NotYetComplete(CourseError):
    """An award was asked for before it was earned."""

    def __init__(self, outstanding: tuple[str, ...]) -> None:
        super().__init__(
            sentence("The course is not complete yet."), outstanding=list(outstanding)
        )


class UnknownAward(CourseError):
    """No award bears this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            sentence("No certificate has this number. Check it letter by letter."),
            number=number,
        )


class NameNotPrintable(CourseError):
    """A name holds characters that a certificate cannot show."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(
            sentence(
                "A certificate cannot show these characters of the name yet: "
                "%(shown)s. Write the name as in the passport's machine-readable line."
            ),
            shown=" ".join(characters),
            characters=list(characters),
        )


class CohortKeyTaken(CourseError):
    """Another cohort already uses this key."""

    def __init__(self, key: str) -> None:
        super().__init__(
            sentence("Another cohort is already called '%(key)s'."), key=key
        )
