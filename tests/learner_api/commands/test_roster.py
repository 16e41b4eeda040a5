"""``course roster``: planning, applying and taking back from a terminal."""

from sqlalchemy import select

from course.models import Enrolment, User
from tests import builders


def test_a_list_is_planned_applied_and_taken_back(course, migrated, database, tmp_path):
    with database.writing() as session:
        trainer = builders.a_trainer(session, email="tomas@example.org")
        cohort = builders.a_cohort(session, trainer=trainer, key="officials")
        gone = builders.an_enrolment(session, cohort=cohort).user.email
    file = tmp_path / "officials.csv"
    file.write_text("email,name\nama@example.org,Ama\nnobody,\n")
    asked = ("roster", "plan", str(file), "--cohort", "officials", "--whole")

    planned = course(*asked, "--by", "tomas@example.org")

    assert planned.exit_code == 0, planned.output
    lines = [line.split("\t")[:3] for line in planned.stdout.splitlines()]
    assert lines == [
        ["2", "create", "ama@example.org"],
        ["3", "invalid", "nobody"],
        ["-", "drop", gone],
    ]
    words = planned.stderr.split("course roster apply ")[1].split()
    plan, token = words[0], words[2]

    stale = course("roster", "apply", plan, "--token", "0", "--by", "tomas@example.org")
    done = course(
        *("roster", "apply", plan, "--token", token, "--drop"),
        *("--reason", "Has left.", "--by", "tomas@example.org"),
    )

    assert "Nothing was done" in stale.output
    assert done.stdout == "Done: create 1, drop 1.\n"

    undone = course(
        *("roster", "undo", plan, "--reason", "Wrong", "--by", "tomas@example.org")
    )

    assert undone.stdout == "Taken back: 2. Accounts closed: 1. Letters stopped: 1.\n"
    with database.reading() as session:
        here = session.scalars(
            select(User.email)
            .join(Enrolment, Enrolment.user_id == User.id)
            .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
        )
        assert here.all() == [gone]


def test_what_cannot_be_done_is_said_in_a_line(course, migrated, database, tmp_path):
    with database.writing() as session:
        builders.a_trainer(session, email="tomas@example.org")
        builders.a_cohort(session, key="officials")
    file = tmp_path / "officials.csv"
    file.write_text("ama@example.org")
    asked = ("roster", "plan", str(file), "--cohort", "officials", "--by")

    theirs = course(*asked, "tomas@example.org")
    nobody = course(*asked, "nobody@example.org")

    assert "Error: You lead no such cohort." in theirs.output
    assert "No trainer has the address nobody@example.org." in nobody.output
    assert theirs.exit_code == nobody.exit_code == 1
