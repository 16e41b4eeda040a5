"""The multitude: any number of invented learners, three years of them, in bulk.

The verbs of the course would take a tenth of a second for each act. Here the rows are
made as the verbs would have left them, and are written by thousands. Whatever is
judged or printed is worked out by the course itself, once for each pattern: a standing
is its fold, a mark its grade, a document its claims. ``course doctor`` finds nothing.

Awards have no seals, as those of an office that has kept its record since before there
were keys; ``course keys`` gives them. Nobody has accepted the privacy notice yet, and
whoever signs in is asked.
"""

from learner_api.demonstration.multitude.editions import keep_editions
from learner_api.demonstration.multitude.loading import load_multitude

__all__ = ["keep_editions", "load_multitude"]
