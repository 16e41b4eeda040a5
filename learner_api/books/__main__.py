"""What a PDF shows in on standard input, as JSON; the PDF out on standard output."""

import json
import sys
from contextlib import suppress
from pathlib import Path

from learner_api.books.typesetting import typeset_book

# A whole course takes some six hundred megabytes for a few seconds. Where memory runs
# out, the system shall end this process and not the server that waits for it.
with suppress(OSError):
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")

data = sys.stdin.buffer.read()
sys.stdout.buffer.write(
    typeset_book(data.decode(), made_at=json.loads(data)["made_at"])
)
