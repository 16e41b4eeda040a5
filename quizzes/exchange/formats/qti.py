"""QTI 3.0: a package of items, of texts they share, and of a test for their order."""

from collections.abc import Callable, Mapping
from typing import Any

from quizzes.exchange.archives import pack
from quizzes.exchange.errors import NotExported, QuestionRefused
from quizzes.exchange.exchange_format import (
    ExchangeFormat,
    Found,
    FoundBank,
    Images,
    exchange_format,
)
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.own_asides import (
    ReadBack,
    aside_of_question,
    aside_of_quiz,
    aside_of_scenario,
)
from quizzes.exchange.qti import choices, free_text, gaps, rows, written
from quizzes.exchange.qti.assembly import (
    read_test,
    write_manifest,
    write_test,
)
from quizzes.exchange.qti.building import Item
from quizzes.exchange.qti.items import QtiItem
from quizzes.exchange.qti.packages import (
    MANIFEST,
    Package,
    has_several_stimuli,
    open_package,
    stimulus_of,
)
from quizzes.exchange.qti.reading import read_item
from quizzes.exchange.qti.stimuli import read_stimulus, write_stimulus
from quizzes.exchange.reading import FileFinder
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import (
    Element,
    add_aside,
    aside_in,
    line_of,
    to_bytes,
)
from quizzes.media import files_shown
from quizzes.quiz import Quiz

_WRITERS: Mapping[str, Callable[[Item], None]] = {
    "single-choice": choices.write_single_choice,
    "multiple-choice": choices.write_multiple_choice,
    "true-false": choices.write_true_false,
    "matching": rows.write_matching,
    "ordering": rows.write_ordering,
    "number": written.write_number,
    "short-text": written.write_short_text,
    "gap-fill": gaps.write_gap_fill,
    "free-text": free_text.write_free_text,
}


@exchange_format("qti", title="QTI 3.0", suffix="qti.zip", media_type="application/zip")
class Qti(ExchangeFormat):
    """A zip with a manifest; a single item in XML is read as well."""

    def read(self, data: bytes) -> FoundBank:
        package = open_package(data)
        bank, shelf = FoundBank(remarks=package.remarks), ImageShelf()
        if package.test is not None:
            bank.settings = read_test(package.test)
            bank.aside = aside_in(package.test)
        wanted = {stimulus_of(root, path) for path, root in package.items.items()}
        scenarios = {
            path: _read_stimulus(root, path, package, shelf)
            for path, root in package.stimuli.items()
            if path in wanted
        }
        bank.found += scenarios.values()
        for path, root in package.items.items():
            found = _read_item(root, path, package.picture(path), shelf)
            there = stimulus_of(root, path)
            if there is not None:
                found.scenario = scenarios.get(there)
                if found.scenario is None or has_several_stimuli(root):
                    found.refused = remark(
                        "It belongs to several texts, or to none there is."
                    )
            bank.found.append(found)
        bank.images = shelf.files
        return bank

    def write(self, quiz: Quiz, images: Images) -> bytes:
        files: dict[str, Element] = {}
        for scenario in quiz.scenarios:
            data = scenario.to_data()
            root = write_stimulus(data)
            add_aside(root, aside_of_scenario(data, _stimulus_back(root, images)))
            files[f"stimuli/{scenario.key}.xml"] = root
        for question in quiz.questions:
            data = question.to_data()
            root = _item(data, quiz)
            add_aside(root, aside_of_question(data, _item_back(root, images)))
            files[f"items/{question.key}.xml"] = root
        files["test.xml"] = write_test(quiz)
        native = read_test(files["test.xml"])
        add_aside(files["test.xml"], aside_of_quiz(quiz, native))
        files[MANIFEST] = write_manifest(quiz)
        texts = {path: to_bytes(root, "p") for path, root in files.items()}
        pictures = {f"images/{name}": images[name] for _, name in files_shown(quiz)}
        return pack({**texts, **pictures})


def _read_stimulus(
    root: Element, path: str, package: Package, shelf: ImageShelf
) -> Found:
    """A shared text, whole or refused."""
    found = Found(
        line_of(root),
        root.get("title") or root.get("identifier") or "?",
        file=path or None,
        is_scenario=True,
        aside=aside_in(root),
    )
    try:
        found.data = read_stimulus(root, found, shelf, package.picture(path))
    except QuestionRefused as refusal:
        found.refuse(refusal.why)
    return found


def _read_item(root: Element, path: str, files: FileFinder, shelf: ImageShelf) -> Found:
    """A question, whole or refused."""
    found = Found(
        line_of(root),
        root.get("identifier") or root.get("title") or "?",
        file=path or None,
        aside=aside_in(root),
    )
    try:
        found.data = _data_in(root, found, shelf, files)
    except QuestionRefused as refusal:
        found.refuse(refusal.why)
    return found


def _data_in(
    root: Element, found: Found, shelf: ImageShelf, files: FileFinder
) -> dict[str, Any]:
    asked = QtiItem(root, found, shelf, files)
    data = read_item(asked)
    asked.texts.put_images_into(data)
    return data


def _item(data: dict[str, Any], quiz: Quiz) -> Element:
    kind = data["type"]
    if kind not in _WRITERS:
        raise NotExported(
            remark("QTI has nothing for questions of the type '%(kind)s'.", kind=kind)
        )
    item = Item(data, quiz.language)
    item.show_pictures()
    _WRITERS[kind](item)
    return item.finish()


def _item_back(root: Element, images: Images) -> ReadBack:
    files = _pictures_in(images)
    return lambda found: _data_in(root, found, ImageShelf(), files)


def _stimulus_back(root: Element, images: Images) -> ReadBack:
    files = _pictures_in(images)
    return lambda found: read_stimulus(root, found, ImageShelf(), files)


def _pictures_in(images: Images) -> FileFinder:
    return lambda source: images.get(source.rpartition("/")[2])
