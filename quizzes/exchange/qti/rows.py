"""Matching and ordering in QTI."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.qti.building import (
    RESPONSE,
    Item,
    expression,
    identifier,
    is_correct,
    put,
    variable,
    worth_of,
)
from quizzes.exchange.qti.items import QtiItem
from quizzes.exchange.reading import share_credit
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, children


def write_matching(item: Item) -> None:
    """Two sets, and which of the first goes with which of the second."""
    data = item.data
    lefts = {identifier(pair["key"]): pair["left"] for pair in data["pairs"]}
    texts = [pair["right"] for pair in data["pairs"]] + list(data["distractors"])
    rights = {f"RIGHT-{number}": text for number, text in enumerate(texts, start=1)}
    right = [f"{left} {one}" for left, one in zip(lefts, rights, strict=False)]
    is_shared = data.get("credit") == "partial"
    share: Any = data["points"] // len(lefts)
    item.declare(
        "multiple",
        "directedPair",
        right,
        worth=dict.fromkeys(right, share) if is_shared else None,
        **({"default_value": "0"} if is_shared else {}),
    )
    interaction = put(
        item.body,
        "qti-match-interaction",
        response_identifier=RESPONSE,
        shuffle="true",
        max_associations=str(len(lefts)),
    )
    put(interaction, "qti-prompt", data["prompt"])
    for side, most in ((lefts, "1"), (rights, "0")):
        listed = put(interaction, "qti-simple-match-set")
        for ident, text in side.items():
            put(
                listed,
                "qti-simple-associable-choice",
                text,
                identifier=ident,
                match_max=most,
            )
    if is_shared:
        item.score(worth_of())
    else:
        item.score_if(is_correct(), data["points"])


def write_ordering(item: Item) -> None:
    """Items, listed by name, and their right order."""
    data = item.data
    labels = {identifier(one["key"]): one["label"] for one in data["items"]}
    item.declare("ordered", "identifier", labels)
    interaction = put(
        item.body,
        "qti-order-interaction",
        response_identifier=RESPONSE,
        shuffle="true",
    )
    put(interaction, "qti-prompt", data["prompt"])
    listed = sorted(labels)
    # A program that does not shuffle must not give the order away.
    for ident in listed[::-1] if listed == list(labels) else listed:
        put(interaction, "qti-simple-choice", labels[ident], identifier=ident)
    if data.get("credit") != "partial":
        item.score_if(is_correct(), data["points"])
        return
    share = data["points"] // len(labels)
    for place in range(1, len(labels) + 1):
        given, right = (
            expression("qti-index", inner, n=str(place))
            for inner in (
                variable(RESPONSE),
                expression("qti-correct", identifier=RESPONSE),
            )
        )
        item.score_if(expression("qti-match", given, right), share, adds=True)


def read_match(asked: QtiItem, interaction: Element) -> dict[str, Any]:
    """The pairs that are right; what no pair has of the second set is a distractor."""
    declared = asked.declared(interaction)
    sets = [
        children(each, "qti-simple-associable-choice")
        for each in children(interaction, "qti-simple-match-set")
    ]
    if len(sets) != 2:
        raise QuestionRefused(remark("It has not two sets to match."))
    lefts, rights = (
        {one.get("identifier", ""): asked.line(one) for one in side} for side in sets
    )
    correct = declared.correct or tuple(
        pair for pair, worth in declared.mapping.items() if worth > 0
    )
    partner: dict[str, str] = {}
    for pair in correct:
        left, _, right = pair.partition(" ")
        if left not in lefts or right not in rights or left in partner:
            raise QuestionRefused(remark("Its pairs are not one for each line."))
        partner[left] = right
    if set(partner) != set(lefts) or len(set(partner.values())) != len(partner):
        why = remark("Something in it goes with nothing, or with more than one.")
        raise QuestionRefused(why)
    data = asked.frame("matching", interaction)
    names = asked.names("pairs", sets[0], list(lefts.values()))
    data["pairs"] = [
        {"key": name, "left": text, "right": rights[partner[ident]]}
        for name, (ident, text) in zip(names, lefts.items(), strict=True)
    ]
    used = set(partner.values())
    data["distractors"] = [text for one, text in rights.items() if one not in used]
    if asked.is_mapped(declared):
        if len(set(declared.mapping.values())) > 1:
            asked.found.say(
                remark("Pairs were worth different shares. Now all the same.")
            )
        share_credit(asked.found, data, len(lefts))
    return data


def read_order(asked: QtiItem, interaction: Element) -> dict[str, Any]:
    """The items in their right order."""
    declared = asked.declared(interaction)
    choices = {
        one.get("identifier", ""): one
        for one in children(interaction, "qti-simple-choice")
    }
    if sorted(declared.correct) != sorted(choices):
        raise QuestionRefused(remark("Its right order does not have each item once."))
    data = asked.frame("ordering", interaction)
    in_order = [choices[ident] for ident in declared.correct]
    labels = [asked.line(one) for one in in_order]
    names = asked.names("items", in_order, labels)
    data["items"] = [
        {"key": name, "label": label} for name, label in zip(names, labels, strict=True)
    ]
    if asked.scores_by("qti-index"):
        share_credit(asked.found, data, len(labels))
    return data
