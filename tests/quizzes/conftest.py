"""How the properties of quizzes are tried."""

from hypothesis import settings

# A busy machine is no fault of a question.
settings.register_profile("without-haste", deadline=None)
settings.load_profile("without-haste")
