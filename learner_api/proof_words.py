"""The proof of an award in plain words: what is asked, what is there, what is next."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from course.models import Enrolment
from course.outline import Course
from course.proof import Proof
from course.requirements import Finding, Leaf
from learner_api.addresses import papers_address, roadmap_address, sign_off_address
from learner_api.outstanding import (
    LeftIn,
    Naming,
    Place,
    StaffLink,
    address_of,
    kind_of,
    left_by_module,
    link_to,
)
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """One criterion as a page shows it.

    ``done`` are the things that are there, with what shows each and since when;
    ``left`` are those that are missing. Of a choice ``left`` is only a suggestion.
    """

    sentence: str
    is_met: bool
    so_far: str
    met_at: datetime | None
    done: tuple[tuple[str, str, datetime], ...]
    left: Sequence[LeftIn]
    choice: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class AwardShown:
    """One award as a page shows it: how far, and criterion by criterion."""

    kind: str
    title: str
    met: int
    needed: int
    percent: int
    met_at: datetime | None
    criteria: tuple[CriterionShown, ...]


def award_shown(
    proof: Proof,
    course: Course,
    enrolment: Enrolment,
    waiting: Collection[str] = frozenset(),
    *,
    is_own: bool = True,
) -> AwardShown:
    """An award as its learner or their staff read of it; ``waiting`` is what waits."""
    named = partial(link_to if is_own else staff_link, enrolment, waiting=waiting)
    return AwardShown(
        kind=proof.kind,
        title=proof.title,
        met=proof.met,
        needed=proof.needed,
        percent=proof.percent,
        met_at=proof.met_at,
        criteria=tuple(
            _criterion(finding, course, named) for finding in proof.criteria
        ),
    )


def _criterion(finding: Finding, course: Course, named: Naming) -> CriterionShown:
    left: list[LeftIn] = []
    if finding.applies and not finding.is_met:
        left = left_by_module(course, finding.outstanding, named)
        if finding.is_choice:
            # What is suggested is a few things to begin with, not a list to work off.
            links = tuple(link for each in left for link in each.links)
            left = [LeftIn("", links[:SUGGESTED])]
    return CriterionShown(
        sentence=finding.sentence,
        is_met=finding.is_met,
        so_far=_so_far(finding),
        met_at=finding.met_at,
        done=tuple(
            (named(leaf.place)[0], observed(leaf), leaf.moment)
            for leaf in finding.leaves
            if leaf.is_met and leaf.moment is not None
        ),
        left=left,
        choice=_choice(finding),
        is_asked=finding.applies,
    )


def _so_far(finding: Finding) -> str:
    """How much is there: so many of so many, or what is observed of a single thing."""
    if len(finding.leaves) == 1:
        return observed(finding.leaves[0])
    return _("%(met)d of %(needed)d done", met=finding.met, needed=finding.needed)


def observed(leaf: Leaf) -> str:
    """What was found of one thing that is asked."""
    if leaf.place.kind == "score":
        return _(
            "%(observed)d per cent, %(required)d needed",
            observed=leaf.observed,
            required=leaf.required,
        )
    if leaf.place.kind == "posts":
        return _(
            "%(observed)d written, %(required)d needed",
            observed=leaf.observed,
            required=leaf.required,
        )
    words = _OBSERVED_MET if leaf.is_met else _OBSERVED_MISSING
    if leaf.place.kind == "quiz" and not leaf.is_met and leaf.rows:
        return ngettext(
            "not passed in %(num)d attempt",
            "not passed in %(num)d attempts",
            len(leaf.rows),
        )
    return words[leaf.place.kind]()


_OBSERVED_MET: dict[str, Callable[[], str]] = {
    "lesson": lambda: _("finished"),
    "quiz": lambda: _("passed"),
    "test": lambda: _("taken"),
    "roadmap": lambda: _("accepted"),
    "sign-off": lambda: _("given"),
    "course": lambda: _("certified"),
    "paper": lambda: _("accepted"),
    "evaluation": lambda: _("filled in"),
}
_OBSERVED_MISSING: dict[str, Callable[[], str]] = {
    "lesson": lambda: _("not finished yet"),
    "quiz": lambda: _("not tried yet"),
    "test": lambda: _("not taken yet"),
    "roadmap": lambda: _("not accepted yet"),
    "sign-off": lambda: _("not given yet"),
    "course": lambda: _("no certificate that holds"),
    "paper": lambda: _("not accepted yet"),
    "evaluation": lambda: _("not filled in yet"),
}


def _choice(finding: Finding) -> str:
    if not finding.is_choice or finding.is_met:
        return ""
    return ngettext(
        "Any %(num)d more of the %(all)d will do, for example:",
        "Any %(num)d more of the %(all)d will do, for example:",
        finding.needed - finding.met,
        all=len(finding.leaves),
    )


def held_up_words(place: Place) -> str:
    """What holds somebody up, as a trainer reads it in a list."""
    words = _HELD_UP.get(kind_of(place))
    return words(place.title) if words else place.title


def staff_link(
    enrolment: Enrolment, place: Place, waiting: Collection[str] = frozenset()
) -> StaffLink:
    """Something of a learner's in the words for their staff, with where staff act."""
    words = held_up_words(place)
    if place.key in waiting and place.kind in ("quiz", "score", "roadmap", "paper"):
        words = _("%(what)s (waits for a person)", what=words)
    if place.kind == "lesson":
        return words, address_of(enrolment, place)
    if place.kind == "roadmap":
        return words, roadmap_address(enrolment.uuid)
    if place.kind == "paper":
        return words, papers_address(enrolment.uuid)
    if place.kind == "posts" and enrolment.cohort is not None:
        return words, address_of(enrolment, place)
    return words, sign_off_address(enrolment.uuid) if place.kind == "sign-off" else None


_HELD_UP: dict[str, Callable[[str], str]] = {
    "lesson": lambda title: _("Lesson: %(title)s", title=title),
    "lessons": lambda title: _("Lessons of “%(title)s”", title=title),
    "quiz": lambda title: _("Quiz: %(title)s", title=title),
    "final": lambda title: _("Final assessment: %(title)s", title=title),
    "score": lambda title: _("A higher score: %(title)s", title=title),
    "test": lambda title: _("Test to take: %(title)s", title=title),
    "roadmap": lambda _title: _("A roadmap that is accepted"),
    "sign-off": lambda _title: _("A trainer’s sign-off"),
    "course": lambda title: _("The certificate of “%(title)s”", title=title),
    "paper": lambda _title: _("A paper that is accepted"),
    "posts": lambda _title: _("Posts in the discussion"),
    "evaluation": lambda _title: _("The form about the course"),
}
