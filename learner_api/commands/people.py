"""``course people``: add somebody who can sign in, or list those who can."""

from datetime import UTC, datetime
from typing import Any

import click
from marshmallow import ValidationError, validate

from course import accounts, outbox, tokens
from course.models.user import ROLES
from learner_api.commands.opening import opened_current, read_settings
from learner_api.translation import gettext as _

PAGE = 500


class EmailAddress(click.ParamType[str]):
    """An address to which mail could be sent."""

    name = "email"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            validate.Email()(str(value).strip())
        except ValidationError:
            self.fail(f"{value!r} is not an e-mail address.", param, ctx)
        return accounts.normalised_email(str(value))


@click.group
def command() -> None:
    """Add somebody who can sign in, or list those who can.

    \b
    Example:
      course people add --email ama@example.org --name "Ama Owusu" \\
        --role trainer
    """


@command.command("add")
@click.option("--email", type=EmailAddress(), required=True, help="Their address.")
@click.option("--name", required=True, help="Their name, as certificates show it.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they do.")
@click.option("--mail", is_flag=True, help="Mail the link instead of printing it.")
def add(email: str, name: str, role: str, mail: bool) -> None:
    """Add a person and print the link by which they choose a password.

    The link works once, for 14 days. Whoever has it can sign in as this person. This
    is how an installation gets its first administrator.

    \b
    Example:
      course people add --email ama@example.org --name "Ama Owusu" \\
        --role administrator
    """
    settings = read_settings()
    if not name.strip():
        raise click.BadParameter("Write a name.", param_hint="--name")
    now = datetime.now(UTC)
    with opened_current(settings) as database, database.writing() as session:
        person = accounts.register_person(
            session, email=email, name=name, role=role, now=now
        )
        secret = tokens.create_invitation(session, person, "invitation", now=now)
        link = f"{settings.public_url}/welcome/{secret}"
        if mail:
            subject, body = _invitation(person.name, link)
            outbox.write_message(session, person, subject=subject, body=body, now=now)
    click.echo(f"Added {email} as {role}.")
    if mail:
        click.echo(
            "The invitation waits to be sent: 'course serve' sends it, or "
            "'course send-mail'."
        )
    else:
        click.echo(f"To choose a password, they open:\n{link}")


@command.command("list")
@click.option("--role", type=click.Choice(ROLES), help="Only people of this role.")
def list_(role: str | None) -> None:
    """List who can sign in: address, role, state and name, parted by tabs.

    \b
    Example:
      course people list --role administrator
    """
    with opened_current(read_settings()) as database, database.reading() as session:
        after = ""
        while people := accounts.list_people(
            session, role=role or "", after=after, limit=PAGE
        ):
            for person in people:
                state = _state(person.closed_at, person.password_hash)
                click.echo("\t".join((person.email, person.role, state, person.name)))
            after = people[-1].email


def _state(closed_at: datetime | None, password_hash: str | None) -> str:
    if closed_at is not None:
        return "closed"
    return "invited" if password_hash is None else "active"


def _invitation(name: str, link: str) -> tuple[str, str]:
    """The letter to somebody whom the office adds from a shell."""
    subject = _("You are invited to the Handbook course")
    body = _(
        "Hello %(name)s,\n\n"
        "An account was made for you at the Handbook course.\n\n"
        "Choose a password to begin:\n%(link)s\n\n"
        "The link works once, for %(days)d days. After that, ask for a new one on the "
        "sign-in page.\n",
        name=name,
        days=tokens.INVITATION_DAYS,
        link=link,
    )
    return subject, body
