"""What the readers of all formats do with texts, pictures, points and credit."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import unquote

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Found
from quizzes.exchange.figures import WHOLE, number_in, plain_number
from quizzes.exchange.images import ImageShelf, from_data_address
from quizzes.exchange.markup import Words
from quizzes.exchange.plain_writer import Picture
from quizzes.exchange.report import Remark, remark
from quizzes.text import tidied

# The bytes of a picture by the address that a text shows it from.
FileFinder: TypeAlias = Callable[[str], bytes | None]

# A third written in decimals is still a third.
_ROUNDING = Decimal("0.01")
_WILDCARD = re.compile(r"(?<!\\)\*")


class TextReader:
    """Reads the texts of one question: tells what was lost, keeps what they show."""

    def __init__(self, found: Found, shelf: ImageShelf) -> None:
        self.found = found
        self.images: list[dict[str, str]] = []
        self._shelf = shelf

    def line(self, words: Words, files: FileFinder) -> str:
        """The words as one paragraph."""
        self._tell(words.remarks, words)
        return self._shown(words, files) or words.text

    def paragraphs(self, words: Words, files: FileFinder) -> list[str]:
        """The words, each paragraph by itself."""
        self._tell(words.lost, words)
        self._shown(words, files)
        return words.paragraphs

    def put_images_into(self, data: dict[str, Any]) -> None:
        """Name the pictures in the question that they belong to."""
        if self.images:
            data["images"] = self.images

    def _tell(self, lost: Iterable[Remark], words: Words) -> None:
        for each in lost:
            self.found.say(each)
        if words.has_tex:
            self.found.say_of_foreign(
                remark("A formula in TeX is shown as it is written.")
            )

    def _shown(self, words: Words, files: FileFinder) -> str:
        """Keep the pictures. Where there are only pictures, what they say."""
        said = [self._keep(picture, files) for picture in words.pictures]
        if words.paragraphs or not said:
            return ""
        return " ".join(said)

    def _keep(self, picture: Picture, files: FileFinder) -> str:
        held = from_data_address(picture.source)
        path = unquote(picture.source.partition("?")[0])
        name, data = held or (path.rpartition("/")[2], files(picture.source))
        if data is None:
            why = remark(
                "It shows the picture '%(name)s', which the file does not hold.",
                name=name[:100],
            )
            raise QuestionRefused(why)
        file = self._shelf.keep(name, data)
        alt = picture.alt
        if not alt:
            alt = f"Image: {file}"
            words = remark(
                "The picture '%(file)s' has no words for those who cannot see it. "
                "Write them.",
                file=file,
            )
            self.found.say(words)
        if not any(image["file"] == file for image in self.images):
            self.images.append({"file": file, "alt": alt})
        return alt


def points_in(found: Found, text: str) -> int:
    """Whole points, at least one; what was rounded is told."""
    number = number_in(text or "1")
    if number is None or number > 10_000:
        why = remark("Its points, '%(points)s', are no number.", points=text[:40])
        raise QuestionRefused(why)
    points = max(int(number.to_integral_value(rounding="ROUND_CEILING")), 1)
    if points != number:
        found.say(
            remark(
                "It was worth %(given)s and is worth %(points)d: points are whole.",
                given=plain_number(number),
                points=points,
            )
        )
    return points


def accepted_of(
    found: Found, worths: Iterable[tuple[str, Decimal]], *, fold_case: bool = True
) -> list[str]:
    """The wordings that are wholly right, or ``QuestionRefused`` if there are none."""
    accepted: dict[str, str] = {}
    for text, worth in worths:
        if worth != WHOLE:
            if worth > 0:
                found.say(remark("Wordings that were half right earn nothing."))
        elif _WILDCARD.search(text):
            found.say(
                remark(
                    "The wording '%(text)s' stands for any text and was left out.",
                    text=text[:80],
                )
            )
        elif text:
            plain = tidied(text.replace("\\*", "*"))
            accepted.setdefault(plain.casefold() if fold_case else plain, plain)
    if not accepted:
        raise QuestionRefused(remark("No wording of it is right by itself."))
    return list(accepted.values())


def share_credit(found: Found, data: dict[str, Any], parts: int) -> None:
    """Give credit for parts, as the source does, if whole points allow."""
    if data["points"] % parts == 0:
        data["credit"] = "partial"
        return
    data["credit"] = "all-or-nothing"
    found.say_of_foreign(
        remark(
            "Parts of it earned parts of the points. %(points)d cannot be shared among "
            "%(parts)d, so it is all or nothing.",
            points=data["points"],
            parts=parts,
        )
    )


def rate_choices(found: Found, data: dict[str, Any], worths: list[Decimal]) -> None:
    """Say which of the choices are right, from what each is worth in per cent."""
    values = [choice["value"] for choice in data["choices"]]
    if data["type"] == "single-choice":
        whole = [
            value for value, worth in zip(values, worths, strict=True) if worth == WHOLE
        ]
        if len(whole) != 1:
            raise QuestionRefused(
                remark(
                    "%(number)d of its choices are right; one must be.",
                    number=len(whole),
                )
            )
        data["correct"] = whole[0]
        if any(worth not in (0, WHOLE) for worth in worths):
            found.say(remark("Choices that were half right or took away earn nothing."))
        return
    right = [worth for worth in worths if worth > 0]
    wrong = [worth for worth in worths if worth <= 0]
    if not right:
        raise QuestionRefused(remark("None of its choices is right."))
    data["correct"] = [
        value for value, worth in zip(values, worths, strict=True) if worth > 0
    ]
    share = WHOLE / len(right)
    if any(abs(worth - share) > _ROUNDING for worth in right):
        found.say(
            remark("Right choices were worth different shares. Now all the same.")
        )
    if len(right) == 1 or (wrong and all(worth == -WHOLE for worth in wrong)):
        data["credit"] = "all-or-nothing"
        if len(right) > 1:
            found.say_of_foreign(
                remark("Some of the right choices earned part of the points. Now none.")
            )
        return
    share_credit(found, data, len(right))
    if data["credit"] == "partial" and any(
        abs(worth + share) > _ROUNDING for worth in wrong
    ):
        found.say(remark("A wrong choice now takes away what a right one earns."))


def spare_feedback(found: Found, data: dict[str, Any], texts: Iterable[str]) -> None:
    """Feedback on single answers, which the type has no place for."""
    spare = [text for text in texts if text]
    if not spare:
        return
    if data.get("feedback"):
        found.say(remark("Feedback on single answers was left out."))
        return
    data["feedback"] = spare[0]
    found.say(remark("Feedback on an answer was made the feedback on the question."))
