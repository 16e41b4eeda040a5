"""Small classes, written down attempt by attempt."""

from collections.abc import Sequence

from quizzes.analysis import Estimate, Figure, QuestionFacts, Sitting, Sittings


def a_question(key: str = "q0", out_of: int = 1, **fields: object) -> QuestionFacts:
    return QuestionFacts(key, out_of, **fields)  # type: ignore[arg-type]  # by name


def some_sittings(
    rows: Sequence[Sequence[int | None]],
    *,
    out_of: Sequence[int] | None = None,
    times: int = 1,
    group: str = "en",
) -> Sittings:
    """Attempts with these points, the whole class repeated so many times."""
    count = len(rows[0])
    worth = out_of or [1] * count
    return Sittings(
        questions=tuple(a_question(f"q{n}", worth[n]) for n in range(count)),
        sittings=tuple(
            Sitting(tuple(row), tuple(("x",) if mark else () for mark in row), group)
            for row in rows
        )
        * times,
    )


def one_question(
    answers: Sequence[tuple[tuple[str, ...], int, int]], question: QuestionFacts
) -> Sittings:
    """Attempts at this question and another: picked, points, points for the other."""
    most = max(rest for _, _, rest in answers)
    return Sittings(
        questions=(question, a_question("other", most)),
        sittings=tuple(
            Sitting((points, rest), (picked, ("x",)), "en")
            for picked, points, rest in answers
        ),
    )


def value(figure: Figure | None) -> float:
    assert isinstance(figure, Estimate), figure
    return figure.value


def interval(figure: Figure | None) -> tuple[float, float]:
    assert isinstance(figure, Estimate), figure
    assert figure.interval is not None, figure
    return figure.interval
