"""Plots of what people answered: a bar for each option, beneath its words.

They are drawn by ``components/plots.html``. Every number in them stands in the table
beside them, and each bar bears its own.
"""

import textwrap
from collections.abc import Mapping
from typing import Final

from course.evaluation_shown import ShownTally
from course.small_cells import cell_shown
from learner_api.evaluation_sheets import option_words
from learner_api.item_plots import Bar, Plot, Word
from learner_api.translation import gettext as _

WIDTH: Final = 320
_LONGEST: Final = 256
_NUMBERS: Final = 264
_LETTERS_A_LINE: Final = 44
_LINE: Final = 17
_BAR: Final = 12
_UNDER_WORDS: Final = 8
_UNDER_BAR: Final = 9


def draw(name: str, tally: ShownTally) -> Plot | None:
    """The plot of a question that is counted; nothing where no number is shown."""
    labels = option_words(tally.question)
    if not labels or not any(tally.counts.values()):
        return None
    return _drawn(name, tally, labels)


def _drawn(name: str, tally: ShownTally, labels: Mapping[str, str]) -> Plot:
    y = 0.0
    words, bars = [], []
    # Of a whole that all bars share, so that no question looks better than another.
    whole = max(1, tally.answered or 0, *(each or 0 for each in tally.counts.values()))
    for value, label in labels.items():
        count = tally.counts[value]
        for line in textwrap.wrap(label, _LETTERS_A_LINE) or [label]:
            y += _LINE
            words.append(Word(0, y, line, "bar-label"))
        y += _UNDER_WORDS
        words.append(Word(_NUMBERS, y + _BAR - 1, cell_shown(count), "bar-value"))
        width = round(_LONGEST * (count or 0) / whole, 1)
        bars.append(Bar(x=0, y=y, width=width, kind=1, zero=0, whisker=None))
        y += _BAR + _UNDER_BAR
    told = "; ".join(
        f"{labels[value]}: {cell_shown(tally.counts[value])}" for value in labels
    )
    return Plot(
        name=name,
        title=tally.question.text,
        description=_("How many answered what. %(told)s.", told=told),
        height=y,
        words=tuple(words),
        bars=tuple(bars),
        width=WIDTH,
        track=(0, _LONGEST),
    )
