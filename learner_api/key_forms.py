"""The form in which the key of a question is replaced.

Most keys are an answer, so the question is drawn as learners see it, answered as it
ought to be. Where several wordings are right, or a number may be off, plain fields ask
for them. Their names begin with a line, as no key of a question does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from learner_api.translation import gettext as _
from quizzes import (
    InvalidAnswer,
    InvalidKey,
    Question,
    Selects,
    TextInput,
    canonical_key,
    key_fields,
    key_of,
)
from quizzes.question_types.number import Number

Values = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class KeyField:
    """One field of the form: a line, several lines, or a choice of some words."""

    kind: Literal["line", "lines", "choice"]
    name: str
    label: str
    value: str
    hint: str | None = None
    options: tuple[str, ...] = ()

    @property
    def choices(self) -> list[dict[str, str]]:
        """The options as the form components draw them."""
        return [{"value": each, "label": each} for each in self.options]


@dataclass(frozen=True, slots=True)
class SentKey:
    """The key that a form asks for, and what is wrong with it by field."""

    value: dict[str, Any]
    errors: dict[str, str]


def is_drawn(question: Question) -> bool:
    """Whether the key is asked for by drawing the question itself."""
    names = set(key_fields(question))
    if "correct" in names:
        return not isinstance(question.control(0), TextInput)
    return bool(names & {"pairs", "items"})


def plain_fields(question: Question, typed: Values | None = None) -> list[KeyField]:
    """The fields beside or instead of the question itself, as they are to be shown.

    ``question`` is as it is judged today; ``typed`` is what was sent, if anything was.
    """
    return [
        field if typed is None else _as_typed(field, typed)
        for field in _plain_fields(question)
    ]


def read_key(question: Question, form: MultiDict[str, str]) -> SentKey:
    """The key that was sent for this question."""
    value: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if is_drawn(question):
        try:
            value |= _drawn_key(question, form)
        except InvalidAnswer as refusal:
            errors[question.key] = refusal.message
    for field in plain_fields(question, form.to_dict(flat=False)):
        if field.value.strip():
            _put(value, field)
        elif field.name.startswith("_tolerance"):
            value[field.name[1:]] = "0"
        else:
            errors[field.name] = _("Say what is right.")
    if errors:
        return SentKey({}, errors)
    try:
        return SentKey(canonical_key(question, value), {})
    except InvalidKey as refusal:
        return SentKey({}, dict(_faults(question, refusal)))


def _plain_fields(question: Question) -> Iterator[KeyField]:
    key = key_of(question)
    if "correct" in key and not is_drawn(question):
        unit = _unit_of(question)
        hint = _("In %(unit)s.", unit=unit) if unit else None
        yield KeyField("line", "_correct", _("Right answer"), key["correct"], hint)
    if "accepted" in key:
        yield KeyField(
            "lines",
            "_accepted",
            _("Wordings that are right"),
            "\n".join(key["accepted"]),
            _("One on each line. The first is shown as the right answer."),
        )
    if "tolerance" in key:
        label = _("How far off is still right")
        yield KeyField("line", "_tolerance", label, key["tolerance"])
    if "tolerance_percent" in key:
        label = _("Or how far off in per cent of the right answer")
        yield KeyField("line", "_tolerance_percent", label, key["tolerance_percent"])
    for number, (gap, filling) in enumerate(key.get("gaps", {}).items(), start=1):
        yield _gap_field(question, gap, filling, number)


def _unit_of(question: Question) -> str | None:
    """The unit in which the key of a number is written."""
    if not isinstance(question, Number):
        return None
    base = next((each.unit for each in question.units if each.factor == 1), None)
    return question.unit or base


def _gap_field(
    question: Question, gap: str, filling: Mapping[str, Any], number: int
) -> KeyField:
    name, label = f"_gap.{gap}", _("Gap %(number)s", number=number)
    if "accepted" in filling:
        hint = _("One wording on each line.")
        return KeyField("lines", name, label, "\n".join(filling["accepted"]), hint)
    gaps: Any = question.to_data()["gaps"]
    choices = next(each["choices"] for each in gaps if each["key"] == gap)
    return KeyField("choice", name, label, filling["correct"], options=tuple(choices))


def _as_typed(field: KeyField, typed: Values) -> KeyField:
    value = typed.get(field.name, [""])[0]
    return KeyField(
        field.kind, field.name, field.label, value, field.hint, field.options
    )


def _drawn_key(question: Question, form: MultiDict[str, str]) -> dict[str, Any]:
    """The answer that was given as the key, in the fields of the key."""
    raw = question.read_form(form.getlist)
    answer: Any = question.check(raw)
    names = key_fields(question)
    if "items" in names:
        return {"items": answer}
    control = question.control(0)
    if "pairs" in names and isinstance(control, Selects):
        words = {option.value: option.label for option in control.options}
        return {"pairs": {row: words[value] for row, value in answer.items()}}
    return {"correct": answer}


def _put(value: dict[str, Any], field: KeyField) -> None:
    lines = [line.strip() for line in field.value.splitlines() if line.strip()]
    _line, part, gap = field.name.partition("_gap.")
    if part:
        filling = (
            {"accepted": lines} if field.kind == "lines" else {"correct": lines[0]}
        )
        value.setdefault("gaps", {})[gap] = filling
    else:
        value[field.name[1:]] = lines if field.kind == "lines" else field.value.strip()


def _faults(question: Question, refusal: InvalidKey) -> Iterator[tuple[str, str]]:
    """What is wrong, by the field of the form that it is wrong in."""
    names = [field.name for field in _plain_fields(question)]
    for name, messages in refusal.messages.items():
        words = " ".join(_sentences(messages))
        if f"_{name}" in names:
            yield f"_{name}", words
        elif name == "gaps" and isinstance(messages, Mapping):
            # The places of the faulty gaps, which are those of their fields.
            for place, inner in messages.items():
                yield names[place], " ".join(_sentences(inner))
        elif is_drawn(question):
            yield question.key, words
        else:
            yield "", words


def _sentences(messages: Any) -> Iterator[str]:
    if isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _sentences(inner)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _sentences(inner)
    else:
        yield str(messages)
