"""Progress for those who watch: a bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_bar(length: int, label: str) -> Iterator[Callable[..., None]]:
    """A function to call with how many more are done, or for each thing by itself."""
    if not sys.stderr.isatty():
        yield lambda _done=1: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done=1: bar.update(done)
