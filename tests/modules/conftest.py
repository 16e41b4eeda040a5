"""A copy of the miniature Handbook that a test may spoil."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from learner_api.drawing import draw
from modules import HandbookFilesError, load_figures, load_handbook
from modules.figure_files import drawing_path

MINIATURE = Path(__file__).parents[1] / "content" / "handbook"


@dataclass(frozen=True, slots=True)
class HandbookCopy:
    """A Handbook in a folder of its own."""

    folder: Path

    def replace(self, file: str, old: str, new: str) -> None:
        """Change one passage of one file; the passage must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Write a file, with its folder."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write_lesson(self, body: str) -> None:
        """Give the third lesson this body; it begins on line 5 of the file."""
        front = (
            '+++\ntitle = "The third lesson"\nobjectives = ["List two offices"]\n+++\n'
        )
        self.write("second-module/third-lesson.md", front + body)

    def redraw(self) -> None:
        """Draw the pictures of all figures anew."""
        for key, figure in load_figures(self.folder).items():
            drawing_path(self.folder, key).write_text(draw(figure), encoding="utf-8")

    def faults(self) -> list[str]:
        """Every fault of the copy, as an author reads it."""
        with pytest.raises(HandbookFilesError) as refusal:
            load_handbook(self.folder)
        return [str(fault) for fault in refusal.value.faults]


@pytest.fixture
def copy(tmp_path: Path) -> HandbookCopy:
    """A fresh copy of the miniature Handbook."""
    folder = tmp_path / "handbook"
    shutil.copytree(MINIATURE, folder)
    return HandbookCopy(folder)


@pytest.fixture(scope="session")
def miniature() -> Path:
    """The miniature Handbook itself, to be read only."""
    return MINIATURE
