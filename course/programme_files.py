"""Outlines of programmes: several courses and a paper, and the diploma for them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from course.award_kinds import COMPLETION, DIPLOMA
from course.certified_course import CertifiedCourse
from course.outline import AwardRule, Course
from course.outline_awards import AwardSchema, assesses, award_rules
from course.outline_files import ContentFault, ContentFaults, read_as, text_of
from course.outline_places import Place, in_words, line_at, line_of
from course.requirements import Requirement, Taught

# What can be asked where there are no modules of one's own.
_KINDS = ("courses", "paper", "sign-off")


class _ProgrammeSchema(Schema):
    class Meta:
        unknown = RAISE

    title = fields.String(required=True, validate=validate.Length(min=1))
    summary = fields.String(required=True, validate=validate.Length(min=1))
    language = fields.String(required=True)
    courses = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(min=2, error="Name two courses at the least."),
    )
    awards = fields.Dict(
        keys=fields.String(validate=validate.OneOf((DIPLOMA,))),
        values=fields.Nested(AwardSchema),
        required=True,
        validate=validate.Length(min=1),
    )


def names_courses(path: Path) -> bool:
    """Whether an outline is one of a programme. One that cannot be read is not."""
    try:
        return "courses" in tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False


def read_programme(path: Path, courses: Mapping[str, Course]) -> Course:
    """Read the outline of a programme over these courses.

    Raises ``ContentFaults`` with every fault in the file.
    """
    name = f"{path.parent.name}/{path.name}"
    data = read_as(_ProgrammeSchema(), path, name)
    text = text_of(path, name)
    _refuse_courses(data["courses"], courses, text, name)
    certified = tuple(
        CertifiedCourse(key, courses[key].title, courses[key].hours)
        for key in data["courses"]
    )
    return Course(
        key=path.stem,
        title=data["title"],
        summary=data["summary"],
        language=data["language"],
        modules=(),
        awards=_awards(data["awards"], certified, text, name),
        courses=certified,
    )


def _refuse_courses(
    keys: list[str], courses: Mapping[str, Course], text: str, name: str
) -> None:
    """A programme names courses that are there, once, and that are assessed."""
    faults = [
        ContentFault(name, line_of(text, key), f"courses: {words}")
        for key in dict.fromkeys(keys)
        for words in _wrong_with(key, keys, courses)
    ]
    if faults:
        raise ContentFaults(tuple(faults))


def _wrong_with(key: str, keys: list[str], courses: Mapping[str, Course]) -> list[str]:
    if key not in courses:
        return [f"there is no course '{key}'"]
    if keys.count(key) > 1:
        return [f"names '{key}' twice"]
    rule = courses[key].awards.get(COMPLETION)
    if rule is None or not assesses(rule.requirements):
        return [
            f"[awards.{COMPLETION}] of '{key}' asks for no objective assessment, and "
            "no diploma rests on a certificate without one."
        ]
    return []


def _awards(
    written: Mapping[str, Any],
    courses: tuple[CertifiedCourse, ...],
    text: str,
    name: str,
) -> dict[str, AwardRule]:
    """The rule of the diploma, or every fault in it."""
    faults = list[ContentFault]()

    def fault(place: Place, message: str) -> None:
        line = line_at(text, place)
        faults.append(ContentFault(name, line, in_words(place, message)))

    for number, each in enumerate(written[DIPLOMA]["requires"]):
        if each["kind"] not in _KINDS:
            kinds = ", ".join(f'"{kind}"' for kind in _KINDS)
            fault(
                ("awards", DIPLOMA, "requires", number, "kind"),
                f"a programme has no modules of its own. Ask for one of: {kinds}.",
            )
    if faults:
        raise ContentFaults(tuple(faults))
    taught = Taught(modules=(), courses=courses)
    rules = {rule.kind: rule for rule in award_rules(written, taught, fault)}
    if not faults and not _asks_for_paper(rules[DIPLOMA].requirements):
        fault(
            ("awards", DIPLOMA),
            'it asks for no paper. Add a criterion of the kind "paper" that is asked '
            "in every run.",
        )
    if faults:
        raise ContentFaults(tuple(faults))
    return rules


def _asks_for_paper(asked: tuple[Requirement, ...]) -> bool:
    return any(each.kind == "paper" and each.when is None for each in asked)
