"""The shape of each statement, from what a fact says. Pure.

They keep to xAPI 1.0.3, and with it to 2.0. None bears ``stored``, ``authority`` or
``version``: a record store writes these when it takes a statement in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import quote
from uuid import UUID, uuid5

from course.experience import vocabulary
from course.experience.vocabulary import Verb
from course.outline import Course

Statement: TypeAlias = dict[str, Any]
_Activity: TypeAlias = dict[str, Any]

_HUNDREDTHS = timedelta(milliseconds=10)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Held:
    """An edition of a course, as far as statements speak of it: its words by key."""

    key: str
    digest: str
    title: str
    language: str
    lessons: Mapping[tuple[str, str], str]
    quizzes: Mapping[str, str]
    awards: Mapping[str, str]

    @classmethod
    def of(cls, course: Course, digest: str) -> "Held":
        """What this edition of a course says, found once for all its statements."""
        return cls(
            key=course.key,
            digest=digest,
            title=course.title,
            language=course.language,
            lessons={
                (module.key, lesson.key): lesson.title
                for module in course.modules
                for lesson in module.lessons
            },
            quizzes=dict(course.quizzes()),
            awards={kind: rule.title for kind, rule in course.awards.items()},
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """What every fact tells: of which kind, when, whose, under which edition.

    ``name`` and ``email`` are there only where names were asked for; then they take the
    place of the account in the statement, as xAPI lets an actor be known by one thing.
    """

    kind: str
    uuid: UUID
    occurred_at: datetime
    enrolment: UUID
    learner: UUID
    course: Held
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt at a quiz that was marked, or is still to be."""

    attempt: UUID
    quiz: str
    edition: str


