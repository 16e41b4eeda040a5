"""Questions, quizzes and answers of every kind, for tests that hold for all of them."""

from hypothesis import strategies as st

from quizzes import QUESTION_TYPES
from tests.quizzes.builders import OWN_FIELDS, a_quiz, question_data

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1
).filter(str.strip)
labels = st.lists(
    words,
    min_size=3,
    max_size=6,
    unique_by=lambda text: " ".join(text.split()).casefold(),
)
TYPES = tuple(sorted(OWN_FIELDS))
MARKED_BY_RULE = sorted(
    name for name in OWN_FIELDS if not QUESTION_TYPES[name].is_marked_by_person
)
SHARED_AMONG = {
    "multiple-choice": "correct",
    "matching": "pairs",
    "ordering": "items",
    "gap-fill": "gaps",
}
wordings = st.text("abc XYZ\u00e9", min_size=1).filter(str.strip)
decimals = st.decimals(-(10**9), 10**9, places=4).map(str)
seeds = st.integers(0, 2**63 - 1)


@st.composite
def choice_fields(draw):
    texts = draw(labels)
    return {
        "choices": [
            {"value": f"v{n}", "label": text, "feedback": draw(st.none() | words)}
            for n, text in enumerate(texts)
        ],
        "keep_order": draw(st.booleans()),
    }


@st.composite
def own_fields(draw, type_name):
    match type_name:
        case "single-choice":
            fields = draw(choice_fields())
            values = [choice["value"] for choice in fields["choices"]]
            return {**fields, "correct": draw(st.sampled_from(values))}
        case "multiple-choice":
            fields = draw(choice_fields())
            values = [choice["value"] for choice in fields["choices"]]
            some = st.lists(st.sampled_from(values), min_size=1, unique=True)
            return {**fields, "correct": draw(some)}
        case "true-false":
            return {"correct": draw(st.booleans())}
        case "matching":
            lefts, rights = draw(labels), draw(labels)
            pairs = [
                {"key": f"k{n}", "left": left, "right": right}
                for n, (left, right) in enumerate(zip(lefts, rights, strict=False))
            ]
            return {"pairs": pairs, "distractors": rights[len(pairs) :]}
        case "ordering":
            texts = enumerate(draw(labels))
            return {"items": [{"key": f"k{n}", "label": text} for n, text in texts]}
        case "number":
            units = [{"unit": "km", "factor": 1}, {"unit": "m", "factor": "0.001"}]
            return {
                "correct": draw(decimals),
                "tolerance": draw(decimals).lstrip("-"),
                "tolerance_percent": draw(st.integers(0, 100)),
                **draw(
                    st.sampled_from([{"units": units, "unit": None}])
                    | st.fixed_dictionaries({"unit": st.none() | words})
                ),
            }
        case "short-text":
            return {"accepted": [draw(wordings)], **draw(folding_fields())}
        case "gap-fill":
            gaps = [draw(gap_fields(n)) for n in range(draw(st.integers(1, 4)))]
            text = " and ".join(f"{{{gap['key']}}}" for gap in gaps)
            return {"text": text, "gaps": gaps, **draw(folding_fields())}
        case "free-text":
            points = st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True)
            rubric = [
                {
                    "key": f"k{n}",
                    "label": draw(words),
                    "levels": [
                        {"points": each, "label": "So well."} for each in draw(points)
                    ],
                }
                for n in range(draw(st.integers(1, 3)))
            ]
            return {"rubric": rubric, "guidance": draw(st.none() | words)}


@st.composite
def folding_fields(draw):
    return {
        "language": draw(st.sampled_from(["en", "de", "es", "tr", "ru", "pt-BR"])),
        "fold_case": draw(st.booleans()),
        "fold_accents": draw(st.booleans()),
    }


@st.composite
def gap_fields(draw, number):
    key = f"k{number}"
    if draw(st.booleans()):
        return {"key": key, "accepted": [draw(wordings)]}
    choices = draw(labels)
    return {"key": key, "choices": choices, "correct": draw(st.sampled_from(choices))}


@st.composite
def questions(draw, key="a-question", types=TYPES):
    type_name = draw(st.sampled_from(types))
    fields = draw(own_fields(type_name))
    if type_name in SHARED_AMONG:
        fields["credit"] = draw(st.sampled_from(["all-or-nothing", "partial"]))
    if type_name == "matching":
        fields.setdefault("distractors", [])
    if type_name != "free-text":
        is_shared = fields.get("credit") == "partial"
        parts = len(fields[SHARED_AMONG[type_name]]) if is_shared else 1
        fields["points"] = draw(st.integers(1, 5)) * parts
    return question_data(
        type_name,
        key=key,
        objective=draw(st.none() | st.just("an-objective")),
        images=draw(st.sampled_from([[], [{"file": "a.png", "alt": "A map."}]])),
        **fields,
    )


@st.composite
def quizzes(draw, types=TYPES):
    count = draw(st.integers(1, 4))
    return a_quiz(
        *(draw(questions(f"q{n}", types)) for n in range(count)),
        pass_mark=draw(st.integers(1, 100)),
        attempts_allowed=draw(st.none() | st.integers(1, 9)),
        shuffle_questions=draw(st.booleans()),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@st.composite
def answers_to(draw, question):
    """An answer made of what the question itself offers, right in part or wrong."""
    right = question.correct_answer
    match question.type_name:
        case "multiple-choice":
            values = [choice.value for choice in question.choices]
            return draw(st.lists(st.sampled_from(values), min_size=1, unique=True))
        case "matching":
            ids = [option.value for option in question.control(0).options]
            return {key: draw(st.sampled_from(ids)) for key in right}
        case "ordering":
            return draw(st.permutations(right))
        case "gap-fill":
            return draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        gap.key: st.sampled_from(gap.choices or [gap.right, "wrong"])
                        for gap in question.gaps
                    },
                ).filter(bool)
            )
    return right
