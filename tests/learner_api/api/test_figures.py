"""Figures by one question: what the API answers, and what it refuses to be asked."""

import csv
import io
import json
from uuid import uuid4

import pytest

from course.models import CohortTrainer
from tests.builders import COURSE, a_cohort, a_trainer, an_administrator
from tests.learner_api.pages.people_of_figures import some_people

FIGURES = f"/api/v1/courses/{COURSE}/figures"
AS_OF = "2026-03-03T00:00:00Z"


@pytest.fixture
def people(session):
    return some_people(session)


@pytest.fixture
def administrator(session, caller):
    administrator = an_administrator(session)
    session.commit()
    return caller(administrator)


def ask(client, **asked):
    answer = client.get(FIGURES, query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_people_are_counted_in_all(people, administrator):
    answer = ask(administrator, as_of=AS_OF)

    assert answer["groups"] == []
    assert answer["total"] == {
        "enrolled": 5,
        "withdrawn": 0,
        "started": 4,
        "assessed": 0,
        "completed": 2,
        "certified": 2,
        "participated": 0,
        "completion_rate": {"numerator": 2, "denominator": 5, "per_cent": 40.0},
        "certification_rate": {"numerator": 2, "denominator": 5, "per_cent": 40.0},
    }


def test_groups_are_named_by_their_keys_and_unknown_ones_are_null(
    people, administrator
):
    groups = ask(administrator, by="country")["groups"]

    assert [(each["keys"], each["counts"]["enrolled"]) for each in groups] == [
        ({"country": "GH"}, 2),
        ({"country": "JM"}, 2),
        ({"country": None}, 1),
    ]


@pytest.mark.parametrize("by", ["region,gender", ["region", "gender"]])
def test_two_breakdowns_are_given_by_a_comma_or_by_two_members(
    people, administrator, by
):
    groups = ask(administrator, by=by)["groups"]

    assert {"region": "africa", "gender": "female"} in [one["keys"] for one in groups]
    assert sum(each["counts"]["enrolled"] for each in groups) == 5


@pytest.mark.parametrize(
    ("name", "value", "enrolled"),
    [
        ("country", "GH", 2),
        ("country", "-", 1),
        ("gender", "female", 2),
        ("region", "americas", 2),
        ("country-group", "sids", 2),
        ("development", "developing", 4),
        ("mode", "self-paced", 1),
        ("affiliation", "government", 5),
        ("month", "2026-03", 5),
        ("language", "en", 5),
        ("organisation", "nobody works there", 0),
        ("enrolled_since", "2026-03-02", 5),
        ("enrolled_until", "2026-03-01", 0),
    ],
)
def test_a_filter_is_given_by_its_name(people, administrator, name, value, enrolled):
    assert ask(administrator, **{name: value})["total"]["enrolled"] == enrolled


def test_the_question_comes_back_as_it_was_understood(people, administrator):
    cohort = str(people["first"].uuid)

    answer = ask(administrator, as_of=AS_OF, cohort=cohort, gender="male", by="mode")

    assert answer["query"] == {
        "course": COURSE,
        "as_of": "2026-03-03T00:00:00+00:00",
        "cohort": cohort,
        "where": {"gender": "male"},
        "by": ["mode"],
        "detail": "exact",
    }
    assert answer["as_of"] == AS_OF
    again = ask(administrator, as_of=AS_OF, by="mode", gender="male", cohort=cohort)
    assert len(answer["digest"]) == 64
    assert again == answer


def test_months_are_told_on_request(people, administrator):
    assert "months" not in ask(administrator)

    assert ask(administrator, measures="counts,months")["months"] == [
        {
            "month": "2026-03",
            "enrolled": 5,
            "started": 4,
            "completed": 2,
            "certified": 2,
        }
    ]


def test_figures_of_an_earlier_moment_are_what_they_were(people, administrator):
    before = ask(administrator, as_of="2026-03-02T11:00:00Z")

    assert before["total"]["enrolled"] == 0
    assert before["total"]["completion_rate"] is None


def test_figures_asked_again_are_not_modified(people, administrator):
    first = administrator.get(FIGURES)

    again = administrator.get(FIGURES, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_a_trainer_counts_the_cohorts_they_lead(session, people, caller):
    trainer = a_trainer(session)
    a_cohort(session, trainer=trainer, key="empty")
    session.add(CohortTrainer(cohort_id=people["first"].id, user_id=trainer.id))
    session.commit()
    client = caller(trainer)

    answer = ask(client, by="cohort")

    assert [one["keys"] for one in answer["groups"]] == [{"cohort": "first"}]
    assert answer["total"]["enrolled"] == 3


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"by": "age"}, "/query/by/0"),
        ({"by": "gender,country,mode"}, "/query/by"),
        ({"cohort": "first"}, "/query/cohort"),
        ({"edition": "0"}, "/query/edition"),
        ({"as_of": "2199-01-01T00:00:00Z"}, "/query/as_of"),
        ({"as_of": "2026-03-03T00:00:00"}, "/query/as_of"),
        ({"gender": "purple"}, "/query/gender"),
        ({"country": "Ghana"}, "/query/country"),
        ({"month": "2026-13"}, "/query/month"),
        ({"mode": "-"}, "/query/mode"),
        ({"country-group": "g77"}, "/query/country-group"),
        ({"enrolled_since": "yesterday"}, "/query/enrolled_since"),
        ({"detail": "rough"}, "/query/detail"),
        ({"measures": "age"}, "/query/measures/0"),
        ({"colour": "green"}, "/query/colour"),
    ],
)
def test_a_faulty_question_says_where(people, administrator, asked, pointer):
    refused = administrator.get(FIGURES, query_string=asked)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"country": "ZZ"}, "country"),
        ({"region": "atlantis"}, "region"),
        ({"language": "xx"}, "language"),
        ({"edition": "0" * 64}, "edition"),
        ({"by": "gender,gender"}, "by"),
        (
            {"enrolled_since": "2026-03-02", "enrolled_until": "2026-03-01"},
            "enrolled_until",
        ),
        ({"enrolled_since": "2026-03-04", "as_of": AS_OF}, "enrolled_since"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_a_filter_that_nobody_could_pass_is_refused_by_name(
    people, administrator, asked, field, suffix
):
    refused = administrator.get(f"{FIGURES}{suffix}", query_string=asked)

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/impossible-filter"
    assert refused.json["field"] == field


@pytest.mark.parametrize("path", [FIGURES, f"{FIGURES}.csv"])
def test_a_foreign_cohort_and_an_unknown_course_are_not_there(
    session, caller, people, path
):
    trainer = a_trainer(session)
    session.commit()
    client = caller(trainer)

    answers = [
        client.get(path, query_string={"cohort": str(people["first"].uuid)}),
        client.get(path, query_string={"cohort": str(uuid4())}),
        client.get(path.replace(COURSE, "no-course")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_file_holds_the_same_numbers(people, administrator):
    asked = {"as_of": AS_OF, "by": "gender"}

    answer = ask(administrator, **asked)
    file = administrator.get(f"{FIGURES}.csv", query_string=asked)
    data = administrator.get(f"{FIGURES}.json", query_string=asked)

    assert file.headers["Content-Disposition"] == (
        "attachment; filename=figures-miniature-by-gender-as-of-2026-03-03T000000Z.csv"
    )
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [(row["gender"] or None, int(row["enrolled"])) for row in rows] == [
        (one["keys"]["gender"], one["counts"]["enrolled"]) for one in answer["groups"]
    ]
    assert [row["completed"] for row in json.loads(data.data)["rows"]] == [
        one["counts"]["completed"] for one in answer["groups"]
    ]


def test_a_format_that_there_is_not_is_not_found(people, administrator):
    assert administrator.get(f"{FIGURES}.docx").status_code == 404


def test_figures_take_a_fixed_number_of_statements(people, administrator, counting):
    by_group = {"by": "region,cohort", "gender": "female"}
    by_month = {"gender": "female", "measures": "months"}
    for asked in (by_group, by_month):
        ask(administrator, **asked)

        with counting() as sent:
            ask(administrator, **asked)

        # Who asks, the cohorts' keys, the groups with their total, and the months; and
        # for each of the two what has changed or come since.
        assert len(sent) <= 6, "\n".join(sent)


@pytest.mark.parametrize("measure", ["months", "days", "lessons", "modules", "gain"])
def test_counts_alone_are_told_by_groups(people, administrator, measure):
    refused = administrator.get(f"{FIGURES}?by=country&measures={measure}")

    assert (refused.status_code, refused.json["type"]) == (
        422,
        "/problems/impossible-filter",
    )
    assert refused.json["field"] == "by"


@pytest.mark.parametrize("measure", ["months", "days", "lessons", "modules", "gain"])
def test_every_measure_is_answered_and_is_a_file(people, administrator, measure):
    asked = {"as_of": AS_OF, "measures": measure}

    answer = ask(administrator, **asked)
    file = administrator.get(f"{FIGURES}.json", query_string=asked).json

    assert answer["query"]["measures"] == file["measures"] == [measure]
    told = answer["lessons" if measure == "modules" else measure]
    rows = file["rows"]
    if measure in ("lessons", "modules"):
        told = told[measure]
    assert rows == (told if isinstance(told, list) else [told] if told else [])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"measures": "months"}, "measures"),
        ({"measures": "counts,lessons", "country": "GH"}, "country"),
        ({"measures": "days", "edition": "f" * 64}, "edition"),
    ],
)
@pytest.mark.parametrize("address", [FIGURES, f"{FIGURES}.csv"])
def test_what_is_not_published_is_refused(people, administrator, address, asked, field):
    question = {"detail": "protected", **asked}

    refused = administrator.get(address, query_string=question)

    assert (refused.status_code, refused.json["type"], refused.json["field"]) == (
        422,
        "/problems/impossible-filter",
        field,
    )


def test_lessons_of_everybody_are_published(people, administrator):
    answer = ask(administrator, measures="lessons", detail="protected")

    assert {each["opened"] for each in answer["lessons"]["lessons"]} == {None}
    assert answer["query"]["detail"] == "protected"


def test_a_file_holds_one_measure(people, administrator):
    refused = administrator.get(f"{FIGURES}.csv?measures=counts,months")

    assert (refused.status_code, refused.json["field"]) == (422, "measures")
