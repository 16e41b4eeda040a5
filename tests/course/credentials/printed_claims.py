"""The claims of a certificate of the real course, as they are frozen."""

from typing import Any

from course.catalogue import load_catalogue

NUMBER = "7K3M-PQRS-TVWX"


def _claims() -> dict[str, Any]:
    course = load_catalogue().course("mainstreaming")
    rule = course.awards["completion"]
    return {
        "number": NUMBER,
        "kind": "completion",
        "kind_title": rule.title,
        "template": "template_2",
        "holder_name": "Anastasia Petrovna de la Cruz",
        "course_key": course.key,
        "course_title": course.title,
        "hours": course.hours,
        "language": course.language,
        "awarded_at": "2026-11-27T10:00:00Z",
        "awarded_on": "2026-11-27",
        "valid_until": "2029-11-27",
        "edition": f"sha256:{'a1' * 32}",
        "modules": [
            {
                "title": module.title,
                "hours": module.hours,
                "objectives": list(module.objectives),
                "quiz": module.quiz_title or module.title,
            }
            for module in course.modules
        ],
        "rule": [each.sentence for each in rule.requirements],
        "result": {"quizzes": []},
        "issuer_name": "Office of Examples for Migration and Development",
        "signatories": [
            {
                "name": "Amina Diallo-Fontaine",
                "title": "Director, Department of Migration and Development",
            },
            {"name": "Chen Wei", "title": "Chief of the Learning Unit"},
        ],
        "signatory_name": "Amina Diallo-Fontaine",
        "signatory_title": "Director, Department of Migration and Development",
        "verify_url": f"https://course.example.org/verify/{NUMBER}",
    }


CLAIMS = _claims()
# What a diploma says in place of modules.
DIPLOMA: dict[str, Any] = {
    "kind": "diploma",
    "kind_title": "Diploma",
    "hours": 3,
    "modules": [],
    "courses": [
        {"title": "First steps", "hours": 2, "certificate": "2222-3333-4444"},
        {"title": "Second steps", "hours": 1, "certificate": "5555-6666-7777"},
    ],
    "paper": {"title": "What nurses found"},
}
