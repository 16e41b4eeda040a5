"""Advice on a Handbook that is valid: what an editor would still ask its author.

The reading level is the Automated Readability Index, a school grade worked out from the
length of words and sentences: 4.71 letters a word + 0.5 words a sentence - 21.43
(E. A. Smith and R. J. Senter, "Automated Readability Index", report AMRL-TR-66-220,
Aerospace Medical Research Laboratories, 1967). The words of this field are long, so the
limit is generous; it finds long sentences more than long words.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from modules.advice_on_terms import on_terms
from modules.dialect import handbook_parser, plain_text
from modules.errors import Advice
from modules.module import Handbook, Lesson, Module
from modules.roadmap_files import ROADMAP

HARDEST_GRADE = 14
LONGEST_SENTENCE = 35
LONGEST_IMAGE_TEXT = 150
LONGEST_FIGURE_TEXT = 600
INTRODUCTION_WORDS = range(60, 151)
LESSONS_A_MODULE = range(3, 7)

_VERBS = """
adapt advise analyse apply argue arrange assess assign build calculate check choose
cite classify combine compare complete compute connect contrast convert convince
coordinate count decide defend define demonstrate derive describe design detect
develop diagnose distinguish divide draft draw estimate evaluate examine explain
extract fill find formulate give group identify illustrate interpret judge justify
label link list locate map mark match measure name negotiate order organise outline
place plan point predict prepare present prioritise propose quote rank read
recommend record relate report review revise say select separate set show sketch
solve sort spot state suggest summarise tell test trace translate turn use verify
weigh work write
"""

OBSERVABLE_VERBS = frozenset(_VERBS.split())
"""Verbs for something a trainer could watch a learner do, unlike 'understand'."""

_SENTENCE_END = re.compile(r"(?<=[.!?:;])[\"')\]]*\s+")


def check_handbook(
    handbook: Handbook, also_cited: Collection[str] = ()
) -> tuple[Advice, ...]:
    """Advice on the whole Handbook, in the order of its files. None is a fault.

    ``also_cited`` are keys of sources that are cited by what is no part of it.
    """
    advice: list[Advice] = []
    for module in handbook.modules.values():
        advice += _on_module(module)
        for lesson in module.lessons:
            advice += _on_lesson(lesson)
    advice += _on_sources(handbook, also_cited)
    advice += _on_figures(handbook)
    advice += on_terms(handbook)
    advice += _on_roadmap(handbook)
    return tuple(sorted(advice))


def reading_grade(letters: int, words: int, sentences: int) -> float:
    """The Automated Readability Index of a text of this size."""
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43


def _on_module(module: Module) -> Iterator[Advice]:
    file = f"{module.key}/module.md"
    yield from _vague_objectives(file, module.objectives.values())
    if len(module.lessons) not in LESSONS_A_MODULE:
        words = f"A good module has 3 to 6 lessons; this has {len(module.lessons)}."
        yield Advice(file, 1, "size", words, "lessons")
    length = len(module.introduction.split())
    if length not in INTRODUCTION_WORDS:
        words = f"The introduction has {length} words; aim for 60 to 150."
        yield Advice(file, 1, "size", words)


def _on_lesson(lesson: Lesson) -> Iterator[Advice]:
    file = f"{lesson.module_key}/{lesson.key}.md"
    yield from _vague_objectives(file, lesson.objectives)
    letters = words_read = sentences = 0
    for line, text in _prose(lesson.body):
        for sentence in _SENTENCE_END.split(text):
            spoken = re.findall(r"\w[\w'\u2019-]*", sentence)
            if not spoken:
                continue
            letters += sum(len(word) for word in spoken)
            words_read += len(spoken)
            sentences += 1
            if len(spoken) > LONGEST_SENTENCE:
                begins = " ".join(spoken[:5])
                words = (
                    f"The sentence '{begins} …' has {len(spoken)} words: "
                    "make two of it."
                )
                yield Advice(file, lesson.body_line + line, "reading", words)
    if sentences:
        grade = reading_grade(letters, words_read, sentences)
        if grade > HARDEST_GRADE:
            words = (
                f"The lesson reads at school grade {grade:.0f} (Automated Readability "
                f"Index); aim for {HARDEST_GRADE} or less: shorten the sentences."
            )
            yield Advice(file, lesson.body_line, "reading", words)
    yield from _long_images(lesson, file)


def _on_sources(handbook: Handbook, also_cited: Collection[str]) -> Iterator[Advice]:
    """What is registered and never cited."""
    cited = set(also_cited)
    for module in handbook.modules.values():
        cited |= set(module.further_reading)
        cited |= {key for lesson in module.lessons for key in lesson.sources}
    cited |= {key for each in handbook.worksheets.values() for key in each.sources}
    cited |= {key for each in handbook.indicators.values() for key in each.sources}
    cited |= {key for each in handbook.figures.values() for key in each.sources}
    cited |= {key for each in handbook.terms.values() for key in each.sources}
    for key in handbook.sources.keys() - cited:
        words = f"Nothing cites the source '{key}'."
        yield Advice("sources.toml", 1, "sources", words, key)


def _on_figures(handbook: Handbook) -> Iterator[Advice]:
    """Figures that are shown nowhere, and figures described at too great length."""
    modules = handbook.modules.values()
    lessons = [lesson for module in modules for lesson in module.lessons]
    placed = {key for lesson in lessons for key in lesson.figures}
    for key, figure in handbook.figures.items():
        file = f"figures/{key}.toml"
        if key not in placed:
            yield Advice(file, 1, "figures", f"No lesson places the figure '{key}'.")
        if len(figure.alternative) > LONGEST_FIGURE_TEXT:
            words = (
                f"The alternative has {len(figure.alternative)} letters: say what the "
                "plot shows, and leave the numbers to the table beneath it."
            )
            yield Advice(file, 1, "descriptions", words, "alternative")


def _on_roadmap(handbook: Handbook) -> Iterator[Advice]:
    """What learners write and would not find again in their roadmap."""
    if handbook.roadmap is None:
        return
    placed = {block.section for block in handbook.roadmap.blocks}
    placed.add(handbook.roadmap.cover.section)
    for worksheet in handbook.worksheets.values():
        for section in worksheet.sections:
            place = f"{worksheet.key}/{section.key}"
            if section.kind != "reading" and place not in placed:
                words = f"The section '{place}' has no place in the roadmap."
                yield Advice(ROADMAP, 1, "roadmap", words, place)


def _vague_objectives(file: str, objectives: Iterable[str]) -> Iterator[Advice]:
    for objective in objectives:
        verb = objective.split()[0]
        if verb.lower().rstrip(",:") not in OBSERVABLE_VERBS:
            words = (
                f"The objective '{objective}' opens with '{verb}': open with a verb "
                "that can be observed, such as explain, compare, draft or list."
            )
            yield Advice(file, 1, "objectives", words, objective)


def _prose(body: str) -> Iterator[tuple[int, str]]:
    """Each paragraph and list item of a body: its line, from 0, and its words."""
    tokens = handbook_parser().parse(body)
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.type == "inline":
            line = token.map[0] if token.map else 0
            yield line, plain_text(token.children or ())


def _long_images(lesson: Lesson, file: str) -> Iterator[Advice]:
    for token in handbook_parser().parse(lesson.body):
        for child in token.children or ():
            if child.type != "image":
                continue
            length = len(plain_text(child.children or ()))
            if length > LONGEST_IMAGE_TEXT:
                line = lesson.body_line + (token.map[0] if token.map else 0)
                words = (
                    f"The image's alternative text has {length} letters; "
                    f"{LONGEST_IMAGE_TEXT} is plenty. Say the rest in the lesson."
                )
                yield Advice(file, line, "descriptions", words)
