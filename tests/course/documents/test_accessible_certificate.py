"""Certificates as the checkers of PDF/UA-1 and of PDF/A-3a see them.

veraPDF asks all 106 rules of PDF/UA-1 that a machine can ask, and the 155 of PDF/A-3a.
outloud reads the file as a screen reader does, and looks for words that it would skip
or read out of order. What neither can ask is left to a person.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from course.documents import render_certificate
from tests.course.documents import third

ROOT = Path(__file__).parents[3]
NAMES = {
    "plain": "Ama Owusu",
    "arabic": "عبد الرحمن بن محمّد الأنصاري",
    "chinese": "欧阳娜娜",
    "khmer": "សុខ ចាន់ថា ស្រីមុំ",
    "burmese": "အောင်ဆန်းစုကြည်",
    "amharic": "ኃይለ ሥላሴ",
    "devanagari": "नरेन्द्र कृष्णमूर्ति",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A certificate in each script, one with all there is, two that are broken."""
    folder: Path = tmp_path_factory.mktemp("certificates")
    claims = {
        name: third.some_claims(holder_name=holder) for name, holder in NAMES.items()
    }
    claims["everything"] = third.all_claims()
    claims["leftwards"] = third.all_claims(language="ar")
    for name, each in claims.items():
        document = render_certificate(
            each, payload=third.PAYLOAD, pictures=third.PICTURES
        )
        (folder / f"{name}.pdf").write_bytes(document)
    with pikepdf.open(folder / "plain.pdf") as pdf:
        del pdf.Root.MarkInfo
        pdf.save(folder / "broken-unmarked.pdf")
    with pikepdf.open(folder / "everything.pdf") as pdf:
        for part in pdf.objects:
            if isinstance(part, pikepdf.Dictionary) and "/Alt" in part:
                del part["/Alt"]
        pdf.save(folder / "broken-wordless.pdf")
    return folder


@pytest.fixture(scope="module")
def findings(folder) -> dict[str, Any]:
    """What veraPDF says of every file, by profile."""
    paths = sorted(str(path) for path in folder.glob("*.pdf"))
    run = subprocess.run(
        [sys.executable, "-m", "tests.course.documents.verapdf", *paths],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_every_rule_was_asked(findings):
    assert {name: each["rules"] for name, each in findings.items()} == {
        "PDFUA-1": 106,
        "PDFA-3A": 155,
    }
    for profile in findings.values():
        assert all(each["checks"] > 1000 for each in profile["files"].values())


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-3A"])
def test_verapdf_finds_no_fault_in_any_certificate(findings, profile):
    faults = {
        Path(path).stem: told["faults"]
        for path, told in findings[profile]["files"].items()
        if not told["compliant"]
    }

    assert {name for name in faults if not name.startswith("broken")} == set(), faults


def test_verapdf_finds_what_is_broken(findings):
    told = {
        Path(path).stem: each["compliant"]
        for path, each in findings["PDFUA-1"]["files"].items()
    }

    assert (told["broken-unmarked"], told["broken-wordless"]) == (False, False)


def test_outloud_hears_everything_in_order(folder):
    names = ("plain", "everything", "leftwards")
    report = folder / "report.json"
    run = subprocess.run(
        [
            *(sys.executable, "-c", "from outloud.cli import main; main()"),
            *(str(folder / f"{name}.pdf") for name in names),
            *("--json", str(report), "--fail-on", "warning"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    assert run.stdout.count("PASS") == len(names)


@pytest.mark.parametrize("name", ["everything", "khmer", "leftwards"])
def test_the_parts_of_the_file_are_sound(folder, name):
    with pikepdf.open(folder / f"{name}.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert {str(page.get("/Tabs", "/S")) for page in pdf.pages} == {"/S"}
