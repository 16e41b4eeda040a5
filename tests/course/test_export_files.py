"""Files of exports: the same bytes however they were written, whole or not there."""

import errno
import os
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from course import export_files
from course.export_files import name_of, write_export
from course.export_parts import PartFile
from course.exporting_errors import (
    ExportDiffers,
    ExportDiskFull,
    ExportGone,
    ExportNotReady,
)
from course.exports import EXPORT_FORMATS
from course.exports_kept import file_of, remove_overdue
from course.models import ExportFile, ExportRemoval, User
from tests.builders import a_learner, an_enrolment, how_many
from tests.exporting import LATER, a_written, an_export, wanted

EVERYBODY = User(role="administrator")
IN_STEPS = ("csv", "jsonl")


class Killed(BaseException):
    """Nothing is tidied up: as if the process had been killed."""


@pytest.fixture
def enrolled(session):
    for number in range(7):
        name = f"=Learner\n{number}"
        an_enrolment(session, a_learner(session, name=name, country="GH"))
    session.flush()


@pytest.fixture
def folder(tmp_path):
    """A folder of the exports alone: the database lies beside it."""
    made = tmp_path / "exports"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def short_steps(monkeypatch):
    monkeypatch.setattr(export_files, "STEP", 2)


def write(session, export, folder, **options):
    manifest = write_export(session, export, EVERYBODY, folder, **options)
    return manifest, (folder / name_of(export)).read_bytes()


@pytest.mark.parametrize("suffix", sorted(EXPORT_FORMATS))
@pytest.mark.parametrize("content", ["rows", "figures"])
@pytest.mark.usefixtures("enrolled")
def test_the_same_question_gives_the_same_bytes_with_writing_going_on(
    session, folder, content, suffix
):
    export = an_export(session, wanted(content, suffix))
    first, before = write(session, export, folder)

    an_enrolment(session, a_learner(session, now=LATER), now=LATER)
    again = an_export(session, wanted(content, suffix))
    second, after = write(session, again, folder)

    assert before == after
    assert first.to_json() == second.to_json()
    assert first.sha256 == sha256(before).hexdigest()
    assert first.byte_count == len(before)
    assert first.row_count == (7 if content == "rows" else 1)


@pytest.mark.parametrize("suffix", IN_STEPS)
@pytest.mark.usefixtures("enrolled")
def test_in_steps_or_at_once_the_bytes_are_the_same(
    session, folder, monkeypatch, suffix
):
    told: list[int] = []
    whole, expected = write(session, an_export(session, wanted(suffix=suffix)), folder)

    for step in (1, 2, 3, 7, 8):
        monkeypatch.setattr(export_files, "STEP", step)
        export = an_export(session, wanted(suffix=suffix))
        manifest, found = write(session, export, folder, progress=told.append)
        assert found == expected
        assert manifest == whole
    assert sum(told) == 5 * 7
    assert b"=Learner" in expected


@pytest.mark.parametrize("suffix", IN_STEPS)
@pytest.mark.usefixtures("enrolled", "short_steps")
def test_a_writer_that_died_is_followed_by_one_that_goes_on(
    session, folder, monkeypatch, suffix
):
    """Wherever the first dies, also with half a piece written."""
    whole, expected = write(session, an_export(session, wanted(suffix=suffix)), folder)
    for pieces in range(1, 5):
        export = an_export(session, wanted(suffix=suffix))
        with monkeypatch.context() as patch:
            die_after(patch, pieces)
            with pytest.raises(Killed):
                write(session, export, folder)
        assert not (folder / name_of(export)).exists()
        told: list[int] = []

        manifest, found = write(session, export, folder, progress=told.append)

        assert (found, manifest) == (expected, whole)
        # What was there counts as done.
        assert sum(told) == 7
        assert (told[0] > 0) == (pieces > 1)
    assert sorted(folder.glob("*.part*")) == []


