"""The glossary, the library and the search over the wire."""

import pytest

from tests.builders import COURSE, a_learner, a_trainer, an_enrolment

API = "/api/v1"


@pytest.fixture
def learner(session):
    enrolment = an_enrolment(session)
    session.commit()
    return enrolment.user


def test_a_term_comes_with_its_sources_and_lessons(caller, learner):
    answer = caller(learner).get(f"{API}/glossary")

    bureau, measure = answer.json["items"]
    assert bureau["short"] == "BOS"
    assert [source["key"] for source in bureau["sources"]] == ["almanac"]
    assert bureau["see"] == ["measure"]
    assert measure["lessons"] == [
        {
            "course": COURSE,
            "module": "first-module",
            "key": "second-lesson",
            "title": "The second lesson",
        }
    ]
    assert answer.json["next"] is None


def test_the_glossary_is_narrowed_by_words(caller, learner):
    answer = caller(learner).get(f"{API}/glossary?q=bos")

    assert [each["key"] for each in answer.json["items"]] == ["bureau-of-samples"]


def test_a_source_comes_with_the_lessons_that_cite_it(caller, learner):
    notes, almanac = caller(learner).get(f"{API}/sources").json["items"]

    assert [each["key"] for each in notes["lessons"]] == [
        "first-lesson",
        "second-lesson",
        "third-lesson",
    ]
    assert notes["further_reading_of"] == ["first-module"]
    assert almanac["further_reading_of"] == []


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("kind=secondary", ["field-notes"]),
        ("body=Office of Examples", ["almanac"]),
        ("q=numbers", ["almanac"]),
    ],
)
def test_sources_are_narrowed(caller, learner, query, keys):
    answer = caller(learner).get(f"{API}/sources?{query}")

    assert [each["key"] for each in answer.json["items"]] == keys


def test_an_unknown_kind_is_refused(caller, learner):
    assert caller(learner).get(f"{API}/sources?kind=rumour").status_code == 422


def test_a_search_tells_what_was_found_and_where(caller, learner):
    answer = caller(learner).get(f"{API}/search?q=bos").json

    assert answer["total"] == 1
    [found] = answer["items"]
    assert found["kind"] == "term"
    assert found["short"] == "BOS"
    assert found["address"] == "/glossary#bureau-of-samples"
    assert {"text": "BOS", "hit": True} in found["snippet"]


def test_a_search_names_the_course_of_a_lesson(caller, learner):
    [found] = caller(learner).get(f"{API}/search?q=island").json["items"]

    assert (found["course"], found["module"], found["key"]) == (
        COURSE,
        "first-module",
        "first-lesson",
    )
    assert found["heading"] == "A small island"


def test_a_search_is_cut_at_the_limit_and_counts_all(caller, learner):
    answer = caller(learner).get(f"{API}/search?q=measures&limit=1").json

    assert len(answer["items"]) == 1
    assert answer["total"] > 1


def test_lessons_are_found_by_those_on_the_course_and_by_staff_alone(session, caller):
    newcomer, trainer = a_learner(session), a_trainer(session)
    session.commit()

    kinds = [
        {
            each["kind"]
            for each in caller(person).get(f"{API}/search?q=measures").json["items"]
        }
        for person in (newcomer, trainer)
    ]

    assert "lesson" not in kinds[0]
    assert "lesson" in kinds[1]


def test_a_lesson_comes_with_its_terms(caller, learner):
    path = f"{API}/courses/{COURSE}/modules/first-module/lessons/second-lesson"

    answer = caller(learner).get(path).json

    assert [each["name"] for each in answer["terms"]] == ["measure"]
    assert 'href="#word-measure"' in answer["html"]
