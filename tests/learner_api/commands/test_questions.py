"""``course import-questions`` and ``course export-questions``: files alone."""

import pytest

from quizzes import load_quizzes
from quizzes.exchange import Wanted, import_bank
from tests.builders import CONTENT
from tests.quizzes.exchange.packing import BANKS, PNG, SAMPLES

MOODLE = SAMPLES / "moodle.xml"
LESSON = ("--lesson", "first-module/first-lesson")
FORMAT = ("--format", "moodle-xml")


@pytest.fixture
def bring_in(course, tmp_path):
    def bring_in(*words, file=MOODLE):
        return course(
            "import-questions", str(file), *FORMAT, "--into", str(tmp_path), *words
        )

    return bring_in


def test_the_bank_file_and_its_pictures_are_written(bring_in, tmp_path):
    result = bring_in(*LESSON, "--quiz", "a-new-quiz")

    quiz = load_quizzes(tmp_path)["a-new-quiz"]
    assert result.exit_code == 3
    assert len(quiz.questions) == 10
    assert (tmp_path / "media/a-new-quiz/map-of-the-region.png").read_bytes() == PNG
    assert result.stdout.splitlines() == [
        f"{tmp_path}/media/a-new-quiz/map-of-the-region.png",
        f"{tmp_path}/a-new-quiz.toml",
    ]
    assert f"{MOODLE}:144: refused A film: It holds a film" in result.stderr
    assert "In all: taken 3, changed 7, refused 3." in result.stderr


def test_it_ends_well_where_nothing_was_refused(course, tmp_path):
    file = tmp_path / "bank.txt"
    file.write_text("A week has seven days.{T####It has.}", encoding="utf-8")

    result = course(
        *("import-questions", str(file), "--format", "gift"),
        *("--into", str(tmp_path), "--quiz", "weeks", "--title", "Weeks", *LESSON),
    )

    assert result.exit_code == 0
    assert load_quizzes(tmp_path)["weeks"].title == "Weeks"


def test_nothing_is_written_over_unless_asked(bring_in, tmp_path):
    (tmp_path / "a-new-quiz.toml").write_text("kept", encoding="utf-8")

    refused = bring_in(*LESSON, "--quiz", "a-new-quiz")

    assert refused.exit_code == 1
    assert "is there. Use --replace" in refused.stderr
    assert (tmp_path / "a-new-quiz.toml").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "media").exists()

    replaced = bring_in(*LESSON, "--quiz", "a-new-quiz", "--replace")

    assert replaced.exit_code == 3
    assert "a-new-quiz" in load_quizzes(tmp_path)


def test_all_or_nothing_writes_nothing(bring_in, tmp_path):
    result = bring_in(*LESSON, "--strict")

    assert result.exit_code == 1
    assert "all or nothing" in result.stderr
    assert ":144: refused A film" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_told_with_its_line(bring_in, tmp_path):
    file = tmp_path / "bad.xml"
    file.write_text("<quiz>\n<question>", encoding="utf-8")

    result = bring_in(*LESSON, file=file)

    assert result.exit_code == 1
    assert f"{file}: line 2: This is not XML" in result.stderr


def test_a_key_cannot_lead_out_of_the_folder(bring_in, tmp_path):
    result = bring_in(*LESSON, "--quiz", "../out")

    assert result.exit_code == 1
    assert "'../out' is no key" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_name", ["gift", "moodle-xml", "qti"])
def test_what_is_exported_comes_home(course, tmp_path, format_name):
    file = tmp_path / "out"

    result = course(
        *("export-questions", "everything", "--format", format_name),
        *("--bank", str(BANKS), "--output", str(file)),
    )

    found = import_bank(file.read_bytes(), format_name, Wanted())
    assert (result.exit_code, result.output) == (0, "")
    assert found.quiz.digest == load_quizzes(BANKS)["everything"].digest


def test_a_quiz_can_be_written_to_the_standard_output(course):
    bank = ("--bank", str(CONTENT / "quizzes"))

    result = course("export-questions", "second-quiz", "--format", "gift", *bank)

    assert "::opposite-of-hot::[plain]What is the opposite of hot?" in result.stdout


def test_an_unknown_quiz_is_told(course):
    result = course("export-questions", "no-such-quiz")

    assert result.exit_code == 1
    assert "There is no quiz 'no-such-quiz'. There are: " in result.stderr
    assert "setting-up" in result.stderr


def test_a_bank_with_faults_is_told(course, tmp_path):
    (tmp_path / "a-quiz.toml").write_text("title = 1", encoding="utf-8")

    result = course("export-questions", "a-quiz", "--bank", str(tmp_path))

    assert result.exit_code == 1
    assert "The content files have faults" in result.stderr
