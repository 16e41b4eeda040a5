"""What the analysis tells of a quiz and of its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from quizzes.analysis.figures import Figure, figure_from_data

# What people should see beside the figures of a question:
#   all-right            every attempt earned all points;
#   all-wrong            no attempt earned any;
#   no-spread            every attempt earned the same, some but not all;
#   best-choose-another  of the best third, more chose one wrong answer than were right.
QuestionCaution: TypeAlias = Literal[
    "all-right", "all-wrong", "no-spread", "best-choose-another"
]
# And of a quiz: every attempt got the same score, or papers were drawn.
QuizCaution: TypeAlias = Literal["no-spread", "papers-differ"]
# The classes of the Educational Testing Service: negligible, moderate, large.
Category: TypeAlias = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Thirds:
    """A share in each third of the class, parted by the score on the rest."""

    bottom: Figure
    middle: Figure
    top: Figure

    def to_data(self) -> dict[str, Any]:
        """The three figures as JSON can hold them."""
        return {name: getattr(self, name).to_data() for name in self.__slots__}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Thirds":
        """The three figures that this data describes."""
        return cls(**{name: figure_from_data(data[name]) for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class ChoiceAnalysis:
    """One line of the distractor table.

    ``correlation`` is that of choosing this with the score on the rest of the test: a
    good distractor draws those who know less, and has it below 0.
    """

    label: str
    is_correct: bool
    count: int
    share: Figure
    thirds: Thirds
    correlation: Figure

    def to_data(self) -> dict[str, Any]:
        """The line as JSON can hold it."""
        return {
            "label": self.label,
            "is_correct": self.is_correct,
            "count": self.count,
            "share": self.share.to_data(),
            "thirds": self.thirds.to_data(),
            "correlation": self.correlation.to_data(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ChoiceAnalysis":
        """The line that this data describes."""
        return cls(
            label=data["label"],
            is_correct=data["is_correct"],
            count=data["count"],
            share=figure_from_data(data["share"]),
            thirds=Thirds.from_data(data["thirds"]),
            correlation=figure_from_data(data["correlation"]),
        )


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """The test of one question between two languages, over learners alike in score.

    ``odds_ratio`` is above 1 where the question is harder in the language compared.
    ``adjusted_p_value`` allows for all the tests of the quiz, by Holm (1979).
    """

    odds_ratio: float
    chi_square: float
    p_value: float
    adjusted_p_value: float
    category: Category

    def to_data(self) -> dict[str, Any]:
        """The test as JSON can hold it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class LanguageComparison:
    """One question in one language against the language that most attempts are in.

    ``delta`` is in the units of the Educational Testing Service, below 0 where the
    question is harder in ``group``. ``test`` is None where delta is refused.
    """

    group: str
    reference: str
    in_group: int
    in_reference: int
    delta: Figure
    test: MantelHaenszel | None = None

    def to_data(self) -> dict[str, Any]:
        """The comparison as JSON can hold it."""
        return {
            "group": self.group,
            "reference": self.reference,
            "in_group": self.in_group,
            "in_reference": self.in_reference,
            "delta": self.delta.to_data(),
            "test": self.test.to_data() if self.test else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LanguageComparison":
        """The comparison that this data describes."""
        return cls(
            group=data["group"],
            reference=data["reference"],
            in_group=data["in_group"],
            in_reference=data["in_reference"],
            delta=figure_from_data(data["delta"]),
            test=MantelHaenszel(**data["test"]) if data["test"] else None,
        )


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """What the attempts tell of one question.

    ``attempts`` were asked it; ``third_sizes`` are how many of them the bottom, middle
    and top third of the class have. ``all_points`` is the share that earned all its
    points, third by third. ``unlisted`` counts the picks that ``choices`` has no line
    for.
    """

    key: str
    attempts: int
    facility: Figure
    discrimination: Figure
    efficiency: Figure
    blank: Figure
    all_points: Thirds
    choices: tuple[ChoiceAnalysis, ...] = ()
    unlisted: int = 0
    third_sizes: tuple[int, int, int] = (0, 0, 0)
    languages: tuple[LanguageComparison, ...] = ()
    cautions: tuple[QuestionCaution, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The analysis of the question as JSON can hold it."""
        return {
            "key": self.key,
            "attempts": self.attempts,
            "facility": self.facility.to_data(),
            "discrimination": self.discrimination.to_data(),
            "efficiency": self.efficiency.to_data(),
            "blank": self.blank.to_data(),
            "all_points": self.all_points.to_data(),
            "choices": [choice.to_data() for choice in self.choices],
            "unlisted": self.unlisted,
            "third_sizes": list(self.third_sizes),
            "languages": [language.to_data() for language in self.languages],
            "cautions": list(self.cautions),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuestionAnalysis":
        """The analysis of the question that this data describes."""
        return cls(
            key=data["key"],
            attempts=data["attempts"],
            facility=figure_from_data(data["facility"]),
            discrimination=figure_from_data(data["discrimination"]),
            efficiency=figure_from_data(data["efficiency"]),
            blank=figure_from_data(data["blank"]),
            all_points=Thirds.from_data(data["all_points"]),
            choices=tuple(map(ChoiceAnalysis.from_data, data["choices"])),
            unlisted=data["unlisted"],
            third_sizes=tuple(data["third_sizes"]),
            languages=tuple(map(LanguageComparison.from_data, data["languages"])),
            cautions=tuple(data["cautions"]),
        )


@dataclass(frozen=True, slots=True)
class QuizAnalysis:
    """What the attempts tell of the quiz as a whole.

    Scores are shares of the points asked for, 0 to 1, so that papers of different
    length stand side by side. ``deviation`` and ``standard_error`` are shares too.
    """

    attempts: int
    mean: Figure
    deviation: Figure
    reliability: Figure
    standard_error: Figure
    cautions: tuple[QuizCaution, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The analysis of the quiz as JSON can hold it."""
        return {
            "attempts": self.attempts,
            "mean": self.mean.to_data(),
            "deviation": self.deviation.to_data(),
            "reliability": self.reliability.to_data(),
            "standard_error": self.standard_error.to_data(),
            "cautions": list(self.cautions),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuizAnalysis":
        """The analysis of the quiz that this data describes."""
        return cls(
            attempts=data["attempts"],
            mean=figure_from_data(data["mean"]),
            deviation=figure_from_data(data["deviation"]),
            reliability=figure_from_data(data["reliability"]),
            standard_error=figure_from_data(data["standard_error"]),
            cautions=tuple(data["cautions"]),
        )


@dataclass(frozen=True, slots=True)
class WrongKeyAlarm:
    """The key of this question is probably wrong: the best learners choose another."""

    question: str
    choice: str

    def to_data(self) -> dict[str, Any]:
        """The alarm as JSON can hold it."""
        return {"kind": "wrong-key", "question": self.question, "choice": self.choice}


@dataclass(frozen=True, slots=True)
class LanguageAlarm:
    """This question is harder in one language, for learners who are otherwise alike."""

    question: str
    harder_in: str
    than_in: str
    category: Category

    def to_data(self) -> dict[str, Any]:
        """The alarm as JSON can hold it."""
        return {
            "kind": "language",
            "question": self.question,
            "harder_in": self.harder_in,
            "than_in": self.than_in,
            "category": self.category,
        }


Alarm: TypeAlias = WrongKeyAlarm | LanguageAlarm


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the attempts tell. The same attempts and seed give the same figures."""

    seed: int
    resamples: int
    quiz: QuizAnalysis
    questions: tuple[QuestionAnalysis, ...]
    alarms: tuple[Alarm, ...] = ()

    def question(self, key: str) -> QuestionAnalysis:
        """What is told of the question with this key, or ``KeyError``."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def to_data(self) -> dict[str, Any]:
        """The analysis as JSON can hold it."""
        return {
            "seed": self.seed,
            "resamples": self.resamples,
            "quiz": self.quiz.to_data(),
            "questions": [question.to_data() for question in self.questions],
            "alarms": [alarm.to_data() for alarm in self.alarms],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Analysis":
        """The analysis that this data describes."""
        return cls(
            seed=data["seed"],
            resamples=data["resamples"],
            quiz=QuizAnalysis.from_data(data["quiz"]),
            questions=tuple(map(QuestionAnalysis.from_data, data["questions"])),
            alarms=tuple(map(_alarm_from_data, data["alarms"])),
        )


def _alarm_from_data(data: Mapping[str, Any]) -> Alarm:
    fields = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "wrong-key":
        return WrongKeyAlarm(**fields)
    return LanguageAlarm(**fields)
