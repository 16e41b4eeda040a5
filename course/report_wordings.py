"""The words that the report on a run prints beside its figures, in English.

They are kept in the claims of each version, so that a change here alters none of them.
"""

from typing import Final

from course.small_groups import STEP

WORDS: Final = {
    "done": "What was done",
    "went-well": "What went well",
    "was-hard": "What was hard",
    "recommendations": "Recommendations",
    "changes": "Changes to the run",
}
MODES: Final = {"moderated": "Moderated", "self-paced": "Self-paced"}
GROUPS: Final = {
    "female": "Women",
    "male": "Men",
    "other": "Other",
    "undisclosed": "Not disclosed",
    "ldc": "Least developed countries",
    "lldc": "Landlocked developing countries",
    "sids": "Small island developing States",
    "fragile": "Fragile and conflict-affected situations (World Bank)",
}
VERDICTS: Final = {
    "selected": "Selected",
    "waiting": "On the waiting list",
    "not-selected": "Not selected",
    "withdrawn": "Withdrawn",
    "open": "Not decided",
}
NO_NUMBERS: Final = (
    "How many gave which answer is not shown: each number would tell of fewer than "
    f"{STEP} people, by itself or together with the others."
)
OTHERS: Final = "All others, or not known"
PEOPLE: Final = ["Group", "Enrolled", "Started", "Completed", "Certified"]
COUNTED: Final = (
    "Enrolled, started, completed and certified are people, counted as on the "
    "platform's page of statistics, as of the moment that this report bears; whoever "
    "took the course again in this run is one of them. Started: a lesson was opened or "
    "finished, or a quiz begun. Completed: the requirements of the course's award were "
    "met. Certified: a document was issued and none replaces it.",
    "Withdrawn people stay among the enrolled; active people are the enrolled without "
    "the withdrawn. Certificates that wait are earned and leave with the validation "
    "of this report.",
    "A module is finished by whoever finished every lesson of it. Of quizzes, people "
    "are counted, not attempts: whoever has a mark, and whoever has a passing mark "
    "that no later mark replaces. The tests before and after the course measure what "
    "was learned; nobody has to pass them.",
    "The learning gain is Hake's: of all that somebody could still gain between the "
    "test before and the test after, the share that they did gain.",
    f"Groups of fewer than {STEP} people are not shown by themselves, and neither is a "
    f"number of fewer than {STEP} within a group or among the answers to a question, "
    "nor one from which such a number could be found by taking it from a total. "
    "Figures of the whole run are exact. Answers to the "
    f"evaluation are shown in steps of {STEP}, and nobody can tell who said what.",
    "Posts count those that were written, hidden and withdrawn ones included.",
)
