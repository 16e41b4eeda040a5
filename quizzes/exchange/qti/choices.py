"""Single choice, multiple choice and true-false in QTI."""

from decimal import Decimal
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.figures import WHOLE
from quizzes.exchange.qti.building import (
    CHOSEN,
    RESPONSE,
    Item,
    identifier,
    is_correct,
    put,
    worth_of,
)
from quizzes.exchange.qti.items import Declared, QtiItem
from quizzes.exchange.reading import rate_choices, spare_feedback
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, children

_TRUTH = {"true": "True", "false": "False"}


def write_single_choice(item: Item) -> None:
    """One choice, and the feedback of the one that is made."""
    data = item.data
    item.declare("single", "identifier", [identifier(data["correct"])])
    _choices(item, "1")
    item.score_if(is_correct(), data["points"])


def write_multiple_choice(item: Item) -> None:
    """Several choices; with partial credit each has its worth, and none below 0."""
    data = item.data
    right = [identifier(value) for value in data["correct"]]
    if data.get("credit") != "partial":
        item.declare("multiple", "identifier", right)
        _choices(item, "0")
        item.score_if(is_correct(), data["points"])
        return
    share = data["points"] // len(right)
    worth: dict[str, object] = {
        identifier(choice["value"]): share
        if choice["value"] in data["correct"]
        else -share
        for choice in data["choices"]
    }
    item.declare(
        "multiple",
        "identifier",
        right,
        worth=worth,
        lower_bound="0",
        default_value="0",
    )
    _choices(item, "0")
    item.score(worth_of())


def write_true_false(item: Item) -> None:
    """Two choices in their usual order."""
    right = "true" if item.data["correct"] else "false"
    item.declare("single", "identifier", [right])
    interaction = _interaction(item, "1", shuffle=False)
    for value, label in _TRUTH.items():
        put(interaction, "qti-simple-choice", label, identifier=value)
    item.score_if(is_correct(), item.data["points"])


def read_choice(asked: QtiItem, interaction: Element) -> dict[str, Any]:
    """One right choice, or several, as the cardinality says."""
    declared = asked.declared(interaction)
    is_single = declared.cardinality == "single"
    choices = children(interaction, "qti-simple-choice")
    labels = [asked.line(choice) for choice in choices]
    idents = [choice.get("identifier", "") for choice in choices]
    if is_single and dict(zip(idents, labels, strict=True)) == _TRUTH:
        return _true_false(asked, interaction, declared.correct)
    data = asked.frame("single-choice" if is_single else "multiple-choice", interaction)
    names = asked.names("choices", choices, labels)
    data["choices"] = [
        {"value": name, "label": label, "feedback": asked.feedback_in(choice) or None}
        for name, label, choice in zip(names, labels, choices, strict=True)
    ]
    data["keep_order"] = interaction.get("shuffle") != "true"
    if any(choice.get("fixed") == "true" for choice in choices):
        asked.found.say_of_foreign(remark("Choices do not keep single places."))
    if not is_single and interaction.get("max-choices", "0") != "0":
        asked.found.say(remark("How many may be chosen has no limit."))
    if asked.is_mapped(declared):
        rate_choices(asked.found, data, _worths(declared, idents, is_single=is_single))
        return data
    right = [
        name for name, one in zip(names, idents, strict=True) if one in declared.correct
    ]
    if not right or (is_single and len(right) > 1):
        raise QuestionRefused(
            remark(
                "%(number)d of its choices are right; one must be.", number=len(right)
            )
        )
    data["correct"] = right[0] if is_single else right
    return data


def _true_false(
    asked: QtiItem, interaction: Element, correct: tuple[str, ...]
) -> dict[str, Any]:
    if correct not in (("true",), ("false",)):
        why = remark("It does not say which of true and false is right.")
        raise QuestionRefused(why)
    data = asked.frame("true-false", interaction)
    choices = children(interaction, "qti-simple-choice")
    spare_feedback(asked.found, data, [asked.feedback_in(each) for each in choices])
    return {**data, "correct": correct == ("true",)}


def _worths(declared: Declared, idents: list[str], *, is_single: bool) -> list[Decimal]:
    """What each choice is worth, in per cent of what can be earned."""
    worths = [declared.mapping.get(each, declared.otherwise) for each in idents]
    gains = [worth for worth in worths if worth > 0]
    if not gains:
        raise QuestionRefused(remark("None of its choices is right."))
    whole = max(gains) if is_single else sum(gains, Decimal(0))
    return [worth * WHOLE / whole for worth in worths]


def _choices(item: Item, most: str) -> None:
    """The choices with their feedback, which is shown to whoever chose them."""
    data = item.data
    interaction = _interaction(item, most, shuffle=not data["keep_order"])
    speaks = False
    for choice in data["choices"]:
        ident = identifier(choice["value"])
        element = put(
            interaction, "qti-simple-choice", choice["label"], identifier=ident
        )
        if choice["feedback"]:
            speaks = True
            put(
                element,
                "qti-feedback-inline",
                choice["feedback"],
                outcome_identifier=CHOSEN,
                identifier=ident,
                show_hide="show",
            )
    if speaks:
        item.speak_on_choices("single" if most == "1" else "multiple")


def _interaction(item: Item, most: str, *, shuffle: bool) -> Element:
    interaction = put(
        item.body,
        "qti-choice-interaction",
        response_identifier=RESPONSE,
        shuffle="true" if shuffle else "false",
        max_choices=most,
    )
    put(interaction, "qti-prompt", item.data["prompt"])
    return interaction
