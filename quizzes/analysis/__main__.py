"""Attempts and a seed in on standard input, as JSON; the analysis out likewise."""

import json
import sys

from quizzes.analysis.analyse import analyse
from quizzes.analysis.sittings import Sittings

asked = json.load(sys.stdin.buffer)
found = analyse(Sittings.from_data(asked), seed=asked["seed"])
json.dump(found.to_data(), sys.stdout, allow_nan=False)
