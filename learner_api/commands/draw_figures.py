"""``course draw-figures``: draw the pictures of the figures from their data."""

from pathlib import Path

import click

from course.catalogue import HANDBOOK
from modules import HandbookFilesError, load_figures
from modules.figure_files import drawing_path

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command
@click.option("--handbook", type=_FOLDER, default=HANDBOOK, help="The modules' folder.")
def command(handbook: Path) -> None:
    """Draw every figure of the Handbook as SVG, beside the file of its data.

    The same data always give the same bytes: a picture that did not change is written
    as it was. It needs the plotting library, which the course itself does without;
    'make figures' sees to that.

    \b
    Example:
      course draw-figures
    """
    try:
        from learner_api.drawing import draw
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"Drawing needs {error.name}, which is not installed here. "
            "Run 'make figures'."
        ) from None
    try:
        figures = load_figures(handbook)
    except HandbookFilesError as error:
        for fault in error.faults:
            click.echo(f"{handbook.name}/{fault}")
        raise click.exceptions.Exit(1) from None
    changed = 0
    for key, figure in figures.items():
        path, drawing = drawing_path(handbook, key), draw(figure)
        if not path.is_file() or path.read_text(encoding="utf-8") != drawing:
            path.write_text(drawing, encoding="utf-8")
            click.echo(f"Drawn: {handbook.name}/{path.relative_to(handbook)}")
            changed += 1
    click.echo(f"Figures: {len(figures)}. Pictures that changed: {changed}.")
