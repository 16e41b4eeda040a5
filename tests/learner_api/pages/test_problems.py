"""The pages that the API's problems name as their type."""

import pytest

from learner_api.explanations import EXPLANATIONS
from learner_api.problems import every_problem


@pytest.mark.parametrize("slug", sorted(every_problem()))
def test_every_problem_has_a_page_that_says_what_to_do(page, slug):
    html = page(f"/problems/{slug}")

    assert "What to do" in html


def test_nothing_is_explained_that_does_not_happen():
    assert set(EXPLANATIONS) == set(every_problem())


def test_a_problem_that_never_was_is_not_found(page):
    page("/problems/made-up", 404)
