"""The analysis in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

import quizzes
from quizzes.analysis import NotAnalysed, Sittings, analyse_aside, aside
from quizzes.analysis.analyse import analyse
from tests.quizzes.analysis.builders import some_sittings
from tests.quizzes.analysis.simulation import a_population

ROOT = Path(quizzes.__file__).parents[1]


def in_a_new_process(program):
    """What the program printed, run by a Python that has imported nothing yet."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_aside_gives_what_it_gives_here():
    sittings = a_population(6, wrong_keys={1: "b"}, drawn=5).sit(1, en=150, fr=120)

    told, here = analyse_aside(sittings, seed=3), analyse(sittings, seed=3)

    assert rounded(told) == rounded(here)


def rounded(analysis):
    """Its data, without last digits: more threads may add up in another order."""
    text = json.dumps(analysis.to_data())
    return json.loads(text, parse_float=lambda digits: round(float(digits), 9))


def test_what_a_worker_imports_and_calls_loads_no_numbers_library():
    loaded = in_a_new_process(
        "import json, sys\n"
        "import quizzes, quizzes.analysis, quizzes.analysis.values\n"
        "from quizzes.analysis import Sittings, analyse_aside\n"
        "analyse_aside(Sittings((), ()))\n"
        "heavy = {'numpy', 'scipy'} & set(sys.modules)\n"
        "print(json.dumps(sorted(heavy)))\n"
    )

    assert loaded == []


def test_the_process_takes_one_thread_of_the_processor(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options["env"])
        return subprocess.CompletedProcess(command, 1, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)

    with pytest.raises(NotAnalysed, match="status 1"):
        analyse_aside(Sittings((), ()))
    assert seen["OPENBLAS_NUM_THREADS"] == seen["OMP_NUM_THREADS"] == "1"


def test_what_goes_wrong_there_is_said_here():
    with pytest.raises(NotAnalysed, match=r"ValueError: .*non-negative"):
        analyse_aside(some_sittings([[1, 0]], times=30), seed=-1)


def test_an_analysis_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(aside, "_SECONDS", 0.001)

    with pytest.raises(NotAnalysed, match=r"within 0\.001 seconds"):
        analyse_aside(Sittings((), ()))


def test_one_analysis_waits_for_another_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(aside, "_SECONDS", 0.001)

    with aside._analysing, pytest.raises(NotAnalysed, match="Another analysis"):
        analyse_aside(Sittings((), ()))


def test_two_who_ask_at_once_are_both_answered():
    told = []
    sittings = some_sittings([[1, 0], [0, 1]])
    threads = [
        Thread(target=lambda: told.append(analyse_aside(sittings))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told[0] == told[1]


def test_a_class_as_large_as_they_come_needs_little_memory_there():
    """Ten thousand attempts: SciPy takes some 60 MB, and a fifth of the weights 40."""
    peak = in_a_new_process(
        "import json, resource\n"
        "from quizzes.analysis import QuestionFacts, Sitting, Sittings, analyse_aside\n"
        "questions = tuple(QuestionFacts(f'q{n}', 1) for n in range(4))\n"
        "some = [Sitting(tuple(n % (m + 2) // (m + 1) for m in range(4)),\n"
        "        (('x',),) * 4) for n in range(10_000)]\n"
        "analyse_aside(Sittings(questions, tuple(some)))\n"
        "children = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps(children.ru_maxrss))\n"
    )

    assert peak < 200 * 1024
