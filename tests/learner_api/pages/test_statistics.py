"""The page of figures: what it shows, whom it lets ask what, and its address."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select

from course import accounts
from course.exports.figures import MEASURES
from course.models import CohortTrainer, User
from learner_api import sections
from tests import builders
from tests.html import check_page, parse_page, text_of
from tests.learner_api.pages.people_of_figures import some_people
from tests.statements import statements_of
from tests.tables import rows_of

SVG = "{http://www.w3.org/2000/svg}"
STEPS = "From enrolling to the certificate"


@pytest.fixture
def people(session):
    """Two cohorts and somebody in none: five enrolled, four begun, two completed."""
    return some_people(session)


@pytest.fixture
def administrator(session, sign_in):
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)
    return administrator


def test_the_steps_from_enrolling_to_the_certificate_are_counted(
    people, administrator, page
):
    rows = rows_of(page("/statistics"), STEPS)

    assert rows == {
        "Enrolled": ["5", "100.0 %"],
        "Began": ["4", "80.0 %"],
        "Sat the final assessment": ["0", "0.0 %"],
        "Completed": ["2", "40.0 %"],
        "Certified": ["2", "40.0 %"],
        "Given a certificate of participation": ["0", "0.0 %"],
        "Withdrawn": ["0", "0.0 %"],
    }


def test_ages_stand_in_their_order_whatever_their_number(session, administrator, page):
    for age_band in ("65-and-over", "undisclosed", "25-34", "25-34", "under-25", None):
        learner = builders.a_learner(session, age_band=age_band)
        builders.an_enrolment(session, learner)
    session.commit()

    rows = rows_of(page("/statistics"), "Age")

    assert {age: cells[0] for age, cells in rows.items()} == {
        "Under 25": "1",
        "25 to 34": "2",
        "65 and over": "1",
        "Prefers not to say": "1",
        "Not given": "1",
    }
    assert list(rows)[:3] == ["Under 25", "25 to 34", "65 and over"]
    assert rows_of(page("/statistics?age-band=25-34"), STEPS)["Enrolled"][0] == "2"


def test_cohorts_stand_beside_each_other_the_best_completed_first(
    people, administrator, page
):
    rows = rows_of(page("/statistics"), "Cohorts compared")

    assert rows == {
        "Second cohort": ["1", "1", "0", "1", "100.0 %", "1", "100.0 %", "0", "0"],
        "First cohort": ["3", "3", "0", "1", "33.3 %", "1", "33.3 %", "0", "0"],
        "No cohort": ["1", "0", "0", "0", "0.0 %", "0", "0.0 %", "0", "0"],
    }


@pytest.mark.parametrize(
    ("caption", "names"),
    [
        ("Gender", ["Woman", "Man", "Prefers not to say", "Not given"]),
        ("Affiliation", ["National government"]),
        ("Region", ["Africa", "Americas", "Not given"]),
        ("What happened in each month", ["March 2026"]),
        ("Certified since, by the month of enrolling", ["March 2026"]),
    ],
)
def test_groups_are_named_in_words(people, administrator, page, caption, names):
    assert list(rows_of(page("/statistics"), caption)) == names


def test_an_old_address_still_counts_by_what_it_says(people, administrator, page):
    html = page("/statistics?by=country")

    assert rows_of(html) == {
        "Ghana": ["2", "1", "0", "1", "50.0 %", "1", "50.0 %", "0", "0"],
        "Jamaica": ["2", "2", "0", "0", "0.0 %", "0", "0.0 %", "0", "0"],
        "Not given": ["1", "1", "0", "1", "100.0 %", "1", "100.0 %", "0", "0"],
        "All": ["5", "4", "0", "2", "40.0 %", "2", "40.0 %", "0", "0"],
    }


def test_figures_are_counted_by_two_things_at_once(people, administrator, page):
    html = page("/statistics?by=cohort&by=gender")

    table = next(
        each
        for each in parse_page(html).iter("table")
        if text_of(each.find("caption")) == "Counted by cohort × gender"
    )
    rows = [[text_of(cell) for cell in row[:3]] for row in table.iter("tr")]
    assert ["First cohort", "Woman", "1"] in rows
    assert ["Second cohort", "Woman", "1"] in rows
    assert len(rows) == 1 + 5 + 1


@pytest.mark.parametrize(
    ("asked", "words", "enrolled"),
    [
        ("country=GH", "Country: Ghana", "2"),
        ("gender=female", "Gender: Woman", "2"),
        ("gender=-", "Gender: Not given", "1"),
        ("region=africa", "Region: Africa", "2"),
        ("mode=self-paced", "Way of learning: Self-paced", "1"),
        ("enrolled_until=2026-12-31", "Enrolled on 31 December 2026 or earlier", "5"),
        ("enrolled_since=2026-03-02", "Enrolled on 2 March 2026 or later", "5"),
    ],
)
def test_figures_are_narrowed_by_the_address_and_say_so(
    people, administrator, page, asked, words, enrolled
):
    html = page(f"/statistics?{asked}")

    assert rows_of(html, STEPS)["Enrolled"][0] == enrolled
    assert f"<li>{words}</li>" in html


def test_a_cohort_is_counted_alone(people, administrator, client, page):
    html = page(f"/statistics?cohort={people['first'].uuid}&by=country")

    assert rows_of(html)["All"] == [
        *("3", "3", "0", "1", "33.3 %", "1", "33.3 %", "0", "0")
    ]
    assert "<li>Cohort: First cohort</li>" in html
    file = f"/statistics/completions.csv?by=cohort&cohort={people['first'].uuid}"
    assert [row["cohort"] for row in read_csv(client.get(file))] == ["first"]


def test_a_long_way_to_nobody_is_told_from_nobody_at_all(administrator, people, page):
    assert "Nobody is left under these filters" in page("/statistics?country=NA")
    assert "Nobody was enrolled on" in page("/statistics?as_of=2026-03-01T00:00")


def test_figures_of_an_earlier_moment_are_those_known_then(
    people, administrator, session, page
):
    person = session.scalars(select(User).where(User.name == "Person 0")).one()
    later = builders.NOW + timedelta(days=1)
    accounts.change_profile(
        session, person, {"country": "TN"}, now=later, by=administrator
    )
    session.commit()

    then = page("/statistics?by=country&as_of=2026-03-02T13:00")

    assert list(rows_of(then)) == ["Ghana", "Jamaica", "Not given", "All"]
    assert "as it was known on 2 March 2026, 13:00 UTC." in then
    assert 'value="2026-03-02T13:00"' in then
    assert "Tunisia" in rows_of(page("/statistics?by=country"))


def test_the_page_gives_an_address_that_shows_the_same_for_ever(
    people, administrator, page
):
    html = page("/statistics?gender=female&by=country&detail=exact&enrolled_since=")

    (shared,) = (
        link.get("href")
        for link in parse_page(html).iter("a")
        if text_of(link) == "Link to exactly these figures"
    )
    asked = parse_qs(urlsplit(shared).query)
    assert asked.pop("as_of")[0].endswith("Z")
    assert asked == {"course": ["miniature"], "gender": ["female"], "by": ["country"]}
    again = page(shared)
    assert shared.replace("&", "&amp;") in again
    assert rows_of(again) == rows_of(html)


@pytest.mark.parametrize("suffix", ["CSV", "XLSX", "JSON"])
def test_every_table_has_its_file_and_it_can_be_opened(
    people, administrator, client, page, suffix
):
    html = page("/statistics?gender=female&by=country")
    links = [
        link.get("href")
        for link in parse_page(html).iter("a")
        if text_of(link).startswith(f"{suffix} :")
    ]
    tables = [text_of(each) for each in parse_page(html).iter("caption")]

    assert len(links) == len(tables) > 8
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.data


@pytest.mark.parametrize("by", ["cohort", "country", "gender", "affiliation"])
def test_file_and_screen_agree(app_on_both, people, administrator, client, page, by):
    html = page(f"/statistics?by={by}")
    shown = rows_of(html)
    first = next(
        link.get("href")
        for link in parse_page(html).iter("a")
        if text_of(link).startswith("CSV :")
    )

    rows = read_csv(client.get(first))

    names = [each.name for each in MEASURES]
    places = [0, 8, 1, 2, 3, 5, 7]
    assert sorted([row[name] for name in names] for row in rows if row[by]) == sorted(
        [row[place] for place in places]
        for name, row in shown.items()
        if name not in ("All", "Not given", "No cohort")
    )


def test_every_table_leads_to_a_file_to_keep(people, administrator, page):
    html = page("/statistics?gender=female&by=country&by=gender")
    keeping = [
        parse_qs(urlsplit(link.get("href")).query)
        for link in parse_page(html).iter("a")
        if text_of(link).startswith("A file to keep")
    ]

    captions = [text_of(each) for each in parse_page(html).iter("caption")]
    assert len(keeping) == len(captions)
    told = dict(zip(captions, keeping, strict=True))
    narrowed = {"course": ["miniature"], "gender": ["female"]}
    assert told["Counted by country × gender"] == {
        **narrowed,
        "by": ["country", "gender"],
    }
    assert told[STEPS] == narrowed
    assert told["What happened in each month"] == {**narrowed, "measures": ["months"]}
    assert told["Gender"] == {**narrowed, "by": ["gender"]}
    for asked in keeping:
        page(f"/statistics/exports/new?{urlencode(asked, doseq=True)}")


@pytest.mark.parametrize("measures", ["lessons", "counts,gain", "nothing"])
def test_a_page_passes_over_what_is_measured_elsewhere(
    people, administrator, page, measures
):
    html = page(f"/statistics?by=country&measures={measures}")

    assert rows_of(html)["All"][0] == "5"
    assert "measures=lessons" not in html


def test_whoever_wants_names_is_asked_what_for(people, administrator, client):
    asked = "course=miniature&as_of=2026-03-02T13:00:00Z"

    answer = client.get(f"/statistics/completions.csv?{asked}")

    assert answer.status_code == 302
    assert answer.location.startswith("/statistics/exports/new?course=miniature&")
    assert "as_of=2026-03-02T13%3A00" in answer.location
    assert client.get(answer.location).status_code == 200


def test_an_old_file_carries_its_question_in_its_name(people, administrator, client):
    asked = "course=miniature&as_of=2026-03-02T13:00:00Z"

    counts = client.get(f"/statistics/completions.csv?{asked}&by=country")

    assert counts.headers["Content-Disposition"] == (
        "attachment; "
        "filename=completions-miniature-by-country-as-of-2026-03-02T130000Z.csv"
    )
    assert counts.mimetype == "text/csv"
    assert counts.data.startswith(b"\xef\xbb\xbfcountry,enrolled")


@pytest.mark.parametrize("file", ["completions.csv?by=country", "tables/figures.csv"])
def test_a_download_leaves_no_connection_open(people, administrator, client, app, file):
    pool = app.extensions["course.database"].engine.pool

    response = client.get(f"/statistics/{file}", buffered=True)
    response.close()

    assert response.status_code == 200
    assert pool.checkedout() == 0


def test_a_trainer_counts_the_cohorts_they_lead_and_no_other(
    people, session, client, sign_in, page
):
    trainer = builders.a_trainer(session)
    session.add(CohortTrainer(cohort_id=people["second"].id, user_id=trainer.id))
    session.commit()
    sign_in(trainer)

    html = page("/statistics")
    counted = read_csv(client.get("/statistics/completions.csv?by=cohort"))

    assert rows_of(html, STEPS)["Enrolled"][0] == "1"
    assert list(rows_of(html, "Cohorts compared")) == ["Second cohort"]
    assert "Of the cohorts that you lead." in html
    assert "First cohort" not in html
    assert [row["cohort"] for row in counted] == ["second"]
    page(f"/statistics?cohort={people['first'].uuid}", 404)
    for file in ("completions", "tables/figures"):
        foreign = client.get(f"/statistics/{file}.csv?cohort={people['first'].uuid}")
        assert foreign.status_code == 404


def test_a_trainer_without_cohorts_sees_nobody(people, session, sign_in, page):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    assert "Nobody was enrolled on" in page("/statistics")


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("as_of", "as_of=yesterday"),
        ("as_of", "as_of=2199-01-01T00:00"),
        ("as_of", "as_of=0001-01-01T00:00%2B23:00"),
        ("enrolled_until", "enrolled_since=2026-03-02&enrolled_until=2026-03-01"),
        ("enrolled_since", "enrolled_since=2026-03-03&as_of=2026-03-02T12:00"),
        ("enrolled_since", "enrolled_since=spring"),
        ("by", "by=age"),
        ("by", "by=gender&by=gender"),
        ("by", "by=gender&by=country&by=mode"),
        ("gender", "gender=purple"),
        ("country", "country=Kenya"),
        ("month", "month=March"),
        ("edition", "edition=0"),
        ("subregion", "subregion=atlantis"),
        ("language", "language=xx"),
        ("detail", "detail=rough"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(
    people, administrator, client, field, asked
):
    response = client.get(f"/statistics?{asked}")

    assert response.status_code == 422
    check_page(response.text, "/statistics")
    assert f'href="#{field}"' in response.text
    assert f'id="{field}-error"' in response.text
    assert client.get(f"/statistics/tables/figures.csv?{asked}").status_code == 422


def test_what_is_not_there_is_not_found(administrator, client):
    addresses = (
        "/statistics?course=no-such-course",
        "/statistics?cohort=00000000-0000-4000-8000-000000000000",
        "/statistics?cohort=not-a-uuid",
        "/statistics?colour=green",
        "/statistics/completions.exe",
        "/statistics/completions.csv?colour=green",
        "/statistics/tables/figures.exe",
        "/statistics/tables/pictures.csv",
        "/statistics/tables/figures.csv?course=no-such-course",
    )

    assert [client.get(one).status_code for one in addresses] == [404] * 9


def test_a_learner_gets_neither_page_nor_file(session, client, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    for address in ("", "/completions.csv", "/tables/figures.csv"):
        assert client.get(f"/statistics{address}").status_code == 403


def test_the_page_asks_as_many_statements_however_many_learn(
    people, administrator, session, app, page
):
    engine = app.extensions["course.database"].engine
    with statements_of(engine) as few:
        page("/statistics")
    for number in range(8):
        cohort = builders.a_cohort(session, key=f"more-{number}")
        builders.a_completed_enrolment(session, cohort=cohort)
    session.commit()

    with statements_of(engine) as many:
        page("/statistics")

    # Who asks, cohorts, editions, cohorts' keys, editions' languages, and the figures
    # by one reading each: of persons, of enrolments and of months.
    assert len(many) == len(few) <= 10, "\n\n".join(many)


def test_the_page_offers_what_leads_on(people, administrator, page):
    html = page("/statistics")
    links = {link.get("href").partition("?")[0] for link in parse_page(html).iter("a")}

    assert links >= {
        "/statistics/lessons",
        "/courses/miniature/evaluation",
        "/quizzes/first-quiz/statistics",
        "/statistics/exports/new",
    }


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?by=gender&by=mode&enrolled_since=2026-01-01",
        "?detail=protected",
        "?country=NA",
        "/lessons",
        "/lessons?detail=protected",
    ],
)
def test_every_view_is_well_formed(people, administrator, page, asked):
    check_page(page(f"/statistics{asked}"), f"/statistics{asked}")


def test_plots_say_in_words_what_they_show(people, administrator, page):
    root = parse_page(page("/statistics"))
    told = {
        text_of(plot.find(f"{SVG}title")): text_of(plot.find(f"{SVG}desc"))
        for plot in root.iter(f"{SVG}svg")
        if plot.get("class") == "plot"
    }

    assert told["Gender"] == (
        "Woman: 2 enrolled, 2 completed; Man: 1 enrolled, 0 completed; Prefers not to "
        "say: 1 enrolled, 0 completed; Not given: 1 enrolled, 0 completed."
    )
    assert "Enrolled: at most 5, March 2026." in told["Month by month"]
    assert "Second cohort: 100.0 %" in told["Cohorts compared"]


def _headings(html):
    return {text_of(each).casefold() for each in parse_page(html).iter("h2")}


def test_small_numbers_are_not_published(people, administrator, page):
    html = page("/statistics?detail=protected")

    assert rows_of(html, STEPS)["Enrolled"] == ["5", "100.0 %"]
    assert rows_of(html, STEPS)["Completed"] == ["–", "–"]
    assert "What happened in each month is not published" in html
    assert "month by month" not in _headings(html)
    assert "whole steps of 5 people" in html
    few = page("/statistics?detail=protected&gender=male")
    assert "There are too few people for numbers that can be published." in few


def read_csv(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_a_page_shows_the_beginning_of_a_very_long_table(
    people, administrator, page, monkeypatch
):
    monkeypatch.setattr(sections, "LONGEST_OPEN", 0)
    monkeypatch.setattr(sections, "LONGEST_TOLD", 1)

    html = page("/statistics")

    assert "The table: the first 1 of 2 rows; the files have all" in html
    assert list(rows_of(html, "Cohorts compared")) == ["Second cohort"]


def test_the_beginning_of_a_long_table_still_ends_with_the_total(
    people, administrator, page, monkeypatch
):
    monkeypatch.setattr(sections, "LONGEST_TOLD", 1)

    told = rows_of(page("/statistics?by=country"))

    assert list(told) == ["Ghana", "All"]
    assert told["All"][0] == "5"
