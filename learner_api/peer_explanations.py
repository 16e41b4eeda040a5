"""What refusals about peer reviews, second markers and appeals mean, and what to do."""

from course.errors import sentence

PEER_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "peer-round-open": (
        sentence("A cohort has one round of peer review at a time. No other was made."),
        sentence("Close the round that is open, and open the next one then."),
    ),
    "deadline-past": (
        sentence("The deadline lies in the past. No round was opened."),
        sentence("Choose a day and a time that are still to come."),
    ),
    "no-such-rubric": (
        sentence("The course’s roadmap has no rubric of this key, or none at all."),
        sentence("Choose one of those that the page lists, or leave the key out."),
    ),
    "peer-round-closed": (
        sentence(
            "A trainer has closed the round. What was handed in before stands, and "
            "nothing was added."
        ),
        sentence("Write to your trainer if something of yours is still missing."),
    ),
    "stale-peer-plan": (
        sentence(
            "Somebody handed in, left or was assigned since the plan was made. Nothing "
            "was assigned."
        ),
        sentence("Look at the plan as it is now, and assign that."),
    ),
    "nothing-to-assign": (
        sentence(
            "Everybody who handed in a roadmap has their reviews to write and to get, "
            "or fewer than two have handed one in."
        ),
        sentence("Wait until more roadmaps are handed in, and look at the plan again."),
    ),
    "peer-review-given": (
        sentence("A peer review is handed in once. Yours stands; this was not kept."),
        sentence(
            "Nothing need be done. Write to your trainer if it must be put right."
        ),
    ),
    "peer-review-incomplete": (
        sentence("A line of the rubric has no level yet, or the closing words lack."),
        sentence("Fill in what the answer names. A draft may have gaps."),
    ),
    "peer-review-unchanged": (
        sentence("The review was set aside or restored before. Nothing was recorded."),
        sentence("Load the page of the review: it tells what was done, and why."),
    ),
    "second-marking-closed": (
        sentence(
            "A roadmap that is accepted, that two have reviewed, or whose learner has "
            "appealed has no use for another review. Nobody was asked."
        ),
        sentence("Open the roadmap and read what became of it."),
    ),
    "no-second-marker": (
        sentence(
            "A second review is given by another trainer of the cohort or by an "
            "administrator, and by nobody who reviewed the roadmap. Nobody was asked."
        ),
        sentence("Choose one of those whom the page of the roadmap offers."),
    ),
    "nothing-to-decide": (
        sentence(
            "No two reviews of this roadmap differ, there is no appeal, or somebody "
            "was first. Nothing was recorded."
        ),
        sentence("Open the roadmap and read what is recorded."),
    ),
    "nothing-to-appeal": (
        sentence(
            "There is one appeal against each review that sent a roadmap back, and "
            "none where one of yours is accepted or is being read again."
        ),
        sentence("Work the comments in and hand your roadmap in again."),
    ),
    "appeal-of-own-review": (
        sentence("An appeal is decided by somebody who had no part in the review."),
        sentence("Ask another trainer of the cohort or an administrator to decide it."),
    ),
}
