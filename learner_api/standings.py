"""Where the learners of a cohort stand, as its page shows them: in words, in order."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babel.dates import format_date

from course.cohorts import LearnerStanding
from course.models import Enrolment
from learner_api.outstanding import left_in_words
from learner_api.staff_labels import STATES, state_label
from learner_api.translation import DEFAULT, ngettext
from learner_api.translation import gettext as _
from quizzes import Quiz

SORTS = ("name", "progress", "activity")
SILENCE = timedelta(days=14)
# A row of a cohort stays a few lines high; the learner's own page names them all.
QUIZZES_NAMED = 2

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_KEYS: dict[str, Callable[[LearnerStanding], tuple[object, ...]]] = {
    "name": lambda one: (),
    "progress": lambda one: (-one.enrolment.percent,),
    # Whoever was active longest ago, or never, comes first: they need a word.
    "activity": lambda one: (one.enrolment.last_active_at or _LONG_AGO,),
}


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One learner of a cohort in words."""

    enrolment: Enrolment
    state: tuple[str, str]
    left: str
    blocks: tuple[str, ...]


def shown_standings(
    standings: Sequence[LearnerStanding], *, state: str | None, sort: str
) -> list[LearnerStanding]:
    """The learners in this state, or all, in the order asked for; ties by name."""
    return sorted(
        (one for one in standings if state is None or one.state == state),
        key=lambda one: (*_KEYS[sort](one), one.enrolment.user.name.casefold()),
    )


def state_counts(standings: Sequence[LearnerStanding]) -> list[tuple[str, str, int]]:
    """Each state that somebody is in, in words, and how many are."""
    counted = Counter(one.state for one in standings)
    return [
        (state, state_label(state)[0], counted[state])
        for state in STATES
        if counted[state]
    ]


def standing_row(
    standing: LearnerStanding, quizzes: Mapping[str, Quiz], *, now: datetime
) -> StandingRow:
    """One learner in words."""
    return StandingRow(
        enrolment=standing.enrolment,
        state=state_label(standing.state),
        left=_left(standing),
        blocks=tuple(_blocks(standing, quizzes, now)),
    )


def _left(standing: LearnerStanding) -> str:
    if standing.state == "withdrawn":
        return ""
    return left_in_words(standing.outstanding)


def _blocks(
    standing: LearnerStanding, quizzes: Mapping[str, Quiz], now: datetime
) -> list[str]:
    """What keeps this learner from going on: the reasons for a trainer to step in."""
    enrolment = standing.enrolment
    if standing.state in ("withdrawn", "completed"):
        return []
    if standing.state == "invited":
        return [_("Invited on %(day)s", day=_day(enrolment.enrolled_at))]
    words = [_waiting(quizzes, key) for key in standing.waiting_quizzes]
    words += [
        _failed(standing, quizzes, key)
        for key in standing.failed_quizzes
        if key not in standing.waiting_quizzes
    ]
    more = len(words) - QUIZZES_NAMED
    if more > 0:
        words[QUIZZES_NAMED:] = [
            ngettext("and %(num)d more quiz", "and %(num)d more quizzes", more)
        ]
    since = enrolment.last_active_at or enrolment.enrolled_at
    if now - since > SILENCE:
        silent = (
            _("Silent since %(day)s", day=_day(since))
            if enrolment.last_active_at
            else _("Has not begun since %(day)s", day=_day(since))
        )
        words.append(silent)
    return words


def _waiting(quizzes: Mapping[str, Quiz], key: str) -> str:
    return _("Quiz “%(title)s” waits to be marked", title=_title(quizzes, key))


def _failed(standing: LearnerStanding, quizzes: Mapping[str, Quiz], key: str) -> str:
    title, sittings = _title(quizzes, key), standing.sittings.get(key)
    if key in quizzes and sittings is not None and not sittings.still_open:
        allowance = standing.allowances.at(key)
        if allowance.attempts_left(quizzes[key], sittings.begun) == 0:
            return _("Quiz “%(title)s” not passed, no attempts left", title=title)
    return _("Quiz “%(title)s” not passed yet", title=title)


def _title(quizzes: Mapping[str, Quiz], key: str) -> str:
    return quizzes[key].title if key in quizzes else key


def _day(moment: datetime) -> str:
    return str(format_date(moment.date(), "d MMMM y", locale=DEFAULT))
