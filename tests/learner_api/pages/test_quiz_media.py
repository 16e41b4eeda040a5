"""The pictures of quizzes: to whoever has signed in, and nothing but pictures."""

import hashlib
from dataclasses import replace

import pytest

from tests.quizzes.exchange.packing import PNG

PICTURE = "/quizzes/media/first-quiz/sky.png"


def test_a_picture_is_shown_to_whoever_has_signed_in(client, learner):
    answer = client.get(PICTURE)

    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    assert answer.data == PNG
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_is_shown_it(client):
    answer = client.get(PICTURE)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_picture_that_is_held_already_is_not_sent_again(client, learner):
    tag = client.get(PICTURE).headers["ETag"]

    answer = client.get(PICTURE, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")


def test_a_picture_named_with_its_digest_is_kept(client, learner):
    digest = hashlib.sha256(PNG).hexdigest()[:12]

    kept = client.get(f"{PICTURE}?v={digest}").headers["Cache-Control"]
    asked_again = client.get(f"{PICTURE}?v=another").headers["Cache-Control"]

    assert kept == "private, max-age=31536000, immutable"
    assert asked_again == "private, no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/quizzes/media/first-quiz/none.png",
        "/quizzes/media/no-quiz/sky.png",
        "/quizzes/media/first-quiz/..%2f..%2ffirst-quiz.toml",
        "/quizzes/media/..%2fmedia/sky.png",
        "/quizzes/media/../first-quiz.toml",
        "/quizzes/media/%2e%2e/first-quiz.toml",
        "/quizzes/media/first-quiz/.png",
        "/quizzes/media/first-quiz/sky.png%00",
        f"/quizzes/media/{'x' * 300}/sky.png",
        f"/quizzes/media/first-quiz/{'x' * 300}.png",
    ],
)
def test_nothing_else_is_there(client, learner, address):
    assert client.get(address).status_code == 404


def test_a_file_that_is_no_picture_is_not_shown(
    client, learner, app, catalogue, monkeypatch, tmp_path
):
    folder = tmp_path / "media" / "first-quiz"
    folder.mkdir(parents=True)
    for name in ("keys.toml", "page.html", "drawing.svg"):
        (folder / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    site = app.extensions["course.site"]
    moved = replace(catalogue, bank=tmp_path)
    monkeypatch.setitem(app.extensions, "course.site", replace(site, catalogue=moved))

    statuses = {
        path.name: client.get(f"/quizzes/media/first-quiz/{path.name}").status_code
        for path in folder.iterdir()
    }

    assert statuses == {"keys.toml": 404, "page.html": 404, "drawing.svg": 200}
