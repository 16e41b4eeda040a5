"""``course awards``: give what is due, look one up, revoke one."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import click

from config.settings import Settings
from course import accounts, award_acts
from course.award_register import award_numbered, search_register
from course.award_states import STATES
from course.award_status import life_of, verification_of
from course.awards import AwardOffice
from course.awards_due import carry_out_due, count_due
from course.catalogue import load_catalogue
from course.errors import CourseError
from learner_api.app import office_of
from learner_api.award_letters import act_letter, due_letter
from learner_api.award_words import event_words
from learner_api.commands.opening import opened_current, read_settings

PAGE = 500


@click.group
def command() -> None:
    """Give certificates that are due, look one up, revoke one.

    \b
    Example:
      course awards due
    """


@command.command("due")
@click.option("--dry-run", is_flag=True, help="Count what is due and do nothing.")
def due(dry_run: bool) -> None:
    """Issue what is owed and note what has expired, for everybody; mail is written.

    Let a timer run it once a night. Run twice, it does nothing twice; where nothing is
    due it asks the database two questions, however many learners there are.

    \b
    Example:
      course awards due
    """
    settings = read_settings()
    now = datetime.now(UTC)
    with opened_current(settings) as database:
        if dry_run:
            with database.writing() as session:
                owed, expiring = count_due(session, now=now)
            click.echo(f"Owed: {owed}. To be noted as expired: {expiring}.")
            return
        office = _office(settings)
        with database.writing() as session:
            done = carry_out_due(
                session,
                letter=due_letter(settings.public_url),
                now=now,
                office=office,
            )
    click.echo(
        f"Issued: {len(done.issued)}. Expired: {len(done.expired)}. "
        f"Waiting for a name that can be printed: {done.unprintable}. "
        f"No longer supported by the marks: {done.unsupported}."
    )
    for number in done.issued:
        click.echo(f"issued\t{number}")
    for number in done.expired:
        click.echo(f"expired\t{number}")


@command.command("list")
@click.option("--search", default="", help="A number, or a part of a name or address.")
@click.option("--state", type=click.Choice(STATES), help="Only awards in this state.")
def list_(search: str, state: str | None) -> None:
    """List awards, the latest first: number, state, day, course and name, by tabs.

    \b
    Example:
      course awards list --state suspended
    """
    now = datetime.now(UTC)
    with opened_current(read_settings()) as database, database.reading() as session:
        after = None
        while found := search_register(
            session,
            search=search,
            state=state or "",
            after=after,
            limit=PAGE,
            now=now,
        ):
            for each in found:
                claims = each.award.claims
                line = (
                    each.award.number,
                    each.state,
                    claims["awarded_on"],
                    claims["course_key"],
                    claims["holder_name"],
                )
                click.echo("\t".join(line))
            after = found[-1].award


@command.command("show")
@click.argument("number")
def show(number: str) -> None:
    """Show an award: its state, its newest document, and its whole history.

    \b
    Example:
      course awards show ABCD-EFGH-2345
    """
    with opened_current(read_settings()) as database, database.reading() as session:
        try:
            award = award_numbered(session, number)
        except CourseError as refusal:
            raise click.ClickException(refusal.message) from refusal
        found = verification_of(session, award, now=datetime.now(UTC))
        claims = award.claims
        click.echo(
            f"{award.number}: {found.status} since {_moment(found.status_since)}"
        )
        click.echo(f"{claims['kind_title']}, {claims['course_title']}")
        click.echo(f"Name on it: {claims['holder_name']}")
        if found.successor:
            click.echo(f"The newest document: {found.successor}")
        for entry in life_of(session, award.achievement_id):
            by = entry.by or "the platform"
            why = f": {entry.event.reason}" if entry.event.reason else ""
            moment = _moment(entry.event.recorded_at)
            click.echo(f"{moment}\t{entry.number}\t{event_words(entry)}\t{by}{why}")


@command.command("revoke")
@click.argument("number")
@click.option("--by", "email", required=True, help="Address of the administrator.")
@click.option("--reason", required=True, help="Why. The holder is told.")
@click.option("--op", type=click.UUID, help="A name for the act, to send it twice.")
@click.confirmation_option(prompt="A revoked award is never reinstated. Revoke it?")
def revoke(number: str, email: str, reason: str, op: UUID | None) -> None:
    """Revoke an award for good, in the name of an administrator.

    \b
    Example:
      course awards revoke ABCD-EFGH-2345 --by ada@example.org \\
        --reason "Two accounts of one person." --yes
    """
    settings = read_settings()
    office = _office(settings)
    with opened_current(settings) as database, database.writing() as session:
        by = accounts.find_person(session, email)
        if by is None or not by.is_administrator or by.closed_at is not None:
            raise click.ClickException(f"No administrator has the address {email}.")
        try:
            act, _is_new = award_acts.revoke_award(
                session,
                award_numbered(session, number),
                op=op or uuid4(),
                reason=reason.strip(),
                letter=act_letter(settings.public_url),
                now=datetime.now(UTC),
                office=office,
                by=by,
            )
        except CourseError as refusal:
            raise click.ClickException(refusal.message) from refusal
    click.echo(f"Revoked {act.award.number}. Its holder is told by mail.")


def _office(settings: Settings) -> AwardOffice:
    """Who issues, with the programmes that rest on awards. Read before any writing."""
    return office_of(settings, load_catalogue().programmes)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
