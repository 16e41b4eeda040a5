"""The kinds of award, by the names that outlines and records use."""

COMPLETION, PARTICIPATION, DIPLOMA = "completion", "participation", "diploma"

# What progress is measured against: of a course its completion, of a programme its
# diploma. Every outline has one of them.
GOALS = (COMPLETION, DIPLOMA)
