"""The letter that tells a learner what a regrade changed for them, and why.

It blames nobody: the question was at fault, and whoever answered it was not.
"""

from collections.abc import Iterator

from course.regrade_listing import LearnerChange, MarkChange
from course.regrading import Letter, Told
from learner_api.translation import gettext as _
from learner_api.translation import worded


def regrade_letter(public_url: str) -> Letter:
    """The words of the letter, with links to this address."""

    @worded
    def letter(told: Told) -> tuple[str, str]:
        subject = _("Your answers were judged anew: %(title)s", title=told.quiz_title)
        return subject, _body(public_url, told)

    return letter


def _body(public_url: str, told: Told) -> str:
    opening = _(
        "Hello %(name)s,\n\n"
        "A question of the quiz “%(title)s” was not as it should be. It was corrected, "
        "and the answers to it were judged anew. You need do nothing.\n\n"
        "Why: %(reason)s\n",
        name=told.person.name,
        title=told.quiz_title,
        reason=told.reason,
    )
    marks = [
        _mark(public_url, mark, tells_marks=told.tells_marks)
        for change in told.changes
        for mark in change.attempts
        if mark.before != mark.after
    ]
    further = [
        sentence
        for change in told.changes
        for sentence in _outcome(public_url, change, tells_marks=told.tells_marks)
    ]
    closing = _("If something looks wrong to you, talk to your trainer.\n")
    return "\n".join([opening, *marks, *further, closing])


def _mark(public_url: str, mark: MarkChange, *, tells_marks: bool) -> str:
    link = f"{public_url}/attempts/{mark.attempt}"
    if not tells_marks:
        return _(
            "Attempt %(number)s was among them. What can be shown of it is here:\n"
            "%(link)s\n",
            number=mark.number,
            link=link,
        )
    if mark.before is None:
        return _(
            "Attempt %(number)s: %(points)s of %(out_of)s points.\n%(link)s\n",
            number=mark.number,
            points=mark.after.points,
            out_of=mark.after.out_of,
            link=link,
        )
    return _(
        "Attempt %(number)s: %(points)s of %(out_of)s points, in place of %(old)s of "
        "%(old_out_of)s.\n%(link)s\n",
        number=mark.number,
        points=mark.after.points,
        out_of=mark.after.out_of,
        old=mark.before.points,
        old_out_of=mark.before.out_of,
        link=link,
    )


def _outcome(
    public_url: str, change: LearnerChange, *, tells_marks: bool
) -> Iterator[str]:
    """What follows from the marks; a certificate is told of in any case."""
    if tells_marks and change.quiz_passed == (False, True):
        yield _("With this you have passed the quiz.\n")
    if tells_marks and change.quiz_passed == (True, False):
        yield _("With this the quiz counts as not passed.\n")
    if change.issued:
        yield _(
            "A certificate was issued to you:\n%(link)s\n", link=f"{public_url}/awards"
        )
    if change.held_back:
        yield _(
            "You have earned a certificate. It cannot be issued yet; this page says "
            "why:\n%(link)s\n",
            link=f"{public_url}/awards",
        )
    for number in change.suspended:
        yield _(
            "Your certificate %(number)s is suspended for now. A person decides what "
            "becomes of it. If you pass the quiz, it holds again.\n",
            number=number,
        )
    for number in change.reinstated:
        yield _("Your certificate %(number)s holds again.\n", number=number)
