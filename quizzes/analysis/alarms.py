"""When the figures of a question call for somebody to look at it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quizzes.analysis.figures import Estimate
from quizzes.analysis.languages import FALSE_ALARMS
from quizzes.analysis.values import (
    Alarm,
    ChoiceAnalysis,
    LanguageAlarm,
    LanguageComparison,
    QuestionAnalysis,
    WrongKeyAlarm,
)

# A discrimination whose interval ends here is still poor wherever in it the truth lies.
# To ask for less than 0 would leave a wrong key unseen in a class of a hundred.
_NEAR_NOTHING: Final = 0.1


def with_cautions(analysis: QuestionAnalysis, *, has_key: bool) -> QuestionAnalysis:
    """The same, with a caution where the best prefer a wrong answer to the right one.

    A hard question may be sound and have this; so it is no alarm.
    """
    if not has_key or not any(
        _is_preferred(choice, analysis) for choice in analysis.choices
    ):
        return analysis
    return replace(analysis, cautions=(*analysis.cautions, "best-choose-another"))


def wrong_key(analysis: QuestionAnalysis) -> WrongKeyAlarm | None:
    """The alarm if the key is probably wrong.

    Both must hold. The question sets those who know the rest back: its discrimination
    is below 0 and its interval ends near there. And there is a wrong answer that they
    lean to: more of the best third chose it than were right, and its own correlation
    with the rest is above 0, interval and all. The likeliest such answer is named.
    """
    discrimination = analysis.discrimination
    if not isinstance(discrimination, Estimate) or discrimination.value >= 0:
        return None
    if discrimination.interval is None or discrimination.interval[1] >= _NEAR_NOTHING:
        return None
    leaning = [
        (choice.correlation.value, choice.label)
        for choice in analysis.choices
        if _is_preferred(choice, analysis)
        if isinstance(choice.correlation, Estimate)
        if choice.correlation.interval and choice.correlation.interval[0] > 0
    ]
    return WrongKeyAlarm(analysis.key, max(leaning)[1]) if leaning else None


def of_languages(analysis: QuestionAnalysis) -> Iterator[LanguageAlarm]:
    """An alarm for each language that the question is plainly harder, or easier, in."""
    for comparison in analysis.languages:
        test = comparison.test
        if test is None or test.category == "A":
            continue
        if test.adjusted_p_value < FALSE_ALARMS:
            harder, easier = _harder_and_easier(comparison, test.odds_ratio)
            yield LanguageAlarm(analysis.key, harder, easier, test.category)


def alarms_of(analysis: QuestionAnalysis, *, has_key: bool) -> Iterator[Alarm]:
    """Every alarm of one question."""
    alarm = wrong_key(analysis) if has_key else None
    if alarm is not None:
        yield alarm
    yield from of_languages(analysis)


def _harder_and_easier(
    comparison: LanguageComparison, odds_ratio: float
) -> tuple[str, str]:
    if odds_ratio > 1:
        return comparison.group, comparison.reference
    return comparison.reference, comparison.group


def _is_preferred(choice: ChoiceAnalysis, analysis: QuestionAnalysis) -> bool:
    """Whether more of the best third made this wrong choice than earned all points."""
    chosen, right = choice.thirds.top, analysis.all_points.top
    return (
        not choice.is_correct
        and isinstance(chosen, Estimate)
        and isinstance(right, Estimate)
        and chosen.value > right.value
    )
