"""What state a learner of a cohort is in: one rule for every list of them."""

from datetime import datetime


def learner_state(
    *,
    withdrawn_at: datetime | None,
    completed_at: datetime | None,
    last_active_at: datetime | None,
    has_password: bool,
) -> str:
    """Withdrawn, completed, under way, not started, or invited (no password yet)."""
    if withdrawn_at is not None:
        return "withdrawn"
    if completed_at is not None:
        return "completed"
    if last_active_at is not None:
        return "under-way"
    return "not-started" if has_password else "invited"
