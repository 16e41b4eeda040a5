"""How many certificates a machine draws, and how that compares with the typesetter."""

import os
import resource
import time
from typing import Any

from course.documents.certificate import TEMPLATE
from course.documents.many import draw_many

COUNT = 1000
SECONDS_ALLOWED = 60
_HOLDERS = (
    "Maria Fernanda de los Angeles Rodriguez",
    "عبد الرحمن بن محمد الأنصاري",
    "欧阳娜娜",
    "Екатерина Александровна Вознесенская",
    "नरेन्द्र कृष्णमूर्ति शर्मा",
    "សុខ ចាន់ថា",
    "ኃይለ ሥላሴ",
    "အောင်ဆန်းစုကြည်",
)


def print_certificates() -> None:
    """Draw a thousand on every core, and some of them on one."""
    cores = os.cpu_count() or 1
    alone, _ = _rate(COUNT // 10, 1)
    together, processor = _rate(COUNT, cores)
    print(
        f"certificates, {cores} processes {together:6.1f}/s, one {alone:5.1f}/s: "
        f"ratio {together / alone:4.2f}; {COUNT} in {COUNT / together:4.0f} s "
        f"of {SECONDS_ALLOWED} allowed; {processor * 1000:3.0f} ms of a core each"
    )


def _rate(count: int, processes: int) -> tuple[float, float]:
    """How many a second, and how long a core was at work for each.

    The second says what the first would be, were the machine not busy with more.
    """
    before, began = _seconds_of_children(), time.perf_counter()
    drawn = sum(1 for _ in draw_many(map(_document, range(count)), processes))
    rate = drawn / (time.perf_counter() - began)
    return rate, (_seconds_of_children() - before) / drawn


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _document(number: int) -> dict[str, Any]:
    """A certificate of twelve modules, with as much in its code as is usual."""
    name = f"7KQM-X4TR-{number:04d}"
    claims = {
        "number": name,
        "kind": "completion",
        "kind_title": "Certificate of Completion",
        "template": TEMPLATE,
        "holder_name": _HOLDERS[number % len(_HOLDERS)],
        "course_title": "Mainstreaming migration into development planning",
        "hours": 36,
        "language": "en",
        "awarded_at": "2026-11-23T09:30:00Z",
        "awarded_on": "2026-11-23",
        "edition": "7f3c9a1b20de44aa" * 4,
        "modules": [
            {
                "title": f"Module {each}",
                "hours": 3,
                "objectives": ["Name the bodies that a mainstreaming process needs"]
                * 3,
                "quiz": "Quiz",
            }
            for each in range(1, 13)
        ],
        "rule": ["All lessons completed", "Every quiz passed at 70 per cent"],
        "result": {},
        "issuer_name": "Office of Examples",
        "signatory_name": "Efua Mensah",
        "signatory_title": "Course director",
        "verify_url": f"https://course.example.org/verify/{name}",
    }
    # In the letters and digits of base 32.
    return {"claims": claims, "payload": "A2B3" * 180, "pictures": {}}


if __name__ == "__main__":
    print_certificates()
