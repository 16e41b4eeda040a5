"""Orderings in GIFT, which knows pairs alone: each item with its place."""

_PLACES = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th")


def places(count: int) -> tuple[str, ...]:
    """The names of places, where a format has rows but no order."""
    return _PLACES[:count]


def as_ordering(pairs: list[tuple[str, str]]) -> list[str] | None:
    """The left sides in order, where every right side is a place; else None."""
    by_place = {right: left for left, right in pairs}
    wanted = places(len(pairs))
    if len(pairs) != len(wanted) or set(by_place) != set(wanted):
        return None
    return [by_place[place] for place in wanted]
