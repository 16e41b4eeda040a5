"""Cohorts on their pages: who sees them, how they are made, where learners stand."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import event, func, select

from course import cohorts as verbs
from course import enrolments
from course.models import Cohort, CohortTrainer, EnrolmentEvent
from learner_api.pages.cohorts import suggested_key
from learner_api.standings import standing_row
from tests import builders
from tests.html import check_page
from tests.tables import rows_of

NEW = {
    "course": builders.COURSE,
    "title": "Planning officers, spring 2027",
    "mode": "moderated",
    "opens_on": "2027-01-11",
    "closes_on": "2027-03-26",
}


def a_form(**changes):
    return {"op": str(uuid4()), **NEW, **changes}


def test_a_trainer_without_a_cohort_is_told_how_to_make_one(session, sign_in, page):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    html = page("/cohorts")

    assert "You have no cohort yet" in html
    assert 'href="/cohorts/new"' in html


def test_the_list_counts_learners_and_those_who_completed(session, sign_in, page):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer, title="Ministries, 2026")
    builders.an_enrolment(session, cohort=cohort)
    builders.a_completed_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(trainer)

    html = page("/cohorts")

    assert "Ministries, 2026</a>" in html
    assert "1 March 2026 – 30 June 2026" in html
    assert rows_of(html)["Ministries, 2026"][1:] == ["Moderated", "2", "1"]


def test_a_long_list_comes_in_parts(session, sign_in, page, monkeypatch):
    monkeypatch.setattr("learner_api.pages.cohorts.COHORTS_SHOWN", 2)
    trainer = builders.a_trainer(session)
    made = [
        builders.a_cohort(session, trainer=trainer, title=f"Group {letter}")
        for letter in "ABC"
    ]
    session.commit()
    sign_in(trainer)

    first = page("/cohorts")
    second = page(f"/cohorts?after={made[1].uuid}")

    assert ("Group C" in first, "Group B" in first, "Group A" in first) == (
        True,
        True,
        False,
    )
    assert f'href="/cohorts?after={made[1].uuid}"' in first
    assert ("Group B" in second, "Group A" in second) == (False, True)


def test_a_trainer_makes_a_cohort_and_leads_it(
    app_on_both, session, client, sign_in, page
):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)
    assert "First day" in page("/cohorts/new")

    response = client.post("/cohorts/new", data=a_form())

    assert response.status_code == 303
    cohort = session.scalars(select(Cohort)).one()
    assert response.location == f"/cohorts/{cohort.uuid}"
    assert cohort.key == "planning-officers-spring-2027"
    assert (cohort.mode, cohort.opens_on.isoformat()) == ("moderated", "2027-01-11")
    assert [each.id for each in cohort.trainers] == [trainer.id]
    assert "No learner is in this cohort yet" in page(response.location)


def test_a_double_click_makes_one_cohort(session, client, sign_in):
    sign_in_as_trainer(session, sign_in)
    form = a_form()

    first = client.post("/cohorts/new", data=form)
    second = client.post("/cohorts/new", data=form)

    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Cohort)) == 1


def test_an_empty_form_names_every_field_that_is_missing(session, client, sign_in):
    sign_in_as_trainer(session, sign_in)

    response = client.post("/cohorts/new", data={"op": str(uuid4())})

    assert response.status_code == 422
    check_page(response.text, "/cohorts/new")
    for name in ("title", "course", "mode", "opens_on", "closes_on"):
        assert f'href="#{name}"' in response.text


def test_days_in_the_wrong_order_are_refused_and_nothing_typed_is_lost(
    session, client, sign_in
):
    sign_in_as_trainer(session, sign_in)

    response = client.post("/cohorts/new", data=a_form(closes_on="2026-12-01"))

    assert response.status_code == 422
    check_page(response.text, "/cohorts/new")
    assert "The last day comes before the first." in response.text
    assert 'value="Planning officers, spring 2027"' in response.text
    assert 'value="2026-12-01"' in response.text
    assert session.scalars(select(Cohort)).all() == []


def test_a_key_that_is_taken_is_shown_to_be_changed(session, client, sign_in):
    builders.a_cohort(session, key="planning-officers-spring-2027")
    sign_in_as_trainer(session, sign_in)

    response = client.post("/cohorts/new", data=a_form())

    assert response.status_code == 422
    check_page(response.text, "/cohorts/new")
    assert "Another cohort is already called" in response.text
    assert 'value="planning-officers-spring-2027"' in response.text


def test_a_title_without_plain_letters_asks_for_a_key(session, client, sign_in):
    sign_in_as_trainer(session, sign_in)

    refused = client.post("/cohorts/new", data=a_form(title="规划官员"))
    made = client.post("/cohorts/new", data=a_form(title="规划官员", key="guihua"))

    assert refused.status_code == 422
    assert "Write a key" in refused.text
    assert made.status_code == 303


def test_what_no_form_of_ours_could_send_is_refused(session, client, sign_in):
    sign_in_as_trainer(session, sign_in)

    answers = [
        client.post("/cohorts/new", data=a_form(course="no-such-course")),
        client.post("/cohorts/new", data=a_form(edition="0" * 64)),
        client.post("/cohorts/new", data=a_form(mode="by post")),
        client.post("/cohorts/new", data=a_form(key="Not A Key")),
        client.post("/cohorts/new", data=a_form(op="not a uuid")),
        client.post("/cohorts/new", data=a_form(colour="green")),
    ]

    assert [answer.status_code for answer in answers] == [422] * 6
    for answer in answers:
        check_page(answer.text, "/cohorts/new")
    assert session.scalars(select(Cohort)).all() == []


def test_control_characters_in_a_title_are_refused(session, client, sign_in):
    sign_in_as_trainer(session, sign_in)

    response = client.post("/cohorts/new", data=a_form(title="a\0b"))

    assert response.status_code == 422
    assert 'href="#title"' in response.text


def test_an_edition_on_record_can_be_chosen(session, client, sign_in, page):
    edition = builders.an_edition(session)
    older = type(edition)(
        kind="course",
        key=edition.key,
        digest="a" * 64,
        content=edition.content,
        recorded_at=builders.NOW,
    )
    session.add(older)
    sign_in_as_trainer(session, sign_in)

    form = page("/cohorts/new")
    client.post("/cohorts/new", data=a_form(edition="a" * 64))

    assert "As the course stands today" in form
    assert "(aaaaaaaa)" in form
    assert edition.digest[:8] not in form
    assert session.scalars(select(Cohort)).one().edition_id == older.id


def test_keys_are_made_of_plain_letters_and_digits():
    titles = {
        "Équipe du Plan, 2027": "equipe-du-plan-2027",
        "  --  ": "",
        "a" * 59 + " b": "a" * 59,
    }

    assert {title: suggested_key(title) for title in titles} == titles


def test_each_learner_is_shown_with_what_is_left_and_what_blocks_them(
    app_on_both, session, sign_in, page
):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    person = builders.a_learner(session, name="Done Diallo")
    builders.a_completed_enrolment(session, person, cohort=cohort)
    stuck = builders.an_enrolment(
        session, builders.a_learner(session, name="Stuck Santos"), cohort=cohort
    )
    for _ in range(3):
        builders.a_submitted_attempt(session, stuck, "first-quiz", answers={})
    builders.a_submitted_attempt(session, stuck, "second-quiz", answers={})
    invited = builders.a_learner(session, name="Invited Ito", password_hash=None)
    builders.an_enrolment(session, invited, cohort=cohort)
    left = builders.an_enrolment(
        session, builders.a_learner(session, name="Left Lungu"), cohort=cohort
    )
    enrolments.withdraw(session, left, reason="New post", now=builders.NOW, by=trainer)
    session.commit()
    sign_in(trainer)

    rows = rows_of(page(f"/cohorts/{cohort.uuid}"))

    assert list(rows) == ["Done Diallo", "Invited Ito", "Left Lungu", "Stuck Santos"]
    assert rows["Done Diallo"][:3] == ["Completed", "100 % 5 of 5", "Nothing"]
    assert rows["Invited Ito"][0] == "Not signed in yet"
    assert rows["Invited Ito"][3] == "Invited on 2 March 2026"
    assert rows["Left Lungu"][2:4] == ["", ""]
    assert rows["Stuck Santos"][2] == "3 lessons, 2 quizzes"
    assert "no attempts left" in rows["Stuck Santos"][3]
    assert "not passed yet" in rows["Stuck Santos"][3]
    assert "Silent since 2 March 2026" in rows["Stuck Santos"][3]


def test_two_quizzes_are_named_and_the_others_that_block_are_counted(session):
    enrolment = builders.an_enrolment(session)
    enrolment.last_active_at = builders.NOW
    standing = verbs.LearnerStanding(enrolment, failed_quizzes=("a", "b", "c", "d"))

    row = standing_row(standing, {}, now=builders.NOW)

    assert row.blocks == (
        "Quiz “a” not passed yet",
        "Quiz “b” not passed yet",
        "and 2 more quizzes",
    )


def test_somebody_active_last_week_is_not_called_silent(session, sign_in, page):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    recently = datetime.now(UTC) - timedelta(days=7)
    builders.a_finished_lesson(session, enrolment, now=recently)
    session.commit()
    sign_in(trainer)

    html = page(f"/cohorts/{cohort.uuid}")

    assert "Silent" not in html
    assert "20 %" in html


def test_learners_can_be_put_in_order_and_narrowed_by_links(session, sign_in, page):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    for name, lessons in (("Ada", 1), ("Ben", 2), ("Cho", 0)):
        person = builders.a_learner(session, name=name)
        enrolment = builders.an_enrolment(session, person, cohort=cohort)
        for place in builders.LESSONS[:lessons]:
            moment = builders.NOW + timedelta(hours=lessons)
            builders.a_finished_lesson(session, enrolment, *place, now=moment)
    session.commit()
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}"

    assert list(rows_of(page(here))) == ["Ada", "Ben", "Cho"]
    assert list(rows_of(page(f"{here}?sort=progress"))) == ["Ben", "Ada", "Cho"]
    assert list(rows_of(page(f"{here}?sort=activity"))) == ["Cho", "Ada", "Ben"]
    assert list(rows_of(page(f"{here}?state=not-started"))) == ["Cho"]
    assert "Nobody is in this state" in page(f"{here}?state=completed")
    assert "Under way (2)" in page(here)
    page(f"{here}?sort=height", 404)
    page(f"{here}?part=first", 404)


def test_a_large_cohort_comes_in_parts(session, sign_in, page, monkeypatch):
    monkeypatch.setattr("learner_api.pages.cohorts.LEARNERS_SHOWN", 2)
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    for name in ("Ada", "Ben", "Cho"):
        person = builders.a_learner(session, name=name)
        builders.an_enrolment(session, person, cohort=cohort)
    session.commit()
    sign_in(trainer)

    first = page(f"/cohorts/{cohort.uuid}")
    second = page(f"/cohorts/{cohort.uuid}?part=2")

    assert list(rows_of(first)) == ["Ada", "Ben"]
    assert "Learners 1 to 2 of 3" in first
    assert list(rows_of(second)) == ["Cho"]


def test_somebody_elses_cohort_is_not_there(session, client, sign_in, page):
    foreign = builders.a_cohort(session)
    theirs = builders.an_enrolment(session, cohort=foreign)
    sign_in_as_trainer(session, sign_in)
    here = f"/cohorts/{foreign.uuid}"

    page(here, 404)
    page(f"{here}/learners", 404)
    page(f"{here}/learners/{theirs.uuid}", 404)
    page(f"{here}/lists/{uuid4()}", 404)
    page(f"/cohorts?after={foreign.uuid}", 404)
    answers = [
        client.post(f"{here}/learners", data={"list": "ama@example.org"}),
        client.post(f"{here}/learners/{theirs.uuid}/withdrawal", data={"reason": "x"}),
        client.post(f"{here}/learners/{theirs.uuid}/restoration"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    kinds = session.scalars(select(EnrolmentEvent.kind)).all()
    assert kinds == ["enrolled"]


def test_a_learner_is_not_let_in(session, client, sign_in):
    cohort = builders.a_cohort(session)
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    sign_in(learner)

    answers = [
        client.get("/cohorts"),
        client.get("/cohorts/new"),
        client.post("/cohorts/new", data=a_form()),
        client.get(f"/cohorts/{cohort.uuid}"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


def test_an_administrator_names_trainers_and_takes_them_off(
    session, client, sign_in, page
):
    cohort = builders.a_cohort(session)
    trainer = builders.a_trainer(session, email="new@example.org", name="New Trainer")
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)
    here = f"/cohorts/{cohort.uuid}"

    added = client.post(f"{here}/trainers", data={"email": " New@Example.org "})
    again = client.post(f"{here}/trainers", data={"email": "new@example.org"})
    shown = page(here)
    removed = client.post(f"{here}/trainers/{trainer.uuid}/removal")
    removed_again = client.post(f"{here}/trainers/{trainer.uuid}/removal")

    answers = (added, again, removed, removed_again)
    assert [answer.status_code for answer in answers] == [303] * 4
    assert "New Trainer" in shown
    led = session.scalars(select(CohortTrainer.user_id)).all()
    assert led == [cohort.created_by]


def test_only_somebody_with_the_role_can_lead(session, client, sign_in):
    cohort = builders.a_cohort(session)
    builders.a_learner(session, email="learner@example.org")
    closed = builders.a_trainer(session, email="closed@example.org")
    closed.closed_at = builders.NOW
    session.commit()
    sign_in(an_administrator_kept(session))
    here = f"/cohorts/{cohort.uuid}/trainers"

    for email in ("learner@example.org", "closed@example.org", "no@example.org", ""):
        response = client.post(here, data={"email": email})

        assert response.status_code == 422
        check_page(response.text, here)
        assert 'href="#email"' in response.text


def test_a_trainer_names_no_other_trainer(session, client, sign_in, page):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    sign_in(trainer)

    response = client.post(
        f"/cohorts/{cohort.uuid}/trainers", data={"email": trainer.email}
    )

    assert response.status_code == 403
    assert "Add the trainer" not in page(f"/cohorts/{cohort.uuid}")


def test_the_page_asks_as_many_statements_whatever_the_size(
    session, client, sign_in, engine, app
):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    builders.an_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}"
    client.get(here)

    few = statements_of(app, lambda: client.get(here))
    for _ in range(5):
        enrolment = builders.an_enrolment(session, cohort=cohort)
        builders.a_submitted_attempt(session, enrolment, answers={})
    session.commit()
    many = statements_of(app, lambda: client.get(here))

    assert few == many
    assert len(verbs.cohort_progress(session, cohort)) == 6


def sign_in_as_trainer(session, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)
    return trainer


def an_administrator_kept(session):
    administrator = builders.an_administrator(session)
    session.commit()
    return administrator


def statements_of(app, act):
    """How many SQL statements the application sends while it acts."""
    engine = app.extensions["course.database"].engine
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
