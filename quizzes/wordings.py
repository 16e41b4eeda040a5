"""Words that a learner writes, and the wordings that are accepted for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.folding import Folding
from quizzes.question import QuestionSchema
from quizzes.schemas import FaultsOf, Language, TrueOrFalse
from quizzes.text import collapsed, has_control_characters, tidied

MOST_CHARACTERS = 200


class WordingsSchema(QuestionSchema):
    """The fields that say when two wordings are the same."""

    left_out = (*QuestionSchema.left_out, "language", "fold_case", "fold_accents")

    language = Language(load_default="en")
    fold_case = TrueOrFalse(load_default=True)
    fold_accents = TrueOrFalse(load_default=False)


def folding_in(data: Mapping[str, Any]) -> Folding:
    """The folding that the fields of a question ask for, so far as they can be read."""
    return Folding(
        data.get("language", "en"),
        data.get("fold_case", True),
        data.get("fold_accents", False),
    )


def check_wordings(
    accepted: Iterable[str], folding: Folding, faults: FaultsOf, *path: str | int
) -> None:
    """Note wordings that are too long, or that are another but for case and spaces.

    Two that are the same for a further reason do no harm, and older quizzes may list
    both where only their apostrophes differ.
    """
    seen: set[tuple[str, str]] = set()
    forgiven = "case and spaces" if folding.case else "spaces"
    for place, text in enumerate(accepted):
        plain = tidied(text).casefold() if folding.case else tidied(text)
        if len(tidied(text)) > MOST_CHARACTERS:
            faults.add(f"must be at most {MOST_CHARACTERS} characters.", *path, place)
        # In Turkish, some that differ in case alone are different words.
        if (plain, folding.fold(text)) in seen:
            faults.add(
                f"{text!r} says the same as another, since {forgiven} do not count.",
                *path,
                place,
            )
        seen.add((plain, folding.fold(text)))


def as_wording(raw: object) -> str:
    """The words as they are kept, or a ``ValueError`` that says what is wrong.

    They keep their capitals and accents, so that a receipt shows what was written.
    """
    if not isinstance(raw, str):
        raise ValueError("Write your answer as text.")
    # Measured before it is normalised too: some text is slow to normalise.
    text = collapsed(raw)
    if len(text) <= MOST_CHARACTERS:
        text = tidied(text)
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"Write your answer in at most {MOST_CHARACTERS} characters.")
    if not text:
        raise ValueError("Write an answer.")
    if has_control_characters(text):
        raise ValueError(
            "The answer holds characters that cannot be kept. Type it again."
        )
    return text
