"""The learner's record: enrolments, attempts, progress, awards and figures.

Content comes in as frozen values, time and chance as arguments; nothing here knows
HTTP and nothing here commits.
"""
