"""The fields of a quiz file, and what must hold between them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import (
    ValidationError,
    fields,
    post_load,
    validates_schema,
)

from quizzes.drawing import BlueprintRow, BlueprintRowSchema, pools_of
from quizzes.errors import QuizDataError
from quizzes.question import Question
from quizzes.question_types import QUESTION_TYPES
from quizzes.scenario import Scenario, ScenarioSchema
from quizzes.schemas import (
    MISSING,
    TABLE_WANTED,
    FaultsOf,
    FileSchema,
    Language,
    ListOf,
    Text,
    TrueOrFalse,
    WholeNumber,
    Word,
    repeated,
)
from quizzes.settings import COUNTINGS, MOMENTS, PURPOSES

# Fields that came after the first quizzes were kept.
_LATER = (
    "purpose",
    "language",
    "wait_hours",
    "time_limit",
    "counts",
    "show_marks",
    "show_feedback",
    "show_keys",
    "scenarios",
    "blueprint",
)
_MOST_HOURS = 24 * 90
_MOST_MINUTES = 24 * 60


class _QuestionField(fields.Field[Question]):
    """One entry of ``questions``: its ``type`` decides which fields it has."""

    def _serialize(
        self, value: Question | None, attr: str | None, obj: Any, **_: Any
    ) -> dict[str, object] | None:
        return value.to_data() if value else None

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Question:
        if not isinstance(value, dict):
            raise ValidationError("must be a table that begins with [[questions]].")
        name = value.get("type")
        known = f"The types are {', '.join(sorted(QUESTION_TYPES))}."
        if name is None:
            raise ValidationError({"type": [f"{MISSING} {known}"]})
        if not isinstance(name, str) or name not in QUESTION_TYPES:
            raise ValidationError({"type": [f"{name!r} is not a type. {known}"]})
        kind = QUESTION_TYPES[name]
        own = {field: entry for field, entry in value.items() if field != "type"}
        return kind(**kind.schema.load(own))


def _moment() -> Word:
    return Word(MOMENTS, load_default=None, allow_none=True)


class QuizSchema(FileSchema):
    """The fields of a quiz file."""

    left_out = _LATER

    title = Text(required=True)
    introduction = Text(required=True)
    pass_mark = WholeNumber(1, 100, required=True)
    attempts_allowed = WholeNumber(1, load_default=None, allow_none=True)
    shuffle_questions = TrueOrFalse(load_default=False)
    purpose = Word(PURPOSES, load_default="module-quiz")
    language = Language(load_default="en")
    wait_hours = WholeNumber(0, _MOST_HOURS, load_default=0)
    time_limit = WholeNumber(1, _MOST_MINUTES, load_default=None, allow_none=True)
    counts = Word(COUNTINGS, load_default="best")
    show_marks = _moment()
    show_feedback = _moment()
    show_keys = _moment()
    scenarios = ListOf(
        fields.Nested(ScenarioSchema, error_messages={"type": TABLE_WANTED}),
        0,
        load_default=(),
    )
    blueprint = ListOf(
        fields.Nested(BlueprintRowSchema, error_messages={"type": TABLE_WANTED}),
        0,
        load_default=(),
    )
    questions = ListOf(_QuestionField(), 1, required=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_keys(self, data: Any, original: Any, **_: Any) -> None:
        """No two questions share a key, readable or not."""
        questions = original.get("questions") if isinstance(original, dict) else None
        keys = [
            (place, entry["key"])
            for place, entry in enumerate(
                questions if isinstance(questions, list) else ()
            )
            if isinstance(entry, dict) and isinstance(entry.get("key"), str)
        ]
        again = {
            keys[n][0]: {"key": [f"{key!r} is already the key of another question."]}
            for n, key in repeated(key for _, key in keys)
        }
        if again:
            raise ValidationError({"questions": again})

    @validates_schema(skip_on_field_errors=True)
    def check_settings(self, data: dict[str, Any], **_: Any) -> None:
        """What practice may not have, and what only practice may."""
        faults = FaultsOf()
        if data["purpose"] == "practice":
            for field in ("attempts_allowed", "time_limit", "wait_hours"):
                if data[field]:
                    faults.add("practice has no limits. Leave this out.", field)
        else:
            for field in ("show_marks", "show_feedback", "show_keys"):
                if data[field] == "at-once":
                    faults.add(
                        "'at-once' is for practice: elsewhere an answer could be "
                        "changed after it was judged.",
                        field,
                    )
        faults.raise_any()

    @validates_schema(skip_on_field_errors=True)
    def check_scenarios(self, data: dict[str, Any], **_: Any) -> None:
        """Scenarios have names of their own, and questions that name them."""
        faults = FaultsOf()
        scenarios: list[Scenario] = data["scenarios"]
        known = {scenario.key for scenario in scenarios}
        for place, key in repeated(scenario.key for scenario in scenarios):
            faults.add(
                f"the key {key!r} is already that of another.", "scenarios", place
            )
        named = {question.scenario for question in data["questions"]}
        for place, scenario in enumerate(scenarios):
            if scenario.key not in named:
                faults.add("no question belongs to it.", "scenarios", place)
        for place, question in enumerate(data["questions"]):
            if question.scenario is not None and question.scenario not in known:
                faults.add(
                    f"there is no scenario {question.scenario!r}.", "questions", place
                )
        faults.raise_any()

    @validates_schema(skip_on_field_errors=True)
    def check_blueprint(self, data: dict[str, Any], **_: Any) -> None:
        """Every row finds enough units, all of them worth the same."""
        faults = FaultsOf()
        rows: list[BlueprintRow] = data["blueprint"]
        pools = pools_of(data["questions"], data["scenarios"])
        for place, objective in repeated(row.objective for row in rows):
            faults.add(f"{objective!r} has a row already.", "blueprint", place)
        for place, row in enumerate(rows):
            units = pools.get(row.objective, ())
            if len(units) < row.draw:
                faults.add(
                    f"there are {len(units)} to draw {row.draw} from that have the "
                    f"objective {row.objective!r}.",
                    "blueprint",
                    place,
                )
            elif len(worth := sorted({unit.points for unit in units})) > 1:
                faults.add(
                    f"what has the objective {row.objective!r} is worth "
                    f"{' or '.join(map(str, worth))} points. Make them the same, so "
                    "that every paper asks as much.",
                    "blueprint",
                    place,
                )
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        lists = ("questions", "scenarios", "blueprint")
        return {**data, **{name: tuple(data[name]) for name in lists}}


QUIZ_SCHEMA = QuizSchema()


def load_quiz_data(key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the quiz that this data describes, or ``QuizDataError``."""
    try:
        loaded: dict[str, Any] = QUIZ_SCHEMA.load(data)
    except ValidationError as error:
        raise QuizDataError(key, error.messages_dict) from None
    return loaded
