"""The shape of the multitude: who comes when, who stays, and what becomes of awards.

All of it is invented. It is what an office sees that has given a course for three
years: two seasons, growth, and a funnel of which nearly half comes out at the end.
"""

from typing import Final

# The record begins so many days ago.
DAYS: Final = 1095
# Until so many days ago the second edition was taught, and the first before this day.
SECOND_EDITION_FROM: Final = 420
TODAYS_EDITION_SINCE: Final = 40

# How much is begun in each month of a year, and in each of the three years.
SEASONS: Final = (0.8, 1.2, 1.3, 1.1, 1.0, 0.8, 0.5, 0.5, 1.3, 1.4, 1.1, 0.4)
GROWTH: Final = (1.0, 1.3, 1.7)

IN_COHORTS: Final = 0.6
# Of the logarithm of the size of a cohort: its mean and its spread, some 95 people.
COHORT_SIZE: Final = (4.4, 0.55)
COHORT_LIMITS: Final = (12, 350)
MODERATED: Final = 0.55
COHORT_DAYS: Final = 84
TRAINER_LEADS: Final = 15

STARTS: Final = 0.92
# Of all who are enrolled; some of them have not had the time yet.
MEANS_TO_COMPLETE: Final = 0.475
# Of those who do not, so many reach the last lesson and stop before the assessment.
STOPS_AT_THE_END: Final = 0.04
SITS_PRE_TEST: Final = 0.8
SITS_POST_TEST: Final = 0.9
PASSES_AN_ATTEMPT: Final = 0.85
# From the first step to the last, in days: least, most, and what is usual.
DAYS_OF_STUDY: Final = (14, 70, 32)

CHANGES_PROFILE: Final = 0.03
MOVES: Final = 0.033  # of those in cohorts, which is one in fifty of all
WITHDRAWS: Final = 0.06
RESTORED: Final = 1 / 6  # of those withdrawn
RENEWS: Final = 0.028  # of those who completed long enough ago
RENEWS_AFTER: Final = 200  # days
SUPERSEDED: Final = 0.005
REVOKED: Final = 0.0008
