"""The pages that the API's problems name as their type."""

from http import HTTPStatus

import pytest
from werkzeug.exceptions import ImATeapot, default_exceptions

from learner_api import problems
from learner_api.explanations import EXPLANATIONS
from learner_api.problems import every_problem, refused
from tests.conftest import SAME_ORIGIN
from tests.html import check_page


@pytest.mark.parametrize("slug", sorted(every_problem()))
def test_every_problem_has_a_page_that_says_what_to_do(page, slug):
    html = page(f"/problems/{slug}")

    assert "What to do" in html


def test_nothing_is_explained_that_does_not_happen():
    assert set(EXPLANATIONS) == set(every_problem())


def test_a_problem_that_never_was_is_not_found(page):
    page("/problems/made-up", 404)


def rendered(app, error):
    """The sentence and the title that an error of the framework is answered with."""
    with app.test_request_context("/"):
        refusal = refused(error)
        return refusal.detail, refusal.problem.title


@pytest.mark.parametrize(
    "error", [each for each in default_exceptions.values() if each.code]
)
def test_no_error_of_the_framework_is_told_in_its_own_words(app, error):
    detail, title = rendered(app, error())

    assert detail
    assert detail != error.description
    assert title != HTTPStatus(error.code).phrase


def test_every_word_of_it_goes_through_translation(app, monkeypatch):
    monkeypatch.setattr(problems, "_", lambda words, **_: f"[{words}]")

    for error in default_exceptions.values():
        detail, _title = rendered(app, error())
        assert detail.startswith("["), error


def test_a_page_that_is_asked_in_the_wrong_way_says_what_to_do(client):
    answer = client.post("/glossary", headers=SAME_ORIGIN)

    assert answer.status_code == 405
    assert "load that page again and use its buttons" in " ".join(answer.text.split())
    assert "GET" in answer.headers["Allow"]
    check_page(answer.text, "/glossary")


def test_a_rare_error_has_a_page_too(app):
    with app.test_request_context("/"):
        found = refused(ImATeapot()).problem

    assert (found.status, found.slug) == (418, "bad-request")
