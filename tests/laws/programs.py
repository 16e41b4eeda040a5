"""People's programs, which speak to the API with a bearer token."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from course import tokens
from course.models import User
from tests.builders import an_enrolment
from tests.laws.acts import Sending

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Program:
    """The program of one person. Threads may share it."""

    app: Flask
    secret: str

    def send(self, sending: Sending) -> TestResponse:
        return self.app.test_client().open(
            f"{API}{sending.path}",
            method=sending.method,
            json=sending.body,
            headers={"Authorization": f"Bearer {self.secret}"},
        )

    def page(self, path: str) -> TestResponse:
        """A page of the site, as this person sees it."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self.app.test_client().get(path, headers=headers)

    def get(self, path: str) -> TestResponse:
        return self.send(Sending("GET", path))


def a_secret(session: Session, person: User) -> str:
    """The secret of a token that holds today, whenever the story is set."""
    _, secret = tokens.create_token(session, person, "laws", now=datetime.now(UTC))
    return secret


def a_program(app: Flask, session: Session, person: User) -> Program:
    """A program of this person's, on this application."""
    secret = a_secret(session, person)
    session.commit()
    return Program(app, secret)


@dataclass(frozen=True, slots=True)
class Learning:
    """A learner, their program and their enrolment."""

    program: Program
    enrolment_id: int


def a_learning(app: Flask, session: Session) -> Learning:
    """Somebody new on the miniature course, and their program."""
    enrolment = an_enrolment(session)
    program = a_program(app, session, enrolment.user)
    return Learning(program, enrolment.id)
