"""Draft the next migration: what the models have and the tables do not.

    python -m course.migrations add cohort dates

The draft is compared with an empty database that has every migration so far. Read it
and finish it by hand: a renamed column looks like one dropped and one added.
"""

import sys
import tempfile
from pathlib import Path

from course.database import make_engine
from course.migrations import FOLDER, HEAD, draft, upgrade


def main(words: list[str]) -> None:
    """Write the draft, named after these words, and make it the current head."""
    if not words:
        sys.exit("Say what the migration does: python -m course.migrations add notes")
    number = f"{int(HEAD) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'draft.sqlite'}")
        upgrade(engine)
        draft(engine, number, " ".join(words))
        engine.dispose()
    (FOLDER / "current-head.txt").write_text(f"{number}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
