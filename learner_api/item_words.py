"""Item statistics in words, for readers who know no statistics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel import Locale

from course.errors import sentence
from course.item_statistics import Gathered, Item
from learner_api.translation import DEFAULT
from learner_api.translation import gettext as _
from quizzes.analysis import (
    Alarm,
    Estimate,
    Figure,
    Ground,
    LanguageAlarm,
    TooFew,
    Trust,
    Verdict,
    WrongKeyAlarm,
)
from quizzes.analysis.figures import Counted, Reason

_TOO_FEW: dict[Counted, str] = {
    "attempts": sentence("%(have)d of the %(need)d attempts that this needs"),
    "otherwise": sentence(
        "only %(have)d did otherwise than the others; this needs %(need)d"
    ),
    "in-third": sentence("%(have)d of the %(need)d attempts that a third needs"),
    "in-language": sentence("%(have)d of the %(need)d attempts that a language needs"),
}
_REASONS: dict[Reason, str] = {
    "no-spread": sentence("all did the same"),
    "no-rest": sentence("nothing else was asked"),
    "rest-no-spread": sentence("all did equally well on the rest"),
    "one-question": sentence("there is only one question"),
    "papers-differ": sentence("learners were asked different questions"),
    "too-sparse": sentence("too few got it right, or wrong, among their equals"),
}
_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "broken": (sentence("Probably broken"), "bad"),
    "look": (sentence("Look at it"), "warm"),
    "easy": (sentence("Very easy"), "plain"),
    "good": (sentence("Good"), "good"),
    "early": (sentence("Cannot be told yet"), "plain"),
}
_WHY: dict[Ground, str] = {
    "wrong-key": sentence(
        "Those who do best on the rest of the quiz answer otherwise than the key says."
    ),
    "sets-back": sentence(
        "Those who do well on the rest of the quiz do worse at it than the others."
    ),
    "language": sentence(
        "For learners who are otherwise alike it is harder in one language."
    ),
    "best-choose-another": sentence(
        "Of those who do best on the rest, more gave one wrong answer than the right "
        "one. It may simply be hard: read it to be sure."
    ),
    "same-for-all": sentence("Everybody earned the same part of its points."),
    "nearly-nobody": sentence("Nobody, or next to nobody, gets it right."),
    "hardly-tells-apart": sentence(
        "Those who know the rest and those who do not do about equally well at it."
    ),
    "nearly-all": sentence(
        "Nearly everybody gets it right. That is no fault where all should know it; it "
        "only tells nobody apart."
    ),
    "tells-apart": sentence(
        "Those who do well on the rest of the quiz do well at it, the others less."
    ),
    "not-enough": sentence(
        "There are too few attempts so far, or they are too much alike, to say more."
    ),
}
_TRUST: dict[Trust, str] = {
    "well": sentence("The score tells learners apart well."),
    "fairly": sentence("The score tells learners apart fairly."),
    "hardly": sentence("The score hardly tells learners apart."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as it is read: its value, and between what it lies, or why not."""

    name: str
    value: str
    between: str


@dataclass(frozen=True, slots=True)
class Call:
    """Something to look at: what it is, why, and what to do, one after another."""

    heading: str
    words: str
    steps: tuple[str, ...]
    question: str


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{round(100 * share)} %"


def signed(value: float) -> str:
    """A correlation with two decimals."""
    return f"{value:.2f}".replace("-", "−")


def share_said(name: str, figure: Figure) -> Said:
    """A share of learners under its name, in per cent."""
    return _said(name, figure, percent, {0.0: _("nobody"), 1.0: _("everybody")})


def percent_said(name: str, figure: Figure) -> Said:
    """A figure of scores under its name, in per cent."""
    return _said(name, figure, percent, {})


def said(name: str, figure: Figure) -> Said:
    """Any other figure under its name."""
    return _said(name, figure, signed, {})


def _said(
    name: str,
    figure: Figure,
    write: Callable[[float], str],
    alike: Mapping[float, str],
) -> Said:
    if not isinstance(figure, Estimate):
        return Said(name, "–", refusal_words(figure))
    if figure.interval is None:
        words = alike.get(figure.value, _("all did the same"))
        return Said(name, write(figure.value), words)
    low, high = map(write, figure.interval)
    return Said(name, write(figure.value), _("%(low)s to %(high)s", low=low, high=high))


def refusal_words(figure: Figure) -> str:
    """Why there is no figure; nothing where there is one."""
    if isinstance(figure, Estimate):
        return ""
    if isinstance(figure, TooFew):
        return _(_TOO_FEW[figure.counted], have=figure.have, need=figure.need)
    return _(_REASONS[figure.reason])


def trust_words(trust: Trust) -> str:
    """How well the score tells learners apart, in a sentence."""
    return _(_TRUST[trust])


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """What to make of a question in a word or two, and the kind of tag for it."""
    words, kind = _VERDICTS[verdict]
    return _(words), kind


def why(ground: Ground) -> str:
    """Why a question is judged as it is."""
    return _(_WHY[ground])


def language_name(code: str) -> str:
    """A language in words."""
    names: dict[str, str] = dict(Locale.parse(DEFAULT).languages)
    return names.get(code, code)


def call_for(alarm: Alarm, item: Item) -> Call:
    """What an alarm says of a question, and what to do about it."""
    if isinstance(alarm, WrongKeyAlarm):
        return _wrong_key(alarm, item)
    return _language(alarm, item)


def attempts_words(gathered: Gathered) -> str:
    """How many attempts are told of, and which they are."""
    count = gathered.attempts
    if gathered.query.which == "all":
        return _("%(count)d: every attempt that was handed in", count=count)
    rules = {
        "best": _("the best"),
        "last": _("the last"),
        "first": _("the first"),
        "average": _("the first, since all count alike"),
    }
    named = ", ".join(rules[rule] for rule in sorted(gathered.rules))
    return _(
        "%(count)d: of each learner the one that counts, %(rule)s",
        count=count,
        rule=named,
    )


def _wrong_key(alarm: WrongKeyAlarm, item: Item) -> Call:
    return Call(
        heading=_("Question %(number)d may have a wrong key", number=item.number),
        words=_(
            "Those who do best on the rest of the quiz answer “%(answer)s”, which is "
            "marked as not right. Look at it before anything else.",
            answer=item.words.get(alarm.choice, alarm.choice),
        ),
        steps=(
            _("Read the question and its answers, and decide which one is right."),
            _(
                "If the key is wrong, have an administrator correct it and mark the "
                "attempts anew, so that nobody loses points by it."
            ),
            _(
                "If the key is right, the question misleads those who know most: have "
                "its words mended."
            ),
        ),
        question=alarm.question,
    )


def _language(alarm: LanguageAlarm, item: Item) -> Call:
    harder, easier = language_name(alarm.harder_in), language_name(alarm.than_in)
    size = (
        _("The difference is large.")
        if alarm.category == "C"
        else _("The difference is moderate.")
    )
    return Call(
        heading=_(
            "Question %(number)d is harder in %(harder)s than in %(easier)s",
            number=item.number,
            harder=harder,
            easier=easier,
        ),
        words=_(
            "Of learners with the same score, fewer get it right in %(harder)s. It is "
            "hardly chance.",
            harder=harder,
        )
        + f" {size}",
        steps=(
            _("Compare the question in both languages, word for word, and its key."),
            _("Then compare what the lesson says of it in both."),
        ),
        question=alarm.question,
    )
