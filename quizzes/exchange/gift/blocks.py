"""The blocks of a GIFT file: lines between empty lines, and what comments say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.exchange.errors import BankRefused
from quizzes.exchange.report import remark

CATEGORY = "$CATEGORY:"

_TAG = re.compile(r"\[tag:((?:\\\]|[^\]])*)\]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]])*)\]")
_OURS = re.compile(r"//\s*handbook:\s*(\{.*\})\s*\Z")
_PART = re.compile(r"//\s*handbook-part:\s*(\d+)/(\d+)\s*\Z")


@dataclass(slots=True)
class Block:
    """One question as it stands in the file, its comments taken out and looked at.

    ``part`` is its number and how many there are, where our own export made several
    blocks of one question.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    ident: str | None = None
    tags: list[str] = field(default_factory=list)
    aside: str | None = None
    part: tuple[int, int] = (1, 1)

    @property
    def text(self) -> str:
        """What the lines say, without the space around it."""
        return "\n".join(self.lines).strip()


def blocks_in(data: bytes) -> Iterator[Block]:
    """The blocks of the file, or ``BankRefused`` where it is no text."""
    block: Block | None = None
    for number, line in enumerate(_lines(data), start=1):
        bare = line.strip()
        if not bare:
            if block is not None and block.lines:
                yield block
            block = None
            continue
        block = block or Block(number)
        if bare.startswith("//"):
            _look_at(bare, block)
            continue
        if not block.lines:
            block.line = number
        block.lines.append(line)
        if is_category(bare) and len(block.lines) == 1:
            yield block
            block = None
    if block is not None and block.lines:
        yield block


def is_category(text: str) -> bool:
    """Whether a block is a switch of category."""
    return text.startswith(CATEGORY)


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BankRefused(remark("This is not text in UTF-8."), line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BankRefused(remark("This is no text: it holds a zero byte."), line)
    return re.split(r"\r\n|\r|\n", text)


def _look_at(comment: str, block: Block) -> None:
    """What a comment says to programs."""
    if ours := _OURS.match(comment):
        block.aside = ours[1]
    elif part := _PART.match(comment):
        block.part = (int(part[1]), int(part[2]))
    else:
        if ident := _ID.search(comment):
            block.ident = ident[1].replace("\\]", "]").strip()
        block.tags += [tag.replace("\\]", "]").strip() for tag in _TAG.findall(comment)]
