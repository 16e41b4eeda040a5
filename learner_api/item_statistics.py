"""Item statistics as the API, the page and the command ask for them: one question."""

from dataclasses import dataclass

from course.item_query import ItemQuery
from course.item_statistics import Gathered, Item, gather
from course.models import User
from learner_api.database import get_database
from learner_api.item_analysis import analysis_of
from quizzes.analysis import (
    VERDICTS,
    Analysis,
    Ground,
    QuestionAnalysis,
    Verdict,
    ground_of,
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question, its figures, and what speaks loudest in them."""

    item: Item
    figures: QuestionAnalysis
    ground: Ground

    @property
    def verdict(self) -> Verdict:
        """What to make of the question."""
        return VERDICTS[self.ground]


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What the record holds of a quiz, and what it tells."""

    gathered: Gathered
    analysis: Analysis

    @property
    def lines(self) -> list[ItemLine]:
        """Every question in the order of the quiz."""
        return [
            ItemLine(item, figures, ground_of(figures, self.analysis.alarms))
            for item, figures in zip(
                self.gathered.items, self.analysis.questions, strict=True
            )
        ]

    def item(self, key: str) -> Item:
        """The question with this key."""
        return next(each for each in self.gathered.items if each.question.key == key)


def item_statistics(asker: User, query: ItemQuery) -> ItemStatistics:
    """What the asker may know of a quiz, worked out, or ``NotAnalysed``."""
    database = get_database()
    gathered = gather(database.session, asker, query)
    # The analysis takes its time: others may have the connection meanwhile.
    database.close()
    return ItemStatistics(gathered, analysis_of(gathered.sittings))
