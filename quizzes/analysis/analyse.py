"""The analysis of a quiz, worked out in this process. It loads NumPy."""

from dataclasses import replace

from quizzes.analysis.alarms import alarms_of, with_cautions
from quizzes.analysis.choices import picks_of
from quizzes.analysis.languages import compare_languages
from quizzes.analysis.minima import ATTEMPTS_FOR_A_SHARE
from quizzes.analysis.questions import analyse_question
from quizzes.analysis.reliability import analyse_quiz
from quizzes.analysis.resampling import RESAMPLES, Resamples
from quizzes.analysis.scores import Scores
from quizzes.analysis.sittings import QuestionFacts, Sitting, Sittings
from quizzes.analysis.values import Analysis, QuestionAnalysis, QuizAnalysis


def analyse(sittings: Sittings, *, seed: int, resamples: int = RESAMPLES) -> Analysis:
    """All that these attempts tell of their quiz.

    The only chance is that of ``seed``, by which the resamples are drawn: with one
    version of NumPy, the same attempts and seed give the same figures.
    """
    taking_part = tuple(sitting for sitting in sittings.sittings if sitting.was_asked)
    scores = Scores.of(sittings.questions, taking_part)
    drawn = _resamples(len(taking_part), resamples, seed)
    groups = tuple(sitting.group for sitting in taking_part)
    languages = compare_languages(scores, groups, drawn)
    questions = tuple(
        with_cautions(
            replace(
                _question(number, facts, taking_part, scores, drawn),
                languages=languages[number],
            ),
            has_key=facts.has_key,
        )
        for number, facts in enumerate(sittings.questions)
    )
    return Analysis(
        seed=seed,
        resamples=resamples,
        quiz=_quiz(sittings.questions, taking_part, scores, drawn),
        questions=questions,
        alarms=tuple(
            alarm
            for facts, question in zip(sittings.questions, questions, strict=True)
            for alarm in alarms_of(question, has_key=facts.has_key)
        ),
    )


def _resamples(attempts: int, count: int, seed: int) -> Resamples:
    """The resamples of so many attempts.

    Below the least that any figure needs, all are refused and none is resampled.
    """
    return Resamples(attempts, count if attempts >= ATTEMPTS_FOR_A_SHARE else 0, seed)


def _quiz(
    questions: tuple[QuestionFacts, ...],
    taking_part: tuple[Sitting, ...],
    scores: Scores,
    drawn: Resamples,
) -> QuizAnalysis:
    """The quiz as it stands now, by those attempts that were asked just that."""
    current = tuple(sitting for sitting in taking_part if sitting.is_current)
    if len(current) < len(taking_part):
        scores = Scores.of(questions, current)
        drawn = _resamples(len(current), drawn.count, drawn.seed)
    return analyse_quiz(scores, drawn)


def _question(
    number: int,
    facts: QuestionFacts,
    taking_part: tuple[Sitting, ...],
    scores: Scores,
    drawn: Resamples,
) -> QuestionAnalysis:
    answers = [sitting.picked[number] for sitting in taking_part]
    all_points = scores.points[:, number] == scores.out_of[number]
    picks = picks_of(facts, answers, all_points)
    return analyse_question(facts.key, number, scores, picks, drawn)
