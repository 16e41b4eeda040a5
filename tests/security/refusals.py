"""What every refusal of the API must be, whatever was sent."""

from werkzeug.test import TestResponse


def assert_refused_in_words(response: TestResponse, what: object) -> None:
    assert 400 <= response.status_code < 500, (what, response.get_data(as_text=True))
    assert response.mimetype == "application/problem+json", what
    problem = response.get_json(force=True)
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
