"""What people read of a roadmap: its state, what it holds and what it lacks."""

from uuid import UUID

from course.errors import sentence
from course.roadmap_content import BlockContent, Gap, RoadmapContent
from learner_api.addresses import worksheet_address
from learner_api.outstanding import Link
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

# What a block is, in words, and the kind of tag that shows it.
Holding = tuple[str, str, str, str]

_STATES = {
    "draft": (sentence("Draft"), "plain"),
    "waiting": (sentence("Waits to be read"), "warm"),
    "sent-back": (sentence("Sent back with comments"), "bad"),
    "accepted": (sentence("Accepted"), "good"),
}


def roadmap_state(state: str) -> tuple[str, str]:
    """The state of a roadmap in words, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def parts_held(
    enrolment: UUID, content: RoadmapContent
) -> list[tuple[str, list[Holding]]]:
    """Each part with its blocks: title, address in its worksheet, state, kind."""
    return [
        (part.title, [_holding(enrolment, block) for block in part.blocks])
        for part in content.parts
    ]


def missing_links(enrolment: UUID, content: RoadmapContent) -> list[Link]:
    """What must be filled in before handing in: words, and where it is written."""
    return [(_missing(gap), _address(enrolment, gap)) for gap in content.missing]


def _holding(enrolment: UUID, block: BlockContent) -> Holding:
    address = (
        f"{worksheet_address(enrolment, block.worksheet.key)}"
        f"#section-{block.block.section_key}"
    )
    gap = block.gap
    if gap is None:
        return block.block.title, address, _("Written"), "good"
    if gap.is_needed:
        words = _("%(written)s of %(needed)s", **_counts(gap))
        return block.block.title, address, words, "warm"
    return block.block.title, address, _("Empty"), "plain"


def _missing(gap: Gap) -> str:
    places = {"worksheet": gap.worksheet.title, "section": gap.section.title}
    if gap.section.kind == "text":
        return _("%(worksheet)s, %(section)s", **places)
    return _(
        "%(worksheet)s, %(section)s: %(counted)s",
        **places,
        counted=ngettext(
            "%(written)s of %(num)s row is filled in",
            "%(written)s of %(num)s rows are filled in",
            gap.needed,
            written=gap.written,
        ),
    )


def _counts(gap: Gap) -> dict[str, int]:
    return {"written": gap.written, "needed": gap.needed}


def _address(enrolment: UUID, gap: Gap) -> str:
    place = worksheet_address(enrolment, gap.worksheet.key)
    return f"{place}#section-{gap.section.key}"
