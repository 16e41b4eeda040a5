"""The language of one's letters through the API."""

from uuid import uuid4

from tests import builders
from tests.conftest import SAME_ORIGIN

WHERE = "/api/v1/me/language"


def test_a_language_is_that_of_the_office_until_it_is_chosen(session, sign_in, client):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)
    assert client.get(WHERE).json == {"language": "en", "is_chosen": False}

    body = {"op": str(uuid4()), "language": "fr"}
    statuses = [
        client.post(WHERE, json=body, headers=SAME_ORIGIN).status_code for _ in range(2)
    ]

    assert statuses == [201, 200]
    assert client.get(WHERE).json == {"language": "fr", "is_chosen": True}
    wrong = client.post(
        WHERE, json={"op": str(uuid4()), "language": "xx"}, headers=SAME_ORIGIN
    )
    assert wrong.status_code == 422
    assert wrong.json["type"].endswith("/unknown-language")
    assert "“xx”" in wrong.json["detail"]
