"""A group of commands whose files are read only when one of them is called.

``course --help`` is answered without importing the application, and whatever goes
wrong in a command ends as a line that says so, not as a traceback.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class CourseCommands(click.Group):
    """The commands by name, each with the line that lists it.

    A command called ``send-mail`` is the object ``command`` of ``send_mail.py``.
    """

    def __init__(self, lines: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.lines = lines

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lines:
            return None
        file = cmd_name.replace("-", "_")
        command = import_module(f"learner_api.commands.{file}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"{file}.py holds no command")
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Here, because a command that ends well needs none of it.
            from learner_api.commands.faults import explained

            explanation = explained(error)
            if explanation is None:
                raise
            raise explanation from error
