"""Rules in words, two of them side by side, and what a change makes of whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from uuid import UUID

from course.errors import sentence
from course.evidence import Evidence
from course.outline import AwardRule, Course
from course.regrading import Known
from course.rule_change_listing import CHOICES, GROUPS, EnrolmentChange
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

ANYBODY = "anybody"

_CHOICES = {
    "finish": sentence(
        "They finish what they began: everybody on the course keeps the rule they "
        "have. Whoever joins from now on has the new one."
    ),
    "top-up": sentence(
        "They top up by a day: those in progress go over to the new rule now. Those "
        "who are certified keep what they have, and are asked to do what is missing."
    ),
    "re-evaluate": sentence(
        "They are judged anew: the new rule holds for everybody now, and whoever meets "
        "it gets the certificate. Whoever would fall short keeps theirs."
    ),
}
_GROUPS = {
    "stays": sentence("Certified, and would be under the new rule"),
    "newly-meets": sentence("Not certified yet, and meet the new rule"),
    "falls-short": sentence("Certified, and would fall short of the new rule"),
    "gains": sentence("In progress, and would be further on"),
    "loses": sentence("In progress, and would have further to go"),
    "unchanged": sentence("In progress, and just as far"),
    "lapsed": sentence("Had a certificate that holds no more"),
}
_EFFECTS = {
    "finish": {
        ANYBODY: sentence("Nobody on the course is moved, asked or awarded anything."),
    },
    "top-up": {
        "stays": sentence("Keep what they have; nothing is asked of them."),
        "newly-meets": sentence("Go over to the new rule and get the certificate."),
        "falls-short": sentence(
            "Keep what they have. Whoever had completed is asked to top up."
        ),
        "gains": sentence("Go over to the new rule."),
        "loses": sentence("Go over to the new rule."),
        "unchanged": sentence("Go over to the new rule."),
        "lapsed": sentence("Stay as they are."),
    },
    "re-evaluate": {
        "stays": sentence("Go over to the new rule and keep what they have."),
        "newly-meets": sentence("Go over to the new rule and get the certificate."),
        "falls-short": sentence(
            "Keep what they have. Whoever had completed keeps the rule of it too."
        ),
        "gains": sentence("Go over to the new rule."),
        "loses": sentence("Go over to the new rule."),
        "unchanged": sentence("Go over to the new rule."),
        "lapsed": sentence(
            "Go over where they meet the new rule. What was suspended since marks "
            "were corrected holds again then; what a person suspended or revoked stays."
        ),
    },
}


def choice_options() -> list[dict[str, str]]:
    """What can become of those on the course, in words that help to choose."""
    return [{"value": each, "label": _(_CHOICES[each])} for each in CHOICES]


def group_word(group: str) -> str:
    """What a list of the preview holds."""
    return _(_GROUPS[group])


def total_rows(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    """The figures of a preview, named."""
    return [
        (_("Enrolments compared"), totals["compared"]),
        *((group_word(group), totals[group]) for group in GROUPS),
    ]


def effect_rows(totals: Mapping[str, int], choice: str) -> list[tuple[str, int, str]]:
    """For each list that is not empty: its name, its number and what happens to it."""
    effects = _EFFECTS[choice]
    return [
        (
            group_word(group),
            totals[group],
            _(effects[group if group in effects else ANYBODY]),
        )
        for group in GROUPS
        if totals[group]
    ]


def listing(
    rows: Iterable[EnrolmentChange], known: Mapping[UUID, Known]
) -> list[dict[str, Any]]:
    """Some rows of a list, with names."""
    return [
        {
            "name": known[each.enrolment].name,
            "person": each.learner,
            "cohort": known[each.enrolment].cohort or _("None"),
            "before": _progress(each.before),
            "after": _progress(each.after),
        }
        for each in rows
    ]


def _progress(pair: tuple[int, int]) -> str:
    return _("%(met)s of %(needed)s", met=pair[0], needed=pair[1])


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a rule asks, or a course holds, on both sides or on one."""

    old: str | None
    new: str | None

    @property
    def differs(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Comparison:
    """One award, or what is taught: its heading, and its lines on both sides."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        return any(line.differs for line in self.lines)


def compare_courses(old: Course, new: Course) -> list[Comparison]:
    """Both rules line by line, award by award, and then what is taught."""
    kinds = dict.fromkeys((*new.awards, *old.awards))
    found = [
        Comparison(
            (new.awards.get(kind) or old.awards[kind]).title,
            tuple(_lines(*(_rule_lines(each.awards.get(kind)) for each in (old, new)))),
        )
        for kind in kinds
    ]
    return [
        *found,
        Comparison(_("What is taught"), tuple(_lines(_taught(old), _taught(new)))),
    ]


def rule_summary(course: Course) -> str:
    """An edition in a few words, to be told from others in a list."""
    asked = sum(
        finding.needed
        for requirement in course.goal.requirements
        for finding in (requirement.assess(Evidence()),)
    )
    return ngettext(
        "%(num)s thing to do for completion",
        "%(num)s things to do for completion",
        asked,
    )


def _rule_lines(rule: AwardRule | None) -> list[str]:
    """What a rule asks: each requirement, and each thing that it is made of."""
    if rule is None:
        return []
    lines = [rule.title]
    years = getattr(rule, "valid_years", None)
    if years:
        lines.append(
            ngettext("Valid for %(num)s year", "Valid for %(num)s years", years)
        )
    for requirement in rule.requirements:
        finding = requirement.assess(Evidence())
        counted = ngettext("%(num)s thing", "%(num)s things", finding.needed)
        lines.append(f"{finding.sentence} ({counted})")
        lines += [f"– {each.title}" for each in finding.outstanding]
    return lines


def _taught(course: Course) -> list[str]:
    return [
        f"{module.title} ("
        + ngettext("%(num)s hour", "%(num)s hours", module.hours)
        + ")"
        for module in course.modules
    ]


def _lines(old: list[str], new: list[str]) -> list[Line]:
    """Both sides line by line, what takes another's place beside it."""
    lines: list[Line] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            lines += [Line(words, words) for words in new[start:end]]
        else:
            pairs = zip_longest(old[first:last], new[start:end])
            lines += [Line(before, after) for before, after in pairs]
    return lines
