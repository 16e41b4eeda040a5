"""Made-up classes whose questions are known to be good or bad."""

from dataclasses import dataclass, field

import numpy as np

from quizzes.analysis import QuestionFacts, Sitting, Sittings

CHOICES = ("a", "b", "c", "d")
RIGHT = "a"


@dataclass(frozen=True)
class Population:
    """Learners and questions by the two-parameter logistic model.

    A learner of ability t answers a question rightly with the chance of
    ``1 / (1 + exp(-slope * (t - difficulty)))``, and otherwise chooses one of the wrong
    answers, each as likely. ``wrong_keys`` gives the answer that is marked as right by
    mistake. ``harder`` adds to the difficulty of a question, times its slope, in one
    language; ``ability`` is the mean ability there.
    """

    slopes: tuple[float, ...]
    difficulties: tuple[float, ...]
    wrong_keys: dict[int, str] = field(default_factory=dict)
    harder: dict[tuple[int, str], float] = field(default_factory=dict)
    ability: dict[str, float] = field(default_factory=dict)
    drawn: int | None = None

    def sit(self, seed: int, **languages: int) -> Sittings:
        """So many attempts in each language."""
        chance = np.random.default_rng(seed)
        return Sittings(
            questions=tuple(
                QuestionFacts(f"q{n}", 1, CHOICES, (self.wrong_keys.get(n, RIGHT),))
                for n in range(len(self.slopes))
            ),
            sittings=tuple(
                self._one(chance, language)
                for language, size in languages.items()
                for _ in range(size)
            ),
        )

    def _one(self, chance: np.random.Generator, language: str) -> Sitting:
        count = len(self.slopes)
        ability = chance.normal(self.ability.get(language, 0.0))
        extra = [self.harder.get((n, language), 0.0) for n in range(count)]
        slopes, difficulties = np.array(self.slopes), np.array(self.difficulties)
        logits = slopes * (ability - difficulties) - np.array(extra)
        knows = chance.random(count) < 1 / (1 + np.exp(-logits))
        wrong = chance.integers(1, len(CHOICES), count)
        asked = set(chance.permutation(count)[: self.drawn].tolist())
        answers = [RIGHT if knows[n] else CHOICES[wrong[n]] for n in range(count)]
        return Sitting(
            points=tuple(
                int(answers[n] == self.wrong_keys.get(n, RIGHT)) if n in asked else None
                for n in range(count)
            ),
            picked=tuple((answers[n],) if n in asked else () for n in range(count)),
            group=language,
        )


def a_population(questions: int = 12, seed: int = 0, **fields: object) -> Population:
    """Questions of the usual kind, by a seed: none very easy, none very hard."""
    chance = np.random.default_rng(seed)
    return Population(
        slopes=tuple(chance.uniform(0.8, 1.8, questions).tolist()),
        difficulties=tuple(chance.uniform(-1.5, 0.5, questions).tolist()),
        **fields,  # type: ignore[arg-type]  # the fields of Population, by name
    )
