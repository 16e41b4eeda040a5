"""What a PDF shows in on standard input, as JSON; the PDF out on standard output."""

import json
import sys

from learner_api.books.typesetting import typeset_book

data = sys.stdin.buffer.read()
sys.stdout.buffer.write(
    typeset_book(data.decode(), made_at=json.loads(data)["made_at"])
)
