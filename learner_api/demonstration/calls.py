"""The demonstration's two doors: a run that people join, and one that they apply to."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.orm import Session

from course import (
    accounts,
    applications,
    attachments,
    calls,
    cohorts,
    consent,
    editions,
    join_codes,
)
from course.applications import Words
from course.calls import APPLICATION, OPEN, Terms
from course.models import Cohort, User
from course.notices import load_notices
from learner_api.demonstration.people import DOMAIN
from learner_api.demonstration.student import World

QUOTA = 4
DEADLINE_IN = timedelta(days=21)
BEGINS_IN = timedelta(days=45)
LASTS = timedelta(days=42)

_PDF = (
    b"%PDF-1.4\n% A letter of nomination of the demonstration; it holds no page.\n%%EOF"
)

# Name, mailbox, country, gender, organisation, and why.
_APPLICANTS = (
    (
        "Nokuthula Dlamini",
        "nokuthula.dlamini",
        "SZ",
        "female",
        "Ministry of Economic Planning",
        "I write the labour chapter of the next national plan.",
    ),
    (
        "Hemi Tupou",
        "hemi.tupou",
        "TO",
        "male",
        "Ministry of Finance",
        "Remittances are a third of our economy and no line of our plan.",
    ),
    (
        "Moussa Keïta",
        "moussa.keita",
        "ML",
        "male",
        "Ministry of Planning",
        "My unit coordinates what donors do on migration.",
    ),
    (
        "Tenzin Dorji",
        "tenzin.dorji",
        "BT",
        "other",
        "National statistics bureau",
        "We count migrants for the first time next year.",
    ),
    (
        "Lucía Herrera",
        "lucia.herrera",
        "PY",
        "female",
        "Ministry of Labour",
        "I negotiate labour agreements with our neighbours.",
    ),
    (
        "Ibrahim Coulibaly",
        "ibrahim.coulibaly",
        "ML",
        "male",
        "Ministry of Planning",
        "I follow regional plans and want to bring mobility into them.",
    ),
)


def accept_notice(session: Session, person: User, now: datetime) -> None:
    """An invented person has accepted the privacy notice."""
    notice = load_notices().in_force
    session.flush()
    consent.accept_notice(
        session,
        person,
        notice,
        notice.version,
        op=_operation("notice", person.email),
        now=now,
    )


def load_calls(world: World, administrator: User, now: datetime) -> None:
    """Open two more runs, and let some officials apply to one of them."""
    joined = _run(world, "open-run", "Open run for ministries and partners", now)
    _open(world, joined, OPEN, now, with_code=True, domains=("gov.example",))
    join_codes.renew_code(
        world.session,
        joined,
        op=_operation("code", joined.key),
        now=now,
        by=world.trainer,
    )
    applied = _run(world, "senior-planners", "Senior planners, next run", now)
    _open(
        world,
        applied,
        APPLICATION,
        now,
        quota=QUOTA,
        asks=("nomination", "letter", "release"),
    )
    for number, told in enumerate(_APPLICANTS):
        _apply(world, applied, administrator, told, now, has_letter=number % 3 != 2)


def _apply(
    world: World,
    cohort: Cohort,
    administrator: User,
    told: tuple[str, ...],
    now: datetime,
    *,
    has_letter: bool,
) -> None:
    session = world.session
    name, mailbox, country, gender, organisation, motivation = told
    said = {"country": country, "gender": gender, "organisation": organisation}
    person = accounts.register_person(
        session,
        email=f"{mailbox}@{DOMAIN}",
        name=name,
        role="learner",
        now=now,
        by=administrator,
        is_demonstration=True,
        profile={**said, "affiliation": "government"},
    )
    accept_notice(session, person, now)
    found = calls.find_call(session, cohort.key)
    if found is None:
        return
    application, _ = applications.apply_to_cohort(
        session,
        found,
        Words(
            name=name,
            **said,
            motivation=motivation,
            affiliation="government",
            nominated_by=organisation,
            supervisor="Head of the planning division",
            is_released=True,
        ),
        op=_operation("application", mailbox),
        today=now.date(),
        now=now,
        by=person,
    )
    if has_letter:
        attachments.attach(
            session,
            application,
            op=_operation("letter", mailbox),
            kind="nomination",
            content=_PDF,
            now=now,
            by=person,
        )


def _run(world: World, key: str, title: str, now: datetime) -> Cohort:
    first = (now + BEGINS_IN).date()
    cohort, _ = cohorts.create_cohort(
        world.session,
        editions.course_edition(world.session, world.course, now=now),
        op=_operation("cohort", key),
        key=key,
        title=title,
        mode="moderated",
        opens_on=first,
        closes_on=first + LASTS,
        now=now,
        by=world.trainer,
    )
    return cohort


def _open(
    world: World,
    cohort: Cohort,
    door: str,
    now: datetime,
    *,
    quota: int | None = None,
    with_code: bool = False,
    domains: tuple[str, ...] = (),
    asks: tuple[str, ...] = (),
) -> None:
    calls.open_door(
        world.session,
        cohort,
        op=_operation("door", cohort.key),
        door=door,
        deadline=(now + DEADLINE_IN).date(),
        quota=quota,
        terms=Terms(
            for_whom="Officials of ministries of planning, labour and foreign affairs "
            "who write or review a part of the national plan.\n"
            "You can read English well and have four hours a week.",
            focal_point_name="Course office",
            focal_point_address=f"course.office@{DOMAIN}",
            with_code=with_code,
            domains=domains,
            asks=asks,
        ),
        now=now,
        by=world.trainer,
    )


def _operation(kind: str, name: str) -> UUID:
    """The same name for the same act, whenever the demonstration is loaded."""
    return uuid5(NAMESPACE_URL, f"demonstration/{kind}/{name}")
