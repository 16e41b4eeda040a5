"""Item statistics as their page shows them: words, plots and tables, ready to draw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learner_api.item_plots import Plot, PlotGroup, PlotRow, draw
from learner_api.item_statistics import ItemLine, ItemStatistics
from learner_api.item_words import (
    Call,
    Said,
    call_for,
    language_name,
    percent,
    percent_said,
    said,
    share_said,
    trust_words,
    verdict_words,
    why,
)
from learner_api.regrade_words import kind_words
from learner_api.translation import gettext as _
from quizzes.analysis import (
    ChoiceAnalysis,
    Estimate,
    Figure,
    LanguageComparison,
    QuizAnalysis,
    Thirds,
    trust_in,
)
from quizzes.analysis.minima import ATTEMPTS_FOR_A_CORRELATION, ATTEMPTS_FOR_A_SHARE


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer and who gave it: of all, and of each third, the best first."""

    words: str
    is_right: bool
    count: int
    share: Said
    thirds: tuple[Said, ...]
    correlation: Said


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as its row and its details show it.

    What would show no figure at all is not drawn.
    """

    line: ItemLine
    tag: tuple[str, str]
    why: str
    numbers: tuple[Said, ...]
    plot: Plot | None
    answers: tuple[AnswerView, ...]
    answers_plot: Plot | None
    further: tuple[Said, ...]
    languages: tuple[Said, ...]
    correction: str | None

    @property
    def is_silent(self) -> bool:
        """Whether its marks tell nothing, since they were not for what was answered."""
        return self.line.item.correction in ("drop", "credit")

    @property
    def anchor(self) -> str:
        return anchor_of(self.line.figures.key)

    @property
    def number(self) -> int:
        return self.line.item.number

    @property
    def prompt(self) -> str:
        return self.line.item.question.prompt


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The quiz as a whole: what its score is worth, in sentences and in numbers."""

    sentences: tuple[str, ...]
    numbers: tuple[Said, ...]
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """All that the page shows.

    ``watched`` are the questions to look at for which no alarm was raised. ``needed``
    is how many attempts the next figures need, nothing where all are there, and
    ``other_papers`` how many were asked another quiz than stands now.
    """

    calls: tuple[Call, ...]
    watched: tuple[QuestionView, ...]
    score: ScoreView
    questions: tuple[QuestionView, ...]
    needed: int | None
    other_papers: int


def anchor_of(question_key: str) -> str:
    """The place of a question on the page."""
    return f"question-{question_key}"


def view_of(told: ItemStatistics) -> StatisticsView:
    """The page of these statistics."""
    analysis = told.analysis
    questions = tuple(map(_question, told.lines))
    alarmed = {alarm.question for alarm in analysis.alarms}
    return StatisticsView(
        calls=tuple(
            call_for(alarm, told.item(alarm.question)) for alarm in analysis.alarms
        ),
        watched=tuple(
            each
            for each in questions
            if each.line.verdict in ("broken", "look")
            and each.line.figures.key not in alarmed
        ),
        score=_score(analysis.quiz),
        questions=questions,
        needed=_needed(told.gathered.attempts),
        other_papers=told.gathered.attempts - analysis.quiz.attempts,
    )


def _needed(attempts: int) -> int | None:
    minima = (ATTEMPTS_FOR_A_SHARE, ATTEMPTS_FOR_A_CORRELATION)
    return next((minimum for minimum in minima if attempts < minimum), None)


def _score(quiz: QuizAnalysis) -> ScoreView:
    mean = percent_said(_("Average score"), quiz.mean)
    reliability = said(_("Reliability"), quiz.reliability)
    error = percent_said(_("May be off by"), quiz.standard_error)
    deviation = percent_said(_("Spread of scores"), quiz.deviation)
    rows = (PlotRow(quiz.mean, mean), PlotRow(quiz.reliability, reliability))
    return ScoreView(
        sentences=tuple(_sentences(quiz)),
        numbers=(mean, deviation, reliability, error),
        plot=draw("score-plot", _("The quiz as a whole"), [PlotGroup(rows)]),
    )


