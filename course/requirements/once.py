"""What the kinds of requirement share that ask for one thing, done once."""

from course.evidence import Row
from course.requirements.requirement import Leaf, Outstanding


def shown_by(place: Outstanding, row: Row | None) -> Leaf:
    """One thing that is there if a row shows it."""
    return Leaf(
        place=place,
        required=1,
        observed=int(row is not None),
        rows=() if row is None else (row,),
        moment=None if row is None else row.recorded_at,
    )
