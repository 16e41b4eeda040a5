"""The claims of the multitude's awards: the course's own, once for each pattern.

Of two documents for the same study only the number, the holder and the day differ.
Those are left open when the course writes the claims, and are filled in for each.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from random import Random

from sqlalchemy.orm import Session

from course.award_status import ALPHABET
from course.awards import AwardOffice, fresh_claims
from course.canonical import canonical_json
from course.models import Achievement, Cohort, Enrolment, User
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.moments import moment_of
from learner_api.demonstration.multitude.standings import Done, kept_of

_NUMBER, _HOLDER, _MOMENT, _DAY = "<number>", "<holder>", "<moment>", "<day>"
_SUPERSEDES = '"supersedes":null'


@dataclass(frozen=True, slots=True)
class Filled:
    """The claims of one document, in their canonical spelling, and their digest."""

    number: str
    claims: str
    digest: str


class Documents:
    """What the office of this installation writes for the multitude."""

    def __init__(self, session: Session, office: AwardOffice) -> None:
        self._session = session
        self._office = office
        self._open = lru_cache(maxsize=500)(self._with_places_left_open)

    def write(
        self,
        taught: Taught,
        kind: str,
        mode: str,
        done: tuple[Done, ...],
        *,
        holder: str,
        given: int,
        random: Random,
        supersedes: str | None = None,
    ) -> Filled:
        """The document for somebody who had done these things when it was given."""
        number = _a_number(random)
        moment = moment_of(given)
        claims = self._open(taught, kind, mode, done)
        for place, words in (
            (_NUMBER, number),
            (_HOLDER, json.dumps(holder, ensure_ascii=False)[1:-1]),
            (_MOMENT, moment.isoformat().replace("+00:00", "Z")),
            (_DAY, moment.astimezone(self._office.zone).date().isoformat()),
        ):
            claims = claims.replace(place, words)
        if supersedes is not None:
            earlier = canonical_json({"number": supersedes, "reason": "name"})
            claims = claims.replace(_SUPERSEDES, f'"supersedes":{earlier}')
        else:
            claims = claims.replace(f"{_SUPERSEDES},", "")
        return Filled(number, claims, sha256(claims.encode()).hexdigest())

    def _with_places_left_open(
        self, taught: Taught, kind: str, mode: str, done: tuple[Done, ...]
    ) -> str:
        enrolment = Enrolment(
            user=User(name=_HOLDER),
            cohort=Cohort(mode=mode),
            course_key=taught.course.key,
            standing=json.loads(kept_of(taught, mode, done).text),
        )
        achievement = Achievement(award_kind=kind, edition_id=taught.edition.id)
        claims = fresh_claims(
            self._session,
            enrolment,
            achievement,
            now=datetime.now(self._office.zone),
            office=self._office,
        )
        return canonical_json(
            {
                **claims,
                "number": _NUMBER,
                "verify_url": f"{self._office.verify_base}/{_NUMBER}",
                "awarded_at": _MOMENT,
                "awarded_on": _DAY,
                "supersedes": None,
            }
        )


def _a_number(random: Random) -> str:
    """A number as the office draws them, from the lots of the multitude."""
    symbols = "".join(random.choices(ALPHABET, k=12))
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"
