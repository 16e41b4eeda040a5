"""Claims in on standard input, as JSON; the document out on standard output."""

import json
import sys

from course.documents import render_certificate

sys.stdout.buffer.write(render_certificate(json.load(sys.stdin.buffer)))
