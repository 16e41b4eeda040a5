"""Sitting an attempt through its pages: reading the form and sending it."""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import responses
from course.models import Attempt
from tests.conftest import SAME_ORIGIN
from tests.html import check_page, parse_page

Fields = dict[str, Any]

QUIZ = "/courses/miniature/quizzes/first-quiz"
RIGHT: Fields = {
    "one-colour": "blue",
    "even-numbers": ["two", "four"],
    "week": "true",
    "seasons.march": "1",
    "seasons.june": "2",
    "seasons.october": "3",
    "year": "365",
    "capital": "nairobi",
}
"""What the fields of a form hold when all is right, the matching question apart."""


class Sitting:
    """A browser that sits one attempt: it reads forms and sends them."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.client = client
        self.path = path

    def form(self) -> Fields:
        """The fields of the form as it is shown now."""
        html = self.client.get(self.path).text
        check_page(html, self.path)
        return fields_of(html)

    def send(self, fields, button="save"):
        response = self.client.post(
            self.path, data={**fields, "_do": button}, headers=SAME_ORIGIN
        )
        if response.status_code >= 400:
            check_page(response.text, self.path)
        return response

    def submit(self):
        return self.client.post(f"{self.path}/submission", headers=SAME_ORIGIN)


def fields_of(html: str) -> Fields:
    """Every field of the form of the questions, with what it holds."""
    fields: Fields = {}
    form = parse_page(html).find(".//main//form")
    for field in form.iter("input"):
        if field.get("type") in ("radio", "checkbox"):
            if field.get("checked") is not None:
                fields.setdefault(field.get("name"), []).append(field.get("value"))
        else:
            fields[field.get("name")] = field.get("value") or ""
    for field in form.iter("select"):
        chosen = [each for each in field if each.get("selected") is not None]
        fields[field.get("name")] = chosen[0].get("value") if chosen else ""
    return fields


def start_at(client: FlaskClient, quiz: str, op: str | None = None) -> Sitting:
    """Begin an attempt at the quiz of this page, or go on with the open one."""
    fields = {"op": op} if op else {}
    response = client.post(f"{quiz}/attempts", data=fields, headers=SAME_ORIGIN)
    assert response.status_code == 303, response.text
    return Sitting(client, response.headers["Location"])


def held_answers(session: Session) -> dict[str, Any]:
    """The answers that the record holds for the newest attempt, by question."""
    newest = select(Attempt).order_by(Attempt.id.desc()).limit(1)
    attempt = session.scalars(newest).one()
    held = responses.held_answers(session, attempt)
    # The application writes to the same file: the test must not hold it.
    session.commit()
    return {key: each.answer for key, each in held.items()}


def right_pairs(html: str) -> dict[str, str]:
    """The right answer to the matching question, whose options have hidden names."""
    named = dict(re.findall(r'<option value="(\w{12})">(Kid|Calf|Lamb)</option>', html))
    values = {label: value for value, label in named.items()}
    return {
        "young-animals.goat": values["Kid"],
        "young-animals.cow": values["Calf"],
        "young-animals.sheep": values["Lamb"],
    }
