"""The claims of one award, as the record keeps them."""

from typing import Any

import pytest

OBJECTIVES = [
    "Say in one sentence what mainstreaming migration means",
    "Name the bodies that a mainstreaming process needs",
    "Choose the sources that a situation analysis can rest on",
]


@pytest.fixture(params=["template_1", "template_2", "template_3"])
def claims(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a certificate of completion says, to each template in its form."""
    return CLAIMS[request.param]()


def _claims_1() -> dict[str, Any]:
    return {
        "number": "7KQM-X4TR-9WHD",
        "kind": "completion",
        "kind_title": "Certificate of Completion",
        "template": "template_1",
        "holder_name": "Ama Owusu",
        "course_key": "mainstreaming",
        "course_title": "Mainstreaming migration into development planning",
        "hours": 12,
        "language": "en",
        "awarded_at": "2026-11-23T09:30:00Z",
        "awarded_on": "2026-11-23",
        "edition": "7f3c9a1b20de44aa" * 4,
        "modules": [
            {"title": "Why migration and development", "hours": 4},
            {"title": "Setting up", "hours": 7},
            {"title": "Situation analysis and data", "hours": 1},
        ],
        "objectives": OBJECTIVES,
        "rule": ["All lessons completed", "Every quiz passed at 70 per cent"],
        "result": {"quizzes": [{"title": "First quiz", "points": 971, "out_of": 983}]},
        "issuer_name": "Handbook course demonstration",
        "signatory_name": "Efua Mensah",
        "signatory_title": "Course director",
        "verify_url": "https://course.example.org/verify/7KQM-X4TR-9WHD",
    }


def _claims_2() -> dict[str, Any]:
    """Objectives and quizzes are told of each module."""
    claims = {**_claims_1(), "template": "template_2"}
    titles = ["First quiz", None, None]
    claims["modules"] = [
        {**module, "objectives": [objective], "quiz": quiz}
        for module, objective, quiz in zip(
            claims["modules"], claims.pop("objectives"), titles, strict=True
        )
    ]
    return claims


def _claims_3() -> dict[str, Any]:
    """What is new there may all be absent."""
    return {**_claims_2(), "template": "template_3"}


CLAIMS = {"template_1": _claims_1, "template_2": _claims_2, "template_3": _claims_3}