def _sentences(quiz: QuizAnalysis) -> Iterator[str]:
    if isinstance(quiz.mean, Estimate):
        yield _(
            "On average learners earned %(share)s of the points.",
            share=percent(quiz.mean.value),
        )
    trust = trust_in(quiz)
    if trust is not None and isinstance(quiz.reliability, Estimate):
        yield trust_words(trust)
        parts = max(0, round(10 * quiz.reliability.value))
        yield _(
            "Of the differences between scores, about %(parts)d parts in 10 are real; "
            "the rest is chance.",
            parts=parts,
        )
    if isinstance(quiz.standard_error, Estimate):
        yield _(
            "One learner’s score may be off by about %(points)d points in 100 either "
            "way, only because these questions were asked and not others like them.",
            points=round(100 * quiz.standard_error.value),
        )


def _question(line: ItemLine) -> QuestionView:
    told = line.figures
    facility = share_said(_("Got it right"), told.facility)
    discrimination = said(_("Tells apart"), told.discrimination)
    name = anchor_of(told.key)
    number = line.item.number
    answers = _answers(line)
    return QuestionView(
        line=line,
        tag=verdict_words(line.verdict),
        why=why(line.ground),
        numbers=(facility, discrimination),
        plot=draw(
            f"{name}-plot",
            _("Question %(number)d: how hard, and whom it tells apart", number=number),
            [
                PlotGroup(
                    [
                        PlotRow(told.facility, facility),
                        _correlation_row(told.discrimination, discrimination),
                    ]
                )
            ],
        ),
        answers=tuple(view for _choice, view in answers),
        answers_plot=draw(
            f"{name}-answers",
            _("Question %(number)d: who answered what", number=number),
            [_group(choice, view) for choice, view in answers],
        ),
        further=(
            percent_said(_("Tells apart, of what it could"), told.efficiency),
            share_said(_("Left blank"), told.blank),
        ),
        languages=tuple(map(_language, told.languages)),
        correction=kind_words(line.item.correction),
    )


def _correlation_row(figure: Figure, words: Said) -> PlotRow:
    is_below = isinstance(figure, Estimate) and figure.value < 0
    return PlotRow(figure, words, is_correlation=True, kind=2 if is_below else 1)


def _answers(line: ItemLine) -> list[tuple[ChoiceAnalysis, AnswerView]]:
    """The lines of the distractor table: what is right first, then the commonest.

    Where a person marks, there is no right answer to set others beside.
    """
    if line.item.question.is_marked_by_person:
        return []
    ordered = sorted(
        line.figures.choices, key=lambda each: (not each.is_correct, -each.count)
    )
    words = line.item.words
    return [
        (each, _answer(words.get(each.label, each.label), each)) for each in ordered
    ]


def _answer(words: str, choice: ChoiceAnalysis) -> AnswerView:
    return AnswerView(
        words=words,
        is_right=choice.is_correct,
        count=choice.count,
        share=share_said(_("All"), choice.share),
        thirds=_thirds(choice.thirds),
        correlation=said(_("Goes with knowing"), choice.correlation),
    )


def _thirds(thirds: Thirds) -> tuple[Said, ...]:
    """The three shares, that of the best first."""
    return (
        share_said(_("Best third"), thirds.top),
        share_said(_("Middle third"), thirds.middle),
        share_said(_("Weakest third"), thirds.bottom),
    )


def _group(choice: ChoiceAnalysis, view: AnswerView) -> PlotGroup:
    figures: Sequence[Figure] = (
        choice.thirds.top,
        choice.thirds.middle,
        choice.thirds.bottom,
    )
    heading = (
        _("%(answer)s (right)", answer=view.words) if view.is_right else view.words
    )
    rows = [
        PlotRow(figure, words, kind=1 if view.is_right else 2)
        for figure, words in zip(figures, view.thirds, strict=True)
    ]
    return PlotGroup(rows, heading)


def _language(told: LanguageComparison) -> Said:
    name = _(
        "%(language)s beside %(reference)s",
        language=language_name(told.group),
        reference=language_name(told.reference),
    )
    return said(name, told.delta)
