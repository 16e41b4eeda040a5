"""Item statistics as the wire carries them: a figure with its interval, or why none."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from course.item_query import WHICH
from course.item_statistics import Item
from learner_api.item_statistics import ItemLine, ItemStatistics
from learner_api.schemas.fields import Asked, Moment, as_of
from quizzes import ACTIONS
from quizzes.analysis import (
    Alarm,
    ChoiceAnalysis,
    Estimate,
    Figure,
    Ground,
    LanguageComparison,
    QuizAnalysis,
    Thirds,
    TooFew,
    Trust,
    Verdict,
    WrongKeyAlarm,
    trust_in,
)
from quizzes.analysis.figures import Counted, Reason
from quizzes.analysis.values import Category, QuestionCaution, QuizCaution

_TOO_FEW = "too-few"
_REFUSALS = (_TOO_FEW, *get_args(Reason))


class ItemStatisticsQuerySchema(Asked):
    """Whose attempts, which of them, as of when."""

    cohort = fields.UUID()
    as_of = as_of()
    which = fields.String(
        load_default="counting",
        validate=validate.OneOf(WHICH),
        metadata={
            "description": "One attempt of each learner, the one that counts; or all. "
            "With all of them the intervals are narrower than they should be."
        },
    )


class ItemFigureSchema(Schema):
    """A figure, or the reason why there is none.

    A figure has `value`, `low`, `high` and `attempts`: its 95 per cent interval, null
    where resampling cannot tell, and how many attempts it rests on. One that is refused
    has `refused`, and where that is `too-few` also `have`, `need` and `counted`.
    """

    value = fields.Float()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)
    attempts = fields.Integer()
    refused = fields.String(validate=validate.OneOf(_REFUSALS))
    have = fields.Integer()
    need = fields.Integer()
    counted = fields.String(validate=validate.OneOf(get_args(Counted)))


def _figure(words: str) -> fields.Nested:
    return fields.Nested(
        ItemFigureSchema, required=True, metadata={"description": words}
    )


class ThirdsSchema(Schema):
    """A share in each third of the learners, parted by the rest of the quiz."""

    bottom = _figure("Of those who did worst on the rest.")
    middle = _figure("Of those between.")
    top = _figure("Of those who did best on the rest.")


class AnswerLineSchema(Schema):
    """One line of the distractor table: an answer, and who gave it."""

    answer = fields.String(
        required=True,
        metadata={
            "description": "The value of a choice. Of an answer in words, `=` and its "
            "place if it is right, `~` and the words if it is not."
        },
    )
    words = fields.String(required=True)
    is_right = fields.Boolean(required=True)
    count = fields.Integer(required=True)
    share = _figure("Of all who were asked.")
    thirds = fields.Nested(ThirdsSchema, required=True)
    correlation = _figure("Of giving it, with the score on the rest of the quiz.")


class LanguageComparisonSchema(Schema):
    """The question in one language against the language of most attempts."""

    language = fields.String(required=True)
    reference = fields.String(required=True)
    attempts = fields.Integer(required=True)
    reference_attempts = fields.Integer(required=True)
    delta = _figure("Mantel-Haenszel, below 0 where it is harder in `language`.")
    p_value = fields.Float(required=True, allow_none=True)
    adjusted_p_value = fields.Float(required=True, allow_none=True)
    category = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": [*get_args(Category), None],
            "description": "A negligible, B moderate, C large.",
        },
    )


class ItemSchema(Schema):
    """One question as it was asked last."""

    question = fields.String(required=True)
    number = fields.Integer(required=True)
    prompt = fields.String(required=True)
    points = fields.Integer(required=True)
    attempts = fields.Integer(required=True)
    other_wordings = fields.Integer(
        required=True,
        metadata={
            "description": "Attempts that were asked it in other words or judged by "
            "another key. They are left out."
        },
    )
    correction = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": [*ACTIONS, None],
            "description": "How it is judged otherwise than by its file. Of one that "
            "was dropped or credited, marks tell nothing.",
        },
    )
    verdict = fields.String(
        required=True,
        validate=validate.OneOf(get_args(Verdict)),
        metadata={"description": "What to make of the question."},
    )
    ground = fields.String(
        required=True,
        validate=validate.OneOf(get_args(Ground)),
        metadata={"description": "What speaks loudest for the verdict."},
    )
    cautions = fields.List(
        fields.String(validate=validate.OneOf(get_args(QuestionCaution))), required=True
    )
    facility = _figure("The mean mark as a share of the points.")
    discrimination = _figure("The mark's correlation with the rest of the quiz.")
    discriminative_efficiency = _figure(
        "The discrimination as a share of the most that such marks could have."
    )
    left_blank = _figure("The share that gave no answer.")
    all_points = fields.Nested(ThirdsSchema, required=True)
    answers = fields.List(fields.Nested(AnswerLineSchema), required=True)
    answers_unlisted = fields.Integer(required=True)
    languages = fields.List(fields.Nested(LanguageComparisonSchema), required=True)


class ScoreSchema(Schema):
    """The quiz as a whole. Scores are shares of the points, 0 to 1."""

    attempts = fields.Integer(
        required=True,
        metadata={"description": "Those that were asked the quiz as it stands now."},
    )
    mean = _figure("The mean score.")
    deviation = _figure("The standard deviation of the scores.")
    reliability = _figure("Cronbach's alpha.")
    standard_error = _figure("The standard error of measurement of one score.")
    tells_apart = fields.String(
        required=True, allow_none=True, metadata={"enum": [*get_args(Trust), None]}
    )
    cautions = fields.List(
        fields.String(validate=validate.OneOf(get_args(QuizCaution))), required=True
    )


class AlarmSchema(Schema):
    """A question to look at before anything else.

    With `wrong-key` its key is probably wrong: those who do best give `answer`. With
    `language` it is harder in one language for learners who are otherwise alike.
    """

    kind = fields.String(
        required=True, validate=validate.OneOf(("wrong-key", "language"))
    )
    question = fields.String(required=True)
    number = fields.Integer(required=True)
    answer = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    harder_in = fields.String(required=True, allow_none=True)
    than_in = fields.String(required=True, allow_none=True)
    category = fields.String(
        required=True, allow_none=True, metadata={"enum": ["B", "C", None]}
    )


class LanguageSchema(Schema):
    """How many attempts were at the quiz in one language."""

    language = fields.String(required=True)
    attempts = fields.Integer(required=True)


class ItemStatisticsSchema(Schema):
    """What the attempts at a quiz tell of its questions."""

    quiz = fields.String(required=True)
    title = fields.String(required=True)
    as_of = Moment(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    which = fields.String(required=True, validate=validate.OneOf(WHICH))
    attempts = fields.Integer(required=True)
    languages = fields.List(fields.Nested(LanguageSchema), required=True)
    alarms = fields.List(fields.Nested(AlarmSchema), required=True)
    score = fields.Nested(ScoreSchema, required=True)
    questions = fields.List(fields.Nested(ItemSchema), required=True)


def statistics_data(told: ItemStatistics, title: str) -> dict[str, Any]:
    """The statistics as ``ItemStatisticsSchema`` dumps them."""
    gathered, query = told.gathered, told.gathered.query
    return {
        "quiz": query.quiz_key,
        "title": gathered.quiz.title if gathered.quiz else title,
        "as_of": query.as_of,
        "cohort": query.cohort,
        "which": query.which,
        "attempts": gathered.attempts,
        "languages": [
            {"language": language, "attempts": count}
            for language, count in gathered.languages
        ],
        "alarms": [
            _alarm(each, told.item(each.question)) for each in told.analysis.alarms
        ],
        "score": _score(told.analysis.quiz),
        "questions": list(map(_item, told.lines)),
    }


def figure_data(figure: Figure, attempts: int) -> dict[str, Any]:
    """A figure that rests on so many attempts, as ``ItemFigureSchema`` dumps it."""
    match figure:
        case Estimate(value, interval):
            low, high = interval or (None, None)
            return {"value": value, "low": low, "high": high, "attempts": attempts}
        case TooFew(have, need, counted):
            told = {"have": have, "need": need, "counted": counted}
            return {"refused": _TOO_FEW, **told}
        case _:
            return {"refused": figure.reason}


def _score(quiz: QuizAnalysis) -> dict[str, Any]:
    names = ("mean", "deviation", "reliability", "standard_error")
    return {
        "attempts": quiz.attempts,
        "tells_apart": trust_in(quiz),
        "cautions": quiz.cautions,
        **{name: figure_data(getattr(quiz, name), quiz.attempts) for name in names},
    }


def _item(line: ItemLine) -> dict[str, Any]:
    item, told = line.item, line.figures
    return {
        "question": told.key,
        "number": item.number,
        "prompt": item.question.prompt,
        "points": item.question.points,
        "attempts": told.attempts,
        "other_wordings": item.other_wordings,
        "correction": item.correction,
        "verdict": line.verdict,
        "ground": line.ground,
        "cautions": told.cautions,
        "facility": figure_data(told.facility, told.attempts),
        "discrimination": figure_data(told.discrimination, told.attempts),
        "discriminative_efficiency": figure_data(told.efficiency, told.attempts),
        "left_blank": figure_data(told.blank, told.attempts),
        "all_points": _thirds(told.all_points, told.third_sizes),
        "answers": [_answer(each, line) for each in told.choices],
        "answers_unlisted": told.unlisted,
        "languages": list(map(_language, told.languages)),
    }


def _answer(choice: ChoiceAnalysis, line: ItemLine) -> dict[str, Any]:
    attempts = line.figures.attempts
    return {
        "answer": choice.label,
        "words": line.item.words.get(choice.label, choice.label),
        "is_right": choice.is_correct,
        "count": choice.count,
        "share": figure_data(choice.share, attempts),
        "thirds": _thirds(choice.thirds, line.figures.third_sizes),
        "correlation": figure_data(choice.correlation, attempts),
    }


def _thirds(thirds: Thirds, sizes: tuple[int, int, int]) -> dict[str, Any]:
    named = zip(("bottom", "middle", "top"), sizes, strict=True)
    return {name: figure_data(getattr(thirds, name), size) for name, size in named}


def _language(told: LanguageComparison) -> dict[str, Any]:
    test = told.test
    return {
        "language": told.group,
        "reference": told.reference,
        "attempts": told.in_group,
        "reference_attempts": told.in_reference,
        "delta": figure_data(told.delta, told.in_group + told.in_reference),
        "p_value": test.p_value if test else None,
        "adjusted_p_value": test.adjusted_p_value if test else None,
        "category": test.category if test else None,
    }


def _alarm(alarm: Alarm, item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": "language",
        "question": alarm.question,
        "number": item.number,
        "answer": None,
        "words": None,
        "harder_in": None,
        "than_in": None,
        "category": None,
    }
    if isinstance(alarm, WrongKeyAlarm):
        words = item.words.get(alarm.choice, alarm.choice)
        return {**told, "kind": "wrong-key", "answer": alarm.choice, "words": words}
    return {
        **told,
        "harder_in": alarm.harder_in,
        "than_in": alarm.than_in,
        "category": alarm.category,
    }
