"""What all questions have in common in GIFT: name, text, points, feedback."""

import re
from typing import Any

from quizzes.exchange.exchange_format import Found
from quizzes.exchange.gift.blocks import Block
from quizzes.exchange.gift.parts import Parts, text_and_format
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.markup import Words, words_of
from quizzes.exchange.reading import TextReader
from quizzes.exchange.report import remark
from quizzes.text import collapsed

BLANK = "_____"
# Where a text has a gap that another block asks for.
ELSEWHERE = "[\N{HORIZONTAL ELLIPSIS}]"

_POINTS = re.compile(r"(\d{1,4}) points?")
_ONLY_SIGNS = re.compile(r"[.?!,;:\s]*")


class GiftQuestion:
    """One question as it is read: its parts, and its texts with what they show."""

    def __init__(
        self, block: Block, parts: Parts, found: Found, shelf: ImageShelf
    ) -> None:
        self.block = block
        self.parts = parts
        self.found = found
        self.texts = TextReader(found, shelf)

    def words(self, held: str) -> Words:
        """What a part of the question says, its signs back in their places."""
        text, written_in = text_and_format(held, self.parts.written_in)
        return words_of(self.parts.held.plain(text), written_in)

    def line(self, held: str) -> str:
        """The same as one paragraph."""
        return self.texts.line(self.words(held), _no_files)

    def plain(self, held: str) -> str:
        """Plain text that has no format of its own."""
        return collapsed(self.parts.held.plain(held))

    def paragraphs(self, held: str) -> list[str]:
        """The same, each paragraph by itself."""
        return self.texts.paragraphs(self.words(held), _no_files)

    def frame(self, type_name: str, **own: Any) -> dict[str, Any]:
        """The fields that every question has; ``own`` are those that are known."""
        data = {
            "key": self.block.ident or self.parts.name or self.found.name,
            "type": type_name,
            "points": self.points(),
            **own,
        }
        if "prompt" not in data:
            data["prompt"] = self._prompt()
        self._tell_of_tags()
        feedback = self.line(self.parts.feedback)
        return {**data, "feedback": feedback} if feedback else data

    def points(self) -> int:
        """What its tag says it is worth; one where none does."""
        found = [_POINTS.fullmatch(tag) for tag in self.block.tags]
        return max((int(each[1]) for each in found if each), default=1) or 1

    def _prompt(self) -> str:
        """The text, with a blank for answers that stand in it."""
        before, after = self.parts.before.rstrip(), self.parts.after
        if not is_only_signs(after):
            return self.line(f"{self.parts.before}{BLANK}{after}")
        return self.line(before if is_only_signs(before[-1:]) else before + after)

    def _tell_of_tags(self) -> None:
        tags = [tag for tag in self.block.tags if not _POINTS.fullmatch(tag)]
        if tags:
            self.found.say(
                remark("Tags are not kept: %(tags)s.", tags=", ".join(tags)[:200])
            )


def is_only_signs(text: str) -> bool:
    """Whether there is nothing but the end of a sentence in a text."""
    return _ONLY_SIGNS.fullmatch(text) is not None


def points_tag(points: int) -> str:
    """The tag that tells how many points a question is worth: GIFT has no other way."""
    return f"{points} points"


def _no_files(source: str) -> None:
    """GIFT holds no files."""
