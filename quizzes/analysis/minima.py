"""How much a figure must rest on before it is given, and why.

A figure from few attempts is an accident that looks like a finding. The minima follow
from how wide an interval may be and still say something, and from how many attempts a
percentile interval needs to hold what it promises.
"""

from typing import Final

# A share is within 18 in 100 of the truth at worst: 1.96 * sqrt(0.25 / 30).
ATTEMPTS_FOR_A_SHARE: Final = 30

# A correlation near 0 is within 0.29 of the truth, 1.96 / sqrt(50 - 3): from here on
# one that is plainly good, 0.3 or more, can be told from none.
ATTEMPTS_FOR_A_CORRELATION: Final = 50

# A correlation hangs on the attempts that did otherwise than most. In simulations the
# 95 per cent interval held the truth 74 to 78 times in 100 where 3 of 30 attempts did,
# 87 where 5 of 50 did, and 93 where 11 of 100 did.
DOING_OTHERWISE: Final = 10

# A tenth more or less for each attempt: below this a third is a handful of people.
ATTEMPTS_IN_A_THIRD: Final = 10

# With 100 attempts in each of two languages, a question in the middle of the scale that
# is harder by 1.5 of ETS's delta, which they call large, is 2.3 standard errors from
# none. With 50 it is 1.6: silence would be taken for health. (ETS itself asks for 200
# in the smaller group before a test is put together: Zwick, 2012.)
ATTEMPTS_IN_A_LANGUAGE: Final = 100

# Mantel and Fleiss (1980): the expected count must be this far from the least and the
# greatest that the margins allow, or chi-square does not hold.
EXPECTED_FROM_ITS_LIMITS: Final = 5
