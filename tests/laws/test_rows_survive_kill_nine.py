"""``course export rows`` that is killed: the same command goes on where it was."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from course.models import Export, ExportFile
from tests.builders import COURSE, a_learner, an_enrolment
from tests.exporting import PURPOSE
from tests.laws.served import ROOT, Server, a_free_port

LEARNERS = 60
STEP = 5
LONGEST = 60.0
AS_OF = ("--as-of", "2026-03-20T00:00Z")
# The command as it is, in short steps that leave time to kill it in their midst.
SLOWLY = f"""
import sys
import time
from course import export_files
from course.export_parts import PartFile

export_files.STEP = {STEP}
write = PartFile.write

def slowly(self, piece):
    print(len(piece), flush=True)
    write(self, piece[: len(piece) // 2])
    self._file.flush()
    time.sleep(float(sys.argv[1]))
    write(self, piece[len(piece) // 2 :])

PartFile.write = slowly
from learner_api.commands import main
main(sys.argv[2:])
"""


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Server:
    """The settings of an installation on this database; nothing is served."""
    address = engine.url.render_as_string(hide_password=False)
    return Server(tmp_path, address, a_free_port())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture(autouse=True)
def learners(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        for number in range(LEARNERS):
            an_enrolment(session, a_learner(session, name=f"Learner\n{number}"))
        session.commit()


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_the_same_command_goes_on_behind_the_last_step(
    sessions: sessionmaker[Session], place: Server, folder: Path, suffix: str
) -> None:
    whole, file = folder / f"whole.{suffix}", folder / f"rows.{suffix}"
    asked = (*AS_OF, "--format", suffix)
    assert finish(place, whole, *asked)

    for rows in (2 * STEP, 6 * STEP):
        kill_behind(place, file, rows, *asked)
        assert not file.exists()
    written = finish(place, file, *asked)

    assert file.read_bytes() == whole.read_bytes()
    # What was there was not written again: less than half of the file was left.
    assert sum(written) < len(file.read_bytes()) * 0.6
    assert names_in(folder) == {
        *(whole.name, f"{whole.name}.manifest.json"),
        *(file.name, f"{file.name}.manifest.json"),
    }
    manifest = json.loads((folder / f"{file.name}.manifest.json").read_bytes())
    assert manifest["row_count"] == LEARNERS
    with sessions() as session:
        # Each time it was asked, and twice it was had.
        assert session.scalar(select(func.count(Export.id))) == 4
        assert session.scalar(select(func.count(ExportFile.id))) == 2


@pytest.mark.parametrize(
    "asked", [(), (*AS_OF, "--where", "country=GH"), (*AS_OF, "--format", "jsonl")]
)
def test_the_part_of_another_question_is_wiped_out(
    place: Server, folder: Path, asked: tuple[str, ...]
) -> None:
    """Without a moment of its own, each question is another one."""
    file = folder / "rows.csv"
    kill_behind(place, file, 2 * STEP, *(AS_OF if asked else ()))
    whole = folder / "whole.csv"
    assert finish(place, whole, *asked)

    finish(place, file, *asked)

    assert names_in(folder) == {
        *(whole.name, f"{whole.name}.manifest.json"),
        *(file.name, f"{file.name}.manifest.json"),
    }
    if asked:
        assert file.read_bytes() == whole.read_bytes()
    manifest = json.loads((folder / "rows.csv.manifest.json").read_bytes())
    assert manifest["row_count"] == (0 if "country=GH" in asked else LEARNERS)


def test_what_lies_between_is_wiped_out_too(place: Server, folder: Path) -> None:
    """A workbook is made in a folder of its own, which a killed run leaves."""
    file = folder / "rows.xlsx"
    run = start(place, file, "--format", "xlsx", slow="30")
    assert run.stdout is not None
    run.stdout.readline()
    kill(run)
    left = names_in(folder)

    finish(place, file, "--format", "xlsx")

    assert left == {".rows.xlsx.part", ".rows.xlsx.between"}
    assert names_in(folder) == {"rows.xlsx", "rows.xlsx.manifest.json"}


def kill_behind(place: Server, file: Path, rows: int, *asked: str) -> None:
    """kill -9 once the command says that so many rows are on the disk."""
    run = start(place, file, *asked)
    until = monotonic() + LONGEST
    while steps_of(file) < rows:
        assert run.poll() is None, "The command ended before it was killed."
        assert monotonic() < until, "The command wrote nothing."
        sleep(0.01)
    kill(run)


def kill(run: "subprocess.Popen[bytes]") -> None:
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def finish(place: Server, file: Path, *asked: str) -> list[int]:
    """Run it to its end; how many bytes each piece had that it wrote."""
    run = start(place, file, *asked, slow="0")
    told, said = run.communicate(timeout=LONGEST)
    assert run.returncode == 0, said.decode()
    return [int(line) for line in told.split()]


def start(
    place: Server, file: Path, *asked: str, slow: str = "0.1"
) -> "subprocess.Popen[bytes]":
    words = ("export", "rows", "--course", COURSE, "--purpose", PURPOSE)
    return subprocess.Popen(
        (sys.executable, "-c", SLOWLY, slow, *words, "--output", str(file), *asked),
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def steps_of(file: Path) -> int:
    """How many rows the last step names."""
    step = file.with_name(f".{file.name}.part.step")
    try:
        rows: int = json.loads(step.read_bytes())["rows"]
    except FileNotFoundError:
        return 0
    return rows


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
