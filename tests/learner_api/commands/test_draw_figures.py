"""``course draw-figures``."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.builders import CONTENT

PICTURE = Path("figures", "measures.svg")


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of the miniature Handbook."""
    folder = tmp_path / "handbook"
    shutil.copytree(CONTENT / "handbook", folder)
    return folder


def test_pictures_that_are_as_their_data_are_left_alone(course, handbook):
    before = (handbook / PICTURE).stat().st_mtime_ns

    result = course("draw-figures", f"--handbook={handbook}")

    assert result.exit_code == 0
    assert result.stdout == "Figures: 1. Pictures that changed: 0.\n"
    assert (handbook / PICTURE).stat().st_mtime_ns == before


def test_a_picture_that_is_not_there_is_drawn(course, handbook):
    drawn = (handbook / PICTURE).read_bytes()
    (handbook / PICTURE).unlink()

    result = course("draw-figures", f"--handbook={handbook}")

    assert result.stdout == (
        "Drawn: handbook/figures/measures.svg\nFigures: 1. Pictures that changed: 1.\n"
    )
    assert (handbook / PICTURE).read_bytes() == drawn


def test_a_fault_in_the_data_is_told_and_nothing_is_drawn(course, handbook):
    data = handbook / "figures" / "measures.toml"
    data.write_text(data.read_text().replace("value = 12", "value = -12"))
    before = (handbook / PICTURE).read_bytes()

    result = course("draw-figures", f"--handbook={handbook}")

    assert result.exit_code == 1
    assert result.stdout == (
        "handbook/figures/measures.toml:11: groups[1], rows[1], value: Must be 0 or "
        "more.\n"
    )
    assert (handbook / PICTURE).read_bytes() == before


def test_without_the_plotting_library_it_says_what_to_do(course, handbook, monkeypatch):
    for name in [
        name for name in sys.modules if name.startswith("learner_api.drawing")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    result = course("draw-figures", f"--handbook={handbook}")

    assert result.exit_code == 1
    assert "Drawing needs matplotlib" in result.stderr
    assert "make figures" in result.stderr
