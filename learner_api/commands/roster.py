"""``course roster``: plan a list of learners, apply the plan, take a list back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from config.settings import Settings
from course import accounts, cohorts, roster, roster_history, roster_undo
from course.errors import CourseError
from course.models import Cohort, RosterImport, RosterPlan, User
from course.roster_listing import Plan
from course.roster_tables import read_table
from learner_api.app import office_of
from learner_api.commands.bars import progress_bar
from learner_api.commands.opening import opened_current, read_settings
from learner_api.letters import roster_letters
from learner_api.roster_reading import country_codes
from learner_api.roster_words import kept_words, reason_words

_BY = click.option("--by", "email", required=True, help="Address of the trainer.")


@click.group
def command() -> None:
    """Plan a list of learners, apply the plan, take a list back.

    \b
    Example:
      course roster plan officials.xlsx --cohort officials-2026 --by tomas@example.org
    """


@command.command("plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cohort", "key", required=True, help="Key of the cohort.")
@click.option("--whole", is_flag=True, help="Whoever is not on the list is dropped.")
@_BY
def plan(file: Path, key: str, whole: bool, email: str) -> None:
    """Say of each row of FILE what would become of it. Nothing is done.

    Each row on a line, by tabs: its number, what it is, address, name and why.

    \b
    Example:
      course roster plan officials.csv --cohort officials-2026 --by tomas@example.org
    """
    with _opened(email) as (session, by, _settings):
        with progress_bar(3, "Planning") as step:
            table = read_table(file.read_bytes(), file.name)
            step()
            cohort = _cohort(session, by, Cohort.key == key)
            kept = roster.keep_roster(
                session,
                cohort,
                table,
                op=uuid4(),
                file_name=file.name,
                is_whole=whole,
                now=datetime.now(UTC),
                by=by,
            )
            step()
            found = _plan(session, cohort, kept, by)
            step()
        for row in found.rows:
            why = reason_words(row.to_data())
            number = str(row.number or "-")
            click.echo("\t".join((number, row.kind, row.email, row.name, why)))
        counted = ", ".join(f"{kind} {count}" for kind, count in found.counts.items())
        click.echo(counted, err=True)
        click.echo(
            f"To do this: course roster apply {kept.uuid} --token {found.token} "
            f"--by {email}",
            err=True,
        )


@command.command("apply")
@click.argument("plan", type=click.UUID)
@click.option("--token", required=True, help="What the plan gave at its end.")
@click.option("--drop", is_flag=True, help="Withdraw those who are not on the list.")
@click.option("--reason", default="", help="Why they are withdrawn.")
@click.option("--take", type=int, multiple=True, help="An ambiguous row to take.")
@_BY
def apply(
    plan: UUID,
    token: str,
    drop: bool,
    reason: str,
    take: tuple[int, ...],
    email: str,
) -> None:
    """Do exactly what PLAN says. Done twice, it is done once.

    \b
    Example:
      course roster apply 5e0c1c84-7d8c-4a53-b2c5-5a64a1a0d3b7 --token 81… \\
        --by tomas@example.org
    """
    with (
        _opened(email) as (session, by, settings),
        progress_bar(2, "Applying") as step,
    ):
        # Applying locks it, in one order with the others that the list speaks of.
        cohort = _cohort_of(session, by, plan, for_update=False)
        drops = _drops(session, cohort, plan, by) if drop else frozenset[UUID]()
        step()
        done = roster.apply_roster(
            session,
            cohort,
            plan,
            roster.Choices(drops, frozenset(take), reason.strip()),
            token=token,
            countries=country_codes(),
            letters=roster_letters(settings.public_url, by),
            now=datetime.now(UTC),
            office=office_of(settings),
            by=by,
        )
        step()
        if done is None:
            raise click.ClickException("No such plan waits.")
        found = roster_history.find_roster(session, cohort, plan)
        counts = found.counts if found else {}
    said = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    click.echo(f"Done: {said or 'nothing to do'}.")


@command.command("undo")
@click.argument("applied", type=click.UUID)
@click.option("--reason", required=True, help="Why. The record keeps it.")
@_BY
def undo(applied: UUID, reason: str, email: str) -> None:
    """Take the list of this name back, up to 30 days after it was applied.

    \b
    Example:
      course roster undo 5e0c1c84-7d8c-4a53-b2c5-5a64a1a0d3b7 \\
        --reason "The wrong list." --by tomas@example.org
    """
    with (
        _opened(email) as (session, by, settings),
        progress_bar(1, "Taking back") as step,
    ):
        cohort = _cohort_of(session, by, applied)
        found = roster_history.find_roster(session, cohort, applied)
        if found is None:
            raise click.ClickException("No list of this name was applied.")
        undone, _is_new = roster_undo.undo_roster(
            session,
            found.applied,
            op=uuid4(),
            reason=reason.strip(),
            letters=roster_letters(settings.public_url, by),
            now=datetime.now(UTC),
            office=office_of(settings),
            by=by,
        )
        step()
    outcome = undone.outcome
    click.echo(
        f"Taken back: {outcome['taken_back']}. Accounts closed: {outcome['closed']}. "
        f"Letters stopped: {outcome['stopped']}."
    )
    for each in outcome["kept"]:
        click.echo(f"kept\t{each['email']}\t{kept_words(each['reason'])}")


@contextmanager
def _opened(email: str) -> Iterator[tuple[Session, User, Settings]]:
    """A session of whoever acts, which commits at the end; refusals as a line."""
    settings = read_settings()
    with opened_current(settings) as database, database.writing() as session:
        by = accounts.find_person(session, email)
        if by is None or not by.is_staff or by.closed_at is not None:
            raise click.ClickException(f"No trainer has the address {email}.")
        try:
            yield session, by, settings
        except CourseError as refusal:
            raise click.ClickException(refusal.message) from refusal


def _cohort(
    session: Session, by: User, where: ColumnElement[bool], *, for_update: bool = True
) -> Cohort:
    uuid = session.scalar(select(Cohort.uuid).where(where))
    found = None
    if uuid is not None:
        found = cohorts.find_cohort(session, by, uuid, for_update=for_update)
    if found is None:
        raise click.ClickException("You lead no such cohort.")
    return found


def _cohort_of(
    session: Session, by: User, name: UUID, *, for_update: bool = True
) -> Cohort:
    """The cohort for which a list of this name was planned or applied."""
    planned = select(RosterPlan.cohort_id).where(RosterPlan.uuid == name)
    applied = select(RosterImport.cohort_id).where(RosterImport.uuid == name)
    here = Cohort.id.in_(planned.union_all(applied))
    return _cohort(session, by, here, for_update=for_update)


def _plan(session: Session, cohort: Cohort, kept: RosterPlan, by: User) -> Plan:
    return roster.plan_of(session, cohort, kept, countries=country_codes(), by=by)


def _drops(session: Session, cohort: Cohort, name: UUID, by: User) -> frozenset[UUID]:
    """Everybody whom the plan would drop, or did once it is applied."""
    kept = roster.find_plan(session, cohort, name, by)
    if kept is None:
        return roster_history.dropped_by(session, cohort, name)
    return _plan(session, cohort, kept, by).drops