def die_after(patch, pieces):
    """Die in the middle of writing the next piece after so many."""
    left = [pieces]
    write_piece = PartFile.write

    def write(self, piece):
        if not left[0]:
            self._file.write(piece[: len(piece) // 2])
            self._file.flush()
            raise Killed
        left[0] -= 1
        write_piece(self, piece)

    patch.setattr(PartFile, "write", write)


@pytest.mark.parametrize("suffix", ["xlsx", "json"])
@pytest.mark.usefixtures("enrolled")
def test_other_formats_begin_anew(session, folder, monkeypatch, suffix):
    _, expected = write(session, an_export(session, wanted(suffix=suffix)), folder)
    export = an_export(session, wanted(suffix=suffix))
    with monkeypatch.context() as patch:
        die_after(patch, 0)
        with pytest.raises(Killed):
            write(session, export, folder)

    _, found = write(session, export, folder)

    assert found == expected


@pytest.mark.parametrize(
    "step", ['{"size": 10}', "half a st", '{"heading": "other", "size": 1, "rows": 1}']
)
@pytest.mark.usefixtures("enrolled", "short_steps")
def test_a_step_that_cannot_be_read_or_is_of_another_version_counts_for_nothing(
    session, folder, step
):
    export = an_export(session)
    (folder / f"{name_of(export)}.part").write_bytes(b"x" * 10_000)
    (folder / f"{name_of(export)}.part.step").write_text(step, encoding="utf-8")

    manifest, found = write(session, export, folder)

    assert manifest.row_count == 7
    assert sha256(found).hexdigest() == manifest.sha256
    assert b"xxxx" not in found


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.usefixtures("enrolled", "short_steps")
def test_a_full_disk_is_said_clearly_and_nothing_stays(
    session, folder, monkeypatch, suffix, number
):
    export = an_export(session, wanted(suffix=suffix))
    written: list[bytes] = []
    write_piece = PartFile.write

    def write_some(self, piece):
        if written:
            raise OSError(number, os.strerror(number), str(folder))
        written.append(piece)
        write_piece(self, piece)

    monkeypatch.setattr(PartFile, "write", write_some)
    if suffix == "xlsx":
        written.append(b"")

    with pytest.raises(ExportDiskFull) as caught:
        write(session, export, folder)

    assert "bytes" in caught.value.message
    assert str(folder) not in caught.value.message
    assert isinstance(caught.value.data["free"], int)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("enrolled")
def test_a_disk_that_gives_back_something_else_is_not_believed(
    session, folder, monkeypatch
):
    export = an_export(session)
    monkeypatch.setattr(PartFile, "_read_back", lambda self: (self.size, "0" * 64))

    with pytest.raises(ExportDiffers):
        write(session, export, folder)

    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("enrolled")
def test_a_file_is_handed_out_only_while_it_is_whole(session, folder):
    export = an_export(session)
    with pytest.raises(ExportNotReady):
        file_of(export, folder, now=LATER)
    file = a_written(session, folder, export)

    path = file_of(export, folder, now=LATER)

    assert sha256(path.read_bytes()).hexdigest() == file.digest
    with path.open("ab") as grown:
        grown.write(b"x")
    with pytest.raises(ExportGone):
        file_of(export, folder, now=LATER)
    path.unlink()
    with pytest.raises(ExportGone):
        file_of(export, folder, now=LATER)


@pytest.mark.usefixtures("enrolled")
def test_written_twice_it_is_one_file(session, folder):
    export = an_export(session)
    file = a_written(session, folder, export)

    again = a_written(session, folder, export)

    assert again is file
    assert how_many(session, ExportFile) == 1


@pytest.mark.usefixtures("enrolled")
def test_when_its_days_are_over_a_file_is_removed_and_that_is_recorded(session, folder):
    export, other = an_export(session), an_export(session)
    a_written(session, folder, export, days=1)
    a_written(session, folder, other, days=2)
    over = LATER + timedelta(days=1)

    with pytest.raises(ExportGone):
        file_of(export, folder, now=over)
    assert remove_overdue(session, folder, now=over) == 1
    assert remove_overdue(session, folder, now=over) == 0

    assert not (folder / name_of(export)).exists()
    assert file_of(other, folder, now=over).exists()
    assert how_many(session, ExportRemoval) == 1


@pytest.mark.usefixtures("enrolled")
def test_what_was_given_up_is_removed_and_what_is_not_ours_stays(session, folder):
    export = an_export(session)
    file = a_written(session, folder, export, days=30)
    assert file.kept_until
    given_up = folder / f"{uuid4()}.csv.part"
    unknown, foreign = folder / f"{uuid4()}.csv", folder / "notes.csv"
    fresh = folder / f"{uuid4()}.csv.part.step"
    long_ago = (LATER - timedelta(days=2)).timestamp()
    for path in (given_up, unknown, foreign, fresh):
        path.write_bytes(b"x")
        os.utime(path, (long_ago, long_ago))
    os.utime(folder / name_of(export), (long_ago, long_ago))
    os.utime(fresh, (LATER.timestamp(), LATER.timestamp()))

    remove_overdue(session, folder, now=LATER)

    left = {path.name for path in folder.iterdir()}
    assert left == {name_of(export), "notes.csv", fresh.name}


def test_names_lie_where_only_the_course_reads(session, folder):
    export = an_export(session)
    own = folder / "own"
    a_written(session, own, export)

    assert own.stat().st_mode & 0o777 == 0o700
    assert (own / name_of(export)).stat().st_mode & 0o777 == 0o600
