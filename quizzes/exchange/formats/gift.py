"""GIFT: questions as plain text, as Moodle reads them from a text editor."""

from collections.abc import Iterator
from typing import Any

from quizzes.exchange.asides import Aside
from quizzes.exchange.categories import Categories, path_in, path_text, scenario_paths
from quizzes.exchange.errors import NotExported, QuestionRefused
from quizzes.exchange.exchange_format import (
    ExchangeFormat,
    Found,
    FoundBank,
    Images,
    exchange_format,
)
from quizzes.exchange.gift.blocks import (
    CATEGORY,
    Block,
    blocks_in,
    is_category,
)
from quizzes.exchange.gift.frame import GiftQuestion
from quizzes.exchange.gift.gaps import read_gap_fill
from quizzes.exchange.gift.parts import name_and_rest, parts_of
from quizzes.exchange.gift.reading import read_question
from quizzes.exchange.gift.writing import WRITERS, blocks_of, scenario_block
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.own_asides import (
    ReadBack,
    aside_of_question,
    aside_of_quiz,
    aside_of_scenario,
)
from quizzes.exchange.report import remark
from quizzes.quiz import Quiz
from quizzes.text import collapsed


@exchange_format("gift", title="GIFT", suffix="gift.txt", media_type="text/plain")
class Gift(ExchangeFormat):
    """One file of text in UTF-8, with an empty line between questions."""

    def read(self, data: bytes) -> FoundBank:
        bank, shelf, categories = FoundBank(), ImageShelf(), Categories()
        for blocks in _together(blocks_in(data)):
            if is_category(blocks[0].text):
                _enter(blocks[0], bank, categories)
                continue
            found = _read(blocks, shelf)
            categories.place(found)
            bank.found.append(found)
        categories.say(bank.remarks)
        bank.images = shelf.files
        return bank

    def write(self, quiz: Quiz, images: Images) -> bytes:
        paths = scenario_paths(quiz)
        here = paths[None]
        head = _category(here)
        title = _path_in(head)[-1:]
        aside = aside_of_quiz(quiz, {"title": "".join(title)})
        blocks = [f"{_comment(aside)}{head}"]
        for scenario in quiz.scenarios:
            here = paths[scenario.key]
            blocks += [_category(here), _scenario(scenario.to_data(), images)]
        for question in quiz.questions:
            if paths[question.scenario] != here:
                here = paths[question.scenario]
                blocks.append(_category(here))
            blocks += _question(question.to_data(), images)
        return "\n".join(blocks).encode()


def _together(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    """The blocks one by one; those of one question of ours together."""
    waiting: list[Block] = []
    for block in blocks:
        number, count = block.part
        follows = waiting and (number, count) == (len(waiting) + 1, waiting[0].part[1])
        if waiting and not follows:
            yield from ([each] for each in waiting)
            waiting = []
        if count == 1 or (not follows and number != 1):
            yield [block]
            continue
        waiting.append(block)
        if number == count:
            yield waiting
            waiting = []
    yield from ([each] for each in waiting)


def _enter(block: Block, bank: FoundBank, categories: Categories) -> None:
    """Go into a category; the first one that has a name is the quiz."""
    path = _path_in(block.text)
    categories.enter(path)
    if not bank.settings and categories.has_name:
        bank.settings = {"title": path[-1]}
        bank.aside = Aside.from_text(block.aside) if block.aside else None


def _path_in(text: str) -> tuple[str, ...]:
    return path_in(text.removeprefix(CATEGORY))


def _read(blocks: list[Block], shelf: ImageShelf) -> Found:
    """A question or a description, whole or refused."""
    first = blocks[0]
    count = first.part[1]
    is_whole = count == len(blocks)
    aside = Aside.from_text(first.aside) if first.aside and is_whole else None
    found = Found(first.line, first.ident or _name_of(first), aside=aside)
    if not is_whole:
        found.say(
            remark(
                "It was one gap of a question that had %(count)d, and they are not all "
                "here.",
                count=count,
            )
        )
    try:
        found.data = _data_in(blocks, found, shelf)
    except QuestionRefused as refusal:
        found.refuse(refusal.why)
    said = found.data or (aside.fields if aside else {})
    found.is_scenario = "paragraphs" in said
    return found


def _data_in(blocks: list[Block], found: Found, shelf: ImageShelf) -> dict[str, Any]:
    asked = [GiftQuestion(each, parts_of(each.text), found, shelf) for each in blocks]
    data = read_gap_fill(asked) if len(asked) > 1 else read_question(asked[0])
    asked[0].texts.put_images_into(data)
    return data


def _name_of(block: Block) -> str:
    """What to call a question that may not even be readable."""
    name, rest = name_and_rest(block.text)
    return name or collapsed(rest.partition("{")[0])[:60] or "?"


def _question(data: dict[str, Any], images: Images) -> list[str]:
    kind = data["type"]
    if kind != "gap-fill" and kind not in WRITERS:
        raise NotExported(
            remark("GIFT has nothing for questions of the type '%(kind)s'.", kind=kind)
        )
    blocks = blocks_of(data, images)
    first, *others = blocks
    aside = aside_of_question(data, _reading_back(blocks))
    return [f"{_comment(aside)}{first}", *others]


def _scenario(data: dict[str, Any], images: Images) -> str:
    block = scenario_block(data, images)
    return f"{_comment(aside_of_scenario(data, _reading_back([block])))}{block}"


def _reading_back(written: list[str]) -> ReadBack:
    blocks = list(blocks_in("\n".join(written).encode()))
    return lambda found: _data_in(blocks, found, ImageShelf())


def _comment(aside: Aside) -> str:
    return f"// handbook: {aside.to_text()}\n"


def _category(path: tuple[str, ...]) -> str:
    return f"{CATEGORY} {path_text(path)}\n"