@dataclass(frozen=True, slots=True)
class Score:
    """What a mark says of an attempt, and how long the attempt took."""

    points: int
    out_of: int
    passed: bool
    took: timedelta


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was given. Its number leads to a name, so it goes with names."""

    uuid: UUID
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes statements; everything is named under the ``address`` of the office."""

    address: str

    def moved(self, fact: Fact, verb: Verb) -> Statement:
        """Somebody came onto the course, left it, or came back."""
        return self._said(fact, verb, self._course(fact))

    def lesson(self, fact: Fact, verb: Verb, module: str, lesson: str) -> Statement:
        """A lesson was begun or completed."""
        place = f"{self._course_address(fact)}/modules/{_part(module)}"
        thing = _activity(
            f"{place}/lessons/{_part(lesson)}",
            vocabulary.LESSON,
            fact.course.lessons.get((module, lesson), lesson),
            fact.course.language,
        )
        is_done = verb is vocabulary.COMPLETED
        return self._said(
            fact,
            verb,
            thing,
            result={"completion": True} if is_done else None,
            parent=place,
        )

    def begun(self, fact: Fact, sitting: Sitting) -> Statement:
        """An attempt was begun."""
        return self._sat(fact, vocabulary.ATTEMPTED, sitting)

    def marked(self, fact: Fact, sitting: Sitting, score: Score) -> Statement:
        """An attempt was marked: passed or failed, with the points."""
        result = {
            **_score(score),
            "success": score.passed,
            "completion": True,
            "duration": duration(score.took),
        }
        return self._sat(fact, vocabulary.verdict(score.passed), sitting, result)

    def achieved(self, fact: Fact) -> Statement:
        """All was done that the certificate of completion, or the diploma, asks."""
        result = {"success": True, "completion": True}
        return self._said(fact, vocabulary.COMPLETED, self._course(fact), result=result)

    def awarded(self, fact: Fact, document: Document) -> Statement:
        """A document was given."""
        thing = _activity(
            f"{self.address}/awards/{document.uuid}",
            vocabulary.BADGE,
            fact.course.awards.get(document.kind, document.kind),
            fact.course.language,
        )
        more = {"award-kind": document.kind}
        if fact.email is not None:
            verify = f"{self.address}/verify/{_part(document.number)}"
            thing["definition"]["moreInfo"] = verify
            more["award-number"] = document.number
        return self._said(
            fact, vocabulary.EARNED, thing, parent=self._course_address(fact), more=more
        )

    def voided(self, fact: Fact, statement: UUID) -> Statement:
        """An earlier statement holds no longer."""
        thing = {"objectType": "StatementRef", "id": str(statement)}
        return self._said(fact, vocabulary.VOIDED, thing)

    def _sat(
        self,
        fact: Fact,
        verb: Verb,
        sitting: Sitting,
        result: Mapping[str, Any] | None = None,
    ) -> Statement:
        course = self._course_address(fact)
        thing = _activity(
            f"{course}/quizzes/{_part(sitting.quiz)}",
            vocabulary.ASSESSMENT,
            fact.course.quizzes.get(sitting.quiz, sitting.quiz),
            fact.course.language,
        )
        more = {"attempt": str(sitting.attempt), "quiz-edition": sitting.edition}
        return self._said(fact, verb, thing, result=result, parent=course, more=more)

    def _said(
        self,
        fact: Fact,
        verb: Verb,
        thing: Mapping[str, Any],
        *,
        result: Mapping[str, Any] | None = None,
        parent: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Statement:
        """The statement. ``parent`` is what its object is directly part of."""
        return {
            "id": str(statement_id(fact.kind, fact.uuid, verb)),
            "actor": self._actor(fact),
            "verb": {"id": verb.id, "display": {"en": verb.display}},
            "object": thing,
            **({"result": result} if result else {}),
            "context": self._context(fact, thing, parent, more or {}),
            "timestamp": _moment(fact.occurred_at),
        }

    def _context(
        self,
        fact: Fact,
        thing: Mapping[str, Any],
        parent: str | None,
        more: Mapping[str, str],
    ) -> Mapping[str, Any]:
        course = self._course_address(fact)
        within = {
            **({"parent": [_reference(parent)]} if parent else {}),
            **(
                {"grouping": [_reference(course)]}
                if parent not in (None, course)
                else {}
            ),
        }
        is_activity = thing["objectType"] == "Activity"
        told = {"edition": fact.course.digest, **more}
        return {
            "registration": str(fact.enrolment),
            **({"contextActivities": within} if within else {}),
            # Of a statement about a statement xAPI forbids to say this.
            **({"platform": self.address} if is_activity else {}),
            "language": fact.course.language,
            "extensions": {
                f"{self.address}/xapi/extensions/{name}": value
                for name, value in told.items()
            },
        }

    def _actor(self, fact: Fact) -> Mapping[str, Any]:
        if fact.email is not None:
            mailbox = quote(fact.email, safe="@!$'*+-._~")
            name = {"name": fact.name} if fact.name else {}
            return {"objectType": "Agent", **name, "mbox": f"mailto:{mailbox}"}
        account = {"homePage": self.address, "name": str(fact.learner)}
        return {"objectType": "Agent", "account": account}

    def _course_address(self, fact: Fact) -> str:
        return f"{self.address}/courses/{_part(fact.course.key)}"

    def _course(self, fact: Fact) -> _Activity:
        course = fact.course
        return _activity(
            self._course_address(fact), vocabulary.COURSE, course.title, course.language
        )


def statement_id(kind: str, fact: UUID, verb: Verb) -> UUID:
    """The name of what is said of a fact: the same however often it is said."""
    return uuid5(fact, f"{kind} {verb.id}")


def duration(took: timedelta) -> str:
    """A time as ISO 8601 writes one, to the hundredth of a second, as xAPI asks."""
    hundredths = max(took, timedelta()) // _HUNDREDTHS
    minutes, hundredths = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    parts = ((hours, "H"), (minutes, "M"))
    whole = "".join(f"{number}{unit}" for number, unit in parts if number)
    return f"PT{whole}{seconds}S" if seconds != "0" or not whole else f"PT{whole}"


def _score(score: Score) -> Mapping[str, Any]:
    """The points; nothing where there were none to be had, as xAPI wants a range."""
    if not score.out_of:
        return {}
    scaled = round(score.points / score.out_of, _DECIMALS)
    raw = {"raw": score.points, "min": 0, "max": score.out_of}
    return {"score": {"scaled": scaled, **raw}}


def _activity(address: str, kind: str, name: str, language: str) -> _Activity:
    definition = {"name": {language: name}, "type": kind}
    return {"objectType": "Activity", "id": address, "definition": definition}


def _reference(address: str) -> _Activity:
    return {"objectType": "Activity", "id": address}


def _part(key: str) -> str:
    return quote(key, safe="")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
